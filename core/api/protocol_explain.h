// The part of the protocol (protocol.h) that takes a run's loss apart.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/options/json.h"

namespace marcie::protocol {

// How hard a term pulls at one place: the norm of the gradient of (weight · term) there, over the whole batch.
struct GradientShare {
  std::string at;    // "z_v", "z_s", "x_CDR", "x_v", or "encoder" for all parameters of the picture network
  double norm = 0;   // 0 where the term does not reach
  double share = 0;  // of the sum of all terms' norms
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("at", self.at);
    v("norm", self.norm);
    v("share", self.share);
  }
};
struct ExplainedTerm {
  std::string name;     // as in the curves: ce, ce_v, ce_s, ema, cdr_mse, cdr_ce, tag_bce …
  std::string title;    // for people
  std::string formula;  // plain text
  double value = 0;     // unweighted
  double weight = 0;
  double weighted = 0;
  double share = 0;  // of the total
  std::vector<GradientShare> gradients;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("name", self.name);
    v("title", self.title);
    v("formula", self.formula);
    v("value", self.value);
    v("weight", self.weight);
    v("weighted", self.weighted);
    v("share", self.share);
    v("gradients", self.gradients);
  }
};
// The whole loss at one place.
struct TotalGradient {
  std::string at;
  double norm = 0;
  double residual = 0;  // ‖∇total − Σ ∇terms‖ / ‖∇total‖: rounding, or the numbers above are wrong
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("at", self.at);
    v("norm", self.norm);
    v("residual", self.residual);
  }
};
// Whether two terms want the same of x_v: 1 = the same, 0 = nothing to do with each other, −1 = the opposite.
struct TermConflict {
  std::string first, second;
  double cosine = 0;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("first", self.first);
    v("second", self.second);
    v("cosine", self.cosine);
  }
};
// A picture and a text that the alignment loss moves.
struct ExplainedPair {
  std::string picture;            // path
  std::string textOf;             // path of the picture whose text it is
  std::vector<std::string> text;  // its annotations
  std::string pictureClass, textClass;
  double similarity = 0;  // cosine of z_v and z_s
  double gradient = 0;    // ∂(weight · EMA)/∂similarity: negative pulls together, positive pushes apart
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("picture", self.picture);
    v("textOf", self.textOf);
    v("text", self.text);
    v("pictureClass", self.pictureClass);
    v("textClass", self.textClass);
    v("similarity", self.similarity);
    v("gradient", self.gradient);
  }
};
struct ExplainLossReply {
  std::string checkpoint;  // file name
  std::int64_t step = 0;
  std::string phase;
  std::string split;
  std::int64_t batch = 0, batches = 0;  // which of how many
  std::int64_t pictures = 0;            // in the batch
  std::int64_t withText = 0;            // of them
  double total = 0;
  std::vector<ExplainedTerm> terms;
  std::vector<TotalGradient> totals;
  std::vector<TermConflict> conflicts;       // every two terms that reach x_v
  std::vector<ExplainedPair> pulls, pushes;  // strongest first
  std::vector<std::string> notes;            // sentences
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("checkpoint", self.checkpoint);
    v("step", self.step);
    v("phase", self.phase);
    v("split", self.split);
    v("batch", self.batch);
    v("batches", self.batches);
    v("pictures", self.pictures);
    v("withText", self.withText);
    v("total", self.total);
    v("terms", self.terms);
    v("totals", self.totals);
    v("conflicts", self.conflicts);
    v("pulls", self.pulls);
    v("pushes", self.pushes);
    v("notes", self.notes);
  }
};
struct ExplainLoss {  // latest wins; works while the run trains
  static constexpr std::string_view kMethod = "run.explainLoss";
  using Reply = ExplainLossReply;
  std::string run;
  std::string checkpoint;     // file name in the run's checkpoints; empty = its current one
  std::string split = "val";  // train or val; train where there is no validation
  std::int64_t batch = 0;     // of the shuffled pictures
  std::uint64_t seed = 1;     // of the shuffling and of the diffusion's noise
  std::int64_t pairs = 8;     // at most so many pulls and pushes
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("checkpoint", self.checkpoint);
    v("split", self.split);
    v("batch", self.batch);
    v("seed", self.seed);
    v("pairs", self.pairs);
  }
};

}  // namespace marcie::protocol
