#include "app/cli/progress.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <unistd.h>

#include "app/cli/console.h"
#include "core/base/strings.h"

namespace marcie::cli {
namespace {

using namespace std::chrono_literals;
constexpr auto kRedraw = 100ms;

bool stderrIsTerminal() {
  return ::isatty(STDERR_FILENO) == 1;
}

// Redraws the last line of the terminal.
void redraw(const std::string& text) {
  const std::string whole = "\r\x1b[K" + text;
  std::fwrite(whole.data(), 1, whole.size(), stderr);
  std::fflush(stderr);
}

std::string shortNumber(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), std::abs(value) >= 100 ? "%.0f" : "%.3g", value);
  return text.data();
}

const NamedValue* find(const std::vector<NamedValue>& values, std::string_view name) {
  const auto it = std::find_if(values.begin(), values.end(), [&](const NamedValue& v) { return v.name == name; });
  return it == values.end() ? nullptr : &*it;
}

}  // namespace

std::string barText(double share, int width) {
  const double clean = std::isfinite(share) ? std::clamp(share, 0.0, 1.0) : 0.0;
  const auto filled = static_cast<std::size_t>(clean * width);
  std::array<char, 16> number{};
  std::snprintf(number.data(), number.size(), "%3.0f %%", std::floor(clean * 100));
  return "[" + std::string(filled, '#') + std::string(static_cast<std::size_t>(width) - filled, '.') + "] " +
         number.data();
}

ProgressLine::ProgressLine(std::string unit) : unit_(std::move(unit)), terminal_(stderrIsTerminal()) {}

void ProgressLine::finish() {
  const std::lock_guard lock(mutex_);
  if (drawn_) redraw("");
  drawn_ = false;
}

void ProgressLine::update(std::int64_t done, std::int64_t total, std::string_view text) {
  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const double share = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 0;
  std::string line = text.empty() ? std::string() : std::string(text) + "  ";
  if (total > 0) line += barText(share) + "  " + std::to_string(done) + "/" + std::to_string(total) + " " + unit_;
  if (seconds > 0.5 && done > 0) {
    const double rate = static_cast<double>(done) / seconds;
    line += "  " + shortNumber(rate) + "/s";
    if (done < total) line += "  " + formatDuration(static_cast<double>(total - done) / rate) + " left";
  }
  if (terminal_) {
    if (now - lastDraw_ < kRedraw && done < total) return;
    redraw(line);
    drawn_ = true;
    lastDraw_ = now;
  } else if (const auto tenth = static_cast<std::int64_t>(share * 10); tenth != lastTenth_) {
    if (seconds > 1) say(line);
    lastTenth_ = tenth;
  }
}

TrainingConsole::TrainingConsole(RunFolder folder, std::int64_t batchSize)
    : folder_(std::move(folder)), batchSize_(batchSize), terminal_(stderrIsTerminal()) {}

TrainingConsole::~TrainingConsole() {
  if (drawn_) redraw("");
}

void TrainingConsole::line(const std::string& text) {
  if (drawn_) redraw("");
  drawn_ = false;
  say(text);
}

void TrainingConsole::readLength() {
  const RunStatus status = folder_.status();
  run_.totalSteps = status.totalSteps;
  run_.totalEpochs = status.totalEpochs;
}

void TrainingConsole::drawBar(const RunEvent& event, const StepEnd& step) {
  if (!timed_) {
    timed_ = true;
    readLength();
    firstStep_ = event.step;
    firstTime_ = event.wallTime;
  }
  const auto now = std::chrono::steady_clock::now();
  if (!terminal_ || now - lastDraw_ < kRedraw) return;
  lastDraw_ = now;
  const std::int64_t total = std::max<std::int64_t>(run_.totalSteps, event.step);
  std::string text = "epoch " + std::to_string(std::min(static_cast<std::int64_t>(event.epoch) + 1, run_.totalEpochs)) +
                     "/" + std::to_string(run_.totalEpochs) + "  " +
                     barText(total > 0 ? static_cast<double>(event.step) / static_cast<double>(total) : 0);
  const double seconds = event.wallTime - firstTime_;
  const auto steps = static_cast<double>(event.step - firstStep_);
  if (seconds > 0.5 && steps > 0) {
    text += "  " + shortNumber(steps * static_cast<double>(batchSize_) / seconds) +
            (run_.task == kCierecTask ? " interactions/s" : " pictures/s");
    text += "  " + formatDuration(static_cast<double>(total - event.step) * seconds / steps) + " left";
  }
  if (const auto* loss = find(step.losses, "loss")) text += "  loss " + shortNumber(loss->value);
  if (const auto* top1 = find(metrics_, "top1")) text += "  top-1 " + percent(top1->value);
  redraw(text);
  drawn_ = true;
}

void TrainingConsole::onEvent(const RunEvent& event) {
  if (const auto* started = std::get_if<RunStarted>(&event.body)) {
    run_ = *started;
    const bool recommends = run_.task == kCierecTask;
    line("training on " + std::to_string(run_.trainSize) + (recommends ? " interactions with " : " pictures of ") +
         std::to_string(run_.classCount) + (recommends ? " items, " : " classes, ") + std::to_string(run_.totalEpochs) +
         " epochs, " + std::to_string(run_.parameterCount) + " parameters, " + run_.device);
  } else if (const auto* phase = std::get_if<PhaseStarted>(&event.body)) {
    line("phase: " + (phase->title.empty() ? phase->name : phase->title));
  } else if (const auto* step = std::get_if<StepEnd>(&event.body)) {
    drawBar(event, *step);
  } else if (const auto* metrics = std::get_if<MetricsReady>(&event.body)) {
    if (metrics->split != "val") return;
    metrics_ = metrics->values;
    if (!timed_) readLength();
    std::string text = "epoch " + std::to_string(std::llround(event.epoch)) + "/" + std::to_string(run_.totalEpochs) +
                       "  step " + std::to_string(event.step);
    const auto* top1 = find(metrics_, "top1");
    const auto* macroF1 = find(metrics_, "macroF1");
    if (top1 != nullptr) text += "  top-1 " + percent(top1->value);
    if (macroF1 != nullptr) text += "  macro-F1 " + percent(macroF1->value);
    for (const auto& [name, title] : {std::pair("coldAuc", "cold AUC "), std::pair("warmAuc", "warm AUC ")}) {
      if (const auto* auc = find(metrics_, name)) text += "  " + std::string(title) + shortNumber(auc->value);
    }
    text += "  " + formatDuration(event.wallTime);
    if (event.step > 0 && event.step < run_.totalSteps) {
      const auto steps = static_cast<double>(event.step);
      text +=
          "  " + formatDuration(static_cast<double>(run_.totalSteps - event.step) * event.wallTime / steps) + " left";
    }
    line(text);
  } else if (const auto* warning = std::get_if<WarningRaised>(&event.body)) {
    line("warning: " + warning->message + (warning->hint.empty() ? "" : ". " + warning->hint));
  }
}

}  // namespace marcie::cli
