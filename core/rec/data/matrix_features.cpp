#include "core/rec/data/matrix_features.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <unordered_map>

#include <torch/torch.h>

#include "core/base/files.h"
#include "core/base/strings.h"
#include "core/data/safetensors.h"
#include "core/data/text_file.h"
#include "core/nn/npy.h"
#include "core/rec/data/npy_objects.h"
#include "core/rec/data/zip_file.h"

namespace marcie::rec {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kShownItems = 5;
constexpr std::int64_t kAmazonWidth = 4096;  // floats behind the 10 bytes of a product's id
constexpr std::size_t kAmazonId = 10;

Error noMatrixIn(const fs::path& path, const std::string& found) {
  return Error{ErrorCode::format,
               path.filename().string() + " holds no matrix of features: " + found,
               "It needs one array with a row for every item",
               {}};
}

// The array that is meant: the one of a usual name, else the only matrix.
Result<at::Tensor> chosenMatrix(const std::vector<std::pair<std::string, at::Tensor>>& arrays, const fs::path& path) {
  std::vector<std::string> names;
  std::vector<at::Tensor> matrices;
  for (const auto& [name, tensor] : arrays) {
    names.push_back(name);
    if (tensor.dim() != 2) continue;
    if (name == "features" || name == "feat" || name == "matrix") return tensor;
    matrices.push_back(tensor);
  }
  if (matrices.size() == 1) return matrices.front();
  if (matrices.empty()) return noMatrixIn(path, "its arrays are " + (names.empty() ? "none" : join(names, ", ")));
  return noMatrixIn(path, "several could be meant (" + join(names, ", ") + "); name one of them 'features'");
}

Result<at::Tensor> readNpz(const fs::path& path) {
  const std::string file = path.filename().string();
  MARCIE_ASSIGN(const std::string bytes, readFile(path, std::uint64_t{1} << 32U));
  MARCIE_ASSIGN(const auto entries, zipEntries(bytes, file));
  std::vector<std::pair<std::string, at::Tensor>> arrays;
  for (const ZipEntry& entry : entries) {
    constexpr std::string_view kEnd = ".npy";
    if (!entry.name.ends_with(kEnd)) continue;
    MARCIE_ASSIGN(const std::string npy, unpack(entry, file));
    const auto array = nn::parseNpy(npy, file + "/" + entry.name);
    // Arrays of texts (names of items) are no concern of ours.
    if (array.ok()) arrays.emplace_back(entry.name.substr(0, entry.name.size() - kEnd.size()), *array);
  }
  return chosenMatrix(arrays, path);
}

Error notFinite(const at::Tensor& rows, const fs::path& path) {
  const at::Tensor bad = (at::isfinite(rows).logical_not()).any(1).nonzero().flatten();
  std::vector<std::string> shown;
  for (std::int64_t k = 0; k < std::min<std::int64_t>(kShownItems, bad.numel()); ++k) {
    shown.push_back(std::to_string(bad[k].item<std::int64_t>()));
  }
  return Error{ErrorCode::data,
               std::to_string(bad.numel()) + " rows of " + path.filename().string() +
                   " hold NaN or infinity, first row " + join(shown, ", "),
               "Compute the features of these items again, or set their rows to zero",
               {}};
}

struct ItemRows {
  std::vector<std::int64_t> rowOf;  // per item; -1 for none
  std::int64_t strangers = 0;       // rows of items that the data does not have
  std::vector<std::string> examples;
};

std::unordered_map<std::string, std::size_t> itemsById(const RecData& data) {
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < data.items.size(); ++i) places.emplace(data.items[i].id, i);
  return places;
}

Result<ItemRows> readIndex(const RecData& data, const fs::path& path, std::int64_t rows) {
  MARCIE_ASSIGN(const data::TextFile file, data::readTextFile(path));
  const auto lines = data::linesOf(file.text);
  if (static_cast<std::int64_t>(lines.size()) != rows) {
    return Error{ErrorCode::data,
                 path.filename().string() + " has " + std::to_string(lines.size()) + " lines but the matrix has " +
                     std::to_string(rows) + " rows",
                 "The index needs one item id for each row",
                 {}};
  }
  const auto places = itemsById(data);
  ItemRows result;
  result.rowOf.assign(data.items.size(), -1);
  for (std::size_t row = 0; row < lines.size(); ++row) {
    const std::string id(trimmed(lines[row]));
    const auto found = places.find(id);
    if (found == places.end()) {
      ++result.strangers;
      if (result.examples.size() < kShownItems) result.examples.push_back(id);
      continue;
    }
    if (result.rowOf[found->second] >= 0) {
      return Error{ErrorCode::data,
                   "the item '" + id + "' stands twice in " + path.filename().string(),
                   "Each item has one row",
                   {}};
    }
    result.rowOf[found->second] = static_cast<std::int64_t>(row);
  }
  return result;
}

void addProblem(std::vector<RecProblem>& problems, RecProblem problem) {
  if (problem.count > 0) problems.push_back(std::move(problem));
}

// Zero rows and missing rows, told apart.
void noteGaps(const RecData& data, const std::vector<char>& hasRow, FeatureMatrix& matrix) {
  RecProblem missing{"noFeatures", "items without a row in the feature matrix: zeros stand for them", 0, {}};
  RecProblem zero{"zeroFeatures", "items whose row in the feature matrix is zero", 0, {}};
  const at::Tensor isZero = matrix.rows.eq(0).all(1);
  for (std::size_t i = 0; i < data.items.size(); ++i) {
    if (!isZero[static_cast<std::int64_t>(i)].item<bool>()) continue;
    RecProblem& problem = hasRow[i] != 0 ? zero : missing;
    ++problem.count;
    if (problem.examples.size() < kShownItems) problem.examples.push_back(data.items[i].id);
  }
  addProblem(matrix.problems, std::move(missing));
  addProblem(matrix.problems, std::move(zero));
}

Result<FeatureMatrix> readAmazon(const RecData& data, const fs::path& path) {
  constexpr std::size_t kRecord = kAmazonId + static_cast<std::size_t>(kAmazonWidth) * sizeof(float);
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error) return Error{ErrorCode::notFound, "cannot read " + path.string() + ": " + error.message(), {}, {}};
  if (size == 0 || size % kRecord != 0) {
    return Error{ErrorCode::format,
                 path.filename().string() + " is not a file of image features: its size is no multiple of " +
                     std::to_string(kRecord),
                 "Each record is a product id of 10 bytes and 4,096 floats; the file may be cut off",
                 {}};
  }
  const auto places = itemsById(data);
  FeatureMatrix matrix;
  matrix.rows = torch::zeros({data.itemCount(), kAmazonWidth});
  std::vector<char> hasRow(data.items.size(), 0);
  std::ifstream file(path, std::ios::binary);
  std::string record(kRecord, '\0');
  RecProblem strangers{"strangeFeatures", "rows of the feature matrix whose item the data does not have", 0, {}};
  while (file.read(record.data(), static_cast<std::streamsize>(kRecord))) {
    const std::string id(trimmed(std::string_view(record).substr(0, kAmazonId)));
    const auto found = places.find(id);
    if (found == places.end()) {
      ++strangers.count;
      if (strangers.examples.size() < kShownItems) strangers.examples.push_back(id);
      continue;
    }
    hasRow[found->second] = 1;
    std::memcpy(matrix.rows[static_cast<std::int64_t>(found->second)].data_ptr<float>(), record.data() + kAmazonId,
                kRecord - kAmazonId);
  }
  if (!at::isfinite(matrix.rows).all().item<bool>()) return notFinite(matrix.rows, path);
  addProblem(matrix.problems, std::move(strangers));
  noteGaps(data, hasRow, matrix);
  return matrix;
}

Result<at::Tensor> readMatrixFile(const fs::path& path) {
  const std::string extension = toLower(path.extension().string());
  if (extension == ".npy" && holdsObjects(path)) {
    MARCIE_ASSIGN(const data::Pickle pickle, readObjects(path));
    const auto* dictionary = dictionaryIn(pickle.root());
    const auto* features = dictionary == nullptr ? nullptr : dictionary->find("feat");
    if (features == nullptr) return noMatrixIn(path, "its dictionary has no 'feat'");
    return tensorIn(*features, "'feat' of " + path.filename().string());
  }
  if (extension == ".npy") return nn::readNpy(path);
  if (extension == ".npz") return readNpz(path);
  if (extension == ".safetensors") {
    MARCIE_ASSIGN(const data::TensorFile file, data::readTensors(path));
    return chosenMatrix(file.tensors, path);
  }
  return Error{ErrorCode::format,
               path.filename().string() + " is no file of features that can be read",
               "Give .npy, .npz, .safetensors or .b",
               {}};
}

Result<FeatureMatrix> arrange(const RecData& data, const at::Tensor& given, const RecFeatureOptions& options,
                              const fs::path& path) {
  FeatureMatrix matrix;
  std::vector<char> hasRow(data.items.size(), 1);
  if (options.index.empty()) {
    if (given.size(0) != data.itemCount()) {
      return Error{ErrorCode::data,
                   path.filename().string() + " has " + std::to_string(given.size(0)) + " rows but the data has " +
                       std::to_string(data.itemCount()) + " items",
                   "Give an index (features.index) with the item id of each row, or a matrix in the data's order",
                   {}};
    }
    matrix.rows = given;
  } else {
    MARCIE_ASSIGN(ItemRows rows, readIndex(data, options.index, given.size(0)));
    addProblem(matrix.problems, {"strangeFeatures", "rows of the feature matrix whose item the data does not have",
                                 rows.strangers, std::move(rows.examples)});
    matrix.rows = torch::zeros({data.itemCount(), given.size(1)});
    for (std::size_t i = 0; i < rows.rowOf.size(); ++i) {
      hasRow[i] = rows.rowOf[i] >= 0 ? 1 : 0;
      if (rows.rowOf[i] >= 0) matrix.rows[static_cast<std::int64_t>(i)].copy_(given[rows.rowOf[i]]);
    }
  }
  noteGaps(data, hasRow, matrix);
  return matrix;
}

}  // namespace

Result<FeatureMatrix> openMatrix(const RecData& data, const RecFeatureOptions& options) {
  const fs::path path = options.matrix.empty() ? data.features : options.matrix;
  if (path.empty()) {
    return Error{ErrorCode::notFound,
                 "no feature matrix was chosen and none lies beside the data",
                 "Set features.matrix to a .npy, .npz, .safetensors or .b file",
                 {}};
  }
  if (toLower(path.extension().string()) == ".b") return readAmazon(data, path).within("reading " + path.string());
  MARCIE_ASSIGN(const at::Tensor read, readMatrixFile(path).within("reading features"));
  if (read.dim() != 2 || read.size(1) == 0 || read.size(0) == 0) {
    return noMatrixIn(path, "its array has " + std::to_string(read.dim()) + " dimensions");
  }
  const at::Tensor rows = read.to(torch::kFloat).contiguous();
  if (!at::isfinite(rows).all().item<bool>()) return notFinite(rows, path);
  return arrange(data, rows, options, path);
}

}  // namespace marcie::rec
