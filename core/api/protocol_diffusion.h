// The part of the protocol (protocol.h) that walks through the reverse diffusion of one picture.
//
// A strip is one walk from a state to x_CDR. The first starts at T-1; a branch starts at a state of its parent with
// something changed. A strip is a function of its settings and those of its parents: asked again it is the same, so
// the engine keeps nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/protocol.h"

namespace marcie::protocol {

// A point of the plane that the class prototypes span best.
struct DiffusionPlace {
  std::string name;  // class
  double x = 0, y = 0;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("name", self.name);
    v("x", self.x);
    v("y", self.y);
  }
};
// How a walk is made. Below 0, or empty: as the parent's; of a first strip: as the run's own options say.
struct DiffusionSettings {
  std::int64_t fromStep = 0;  // of a branch: number of the parent's step whose state it begins with
  std::string condition;      // the picture that guides; empty for the picture itself where there is no parent
  std::int64_t steps = -1;    // reverse steps of this strip
  std::int64_t seed = -1;     // of the noise; another one than the parent's draws the first state anew
  double eta = -1;            // 0 = DDIM … 1 = DDPM
  double guidance = -1;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("fromStep", self.fromStep);
    v("condition", self.condition);
    v("steps", self.steps);
    v("seed", self.seed);
    v("eta", self.eta);
    v("guidance", self.guidance);
  }
};
struct DiffusionWarning {
  std::string message, hint;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("message", self.message);
    v("hint", self.hint);
  }
};
// What all strips of a run share.
struct DiffusionSceneReply {
  std::int64_t step = 0;                 // of the checkpoint
  std::int64_t timeSteps = 0;            // T
  DiffusionSettings own;                 // the run's: what it does in use
  std::int64_t draws = 1;                // x_CDR in use is the mean of so many; a strip shows the first
  bool canGuide = false;                 // a blank condition was learned
  std::string mode, target, prediction;  // keys of CdrOptions
  std::vector<double> beta, alphaBar;    // of t = 0 … T-1
  std::vector<double> snr;               // ᾱ / (1 - ᾱ)
  std::vector<DiffusionWarning> warnings;
  std::vector<DiffusionPlace> prototypes;  // empty for a run whose diffusion has no target
  double explained = 0;                    // share of the prototypes' variance that the plane keeps
  std::string tagKind;  // "decoded": x̂₀ are annotations; "nearest": annotations that lie near; "" without
  std::vector<std::string> notes;  // what is missing and why
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("step", self.step);
    v("timeSteps", self.timeSteps);
    v("own", self.own);
    v("draws", self.draws);
    v("canGuide", self.canGuide);
    v("mode", self.mode);
    v("target", self.target);
    v("prediction", self.prediction);
    v("beta", self.beta);
    v("alphaBar", self.alphaBar);
    v("snr", self.snr);
    v("warnings", self.warnings);
    v("prototypes", self.prototypes);
    v("explained", self.explained);
    v("tagKind", self.tagKind);
    v("notes", self.notes);
  }
};
struct DiffusionScene {  // latest wins
  static constexpr std::string_view kMethod = "diffusion.scene";
  using Reply = DiffusionSceneReply;
  std::string run;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
  }
};

// Where a vector of the diffusion's space lies. Distances are root mean squares over the dimensions, so that standard
// normal noise and a target are about √2 apart; -1 where there is nothing to measure to.
struct DiffusionPosition {
  double x = 0, y = 0;
  double toLabel = -1;       // prototype of the true class
  double toPrediction = -1;  // of the class that the run predicts in use
  double toText = -1;        // the picture's own annotations
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("x", self.x);
    v("y", self.y);
    v("toLabel", self.toLabel);
    v("toPrediction", self.toPrediction);
    v("toText", self.toText);
  }
};
struct DiffusionStep {
  std::int64_t t = 0;
  double alphaBar = 0;
  DiffusionPosition state, x0;  // x_t, and x̂₀ predicted from it
  std::vector<Ranked> full;     // the run's classifier with x̂₀ in the place of x_CDR
  std::vector<Ranked> alone;    // the classifier on x̂₀ alone
  std::vector<Ranked> tags;     // of x̂₀: probability, or cosine (see DiffusionSceneReply::tagKind)
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("t", self.t);
    v("alphaBar", self.alphaBar);
    v("state", self.state);
    v("x0", self.x0);
    v("full", self.full);
    v("alone", self.alone);
    v("tags", self.tags);
  }
};
struct DiffusionTraceReply {
  std::int64_t step = 0;  // of the checkpoint
  std::string path;
  Picture picture;
  std::string trueLabel;  // when the picture belongs to the run's data
  std::vector<std::string> trueTags;
  std::string prediction;      // in use
  DiffusionSettings settings;  // of this strip, nothing left open
  std::vector<DiffusionStep> steps;
  double milliseconds = 0;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("step", self.step);
    v("path", self.path);
    v("picture", self.picture);
    v("trueLabel", self.trueLabel);
    v("trueTags", self.trueTags);
    v("prediction", self.prediction);
    v("settings", self.settings);
    v("steps", self.steps);
    v("milliseconds", self.milliseconds);
  }
};
struct DiffusionTrace {  // works while the run trains, from its newest checkpoint
  static constexpr std::string_view kMethod = "diffusion.trace";
  using Reply = DiffusionTraceReply;
  std::string run;
  std::string path;
  std::vector<DiffusionSettings> strips;  // from the first one to the one that is wanted, each the next one's parent
  std::int64_t top = 5;                   // classes, annotations to name
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("path", self.path);
    v("strips", self.strips);
    v("top", self.top);
  }
};

// One line for each step: t, ᾱ, the distances, the places, the best class of both classifiers, the annotations.
[[nodiscard]] std::string traceCsv(const DiffusionTraceReply& trace);

}  // namespace marcie::protocol
