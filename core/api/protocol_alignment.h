// The part of the protocol that is about texts and pictures meeting: the report of a run, and the film of its training.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/protocol_projection.h"

namespace marcie::protocol {

// A picture and its own text.
struct AlignedPair {
  std::string path, label, split;
  std::vector<std::string> tags;
  double cosine = 0;
  std::int64_t rank = 0;  // texts that are nearer to the picture than its own
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("path", self.path);
    v("label", self.label);
    v("split", self.split);
    v("tags", self.tags);
    v("cosine", self.cosine);
    v("rank", self.rank);
  }
};

// Definitions: core/metrics/alignment_report.h.
struct AlignmentReply {
  std::int64_t step = 0;
  std::int64_t pairs = 0;                        // pictures with a text
  std::int64_t texts = 0;                        // different texts among them
  std::int64_t available = 0;                    // pictures of the split
  std::vector<double> imageToText, textToImage;  // share found among the nearest 1, 5, 10
  double matchedCosine = 0, mismatchedCosine = 0, modalityGap = 0;
  std::vector<double> matched, mismatched;  // histograms over [-1, 1]: shares that sum to 1
  std::vector<AlignedPair> worst;           // lowest cosine first
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("step", self.step);
    v("pairs", self.pairs);
    v("texts", self.texts);
    v("available", self.available);
    v("imageToText", self.imageToText);
    v("textToImage", self.textToImage);
    v("matchedCosine", self.matchedCosine);
    v("mismatchedCosine", self.mismatchedCosine);
    v("modalityGap", self.modalityGap);
    v("matched", self.matched);
    v("mismatched", self.mismatched);
    v("worst", self.worst);
  }
};
struct AlignmentReport {
  static constexpr std::string_view kMethod = "embedding.alignment";
  using Reply = AlignmentReply;
  std::string run;
  std::string split = "val";   // train, val, test; empty = all
  std::int64_t limit = 10000;  // most pictures, as ProjectionStart
  std::uint64_t seed = 1;
  std::int64_t worst = 40;  // pairs to list
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("split", self.split);
    v("limit", self.limit);
    v("seed", self.seed);
    v("worst", self.worst);
  }
};

// One validation of a run that was recorded. Figures are of the watched pictures; NaN = there is none.
struct CinemaFrame {
  std::int64_t step = 0;
  double epoch = 0;
  std::string phase;
  std::vector<std::uint8_t> coordinates;  // [points, 2] float32
  std::vector<std::uint8_t> predictions;  // int32 each, of the pictures
  std::vector<std::uint8_t> confidences;  // float32 each
  double trustworthiness = 0, recall = 0;
  double imageToTextR1 = 0, textToImageR1 = 0, matchedCosine = 0, mismatchedCosine = 0, modalityGap = 0;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("step", self.step);
    v("epoch", self.epoch);
    v("phase", self.phase);
    v("coordinates", self.coordinates);
    v("predictions", self.predictions);
    v("confidences", self.confidences);
    v("trustworthiness", self.trustworthiness);
    v("recall", self.recall);
    v("imageToTextR1", self.imageToTextR1);
    v("textToImageR1", self.textToImageR1);
    v("matchedCosine", self.matchedCosine);
    v("mismatchedCosine", self.mismatchedCosine);
    v("modalityGap", self.modalityGap);
  }
};
struct CinemaReply {
  MapPoints points;                 // labels and splits of the watched pictures; predictions are in the frames
  std::vector<CinemaFrame> frames;  // in the order of their steps, after `after`
  std::int64_t damaged = 0;         // files that could not be read
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("points", self.points);
    v("frames", self.frames);
    v("damaged", self.damaged);
  }
};
struct Cinema {
  static constexpr std::string_view kMethod = "embedding.cinema";
  using Reply = CinemaReply;
  std::string run;
  EmbeddingSpace space = EmbeddingSpace::aligned;  // visual, or aligned: pictures and texts together
  std::int64_t after = -1;                         // only frames of later steps; their places are the same
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("space", self.space);
    v("after", self.after);
  }
};

}  // namespace marcie::protocol
