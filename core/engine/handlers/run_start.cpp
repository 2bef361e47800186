// "run.start": checks the spec, makes the run folder and starts its trainer.
#include "core/engine/catalogs.h"
#include "core/engine/handler.h"
#include "core/engine/run_store.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

// Not through answerTyped: problems of the spec are named as its fields are ("trainer.batchSize"), all at once, so that
// the form can show each beside its editor.
Result<Json> answerRunStart(const Json& params, Query& query) {
  if (!params.is_object() || !params.contains("spec")) {
    return Error{ErrorCode::usage, "run.start needs a spec", {}, {}};
  }
  std::string name;
  Problems problems;
  if (params.contains("name")) fromJson(params["name"], name, problems, "name");
  MARCIE_TRY(problems.toResult(ErrorCode::usage));
  MARCIE_ASSIGN(RunSpec spec, buildRunSpec("", params["spec"]));
  std::error_code failure;
  if (spec.data.path.empty() || !std::filesystem::exists(spec.data.path, failure)) {
    return Error{ErrorCode::notFound,
                 spec.data.path.empty() ? "no data is chosen" : spec.data.path + " does not exist",
                 "Choose the data to train on first",
                 {}};
  }
  spec.data.path = std::filesystem::absolute(spec.data.path, failure).lexically_normal().string();
  if (spec.isCierec()) spec.recData.path = spec.data.path;
  MARCIE_ASSIGN(const RunFolder run, createRun(query.session.runsRoot(), name, spec));
  MARCIE_TRY(query.session.trainers().launch(run, {"--start"}));
  return toJson(protocol::RunPathReply{run.root().string()});
}

}  // namespace

const Handler& runStartEntry() {
  static const Handler entry{protocol::RunStart::kMethod, Lane::quick, false, &answerRunStart};
  return entry;
}

}  // namespace marcie::engine
