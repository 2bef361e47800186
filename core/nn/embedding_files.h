// Vectors of annotations from files of the user's: word vectors in GloVe's text format, or any matrix.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/result.h"

namespace marcie::nn {

// One row for each name [names, width] float32: the mean of its known words, zero where none is known. A name is cut
// into words at everything that is no letter or digit; letters are compared in lower case. The file has one line a
// word, "word v1 v2 …", all of one width; a first line of two whole numbers (word2vec's header) is passed over. Read
// line by line: memory grows with the names, not with the file. Errors: notFound, io, format (a line of another width
// or with something that is no number, named by its number; an empty file; a file that knows none of the words).
[[nodiscard]] Result<at::Tensor> readNameVectors(const std::filesystem::path& path,
                                                 const std::vector<std::string>& names);

// A matrix [rows, width] float32 from .npy (any of its types) or from text: one line a row, numbers separated by
// commas, semicolons, tabs or spaces; a first line of column names is passed over.
// Errors: notFound, io, format (ragged or unreadable text, NaN or infinity, another number of rows).
[[nodiscard]] Result<at::Tensor> readMatrix(const std::filesystem::path& path, std::int64_t rows);

}  // namespace marcie::nn
