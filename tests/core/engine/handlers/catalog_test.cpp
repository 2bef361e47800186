#include <functional>

#include "core/api/presets.h"
#include "core/engine/catalogs.h"
#include "tests/core/engine/engine_harness.h"

namespace marcie::engine {
namespace {

class CatalogTest : public EngineTest {};

const Json* field(const Json& group, const std::vector<std::string>& path, std::size_t at = 0) {
  for (const auto& entry : group["fields"]) {
    if (entry["key"] == path[at]) return at + 1 == path.size() ? &entry : field(entry, path, at + 1);
  }
  return nullptr;
}

TEST_F(CatalogTest, OffersEveryCatalogAsAChoice) {
  const auto reply = client().call(protocol::Catalog{});
  ASSERT_TRUE(reply) << reply.error().toString();
  const protocol::TaskCatalog& marnet = reply->tasks.at("marnet");
  const std::vector<std::pair<std::vector<std::string>, std::string>> named{
      {{"model", "encoder"}, "encoders"},
      {{"model", "textEncoder"}, "textEncoders"},
      {{"model", "fusion"}, "fusions"},
      {{"model", "ema", "loss"}, "alignmentLosses"},
      {{"model", "cdr", "schedule"}, "noiseSchedules"},
      {{"model", "cdr", "denoiser"}, "denoisers"}};
  for (const auto& [path, kind] : named) {
    const Json* found = field(marnet.schema, path);
    ASSERT_NE(found, nullptr) << path.back();
    EXPECT_EQ((*found)["kind"], "choice") << path.back();
    std::vector<std::string> offered, known;
    for (const auto& choice : (*found)["choices"]) offered.push_back(choice["key"]);
    for (const auto& entry : reply->kinds.at(kind)) known.push_back(entry.name);
    EXPECT_EQ(offered, known);
    EXPECT_NE(std::find(known.begin(), known.end(), (*found)["default"].get<std::string>()), known.end())
        << path.back() << " has a default that its catalog does not know";
  }
  const Json* reader = field(marnet.schema, {"data", "reader"});
  ASSERT_NE(reader, nullptr);
  EXPECT_EQ((*reader)["choices"].size(), marnet.readers.size() + 1) << "one more: choose the best match";
  EXPECT_EQ((*reader)["choices"][0]["key"], "");
}

TEST_F(CatalogTest, EveryPresetMakesASpec) {
  const auto reply = client().call(protocol::Catalog{});
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->tasks.size(), 2U);
  for (const auto& [task, catalog] : reply->tasks) {
    SCOPED_TRACE(task);
    ASSERT_FALSE(catalog.presets.empty());
    for (const auto& preset : catalog.presets) {
      const auto spec = buildRunSpec(preset.name, task == "marnet" ? Json::object() : Json{{"task", task}});
      ASSERT_TRUE(spec) << preset.name << ": " << spec.error().toString();
      EXPECT_EQ(spec->preset, preset.name);
      EXPECT_EQ(spec->task, task);
      if (task == "marnet") {
        EXPECT_NE(toJson(*spec)["model"], toJson(RunSpec{})["model"]) << preset.name << " changes nothing of the model";
      }
    }
  }
}

TEST_F(CatalogTest, RecommendersHaveAFormOfTheirOwn) {
  const auto reply = client().call(protocol::Catalog{});
  ASSERT_TRUE(reply) << reply.error().toString();
  const protocol::TaskCatalog& cierec = reply->tasks.at("cierec");
  const Json* backbone = field(cierec.schema, {"model", "backbone"});
  ASSERT_NE(backbone, nullptr);
  EXPECT_EQ((*backbone)["kind"], "choice");
  EXPECT_EQ((*backbone)["choices"].size(), reply->kinds.at("backbones").size());
  EXPECT_NE(field(cierec.schema, {"split", "protocol"}), nullptr);
  EXPECT_NE(field(cierec.schema, {"features", "kind"}), nullptr);
  EXPECT_EQ(field(cierec.schema, {"model", "encoder"}), nullptr) << "an option of pictures";
  const Json* reader = field(cierec.schema, {"data", "reader"});
  ASSERT_NE(reader, nullptr);
  EXPECT_EQ((*reader)["choices"].size(), cierec.readers.size() + 1);
  EXPECT_NE(cierec.readers.front().name, reply->tasks.at("marnet").readers.front().name);
  const auto spec = buildRunSpec("", Json{{"task", "cierec"}, {"data", {{"reader", "tabels"}}}});
  ASSERT_FALSE(spec);
  EXPECT_NE(spec.error().message.find("did you mean 'tables'"), std::string::npos) << spec.error().message;
}

TEST_F(CatalogTest, BuildRunSpecReportsEveryProblemAtOnce) {
  const Json patch{{"trainer", {{"learningRat", 1}, {"momentum", 7}}}, {"model", {{"encoder", "resnet81"}}}};
  const auto spec = buildRunSpec("quick", patch);
  ASSERT_FALSE(spec);
  EXPECT_EQ(spec.error().code, ErrorCode::option);
  const std::string& text = spec.error().message;
  EXPECT_NE(text.find("did you mean 'learningRate'"), std::string::npos) << text;
  EXPECT_NE(text.find("trainer.momentum: must be between 0 and 0.999"), std::string::npos) << text;
  EXPECT_NE(text.find("model.encoder: 'resnet81' is not one of"), std::string::npos) << text;
  EXPECT_NE(text.find("did you mean 'resnet18'"), std::string::npos) << text;
}

TEST_F(CatalogTest, PatchWinsOverPreset) {
  const auto spec = buildRunSpec("quick", Json{{"model", {{"width", 24}}}});
  ASSERT_TRUE(spec);
  EXPECT_EQ(spec->model.width, 24);
  const auto unknown = buildRunSpec("quik", Json::object());
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().hint.find("'quick'"), std::string::npos);
}

}  // namespace
}  // namespace marcie::engine
