#include <cmath>
#include <cstring>

#include "core/api/protocol_alignment.h"
#include "core/train/cinema.h"
#include "tests/core/engine/handlers/tiny_run.h"

namespace marcie::engine {
namespace {

class EmbeddingCinemaTest : public EngineTest {};

std::vector<float> floatsOf(const std::vector<std::uint8_t>& bytes) {
  std::vector<float> values(bytes.size() / sizeof(float));
  std::memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}

TEST_F(EmbeddingCinemaTest, ShowsEveryRecordedValidation) {
  const RunFolder run = trainTinyTextRun(engine);
  const auto film = client().call(protocol::Cinema{run.root().string(), EmbeddingSpace::visual, -1});
  ASSERT_TRUE(film) << film.error().toString();
  ASSERT_EQ(film->frames.size(), 3U);
  EXPECT_EQ(film->damaged, 0);
  EXPECT_EQ(film->points.paths.size(), 12U);
  EXPECT_EQ(film->points.classes, (std::vector<std::string>{"blue", "green", "red"}));
  EXPECT_TRUE(film->points.modalities.empty());
  for (const auto& frame : film->frames) {
    EXPECT_EQ(frame.coordinates.size(), 12U * 2 * 4);
    EXPECT_EQ(frame.predictions.size(), 12U * 4);
    EXPECT_TRUE(std::isnan(frame.modalityGap));
    EXPECT_GT(frame.trustworthiness, 0.3);
  }
  EXPECT_LT(film->frames[0].step, film->frames[1].step);
  EXPECT_EQ(film->frames[0].phase, "backbone");
  // The space of the texts begins with the joint stage.
  const auto pairs = client().call(protocol::Cinema{run.root().string(), EmbeddingSpace::aligned, -1});
  ASSERT_TRUE(pairs) << pairs.error().toString();
  ASSERT_EQ(pairs->frames.size(), 2U);
  EXPECT_EQ(pairs->damaged, 0);
  EXPECT_EQ(pairs->points.modalities.size(), 24U);
  EXPECT_EQ(pairs->frames[0].coordinates.size(), 24U * 2 * 4);
  EXPECT_TRUE(std::isfinite(pairs->frames[1].modalityGap));
  EXPECT_GE(pairs->frames[1].matchedCosine, -1);
  EXPECT_LE(pairs->frames[1].imageToTextR1, 1);
}

// What was seen live, frame by frame, is what a replay shows from the beginning.
TEST_F(EmbeddingCinemaTest, ComesAgainTheSame) {
  const RunFolder run = trainTinyTextRun(engine);
  const auto whole = client().call(protocol::Cinema{run.root().string(), EmbeddingSpace::visual, -1});
  ASSERT_TRUE(whole && whole->frames.size() == 3);
  const auto last = client().call(protocol::Cinema{run.root().string(), EmbeddingSpace::visual, whole->frames[1].step});
  ASSERT_TRUE(last && last->frames.size() == 1);
  EXPECT_EQ(last->frames[0].coordinates, whole->frames[2].coordinates);
  CinemaFilms fresh;
  const auto replay = fresh.get({run.root().string(), EmbeddingSpace::visual, -1}, {});
  ASSERT_TRUE(replay);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(replay->frames[i].coordinates, whole->frames[i].coordinates);
  for (const float v : floatsOf(whole->frames[2].coordinates)) EXPECT_TRUE(std::isfinite(v));
}

TEST_F(EmbeddingCinemaTest, AHalfWrittenFrameIsPassedOver) {
  const RunFolder run = trainTinyTextRun(engine);
  const auto whole = client().call(protocol::Cinema{run.root().string(), EmbeddingSpace::visual, -1});
  ASSERT_TRUE(whole && whole->frames.size() == 3);
  std::filesystem::resize_file(train::framePath(run, whole->frames[1].step), 100);
  std::ofstream(run.snapshotsFolder() / "frame-oops.safetensors") << "x";
  const auto film = client().call(protocol::Cinema{run.root().string(), EmbeddingSpace::visual, -1});
  ASSERT_TRUE(film) << film.error().toString();
  EXPECT_EQ(film->frames.size(), 2U);
  EXPECT_EQ(film->damaged, 1);
}

TEST_F(EmbeddingCinemaTest, SaysWhatIsMissing) {
  protocol::Cinema request{engine.makeRun("fresh").root().string(), EmbeddingSpace::visual, -1};
  auto film = client().call(request);
  ASSERT_FALSE(film);
  EXPECT_EQ(film.error().code, ErrorCode::notFound);
  EXPECT_NE(film.error().hint.find("probePictures"), std::string::npos);
  request.space = EmbeddingSpace::fused;
  film = client().call(request);
  ASSERT_FALSE(film);
  EXPECT_EQ(film.error().code, ErrorCode::usage);
  film = client().call(protocol::Cinema{"/nowhere", EmbeddingSpace::visual, -1});
  ASSERT_FALSE(film);
  EXPECT_EQ(film.error().code, ErrorCode::notFound);
}

}  // namespace
}  // namespace marcie::engine
