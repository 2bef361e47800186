#include "core/nn/embedding_files.h"

#include <limits>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/nn/npy.h"
#include "tests/support/temp_folder.h"

namespace marcie::nn {
namespace {

class EmbeddingFilesTest : public ::testing::Test {
 protected:
  std::filesystem::path write(const std::string& name, const std::string& text) const {
    marcie::testing::writeText(folder_ / name, text);
    return folder_ / name;
  }
  void expectRefused(const Result<at::Tensor>& result, const std::vector<std::string>& words) const {
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::format);
    for (const std::string& word : words) {
      EXPECT_NE(result.error().toString().find(word), std::string::npos) << word << " in " << result.error().toString();
    }
  }
  marcie::testing::TempFolder folder_;
};

TEST_F(EmbeddingFilesTest, NamesAreMeansOfTheirWords) {
  const auto file = write("glove.txt", "red 1 2\nonion 3 4\nbell -1 0\nonion 9 9\npepper 0.5 1e-1\n");
  const auto vectors = readNameVectors(file, {"Red_Onion", "onion", "dragon fruit", "bell-pepper (green)"});
  ASSERT_TRUE(vectors.ok()) << vectors.error().toString();
  EXPECT_TRUE(torch::allclose(*vectors, torch::tensor({{2.0F, 3.0F}, {3.0F, 4.0F}, {0.0F, 0.0F}, {-0.25F, 0.05F}})));
}

TEST_F(EmbeddingFilesTest, AnyWidthAHeaderAndWordsWithSpacesAreFine) {
  const auto file = write("words.vec", "2 3\r\nsalt 1 2 3\r\nat home 7 8 9\r\nrice 4 5 6\r\n");
  const auto vectors = readNameVectors(file, {"rice", "salt"});
  ASSERT_TRUE(vectors.ok()) << vectors.error().toString();
  EXPECT_TRUE(torch::equal(*vectors, torch::tensor({{4.0F, 5.0F, 6.0F}, {1.0F, 2.0F, 3.0F}})));
}

TEST_F(EmbeddingFilesTest, ALineOfAnotherWidthIsNamed) {
  expectRefused(readNameVectors(write("short.txt", "red 1 2 3\nonion 3 4\n"), {"red"}),
                {"short.txt", "line 2", "2 numbers instead of 3"});
  expectRefused(readNameVectors(write("long.txt", "red 1 2 3\nonion 3 4 5\nbell 1 2 3 4\n"), {"red"}),
                {"line 3", "4 numbers instead of 3"});
}

TEST_F(EmbeddingFilesTest, WhatIsNoVectorIsNamed) {
  expectRefused(readNameVectors(write("a.txt", "red 1 2\nonion 3 x4\n"), {"onion"}), {"line 2", "x4"});
  expectRefused(readNameVectors(write("b.txt", "red 1 nan\n"), {"red"}), {"line 1", "nan"});
  expectRefused(readNameVectors(write("c.txt", ""), {"red"}), {"no word vectors"});
  expectRefused(readNameVectors(write("d.txt", "rouge 1 2\n"), {"red", "onion"}), {"none of the 2 annotations"});
  expectRefused(readNameVectors(write("e.txt", "red\n"), {"red"}), {"line 1", "no numbers"});
  EXPECT_EQ(readNameVectors(folder_ / "none.txt", {"red"}).error().code, ErrorCode::notFound);
}

TEST_F(EmbeddingFilesTest, MatricesComeFromNumpyAndText) {
  const at::Tensor expected = torch::tensor({{1.0F, 2.5F}, {-3.0F, 4.0F}});
  ASSERT_TRUE(writeNpy(folder_ / "m.npy", expected.to(torch::kDouble)).ok());
  for (const auto& path :
       {folder_ / "m.npy", write("m.csv", "a,b\r\n1,2.5\r\n-3,4\r\n"), write("m.txt", "1 2.5\n\n-3\t+4\n"),
        write("n.csv",
              "\xEF\xBB\xBF"
              "1;2.5\n-3;4")}) {
    const auto matrix = readMatrix(path, 2);
    ASSERT_TRUE(matrix.ok()) << path << matrix.error().toString();
    EXPECT_TRUE(torch::equal(*matrix, expected)) << path;
  }
}

TEST_F(EmbeddingFilesTest, MatricesThatDoNotFitAreRefused) {
  const auto file = write("m.csv", "1,2\n3,4\n");
  expectRefused(readMatrix(file, 3), {"m.csv", "2 rows", "3 annotations"});
  expectRefused(readMatrix(write("r.csv", "1,2\n3\n"), 2), {"line 2", "1 numbers instead of 2"});
  expectRefused(readMatrix(write("x.csv", "1,2\n3,four\n"), 2), {"line 2", "four"});
  expectRefused(readMatrix(write("n.csv", "1,2\n3,nan\n"), 2), {"NaN", "row 2"});
  expectRefused(readMatrix(write("i.csv", "1,inf\n3,4\n"), 2), {"row 1"});
  expectRefused(readMatrix(write("empty.csv", ""), 2), {"0 rows"});
  at::Tensor bad = torch::zeros({4, 3});
  bad[2][1] = std::numeric_limits<float>::quiet_NaN();
  ASSERT_TRUE(writeNpy(folder_ / "bad.npy", bad).ok());
  expectRefused(readMatrix(folder_ / "bad.npy", 4), {"bad.npy", "row 3"});
  ASSERT_TRUE(writeNpy(folder_ / "flat.npy", torch::zeros({4})).ok());
  expectRefused(readMatrix(folder_ / "flat.npy", 4), {"not a matrix"});
  EXPECT_EQ(readMatrix(folder_ / "none.npy", 4).error().code, ErrorCode::notFound);
}

}  // namespace
}  // namespace marcie::nn
