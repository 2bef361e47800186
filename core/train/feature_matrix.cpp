#include "core/train/feature_matrix.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <stdexcept>
#include <unordered_map>

#include <torch/torch.h>

#include "core/base/strings.h"
#include "core/data/csv.h"
#include "core/data/text_file.h"
#include "core/nn/npy.h"

namespace marcie::train {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kNamed = 3;  // offenders that a message names

class MatrixEncoder final : public nn::Encoder {
 public:
  explicit MatrixEncoder(std::int64_t width) : width_(width), module_(std::make_shared<Empty>()) {}
  std::shared_ptr<torch::nn::Module> module() override { return module_; }
  at::Tensor features(const at::Tensor& images) override {
    if (images.dim() == 2) return images;
    throw std::logic_error("a feature matrix cannot look at pictures");
  }
  std::int64_t featureCount() const override { return width_; }

 private:
  class Empty : public torch::nn::Module {};
  std::int64_t width_;
  std::shared_ptr<torch::nn::Module> module_;
};

Error wrong(std::string message, std::string hint) {
  return Error{ErrorCode::data, std::move(message), std::move(hint), {}};
}

// "a, b, c and 7 more"
std::string firstOf(const std::vector<std::string>& names) {
  std::vector<std::string> shown(names.begin(),
                                 names.begin() + static_cast<std::ptrdiff_t>(std::min(kNamed, names.size())));
  const std::string rest = names.size() > kNamed ? " and " + std::to_string(names.size() - kNamed) + " more" : "";
  return join(shown, ", ") + rest;
}

// Path of each row of the matrix, in the order of its rows.
Result<std::vector<std::string>> pathsFromCsv(const std::string& text, const std::string& name) {
  const data::CsvTable table = data::parseCsv(text, name);
  const int image = table.column("image") >= 0 ? table.column("image") : table.column("path");
  const int row = table.column("row");
  if (image < 0) {
    return wrong(name + " has no column 'image' or 'path'",
                 "Give it a header line, or write a .txt with a path a line");
  }
  std::vector<std::string> paths(table.rows.size());
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const data::CsvRow& line = table.rows[i];
    std::size_t at = i;
    if (row >= 0) {
      const std::string& cell = line.cells[static_cast<std::size_t>(row)];
      const auto [end, failure] = std::from_chars(cell.data(), cell.data() + cell.size(), at);
      if (failure != std::errc() || end != cell.data() + cell.size() || at >= paths.size() || !paths[at].empty()) {
        return wrong(name + ", line " + std::to_string(line.line) + ": the row '" + cell + "' is not one of 0 to " +
                         std::to_string(paths.size() - 1) + ", each once",
                     "Leave the column 'row' out where the rows are in order");
      }
    }
    paths[at] = trimmed(line.cells[static_cast<std::size_t>(image)]);
  }
  return paths;
}

Result<std::vector<std::string>> readIndex(const fs::path& path) {
  MARCIE_ASSIGN(const data::TextFile file, data::readTextFile(path));
  if (toLower(path.extension().string()) == ".csv") return pathsFromCsv(file.text, path.filename().string());
  std::vector<std::string> paths;
  for (const auto line : data::linesOf(file.text)) paths.emplace_back(trimmed(line));
  return paths;
}

fs::path baseOf(const data::Dataset& dataset) {
  const fs::path root(dataset.root);
  std::error_code ignored;
  return fs::is_directory(root, ignored) ? root : root.parent_path();
}

// Rows in the data's own order.
Result<std::vector<data::FeatureTable::Place>> inOrder(std::int64_t rows, const data::Dataset& dataset,
                                                       const std::string& name) {
  const auto pictures = static_cast<std::int64_t>(dataset.samples.size());
  if (rows != pictures) {
    return wrong(
        name + " has " + std::to_string(rows) + " rows, the data has " + std::to_string(pictures) + " pictures",
        "Say which row is which picture with model.featureIndex");
  }
  std::vector<data::FeatureTable::Place> places;
  for (std::int64_t i = 0; i < pictures; ++i) places.push_back({i, 1});
  return places;
}

Result<std::vector<data::FeatureTable::Place>> byIndex(std::int64_t rows, const data::Dataset& dataset,
                                                       const std::string& name, const fs::path& index) {
  MARCIE_ASSIGN(const auto paths, readIndex(index));
  if (static_cast<std::int64_t>(paths.size()) != rows) {
    return wrong(name + " has " + std::to_string(rows) + " rows, its index " + index.filename().string() + " names " +
                     std::to_string(paths.size()) + " pictures",
                 "Each line of the index is one row of the matrix");
  }
  std::unordered_map<std::string, std::size_t> sampleAt;
  for (std::size_t i = 0; i < dataset.samples.size(); ++i) {
    sampleAt.emplace(fs::path(dataset.samples[i].path).lexically_normal().string(), i);
  }
  const fs::path base = baseOf(dataset);
  std::vector<data::FeatureTable::Place> places(dataset.samples.size());
  std::vector<std::string> unknown, twice;
  for (std::size_t row = 0; row < paths.size(); ++row) {
    const fs::path full = (base / paths[row]).lexically_normal();  // an absolute path stays what it is
    const auto it = sampleAt.find(full.string());
    if (it == sampleAt.end()) {
      // Pictures that are there but left out (data.trainFraction) are no mistake.
      std::error_code ignored;
      if (paths[row].empty() || !fs::exists(full, ignored)) unknown.push_back("'" + paths[row] + "'");
    } else if (places[it->second].first >= 0) {
      twice.push_back("'" + paths[row] + "'");
    } else {
      places[it->second] = {static_cast<std::int64_t>(row), 1};
    }
  }
  if (!unknown.empty()) {
    return wrong(index.filename().string() + " names pictures that the data does not have: " + firstOf(unknown),
                 "Paths are relative to " + base.string());
  }
  if (!twice.empty()) return wrong(index.filename().string() + " names pictures twice: " + firstOf(twice), {});
  return places;
}

Result<void> checkFinite(const at::Tensor& matrix, const std::string& name) {
  const at::Tensor bad = torch::isfinite(matrix).all(1).logical_not().nonzero().flatten();
  if (bad.numel() == 0) return {};
  std::vector<std::string> rows;
  const auto* row = bad.const_data_ptr<std::int64_t>();
  for (std::int64_t i = 0; i < bad.numel(); ++i) rows.push_back(std::to_string(row[i]));
  return wrong(name + " holds NaN or infinity in the rows " + firstOf(rows), "Rows are counted from 0");
}

}  // namespace

std::shared_ptr<nn::Encoder> makeMatrixEncoder(std::int64_t width) {
  return std::make_shared<MatrixEncoder>(width);
}

Result<std::shared_ptr<const data::FeatureTable>> openFeatureMatrix(const MarnetOptions& options,
                                                                    const data::Dataset& dataset) {
  const fs::path path(options.weights);
  MARCIE_ASSIGN(const at::Tensor read, nn::readNpy(path));
  const std::string name = path.filename().string();
  if (read.dim() != 2 || read.size(1) == 0 || !read.is_floating_point()) {
    return Error{ErrorCode::format, name + " is not a matrix of floats with a row for each picture", {}, {}};
  }
  const auto matrix = std::make_shared<const at::Tensor>(read.to(torch::kFloat).contiguous());
  MARCIE_TRY(checkFinite(*matrix, name));
  auto places = options.featureIndex.empty() ? inOrder(matrix->size(0), dataset, name)
                                             : byIndex(matrix->size(0), dataset, name, options.featureIndex);
  if (!places) return std::move(places).error();
  return std::make_shared<const data::FeatureTable>(matrix, matrix->const_data_ptr<float>(), matrix->size(1),
                                                    std::move(*places));
}

Result<void> requireFeatures(const data::FeatureTable& table, const data::Dataset& dataset,
                             const std::vector<std::int64_t>& indices) {
  std::vector<std::string> missing;
  for (const std::int64_t index : indices) {
    if (table.has(index)) continue;
    const fs::path path(dataset.samples[static_cast<std::size_t>(index)].path);
    missing.push_back("'" + path.lexically_relative(baseOf(dataset)).string() + "'");
  }
  if (missing.empty()) return {};
  return wrong("the feature matrix has no row for " + std::to_string(missing.size()) + " of " +
                   std::to_string(indices.size()) + " pictures that are needed: " + firstOf(missing),
               "Add them to the matrix and to model.featureIndex");
}

}  // namespace marcie::train
