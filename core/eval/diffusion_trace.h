// The reverse diffusion of single pictures, step by step, in the terms of a person: distances, classes, annotations,
// places on a map.
//
// Belongs to a Predictor, which outlives it, and to its thread. The first call of scene() or trace() reads the run's
// data for the texts of its classes; without the data the map has the classes that the checkpoint knows of, or none.
#pragma once

#include <optional>

#include "core/api/protocol_diffusion.h"
#include "core/base/stop_token.h"
#include "core/eval/predictor.h"
#include "core/nn/marnet_lens.h"

namespace marcie::eval {

class DiffusionTracer {
 public:
  // Errors: unavailable, when the run has no diffusion (or has not come to it yet): it says what would have one.
  [[nodiscard]] static Result<DiffusionTracer> open(Predictor& predictor);

  // Errors: cancelled.
  [[nodiscard]] Result<protocol::DiffusionSceneReply> scene(const StopToken& stop = {});
  // Errors: those of decoding a picture; usage (no strip, a step that the parent does not have, numbers out of range);
  // unavailable (guidance without a learned blank); cancelled.
  [[nodiscard]] Result<protocol::DiffusionTraceReply> trace(const protocol::DiffusionTrace& request,
                                                            const StopToken& stop = {});

  // Where rows [N, d_target] lie on the map; no label, prediction or text to measure to where these are undefined or
  // the run has no prototypes.
  struct Reference {
    std::int64_t label = -1, prediction = -1;  // class indices
    at::Tensor text;                           // [d_target]
  };
  [[nodiscard]] Result<std::vector<protocol::DiffusionPosition>> positions(const at::Tensor& rows,
                                                                           const Reference& reference,
                                                                           const StopToken& stop);
  // What is known of a picture of the run's data.
  [[nodiscard]] Reference referenceOf(const std::string& path, const at::Tensor& logits, const StopToken& stop);

 private:
  struct Space {
    at::Tensor prototypes;  // [classes, d_target], NaN rows for classes without texts; undefined without targets
    at::Tensor tagVectors;  // [tags, d_target] unit rows around tagCentre; only for nearest annotations
    at::Tensor tagCentre;   // [d_target]
    at::Tensor centre;      // [d_target] of the plane
    at::Tensor directions;  // [2, d_target]
    double explained = 0;
    std::vector<std::string> notes;
  };
  struct Walk;
  explicit DiffusionTracer(Predictor& predictor) : predictor_(predictor), lens_(predictor.model()) {}
  [[nodiscard]] Result<const Space*> space(const StopToken& stop);
  [[nodiscard]] at::Tensor prototypesFromTexts(const StopToken& stop, std::vector<at::Tensor>& texts, Space& space);
  [[nodiscard]] Result<void> addPlane(const std::vector<at::Tensor>& texts, const StopToken& stop, Space& space);
  [[nodiscard]] Result<nn::MarnetView> viewOf(const std::string& path, const StopToken& stop);
  [[nodiscard]] Result<Walk> walk(const protocol::DiffusionTrace& request, const StopToken& stop);
  [[nodiscard]] Result<void> checkSettings(const protocol::DiffusionSettings& settings) const;
  [[nodiscard]] std::vector<protocol::Ranked> tagsOf(const at::Tensor& x0, const Space& space, std::int64_t top);

  Predictor& predictor_;
  nn::MarnetLens lens_;
  std::optional<Space> space_;
};

}  // namespace marcie::eval
