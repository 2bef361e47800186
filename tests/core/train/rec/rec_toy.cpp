#include "tests/core/train/rec/rec_toy.h"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>
#include <opencv2/core/mat.hpp>

#include "core/base/random.h"
#include "core/image/decode.h"

namespace marcie::train::fixtures {
namespace fs = std::filesystem;
namespace {

constexpr int kNumbers = 6;  // of a feature

// .npy of version 1.0: a header of 128 bytes, then rows of float32.
void writeMatrix(const fs::path& file, int rows, const std::vector<float>& values) {
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + std::to_string(rows) + ", " +
                       std::to_string(kNumbers) + "), }";
  header.resize(117, ' ');
  header += '\n';
  std::ofstream out(file, std::ios::binary);
  out.write("\x93NUMPY\x01\x00\x76\x00", 10);
  out << header;
  out.write(reinterpret_cast<const char*>(values.data()),  // NOLINT: bytes of floats
            static_cast<std::streamsize>(values.size() * sizeof(float)));
}

// A square of the kind's colour on a grey ground.
void writePicture(const fs::path& file, int kind, Rng& rng) {
  cv::Mat picture(48, 48, CV_8UC3, cv::Scalar(90, 90, 90));
  const cv::Scalar colours[] = {{220, 40, 40}, {40, 220, 40}, {40, 40, 220}, {220, 220, 40}};
  const int left = static_cast<int>(rng.below(16));
  picture(cv::Rect(left, 16 - left / 2, 28, 28)).setTo(colours[kind % 4]);
  const auto png = image::encodePng(picture);
  ASSERT_TRUE(png.ok());
  std::ofstream(file, std::ios::binary) << *png;
}

}  // namespace

void writeRecToy(const fs::path& folder, const RecToyOptions& options) {
  ::setenv("MARCIE_CACHE_DIR", (folder.parent_path() / "cache").c_str(), 1);
  fs::create_directories(folder);
  Rng rng(5);
  std::ofstream items(folder / "items.csv");
  items << "item_id,title,image,cold,tags\n";
  fs::create_directories(folder / "images");
  std::vector<float> features;
  for (int i = 0; i < options.items; ++i) {
    const int kind = i % options.tastes;
    const bool cold = i % 5 == 4;
    std::string tags = "kind" + std::to_string(kind) + "|half" + std::to_string(kind / 2);
    if (cold && !options.annotateCold) tags.clear();
    if (cold && options.coldAnnotation[0] != '\0') tags = options.coldAnnotation;
    const std::string picture = options.pictures ? "images/i" + std::to_string(i) + ".png" : "";
    if (options.pictures) writePicture(folder / picture, kind, rng);
    items << "i" << i << ",Item " << i << "," << picture << "," << (cold ? 1 : 0) << "," << tags << "\n";
    for (int k = 0; k < kNumbers; ++k) {
      features.push_back(static_cast<float>((k == kind ? 2.0 : 0.0) + 0.3 * rng.normal()));
    }
  }
  writeMatrix(folder / "features.npy", options.items, features);
  std::ofstream chosen(folder / "interactions.csv");
  chosen << "user_id,item_id,rating,timestamp\n";
  for (int u = 0; u < options.users; ++u) {
    int time = 1000;
    for (int i = 0; i < options.items; ++i) {
      const bool likes = i % options.tastes == u % options.tastes;
      if (rng.uniform() < (likes ? 0.8 : 0.1)) chosen << "u" << u << ",i" << i << ",1," << time++ << "\n";
    }
  }
}

RunSpec recToySpec(const fs::path& data) {
  RunSpec spec = defaultRunSpec("cierec");
  spec.recData.path = data.string();
  spec.data.path = data.string();
  spec.recFeatures.kind = RecFeatureKind::matrix;
  spec.recFeatures.matrix = (data / "features.npy").string();
  spec.recFeatures.width = 0;
  spec.cierec.dim = 8;
  spec.cierec.unifiedWidth = 8;
  spec.cierec.inference.width = 4;
  spec.cierec.inference.hidden = 8;
  spec.cierec.inference.minCount = 2;
  spec.cierec.inference.batch = 16;
  spec.cierec.phases.inference = 2;
  spec.cierec.phases.train = 3;
  spec.trainer.batchSize = 32;
  spec.trainer.learningRate = 0.02;
  spec.trainer.threads = 1;
  spec.trainer.device = Device::cpu;
  spec.trainer.evaluateEvery = 1;
  return spec;
}

}  // namespace marcie::train::fixtures
