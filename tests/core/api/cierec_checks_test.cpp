#include "core/api/cierec_checks.h"

#include <functional>

#include <gtest/gtest.h>

namespace marcie {
namespace {

// All problems of a patch over the defaults of the task, "" when there is none.
std::string cierecProblems(Json patch) {
  patch["task"] = "cierec";
  const auto spec = makeRunSpec(nullptr, patch);
  return spec ? std::string() : spec.error().message;
}
std::string modelProblems(const Json& model) {
  return cierecProblems({{"model", model}});
}

void expectCierecProblem(const std::string& found, const std::string& words) {
  EXPECT_NE(found.find(words), std::string::npos) << words << " in: " << found;
}

TEST(CierecChecksTest, DefaultsAreValidAndOfTheTask) {
  EXPECT_EQ(cierecProblems(Json::object()), "");
  const RunSpec spec = defaultRunSpec("cierec");
  EXPECT_TRUE(checkRunSpec(spec).ok());
  EXPECT_EQ(spec.trainer.batchSize, 1024);
  EXPECT_EQ(spec.variantName(), "vbpr full");
}

TEST(CierecChecksTest, ModelAndDataAreThoseOfTheTask) {
  const auto spec = makeRunSpec(nullptr, {{"task", "cierec"},
                                          {"model", {{"backbone", "amr"}, {"cierec", "fe"}}},
                                          {"data", {{"path", "somewhere"}}},
                                          {"trainer", {{"optimizer", "adagrad"}}},
                                          {"split", {{"protocol", "cold_items"}}}});
  ASSERT_TRUE(spec.ok()) << spec.error().toString();
  EXPECT_EQ(spec->cierec.backbone, "amr");
  EXPECT_EQ(spec->cierec.cierec, CierecVariant::fe);
  EXPECT_EQ(spec->recSplit.protocol, RecProtocol::coldItems);
  EXPECT_EQ(spec->trainer.encoderOptimizer, OptimizerKind::adagrad);
  EXPECT_EQ(spec->data.path, "somewhere") << "what lists of runs show";
  const auto back = parseStruct<RunSpec>(toJson(*spec));
  ASSERT_TRUE(back.ok()) << back.error().toString();
  EXPECT_EQ(toJson(*back), toJson(*spec));
  expectCierecProblem(cierecProblems({{"model", {{"variant", "full"}}}}), "unknown option 'variant'");
  expectCierecProblem(cierecProblems({{"trainer", {{"headLearningRate", 1}}}}), "unknown option 'headLearningRate'");
}

TEST(CierecChecksTest, EveryOptionOfTheFormExplainsItself) {
  int count = 0;
  const std::function<void(const Json&, const std::string&)> look = [&](const Json& group, const std::string& path) {
    for (const auto& field : group["fields"]) {
      const std::string where = path + "." + field["key"].get<std::string>();
      if (field["kind"] == "group") {
        EXPECT_NE(field["label"], "") << where;
        look(field, where);
      } else if (field["hidden"] != true) {
        ++count;
        EXPECT_NE(field["label"], "") << where;
        const std::string help = field["help"];
        EXPECT_GE(help.size(), 10U) << where;
        EXPECT_TRUE(help.empty() || help.back() == '.') << where << ": help is made of sentences";
      }
    }
  };
  look(schemaOf<RunSpec>(defaultRunSpec("cierec")), "");
  EXPECT_GT(count, 80);
}

TEST(CierecChecksTest, EveryProblemIsReportedAtOnce) {
  const std::string found = cierecProblems({{"model",
                                             {{"backbone", "vbpr"},
                                              {"cierec", "plain"},
                                              {"coldId", "generated"},
                                              {"inference", {{"diffusionSteps", 10}, {"samplingSteps", 20}}},
                                              {"special", {{"lockFree", true}}}}},
                                            {"features", {{"kind", "encoder"}}},
                                            {"data", {{"annotationSeparator", "--"}}},
                                            {"trainer", {{"batchSize", 1}}}});
  for (const char* words :
       {"model.coldId", "model.inference.samplingSteps", "model.special.lockFree", "features.encoder",
        "data.annotationSeparator", "trainer.batchSize: must be between 2 and 1000000, is 1"}) {
    expectCierecProblem(found, words);
  }
}

TEST(CierecChecksTest, ImpossibleMethodsAreRefusedWithTheWayOut) {
  expectCierecProblem(modelProblems({{"backbone", "dropoutnet"}}), "choose late");
  expectCierecProblem(modelProblems({{"backbone", "mtpr"}, {"fusion", "attn_user"}}), "'mtpr' cannot");
  EXPECT_EQ(modelProblems({{"backbone", "mtpr"}, {"fusion", "attn_user"}, {"cierec", "ci"}}), "");
  expectCierecProblem(modelProblems({{"inference", {{"weight", 0}}}, {"phases", {{"inference", 0}}}}),
                      "model.cierec=fe");
  expectCierecProblem(modelProblems({{"phases", {{"mode", "frozen"}, {"inference", 0}}}}), "model.phases.inference");
  expectCierecProblem(modelProblems({{"inference", {{"kind", "kl"}, {"matchWeight", 1}}}}), "kind=predict");
  EXPECT_EQ(modelProblems({{"backbone", "bpr_mf"}, {"cierec", "plain"}, {"special", {{"lockFree", true}}}}), "");
  expectCierecProblem(modelProblems({{"backbone", "bpr_mf"},
                                     {"cierec", "plain"},
                                     {"negatives", {{"count", 2}}},
                                     {"special", {{"lockFree", true}}}}),
                      "one uniform negative");
}

}  // namespace
}  // namespace marcie
