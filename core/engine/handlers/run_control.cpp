// "run.control": asks a live trainer through control files, or starts one for a run that has ended.
#include <chrono>
#include <thread>

#include "core/engine/handler.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

using protocol::RunAction;
using Control = RunFolder::Control;

Result<void> askTrainer(const RunFolder& run, RunAction action, TrainerLauncher& trainers) {
  if (!trainers.isRunning(run) && !isLive(run.status().state)) {
    return Error{ErrorCode::unavailable, "this run is not training", "Resume it first", {}};
  }
  switch (action) {
    case RunAction::pause:
      run.request(Control::pause);
      break;
    case RunAction::unpause:
      run.withdraw(Control::pause);
      break;
    case RunAction::stop:
      run.request(Control::stop);
      run.withdraw(Control::pause);
      break;
    case RunAction::discard:
      run.request(Control::discard);
      run.withdraw(Control::pause);
      break;
    case RunAction::resume:
    case RunAction::moreEpochs:
      break;
  }
  return {};
}

// A trainer that has said its last word needs a moment to be gone.
void waitForEnd(const RunFolder& run, TrainerLauncher& trainers) {
  constexpr auto kPoll = std::chrono::milliseconds(10);
  constexpr int kPolls = 300;
  for (int i = 0; i < kPolls && !isLive(run.status().state); ++i) {
    if (!trainers.isRunning(run) && !FileLock::isHeld(run.lockFile())) return;
    std::this_thread::sleep_for(kPoll);
  }
}

Result<void> startTrainer(const RunFolder& run, const protocol::RunControl& request, TrainerLauncher& trainers) {
  waitForEnd(run, trainers);
  const RunState state = run.status().state;
  if (trainers.isRunning(run) || FileLock::isHeld(run.lockFile()) || isLive(state)) {
    return Error{ErrorCode::busy, "this run is training already", {}, {}};
  }
  for (const auto control : {Control::pause, Control::stop, Control::discard}) run.withdraw(control);
  if (request.action == RunAction::resume) {
    if (state == RunState::completed) {
      return Error{ErrorCode::unavailable, "this run is complete", "Train more epochs to go on", {}};
    }
    return trainers.launch(run, {"--resume"});
  }
  if (request.epochs < 1 || request.epochs > 10000) {
    return Error{
        ErrorCode::option, "epochs: must be between 1 and 10000, is " + std::to_string(request.epochs), {}, {}};
  }
  return trainers.launch(run, {"--more-epochs", std::to_string(request.epochs)});
}

Result<protocol::Empty> answerRunControl(const protocol::RunControl& request, Query& query) {
  const RunFolder run(request.run);
  MARCIE_TRY(run.spec());
  const bool starts = request.action == RunAction::resume || request.action == RunAction::moreEpochs;
  TrainerLauncher& trainers = query.session.trainers();
  MARCIE_TRY(starts ? startTrainer(run, request, trainers) : askTrainer(run, request.action, trainers));
  query.session.watcher().wake(run);
  return protocol::Empty{};
}

}  // namespace

const Handler& runControlEntry() {
  static const Handler entry = typedHandler<protocol::RunControl, answerRunControl>(Lane::quick);
  return entry;
}

}  // namespace marcie::engine
