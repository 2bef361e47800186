// One damaged picture: what every part of a run makes of it, and how far its reconstruction has moved.
//
// Belongs to a Predictor and, where the run has a diffusion, to its DiffusionTracer; both outlive it. Keeps the picture
// decoded, and the places of severities that were looked at, so that a slider is quick. Used by one thread at a time.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>
#include <opencv2/core/mat.hpp>

#include "core/api/protocol_samples.h"
#include "core/base/stop_token.h"
#include "core/eval/diffusion_trace.h"
#include "core/eval/predictor.h"

namespace marcie::eval {

class RobustLens {
 public:
  // `tracer` may be null: then there are no distances and no places.
  RobustLens(Predictor& predictor, DiffusionTracer* tracer) : predictor_(predictor), tracer_(tracer) {}

  // The damage is that of measureRobustness(): it depends on the picture's name, the corruption and the severity.
  // Errors: usage (corruption, severity), unavailable (a run on a feature matrix), those of image::decodeFile.
  [[nodiscard]] Result<protocol::LensReply> look(const protocol::Lens& request, const StopToken& stop = {});

 private:
  // The picture that was asked for last, undamaged.
  struct Clean {
    std::string path;
    cv::Mat square;  // of the size that the run keeps
    std::uint64_t name = 0;
    at::Tensor reconstructed;           // x_CDR [1, d_target]; undefined without
    std::vector<std::int64_t> classes;  // that opinions are about
    std::string trueLabel, prediction;
    DiffusionTracer::Reference reference;
  };
  [[nodiscard]] Result<void> open(const protocol::Lens& request, const StopToken& stop);
  [[nodiscard]] at::Tensor inputOf(const cv::Mat& square) const;

  Predictor& predictor_;
  DiffusionTracer* tracer_;
  Clean clean_;
  std::int64_t top_ = 0;                                // of clean_.classes
  std::string placesOf_;                                // corruption
  std::map<double, std::pair<double, double>> places_;  // by severity
};

// What a run folder keeps of `marcie-cli robustness` about a split: the newest measurement, with every corruption that
// was measured at all severities found. No reports when there is none. Errors: those of reading the run.
[[nodiscard]] Result<protocol::RobustnessReply> keptRobustness(const RunFolder& folder, const std::string& split);

}  // namespace marcie::eval
