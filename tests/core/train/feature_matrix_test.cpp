#include "core/train/feature_matrix.h"

#include <cmath>
#include <fstream>
#include <limits>

#include "core/data/reader.h"
#include "core/nn/npy.h"
#include "tests/core/train/feature_fixture.h"

namespace marcie::train {
namespace {
namespace fs = std::filesystem;
using fixtures::toySpec;

class FeatureMatrixTest : public fixtures::ToyRuns {
 protected:
  // One-hot class and tag of each picture, with something of its own: learnable at once.
  void SetUp() override {
    const auto read = data::readDataset(toySpec(data()).data);
    ASSERT_TRUE(read.ok());
    dataset_ = *read;
    torch::manual_seed(3);
    matrix_ = 0.1 * torch::randn({static_cast<std::int64_t>(dataset_.samples.size()), 12});
    for (std::size_t i = 0; i < dataset_.samples.size(); ++i) {
      matrix_[static_cast<std::int64_t>(i)][dataset_.samples[i].label] += 1;
    }
  }
  RunSpec matrixSpec(const at::Tensor& matrix, const std::string& index = {}) const {
    RunSpec spec = toySpec(data());
    spec.model.encoder = "matrix";
    spec.model.weights = (folder_.path() / "features.npy").string();
    EXPECT_TRUE(nn::writeNpy(spec.model.weights, matrix).ok());
    if (!index.empty()) {
      spec.model.featureIndex = (folder_.path() / (index.starts_with("image,") ? "index.csv" : "index.txt")).string();
      std::ofstream(spec.model.featureIndex) << index;
    }
    return spec;
  }
  std::string nameOf(std::size_t i) const {
    return fs::path(dataset_.samples[i].path).lexically_relative(data()).string();
  }
  data::Dataset dataset_;
  at::Tensor matrix_;
  int runs_ = 0;
};

TEST_F(FeatureMatrixTest, TrainsLikeANetwork) {
  RunSpec spec = matrixSpec(matrix_);
  spec.model.phases = {1, 20, 1, {}, 1};
  spec.trainer.headLearningRate = 0.01;
  const RunFolder run = trained("run", spec);
  double top1 = 0;
  EventTail tail(run);
  for (const RunEvent& event : tail.poll().events) {
    if (const auto* metrics = std::get_if<MetricsReady>(&event.body)) top1 = metrics->values.at(0).value;
  }
  EXPECT_GE(top1, 0.99);
  for (const auto& [name, tensor] : lastOf(run).model) EXPECT_FALSE(name.starts_with("encoder.")) << name;
}

TEST_F(FeatureMatrixTest, IndexSaysWhichPictureARowIs) {
  // Rows in reverse, as a list of paths and as a table with row numbers.
  std::string list, table = "image,row\n";
  const std::size_t count = dataset_.samples.size();
  for (std::size_t row = 0; row < count; ++row) list += nameOf(count - 1 - row) + "\r\n";
  for (std::size_t i = 0; i < count; ++i) table += nameOf(i) + "," + std::to_string(count - 1 - i) + "\n";
  for (const std::string& index : {list, table}) {
    const auto opened = openFeatureMatrix(matrixSpec(matrix_.flip({0}), index).model, dataset_);
    ASSERT_TRUE(opened.ok()) << opened.error().toString();
    for (std::size_t i = 0; i < count; ++i) {
      EXPECT_EQ((*opened)->row(static_cast<std::int64_t>(i))[3],
                matrix_[static_cast<std::int64_t>(i)][3].item<float>());
    }
  }
}

TEST_F(FeatureMatrixTest, WhatDoesNotFitIsNamed) {
  const auto refusal = [&](const at::Tensor& matrix, const std::string& index) {
    const RunSpec spec = matrixSpec(matrix, index);
    const Error error = failureOf(makeRun("run" + std::to_string(++runs_), spec));
    EXPECT_TRUE(error.code == ErrorCode::data || error.code == ErrorCode::format) << error.toString();
    return error.toString();
  };
  const auto expectNames = [](const std::string& text, std::initializer_list<const char*> words) {
    for (const char* word : words) EXPECT_NE(text.find(word), std::string::npos) << word << " is not in: " << text;
  };
  expectNames(refusal(matrix_.slice(0, 0, 40), ""), {"40 rows", "42 pictures", "featureIndex"});
  at::Tensor sick = matrix_.clone();
  sick[5][2] = std::nan("");
  sick[17][0] = std::numeric_limits<float>::infinity();
  expectNames(refusal(sick, ""), {"NaN", "5, 17"});
  expectNames(refusal(matrix_.slice(0, 0, 2), nameOf(0) + "\nimages/nobody.png\n"),
              {"'images/nobody.png'", "index.txt"});
  expectNames(refusal(matrix_.slice(0, 0, 2), nameOf(0) + "\n" + nameOf(0) + "\n"), {"twice", nameOf(0).c_str()});
  expectNames(refusal(matrix_.slice(0, 0, 2), nameOf(0) + "\n"), {"2 rows", "names 1 pictures"});
  expectNames(refusal(matrix_.slice(0, 0, 2), nameOf(0) + "\n" + nameOf(1) + "\n"),
              {"no row for 22 of 24", "images/train"});
  expectNames(refusal(matrix_.flatten(), ""), {"not a matrix"});
}

TEST_F(FeatureMatrixTest, ImpossibleCombinationsAreNamedTogether) {
  RunSpec spec = toySpec(data());
  spec.model.encoder = "matrix";
  spec.model.featureViews = 2;
  const auto refused = checkRunSpec(spec);
  ASSERT_FALSE(refused.ok());
  for (const char* key : {"model.weights", "model.featureViews"}) {
    EXPECT_NE(refused.error().message.find(key), std::string::npos) << refused.error().message;
  }
}

}  // namespace
}  // namespace marcie::train
