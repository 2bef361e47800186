// A world of users, items and pictures on disk in which content inference can help, and runs in it. Seconds.
#pragma once

#include <filesystem>

#include "core/api/run_spec.h"

namespace marcie::train::fixtures {

struct RecToyOptions {
  int users = 24, items = 40, tastes = 4;
  bool annotateCold = true;         // write the annotations of cold items, too
  const char* coldAnnotation = "";  // instead of their own, where not empty
  bool pictures = false;            // of 48 pixels, whose colour is the item's kind
};

// items.csv, interactions.csv and features.npy: items of four kinds that look and are annotated accordingly; every
// fifth is cold. Features come as a matrix beside the data: nothing is decoded.
void writeRecToy(const std::filesystem::path& folder, const RecToyOptions& options = {});

// VBPR with full CIERec on it: D = 8, batches of 32, two inference and three ranking epochs.
[[nodiscard]] RunSpec recToySpec(const std::filesystem::path& data);

}  // namespace marcie::train::fixtures
