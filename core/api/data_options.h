// What a run is trained on, and how pictures become tensors.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "core/options/field.h"

namespace marcie {

struct DataOptions {
  std::string path;    // folder or list; saved absolute
  std::string reader;  // empty = the reader with the best recognition score
  std::string imageColumn = "image";
  std::string labelColumn = "label";
  std::string splitColumn = "split";
  std::string tagsColumn = "tags";
  std::string tagSeparator = "|";
  double valFraction = 0.1;
  double testFraction = 0.2;
  std::uint64_t splitSeed = 1;
  double trainFraction = 1.0;
  int minTagCount = 1;
  double textDrop = 0, textSwap = 0, textNoise = 0;
  int imageSize = 64;
  int cacheSize = 96;
  bool useCache = true;
  int workers = 1;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("path", self.path,
      {.label = MARCIE_TR("Options", "Data"),
       .help = MARCIE_TR("Options", "Folder of pictures, or a CSV list. Recognised layouts: see the Data page."),
       .hidden = true});
    v("reader", self.reader,
      {.label = MARCIE_TR("Options", "Reader"),
       .help =
           MARCIE_TR("Options", "Name of the reader to use; empty chooses the one that recognises the layout best."),
       .advanced = true});
    v("imageColumn", self.imageColumn,
      {.label = MARCIE_TR("Options", "Image column"),
       .help = MARCIE_TR("Options", "Column of the CSV list that holds the picture's path."),
       .advanced = true});
    v("labelColumn", self.labelColumn,
      {.label = MARCIE_TR("Options", "Label column"),
       .help = MARCIE_TR("Options", "Column of the CSV list that holds the class."),
       .advanced = true});
    v("splitColumn", self.splitColumn,
      {.label = MARCIE_TR("Options", "Split column"),
       .help = MARCIE_TR("Options",
                         "Column with train, val or test. When it is missing, a seeded stratified split is made."),
       .advanced = true});
    v("tagsColumn", self.tagsColumn,
      {.label = MARCIE_TR("Options", "Annotation column"),
       .help = MARCIE_TR(
           "Options",
           "Column with the annotations of each picture (ingredients, attributes). Used in training only. For "
           "Ingredients101 the list: ingredients or ingredients_simplified."),
       .advanced = true});
    v("tagSeparator", self.tagSeparator,
      {.label = MARCIE_TR("Options", "Annotation separator"),
       .help = MARCIE_TR("Options", "Character between the annotations of one picture."),
       .advanced = true});
    v("valFraction", self.valFraction,
      {.label = MARCIE_TR("Options", "Validation share"),
       .help = MARCIE_TR(
           "Options", "Share of the training pictures kept for validation where the data brings no validation split."),
       .min = 0.01,
       .max = 0.5,
       .advanced = true});
    v("testFraction", self.testFraction,
      {.label = MARCIE_TR("Options", "Test share"),
       .help = MARCIE_TR("Options", "Share of all pictures kept for the test where the data brings no test split."),
       .min = 0.01,
       .max = 0.5,
       .advanced = true});
    v("splitSeed", self.splitSeed,
      {.label = MARCIE_TR("Options", "Split seed"),
       .help = MARCIE_TR("Options", "The same seed and data give the same split. Keep it fixed when comparing runs."),
       .advanced = true});
    v("trainFraction", self.trainFraction,
      {.label = MARCIE_TR("Options", "Share of training data"),
       .help = MARCIE_TR("Options", "Train on a stratified part of the training split, to see what little data does."),
       .min = 0.01,
       .max = 1,
       .advanced = true});
    v("minTagCount", self.minTagCount,
      {.label = MARCIE_TR("Options", "Rarest annotation"),
       .help = MARCIE_TR("Options", "Annotations on fewer training pictures than this are left out of the vocabulary."),
       .min = 1,
       .max = 100000,
       .unit = "pictures",
       .advanced = true});
    v("textDrop", self.textDrop,
      {.label = MARCIE_TR("Options", "Lost annotations"),
       .help = MARCIE_TR("Options",
                         "Share of the annotations that training pictures lose, to see what incomplete text does. "
                         "Validation and test keep theirs."),
       .min = 0,
       .max = 1,
       .advanced = true});
    v("textSwap", self.textSwap,
      {.label = MARCIE_TR("Options", "Mistaken annotations"),
       .help = MARCIE_TR("Options", "Share of the annotations of training pictures that are taken for another one."),
       .min = 0,
       .max = 1,
       .advanced = true});
    v("textNoise", self.textNoise,
      {.label = MARCIE_TR("Options", "Added annotations"),
       .help = MARCIE_TR("Options",
                         "Wrong annotations that are added to those of training pictures, as a share of the right "
                         "ones."),
       .min = 0,
       .max = 1,
       .advanced = true});
    v("imageSize", self.imageSize,
      {.label = MARCIE_TR("Options", "Picture size"),
       .help = MARCIE_TR("Options",
                         "Side of the square that the network sees. Larger sees more and trains slower (cost grows "
                         "with the square)."),
       .min = 16,
       .max = 512,
       .unit = "px"});
    v("cacheSize", self.cacheSize,
      {.label = MARCIE_TR("Options", "Cached size"),
       .help = MARCIE_TR(
           "Options",
           "Side of the squares kept in the picture cache; crops are cut out of these. At least the picture size."),
       .min = 16,
       .max = 640,
       .unit = "px",
       .advanced = true});
    v("useCache", self.useCache,
      {.label = MARCIE_TR("Options", "Picture cache"),
       .help = MARCIE_TR("Options", "Keep resized pictures on disk so that only the first epoch decodes files."),
       .advanced = true});
    v("workers", self.workers,
      {.label = MARCIE_TR("Options", "Loader threads"),
       .help =
           MARCIE_TR("Options", "Threads that prepare pictures beside the training. The result does not depend on it."),
       .min = 1,
       .max = 64,
       .advanced = true});
  }
};

// Random changes of training pictures. Ranges are drawn per picture from (seed, epoch, picture).
struct AugmentOptions {
  bool enabled = true;
  double minCropArea = 0.4;
  bool flip = true;
  double rotation = 10;
  double colour = 0.3;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("enabled", self.enabled,
      {.label = MARCIE_TR("Options", "Augmentation"),
       .help = MARCIE_TR("Options",
                         "Change training pictures at random so that the network learns what does not matter.")});
    v("minCropArea", self.minCropArea,
      {.label = MARCIE_TR("Options", "Smallest crop"),
       .help = MARCIE_TR("Options", "Random crops keep between this share and all of the picture's area."),
       .min = 0.05,
       .max = 1,
       .advanced = true});
    v("flip", self.flip,
      {.label = MARCIE_TR("Options", "Mirror"),
       .help = MARCIE_TR("Options", "Mirror half of the pictures left to right."),
       .advanced = true});
    v("rotation", self.rotation,
      {.label = MARCIE_TR("Options", "Rotation"),
       .help = MARCIE_TR("Options",
                         "Turn by up to this angle either way. 180 where no side is up, as for plates from above."),
       .min = 0,
       .max = 180,
       .unit = "°",
       .advanced = true});
    v("colour", self.colour,
      {.label = MARCIE_TR("Options", "Colour change"),
       .help = MARCIE_TR("Options", "Brightness, contrast and saturation each change by up to this share."),
       .min = 0,
       .max = 0.9,
       .advanced = true});
  }
};

}  // namespace marcie
