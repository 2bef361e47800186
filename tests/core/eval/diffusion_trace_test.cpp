#include "core/eval/diffusion_trace.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/base/strings.h"
#include "tests/core/train/toy_run.h"

namespace marcie::eval {
namespace {
namespace fs = std::filesystem;

RunFolder trained(const fs::path& folder, const fs::path& data, const std::function<void(RunSpec&)>& change) {
  RunSpec spec = train::fixtures::toySpec(data);
  spec.model.phases.joint = 12;
  spec.model.cdr.steps = 20;
  spec.model.cdr.samplingSteps = 4;
  spec.augment.enabled = false;
  change(spec);
  const auto made = RunFolder::create(folder, spec);
  EXPECT_TRUE(made.ok());
  const auto outcome = train::runTraining(*made, {}, {});
  EXPECT_TRUE(outcome.ok()) << outcome.error().toString();
  return *made;
}

// Two runs: annotations as the target, with guidance; text embeddings as the target, with noise in every step.
class DiffusionTraceTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    world_ = new marcie::testing::TempFolder;
    train::fixtures::writeToyData(data());
    trained(world_->path() / "tags", data(), [](RunSpec& spec) {
      spec.model.cdr.target = CdrTarget::multihot;
      spec.model.cdr.dropCondition = 0.2;
    });
    trained(world_->path() / "text", data(), [](RunSpec& spec) {
      spec.model.cdr.target = CdrTarget::textZ;
      spec.model.cdr.eta = 0.5;
      spec.model.cdr.draws = 2;
    });
  }
  static void TearDownTestSuite() { delete world_; }
  static fs::path data() { return world_->path() / "toy"; }
  static RunFolder run(const char* name) { return RunFolder(world_->path() / name); }
  static std::string picture(const char* name) { return (data() / "images" / name).string(); }

  void open(const char* name) {
    auto opened = Predictor::open(run(name));
    ASSERT_TRUE(opened.ok()) << opened.error().toString();
    predictor_ = std::move(*opened);
    auto tracer = DiffusionTracer::open(*predictor_);
    ASSERT_TRUE(tracer.ok()) << tracer.error().toString();
    tracer_.emplace(std::move(*tracer));
  }
  [[nodiscard]] protocol::DiffusionTraceReply trace(const std::vector<protocol::DiffusionSettings>& strips,
                                                    const char* name = "test1.png") {
    protocol::DiffusionTrace request;
    request.path = picture(name);
    request.strips = strips;
    request.top = 3;
    auto reply = tracer_->trace(request);
    EXPECT_TRUE(reply.ok()) << reply.error().toString();
    if (!reply.ok()) return {};
    reply->milliseconds = 0;
    return *reply;
  }
  [[nodiscard]] static Json steps(const protocol::DiffusionTraceReply& reply, std::size_t from = 0) {
    return toJson(std::vector<protocol::DiffusionStep>(reply.steps.begin() + static_cast<std::ptrdiff_t>(from),
                                                       reply.steps.end()));
  }

  static inline marcie::testing::TempFolder* world_ = nullptr;
  std::unique_ptr<Predictor> predictor_;
  std::optional<DiffusionTracer> tracer_;
};

TEST_F(DiffusionTraceTest, TheRunsOwnWalkEndsAtWhatItSaysInUse) {
  for (const char* name : {"tags", "text"}) {
    SCOPED_TRACE(name);
    open(name);
    nn::MarnetLens lens(predictor_->model());
    const auto reply = trace({{}});
    ASSERT_EQ(reply.steps.size(), 4U);
    EXPECT_EQ(reply.steps.front().t, 19);
    EXPECT_EQ(reply.steps.back().t, 0);
    EXPECT_EQ(reply.trueLabel, "class1");
    EXPECT_EQ(reply.trueTags.size(), 2U);
    const auto card = predictor_->predict(picture("test1.png"), 3, 0);
    ASSERT_TRUE(card.ok());
    EXPECT_EQ(reply.prediction, card->top.front().name);
    if (predictor_->spec().model.cdr.draws > 1) continue;  // x_CDR is then the mean of several walks
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(reply.steps.back().full[i].name, card->top[i].name);
      EXPECT_NEAR(reply.steps.back().full[i].probability, card->top[i].probability, 1e-5);
    }
  }
}

TEST_F(DiffusionTraceTest, ABranchWithoutAChangeRepeatsItsParent) {
  open("text");  // with noise in every step
  const auto whole = trace({{}});
  EXPECT_EQ(toJson(trace({{}})), toJson(whole)) << "the same request, the same answer";
  protocol::DiffusionSettings same;
  same.fromStep = 1;
  EXPECT_EQ(steps(trace({{}, same})), steps(whole, 1));
  same.fromStep = 1;
  EXPECT_EQ(steps(trace({{}, same, same})), steps(whole, 2)) << "a branch of a branch";
}

TEST_F(DiffusionTraceTest, EveryChangeOfABranchChangesIt) {
  open("tags");
  const auto whole = trace({{}});
  const auto branch = [&](const std::function<void(protocol::DiffusionSettings&)>& change) {
    protocol::DiffusionSettings settings;
    settings.fromStep = 1;
    change(settings);
    return trace({{}, settings});
  };
  const Json tail = steps(whole, 1);
  const auto seed = branch([](auto& s) { s.seed = 7; });
  EXPECT_NE(steps(seed), tail);
  EXPECT_EQ(seed.settings.seed, 7);
  EXPECT_EQ(seed.steps.front().t, whole.steps[1].t);
  EXPECT_NE(steps(branch([](auto& s) { s.eta = 1; })), tail);
  EXPECT_NE(steps(branch([](auto& s) { s.guidance = 3; })), tail);
  const auto other = branch([](auto& s) { s.condition = picture("test0.png"); });
  EXPECT_NE(steps(other), tail);
  EXPECT_EQ(other.settings.condition, picture("test0.png"));
  EXPECT_EQ(other.trueLabel, "class1") << "the picture is still the same";
  const auto longer = branch([](auto& s) { s.steps = 9; });
  EXPECT_EQ(longer.steps.size(), 9U);
  EXPECT_EQ(longer.steps.back().t, 0);
}

TEST_F(DiffusionTraceTest, NoiseOfTheFirstStateIsThatOfTheSeed) {
  open("tags");
  protocol::DiffusionSettings first;
  first.seed = 5;
  protocol::DiffusionSettings branch = first;
  branch.fromStep = 0;
  EXPECT_EQ(steps(trace({{}, branch})), steps(trace({first}))) << "drawn anew at T-1 is a start with that seed";
}

TEST_F(DiffusionTraceTest, DistancesAndPlacesAreThoseOfTheTargets) {
  open("tags");
  const auto scene = tracer_->scene();
  ASSERT_TRUE(scene.ok()) << scene.error().toString();
  EXPECT_EQ(scene->prototypes.size(), 3U);
  EXPECT_EQ(scene->prototypes[1].name, "class1");
  EXPECT_GT(scene->explained, 0.5);
  EXPECT_EQ(scene->tagKind, "decoded");
  EXPECT_TRUE(scene->canGuide);
  ASSERT_EQ(scene->alphaBar.size(), 20U);
  EXPECT_NEAR(scene->snr[3], scene->alphaBar[3] / (1 - scene->alphaBar[3]), 1e-12);
  EXPECT_TRUE(scene->notes.empty());

  // The prototype of a class is where the map says it is, at no distance from itself.
  nn::MarnetLens lens(predictor_->model());
  DiffusionTracer::Reference reference;
  reference.label = reference.prediction = 1;
  const auto places = tracer_->positions(lens.classTargets(), reference, {});
  ASSERT_TRUE(places.ok());
  EXPECT_NEAR((*places)[1].toLabel, 0, 1e-6);
  EXPECT_GT((*places)[0].toLabel, 0.1);
  EXPECT_EQ((*places)[0].toText, -1) << "there is no text to measure to";
  EXPECT_NEAR((*places)[1].x, scene->prototypes[1].x, 1e-5);
  // Noise is about √2 from a target of unit variance; what is rebuilt from it is nearer.
  const auto walk = trace({{}});
  EXPECT_GT(walk.steps.front().state.toText, 0.5);
  EXPECT_LT(walk.steps.back().x0.toText, walk.steps.front().state.toText);
}

TEST_F(DiffusionTraceTest, TextEmbeddingsHaveNearestAnnotations) {
  open("text");
  const auto scene = tracer_->scene();
  ASSERT_TRUE(scene.ok());
  EXPECT_EQ(scene->tagKind, "nearest");
  EXPECT_EQ(scene->draws, 2);
  EXPECT_FALSE(scene->canGuide);
  EXPECT_EQ(scene->prototypes.size(), 3U);
  const auto walk = trace({{}});
  ASSERT_EQ(walk.steps[0].tags.size(), 3U);
  EXPECT_LE(walk.steps[0].tags[0].probability, 1);
  EXPECT_NE(protocol::traceCsv(walk).find("\n19,"), std::string::npos);
}

TEST_F(DiffusionTraceTest, RefusesWhatCannotBe) {
  open("text");
  protocol::DiffusionTrace request;
  request.path = picture("test1.png");
  const auto code = [&](const protocol::DiffusionSettings& settings) {
    request.strips = {{}, settings};
    const auto reply = tracer_->trace(request);
    return reply.ok() ? std::string("ok") : std::string(errorCodeName(reply.error().code));
  };
  protocol::DiffusionSettings settings;
  settings.fromStep = 4;
  EXPECT_EQ(code(settings), "usage");
  settings = {};
  settings.fromStep = 3;
  settings.steps = 5;
  EXPECT_EQ(code(settings), "usage") << "there is one time step left";
  settings = {};
  settings.guidance = 1;
  EXPECT_EQ(code(settings), "unavailable");
  settings = {};
  settings.condition = picture("gone.png");
  EXPECT_EQ(code(settings), "notFound");
  request.strips.clear();
  EXPECT_FALSE(tracer_->trace(request).ok());
}

TEST_F(DiffusionTraceTest, SaysWhatARunLacks) {
  const auto plain = trained(world_->path() / "plain", data(), [](RunSpec& spec) {
    spec.model.variant = MarnetVariant::backbone;
    spec.model.phases.joint = 1;
  });
  const auto predictor = Predictor::open(plain);
  ASSERT_TRUE(predictor.ok());
  const auto tracer = DiffusionTracer::open(**predictor);
  ASSERT_FALSE(tracer.ok());
  EXPECT_EQ(tracer.error().code, ErrorCode::unavailable);
  EXPECT_NE(tracer.error().message.find("backbone"), std::string::npos);

  const auto silent = trained(world_->path() / "silent", data(), [](RunSpec& spec) {
    spec.model.text = TextPairing::none;
    spec.model.phases.joint = 1;
  });
  const auto mute = Predictor::open(silent);
  auto walker = DiffusionTracer::open(**mute);
  ASSERT_TRUE(walker.ok()) << walker.error().toString();
  const auto scene = walker->scene();
  ASSERT_TRUE(scene.ok()) << scene.error().toString();
  ASSERT_EQ(scene->notes.size(), 1U);
  EXPECT_TRUE(scene->prototypes.empty());
  protocol::DiffusionTrace request;
  request.path = picture("test1.png");
  request.strips = {{}};
  const auto walk = walker->trace(request);
  ASSERT_TRUE(walk.ok()) << walk.error().toString();
  EXPECT_EQ(walk->steps.front().x0.toLabel, -1);
  EXPECT_FALSE(walk->steps.front().full.empty());
}

// Mode B has a moving mean, and its start is the picture.
TEST_F(DiffusionTraceTest, TheNoisedPictureCanBeTheStart) {
  const auto folder = trained(world_->path() / "bridge", data(), [](RunSpec& spec) {
    spec.model.cdr.mode = CdrMode::visualStart;
    spec.model.cdr.target = CdrTarget::textZ;
    spec.model.cdr.schedule = "linear";
    spec.model.phases.joint = 2;
  });
  auto opened = Predictor::open(folder);
  ASSERT_TRUE(opened.ok());
  auto tracer = DiffusionTracer::open(**opened);
  ASSERT_TRUE(tracer.ok());
  protocol::DiffusionTrace request;
  request.path = picture("test2.png");
  request.strips = {{}};
  const auto walk = tracer->trace(request);
  ASSERT_TRUE(walk.ok()) << walk.error().toString();
  const auto card = (*opened)->predict(picture("test2.png"), 1, 0);
  EXPECT_NEAR(walk->steps.back().full.front().probability, card->top.front().probability, 1e-5);
}

}  // namespace
}  // namespace marcie::eval
