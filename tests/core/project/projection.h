// Short projections for tests.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/project/projector.h"

namespace marcie::project::testing {

inline ProjectionOptions quickOptions(ProjectionMethod method) {
  ProjectionOptions options;
  options.method = method;
  options.threads = 2;
  options.tsne.iterations = 150;
  options.tsne.exaggerationIterations = 100;
  options.umap.epochs = 100;
  return options;
}

inline std::unique_ptr<Projector> finished(const ProjectionOptions& options, const Matrix& points) {
  auto projector = Projector::create(options, points);
  EXPECT_TRUE(projector.ok()) << (projector.ok() ? "" : projector.error().toString());
  if (!projector.ok()) return {};
  EXPECT_TRUE((*projector)->run().ok());
  return std::move(*projector);
}

inline std::string joined(const std::vector<std::string>& notes) {
  std::string all;
  for (const auto& note : notes) all += note + "\n";
  return all;
}

}  // namespace marcie::project::testing
