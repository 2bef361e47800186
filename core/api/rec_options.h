// What a recommender is trained and judged on: interactions, their split, features of items, and how lists are ranked.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/options/field.h"

namespace marcie {

struct RecDataOptions {
  std::string path;    // folder or file; saved absolute
  std::string reader;  // empty = the reader with the best recognition score
  std::string userColumn, itemColumn, ratingColumn, timeColumn, partColumn;
  std::string titleColumn, imageColumn, annotationColumn, coldColumn;
  std::string annotationSeparator = "|";
  std::string images;  // folder with pictures named by the item's id
  double minRating = 0;
  double ratingLow = 0, ratingHigh = 0;
  int minItemInteractions = 0, minUserInteractions = 0;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("path", self.path,
      {.label = MARCIE_TR("Options", "Data"),
       .help = MARCIE_TR("Options", "Folder or file with who chose what. Recognised layouts: see the Data page."),
       .hidden = true});
    v("reader", self.reader,
      {.label = MARCIE_TR("Options", "Reader"),
       .help =
           MARCIE_TR("Options", "Name of the reader to use; empty chooses the one that recognises the layout best."),
       .advanced = true});
    visitColumns(self, v);
    v("images", self.images,
      {.label = MARCIE_TR("Options", "Pictures of items"),
       .help = MARCIE_TR("Options", "Folder with a picture for each item, named by its id, where the data names none."),
       .advanced = true,
       .isPath = true});
    v("minRating", self.minRating,
      {.label = MARCIE_TR("Options", "Lowest rating that counts"),
       .help = MARCIE_TR("Options", "Interactions rated below are left out; 0 takes every rating as a choice."),
       .min = 0,
       .advanced = true});
    v("ratingLow", self.ratingLow,
      {.label = MARCIE_TR("Options", "Lowest rating of the scale"),
       .help =
           MARCIE_TR("Options", "Ratings below are reported and left out. Used when the highest is above the lowest."),
       .advanced = true});
    v("ratingHigh", self.ratingHigh,
      {.label = MARCIE_TR("Options", "Highest rating of the scale"),
       .help = MARCIE_TR("Options", "Ratings above are reported and left out. 0 with a lowest of 0 checks nothing."),
       .advanced = true});
    v("minItemInteractions", self.minItemInteractions,
      {.label = MARCIE_TR("Options", "Fewest users of an item"),
       .help =
           MARCIE_TR("Options", "Items with fewer are left out, again and again until nothing changes; 0 keeps all."),
       .min = 0,
       .max = 1000,
       .advanced = true});
    v("minUserInteractions", self.minUserInteractions,
      {.label = MARCIE_TR("Options", "Fewest items of a user"),
       .help =
           MARCIE_TR("Options", "Users with fewer are left out, again and again until nothing changes; 0 keeps all."),
       .min = 0,
       .max = 1000,
       .advanced = true});
  }

 private:
  template <class Self, class Visitor>
  static void visitColumns(Self& self, Visitor& v) {
    v("userColumn", self.userColumn,
      {.label = MARCIE_TR("Options", "User column"),
       .help = MARCIE_TR("Options", "Column of interactions.csv with the user; empty finds it by its usual names."),
       .advanced = true});
    v("itemColumn", self.itemColumn,
      {.label = MARCIE_TR("Options", "Item column"),
       .help = MARCIE_TR("Options", "Column of both files with the item; empty finds it by its usual names."),
       .advanced = true});
    v("ratingColumn", self.ratingColumn,
      {.label = MARCIE_TR("Options", "Rating column"),
       .help = MARCIE_TR("Options", "Column of interactions.csv with the rating; empty finds it by its usual names."),
       .advanced = true});
    v("timeColumn", self.timeColumn,
      {.label = MARCIE_TR("Options", "Time column"),
       .help = MARCIE_TR("Options", "Column of interactions.csv with the time; empty finds it by its usual names."),
       .advanced = true});
    v("partColumn", self.partColumn,
      {.label = MARCIE_TR("Options", "Part column"),
       .help =
           MARCIE_TR("Options", "Column of interactions.csv with train, validation or test, where the data has one."),
       .advanced = true});
    v("titleColumn", self.titleColumn,
      {.label = MARCIE_TR("Options", "Title column"),
       .help = MARCIE_TR("Options", "Column of items.csv with the name for people; empty finds it by its usual names."),
       .advanced = true});
    v("imageColumn", self.imageColumn,
      {.label = MARCIE_TR("Options", "Image column"),
       .help = MARCIE_TR("Options", "Column of items.csv with the picture's path; empty finds it by its usual names."),
       .advanced = true});
    v("annotationColumn", self.annotationColumn,
      {.label = MARCIE_TR("Options", "Annotation column"),
       .help = MARCIE_TR("Options", "Column of items.csv with the annotations; empty finds it by its usual names."),
       .advanced = true});
    v("coldColumn", self.coldColumn,
      {.label = MARCIE_TR("Options", "Cold column"),
       .help = MARCIE_TR("Options", "Column of items.csv that is 1 for items to keep out of training; empty finds it."),
       .advanced = true});
    v("annotationSeparator", self.annotationSeparator,
      {.label = MARCIE_TR("Options", "Annotation separator"),
       .help = MARCIE_TR("Options", "Character between the annotations of one item."),
       .advanced = true});
  }
};

// How interactions are divided. `automatic`: the data's own parts where it brings them, else `marked_cold` where items
// are marked cold, else `cold_items`.
enum class RecProtocol {
  automatic,
  given,        // the data's own parts
  markedCold,   // cold items of the data file: half validation, half test; newest warm interactions of each user
  lineage,      // P1: newest share of each user's history
  strictCold,   // P2: a random share of items out of training; only these are judged
  mtpr,         // P3: random interactions; what falls on items that training never saw is the cold list
  coldItems,    // P4: 20 % of items held out cold; warm interactions 80/10/10
  leaveOneOut,  // P5: the newest (or a random) interaction of each user
  fewShot,      // P6: as P4, with k interactions of each cold item given back to training
  time,         // one cut in time for everybody
};
template <>
struct EnumTable<RecProtocol> {
  static constexpr std::array entries{
      EnumEntry<RecProtocol>{RecProtocol::automatic, "automatic", MARCIE_TR("Options", "Automatic")},
      EnumEntry<RecProtocol>{RecProtocol::given, "given", MARCIE_TR("Options", "Given by the data")},
      EnumEntry<RecProtocol>{RecProtocol::markedCold, "marked_cold", MARCIE_TR("Options", "Marked cold items")},
      EnumEntry<RecProtocol>{RecProtocol::lineage, "lineage", MARCIE_TR("Options", "Newest share of each user (P1)")},
      EnumEntry<RecProtocol>{RecProtocol::strictCold, "strict_cold", MARCIE_TR("Options", "Cold items only (P2)")},
      EnumEntry<RecProtocol>{RecProtocol::mtpr, "mtpr", MARCIE_TR("Options", "Random interactions (P3)")},
      EnumEntry<RecProtocol>{RecProtocol::coldItems, "cold_items", MARCIE_TR("Options", "Random cold items (P4)")},
      EnumEntry<RecProtocol>{RecProtocol::leaveOneOut, "leave_one_out", MARCIE_TR("Options", "Leave one out (P5)")},
      EnumEntry<RecProtocol>{RecProtocol::fewShot, "few_shot", MARCIE_TR("Options", "Few interactions (P6)")},
      EnumEntry<RecProtocol>{RecProtocol::time, "time", MARCIE_TR("Options", "One cut in time")},
  };
};

struct RecSplitOptions {
  RecProtocol protocol = RecProtocol::automatic;
  double testShare = -1;
  double validationShare = -1;
  double coldShare = 0.2;
  bool newest = true;
  int shots = 1;
  int fewFeedbacks = 5;
  std::uint64_t seed = 1;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("protocol", self.protocol,
      {.label = MARCIE_TR("Options", "Protocol"),
       .help = MARCIE_TR(
           "Options", "How interactions are divided into training, validation and test, and which items are cold.")});
    v("seed", self.seed,
      {.label = MARCIE_TR("Options", "Split seed"),
       .help = MARCIE_TR("Options", "The same seed and data give the same split. Keep it fixed when comparing runs."),
       .advanced = true});
    v("testShare", self.testShare,
      {.label = MARCIE_TR("Options", "Test share"),
       .help = MARCIE_TR("Options",
                         "Share of the (warm) interactions that are kept for the test; -1 takes the protocol's own."),
       .min = -1,
       .max = 0.6,
       .advanced = true});
    v("validationShare", self.validationShare,
      {.label = MARCIE_TR("Options", "Validation share"),
       .help = MARCIE_TR("Options",
                         "Share of the (warm) interactions that are kept for validation; -1 takes the protocol's own."),
       .min = -1,
       .max = 0.5,
       .advanced = true});
    v("coldShare", self.coldShare,
      {.label = MARCIE_TR("Options", "Share of cold items"),
       .help = MARCIE_TR("Options", "Share of the items that training never sees, half for validation, half for test."),
       .min = 0.01,
       .max = 0.8,
       .advanced = true});
    v("newest", self.newest,
      {.label = MARCIE_TR("Options", "Newest are the test"),
       .help = MARCIE_TR("Options", "Test on each user's newest interactions; off draws them at random."),
       .advanced = true});
    v("shots", self.shots,
      {.label = MARCIE_TR("Options", "Interactions given back"),
       .help = MARCIE_TR("Options", "Of each cold item, with the protocol few_shot: 0, 1, 2, 5."),
       .min = 0,
       .max = 100,
       .advanced = true});
    v("fewFeedbacks", self.fewFeedbacks,
      {.label = MARCIE_TR("Options", "Cold below"),
       .help =
           MARCIE_TR("Options", "With leave_one_out, items with fewer training interactions than this count as cold."),
       .min = 1,
       .max = 1000,
       .advanced = true});
  }
};

enum class RecFeatureKind { kmeansPatches, hogColour, matrix, encoder };
template <>
struct EnumTable<RecFeatureKind> {
  static constexpr std::array entries{
      EnumEntry<RecFeatureKind>{RecFeatureKind::kmeansPatches, "kmeans_patches",
                                MARCIE_TR("Options", "Learned patches (k-means)")},
      EnumEntry<RecFeatureKind>{RecFeatureKind::hogColour, "hog_colour", MARCIE_TR("Options", "Edges and colour")},
      EnumEntry<RecFeatureKind>{RecFeatureKind::matrix, "matrix", MARCIE_TR("Options", "A matrix of my own")},
      EnumEntry<RecFeatureKind>{RecFeatureKind::encoder, "encoder", MARCIE_TR("Options", "Encoder of a run")},
  };
};

struct RecFeatureOptions {
  RecFeatureKind kind = RecFeatureKind::kmeansPatches;
  std::string matrix;
  std::string index;
  std::string encoder;
  int width = 128;
  int centroids = 256;
  int pictureSize = 48;
  bool whiten = false;
  int threads = 0;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("kind", self.kind,
      {.label = MARCIE_TR("Options", "Item features"),
       .help = MARCIE_TR("Options", "What stands for the picture of an item.")});
    v("matrix", self.matrix,
      {.label = MARCIE_TR("Options", "Feature matrix"),
       .help = MARCIE_TR("Options",
                         "File .npy, .npz or .safetensors with a row for every item, in the data's order, or Amazon's "
                         "image_features .b. Empty takes the one that lies beside the data."),
       .advanced = true,
       .isPath = true});
    v("index", self.index,
      {.label = MARCIE_TR("Options", "Index of the matrix"),
       .help = MARCIE_TR("Options", "Text file with the item id of each row, where rows are in another order."),
       .advanced = true,
       .isPath = true});
    v("encoder", self.encoder,
      {.label = MARCIE_TR("Options", "Run of the encoder"),
       .help = MARCIE_TR("Options", "Folder of a MARNet run; its picture network makes the features."),
       .advanced = true,
       .isPath = true});
    v("width", self.width,
      {.label = MARCIE_TR("Options", "Width"),
       .help = MARCIE_TR("Options", "Principal components that are kept; 0 keeps the features as they are."),
       .min = 0,
       .max = 4096,
       .advanced = true});
    v("centroids", self.centroids,
      {.label = MARCIE_TR("Options", "Patch kinds"),
       .help = MARCIE_TR("Options", "Centroids of k-means over patches."),
       .min = 8,
       .max = 4096,
       .advanced = true});
    v("pictureSize", self.pictureSize,
      {.label = MARCIE_TR("Options", "Picture size"),
       .help = MARCIE_TR("Options", "Longer side that pictures are brought to before patches or edges are looked at."),
       .min = 16,
       .max = 256,
       .unit = "px",
       .advanced = true});
    v("whiten", self.whiten,
      {.label = MARCIE_TR("Options", "Whiten"),
       .help = MARCIE_TR("Options", "Scale every component to the same spread. Made everything worse where we tried."),
       .advanced = true});
    v("threads", self.threads,
      {.label = MARCIE_TR("Options", "Threads"),
       .help =
           MARCIE_TR("Options", "Threads that read pictures; 0 takes every core. The result does not depend on it."),
       .min = 0,
       .max = 256,
       .advanced = true});
  }
};

enum class RecCandidates { full, sampled };
template <>
struct EnumTable<RecCandidates> {
  static constexpr std::array entries{
      EnumEntry<RecCandidates>{RecCandidates::full, "full", MARCIE_TR("Options", "All items")},
      EnumEntry<RecCandidates>{RecCandidates::sampled, "sampled", MARCIE_TR("Options", "Drawn items")},
  };
};
enum class RecDrawScope { warm, any };
template <>
struct EnumTable<RecDrawScope> {
  static constexpr std::array entries{
      EnumEntry<RecDrawScope>{RecDrawScope::warm, "warm", MARCIE_TR("Options", "Items of training")},
      EnumEntry<RecDrawScope>{RecDrawScope::any, "any", MARCIE_TR("Options", "Every item")},
  };
};
// standard: DCG / IDCG of the best list there is. lineage: DCG = r₁ + Σ_{i≥2} r_i / log₂ i over the best order of the
// hits that were found, so that missed positives cost nothing (methods 2d).
enum class NdcgVariant { standard, lineage };
template <>
struct EnumTable<NdcgVariant> {
  static constexpr std::array entries{
      EnumEntry<NdcgVariant>{NdcgVariant::standard, "standard", MARCIE_TR("Options", "Standard")},
      EnumEntry<NdcgVariant>{NdcgVariant::lineage, "lineage", MARCIE_TR("Options", "Lineage (misses cost nothing)")},
  };
};

struct RecRankingOptions {
  std::vector<int> ks{5, 10, 20, 50};
  RecCandidates candidates = RecCandidates::full;
  int negatives = 500;
  int draws = 5;
  RecDrawScope scope = RecDrawScope::warm;
  bool excludeTrain = true;
  NdcgVariant ndcg = NdcgVariant::standard;
  bool tiesLose = false;
  int coldUserAtMost = 2;
  bool coldUserByTest = true;
  int threads = 0;
  bool perUser = false;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("ks", self.ks,
      {.label = MARCIE_TR("Options", "List lengths"),
       .help = MARCIE_TR("Options", "The K of Recall@K and the others."),
       .advanced = true});
    v("candidates", self.candidates,
      {.label = MARCIE_TR("Options", "Candidates"),
       .help = MARCIE_TR("Options",
                         "Rank the whole catalogue, or each user's positives among items drawn at random. Figures of "
                         "the two cannot be compared."),
       .advanced = true});
    v("negatives", self.negatives,
      {.label = MARCIE_TR("Options", "Drawn items"),
       .help = MARCIE_TR("Options", "Items that each user's positives compete with, where they are drawn."),
       .min = 1,
       .max = 1000000,
       .advanced = true});
    v("draws", self.draws,
      {.label = MARCIE_TR("Options", "Draws"),
       .help = MARCIE_TR("Options", "How often they are drawn anew; means and spread over draws are reported."),
       .min = 1,
       .max = 1000,
       .advanced = true});
    v("scope", self.scope,
      {.label = MARCIE_TR("Options", "Drawn from"),
       .help = MARCIE_TR("Options", "Items of training only, as the lineage does, or every item."),
       .advanced = true});
    v("excludeTrain", self.excludeTrain,
      {.label = MARCIE_TR("Options", "Leave known items out"),
       .help = MARCIE_TR("Options", "Do not rank what the user had before the part that is judged."),
       .advanced = true});
    v("ndcg", self.ndcg,
      {.label = MARCIE_TR("Options", "NDCG"),
       .help = MARCIE_TR("Options", "Standard, or as the lineage's code computes it."),
       .advanced = true});
    v("tiesLose", self.tiesLose,
      {.label = MARCIE_TR("Options", "Ties lose"),
       .help = MARCIE_TR("Options", "Count equal scores as lost in AUC, as the lineage does, instead of half."),
       .advanced = true});
    v("coldUserAtMost", self.coldUserAtMost,
      {.label = MARCIE_TR("Options", "Cold users have at most"),
       .help = MARCIE_TR("Options", "Interactions of a user who counts as cold."),
       .min = 0,
       .max = 1000,
       .advanced = true});
    v("coldUserByTest", self.coldUserByTest,
      {.label = MARCIE_TR("Options", "Cold users by test"),
       .help =
           MARCIE_TR("Options", "Count the interactions of the judged part, as the lineage does; off counts training."),
       .advanced = true});
    v("threads", self.threads,
      {.label = MARCIE_TR("Options", "Threads"),
       .help = MARCIE_TR("Options", "0 takes every core. The result does not depend on it."),
       .min = 0,
       .max = 256,
       .advanced = true});
    v("perUser", self.perUser,
      {.label = MARCIE_TR("Options", "Each user"),
       .help = MARCIE_TR("Options", "Report every user, too."),
       .advanced = true});
  }
};

}  // namespace marcie
