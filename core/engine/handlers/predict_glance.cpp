// "predict.glance": what the newest checkpoint says about a few fixed pictures. Each answer is kept in the run's
// snapshots, so that a replay shows how the opinions changed.
#include <algorithm>

#include "core/base/files.h"
#include "core/engine/handler.h"
#include "core/engine/pictures.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

constexpr std::int64_t kMaxPictures = 64;
constexpr std::size_t kMaxSteps = 2000;

// Evenly spaced in the order of the data set, which goes by class: every class has its turn.
std::vector<const data::Sample*> fixedPictures(const data::Dataset& dataset, std::int64_t count) {
  auto indices = dataset.indicesOf(data::Split::val);
  if (indices.empty()) indices = dataset.indicesOf(data::Split::test);
  std::stable_sort(indices.begin(), indices.end(), [&](std::int64_t a, std::int64_t b) {
    return dataset.samples[static_cast<std::size_t>(a)].label < dataset.samples[static_cast<std::size_t>(b)].label;
  });
  const auto total = static_cast<std::int64_t>(indices.size());
  std::vector<const data::Sample*> chosen;
  for (std::int64_t i = 0; i < std::min(count, total); ++i) {
    const auto at = static_cast<std::size_t>(i * total / std::min(count, total));
    chosen.push_back(&dataset.samples[static_cast<std::size_t>(indices[at])]);
  }
  return chosen;
}

// Earlier answers that concern these very pictures; anything else is of no use.
std::vector<protocol::GlanceStep> readSteps(const std::filesystem::path& file, const Json& pictures) {
  const auto json = readFile(file);
  if (!json) return {};
  const auto parsed = parseJsonText(*json);
  if (!parsed || !parsed->is_object() || parsed->value("pictures", Json()) != pictures) return {};
  std::vector<protocol::GlanceStep> steps;
  Problems problems;
  fromJson(parsed->value("steps", Json::array()), steps, problems);
  return problems.empty() ? steps : std::vector<protocol::GlanceStep>{};
}

Result<protocol::GlanceReply> answerGlance(const protocol::Glance& request, Query& query) {
  const RunFolder run(request.run);
  MARCIE_ASSIGN(const RunSpec spec, run.spec());
  MARCIE_ASSIGN(eval::Predictor * predictor, query.session.predictors().get(run));
  MARCIE_ASSIGN(const auto dataset, query.session.datasets().get(spec.data, query.stop));
  const auto samples = fixedPictures(*dataset, std::clamp<std::int64_t>(request.count, 1, kMaxPictures));
  protocol::GlanceReply reply;
  Json paths = Json::array();
  for (const auto* sample : samples) paths.push_back(sample->path);
  const auto file = run.snapshotsFolder() / "glance.json";
  reply.steps = readSteps(file, paths);
  // A run that was taken back to an earlier checkpoint has no later opinions.
  std::erase_if(reply.steps, [&](const protocol::GlanceStep& step) { return step.step >= predictor->step(); });
  protocol::GlanceStep now{predictor->step(), {}};
  for (const auto* sample : samples) {
    if (query.stop.stopRequested()) return Error{ErrorCode::cancelled, "cancelled", {}, {}};
    const auto card = predictor->predict(sample->path, 1, 0, query.stop);
    now.chosen.push_back(card && !card->top.empty() ? card->top.front() : protocol::Ranked{});
    protocol::GlancePicture picture{sample->path, dataset->classes[static_cast<std::size_t>(sample->label)], {}};
    if (auto small = loadPicture(sample->path, static_cast<int>(std::clamp<std::int64_t>(request.size, 8, 512)))) {
      picture.picture = std::move(*small);
    }
    reply.pictures.push_back(std::move(picture));
  }
  reply.steps.push_back(std::move(now));
  if (reply.steps.size() > kMaxSteps) reply.steps.erase(reply.steps.begin());
  // Best effort: a folder that cannot be written to still shows the present.
  const auto kept =
      writeFileAtomically(file, dumpJson(Json{{"pictures", paths}, {"steps", toJson(reply.steps)}}) + "\n");
  static_cast<void>(kept.ok());
  return reply;
}

}  // namespace

const Handler& predictGlanceEntry() {
  static const Handler entry = typedHandler<protocol::Glance, answerGlance>(Lane::predict, true);
  return entry;
}

}  // namespace marcie::engine
