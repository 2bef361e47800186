#include "ui/panels/log_panel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLocale>
#include <QTime>
#include <QVBoxLayout>

#include "ui/bridge/app_context.h"
#include "ui/bridge/error_text.h"
#include "ui/theme.h"

namespace marcie::ui {
namespace {

constexpr std::size_t kMaxLines = 5000;

// The events a person wants to read; steps and metrics are what the curves are for.
QString sentence(const RunEvent& event) {
  const QLocale locale;
  struct Words {
    const QLocale& locale;
    const RunEvent& event;
    QString operator()(const RunStarted& e) const {
      return LogPanel::tr("Run started: %1 pictures for training, %2 classes, %3 epochs, %4 parameters, on %5")
          .arg(locale.toString(qlonglong(e.trainSize)), locale.toString(qlonglong(e.classCount)),
               locale.toString(qlonglong(e.totalEpochs)), locale.toString(qlonglong(e.parameterCount)),
               QString::fromStdString(e.device));
    }
    QString operator()(const PhaseStarted& e) const {
      return LogPanel::tr("Phase: %1").arg(translated("Options", e.title.empty() ? e.name : e.title));
    }
    QString operator()(const CheckpointSaved& e) const {
      return e.best
                 ? LogPanel::tr("Best checkpoint so far saved at step %1").arg(locale.toString(qlonglong(event.step)))
                 : QString();
    }
    QString operator()(const WarningRaised& e) const {
      return QString::fromStdString(e.hint.empty() ? e.message : e.message + ". " + e.hint);
    }
    QString operator()(const RunFinished& e) const {
      if (e.outcome == "completed") return LogPanel::tr("Run finished");
      if (e.outcome == "stopped") return LogPanel::tr("Run stopped and saved");
      return LogPanel::tr("Run failed: %1").arg(QString::fromStdString(e.message));
    }
    QString operator()(const StepEnd&) const { return {}; }
    QString operator()(const EpochEnd&) const { return {}; }
    QString operator()(const MetricsReady&) const { return {}; }
    QString operator()(const SnapshotReady&) const { return {}; }
  };
  return std::visit(Words{locale, event}, event.body);
}

}  // namespace

LogPanel::LogPanel(AppContext& context, QWidget* parent)
    : Panel(context, parent),
      text_(new QPlainTextEdit(this)),
      copyButton_(new QToolButton(this)),
      clearButton_(new QToolButton(this)) {
  text_->setObjectName("logText");
  text_->setReadOnly(true);
  text_->setMaximumBlockCount(static_cast<int>(kMaxLines));
  text_->setLineWrapMode(QPlainTextEdit::NoWrap);
  text_->setFrameShape(QFrame::NoFrame);
  copyButton_->setObjectName("copyLogButton");
  clearButton_->setObjectName("clearLogButton");
  auto* buttons = new QVBoxLayout;
  buttons->addWidget(copyButton_);
  buttons->addWidget(clearButton_);
  buttons->addStretch();
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(Theme::kGrid, 0, Theme::kGrid / 2, Theme::kGrid / 2);
  layout->addWidget(text_, 1);
  layout->addLayout(buttons);

  connect(copyButton_, &QToolButton::clicked, this,
          [this] { QGuiApplication::clipboard()->setText(text_->toPlainText()); });
  connect(clearButton_, &QToolButton::clicked, this, [this] {
    text_->clear();
    lines_.clear();
  });
  connect(&context.messages(), &Messages::posted, this, &LogPanel::onMessage);
  connect(&context.engine(), &EngineClient::logLine, this,
          [this](const QString& line) { append(tr("engine"), line, Tone::quiet); });
  connect(&context.engine(), &EngineClient::runEvents, this,
          [this](const QString& run, bool, bool, const std::vector<RunEvent>& events) { onRunEvents(run, events); });
  const auto setIcons = [this] {
    copyButton_->setIcon(Theme::instance().icon("copy"));
    clearButton_->setIcon(Theme::instance().icon("discard"));
  };
  connect(&Theme::instance(), &Theme::changed, this, [this, setIcons] {
    setIcons();
    rewrite();
  });
  setIcons();
  retranslate();
}

void LogPanel::retranslate() {
  text_->setPlaceholderText(tr("Messages, warnings and phases of runs appear here."));
  text_->setAccessibleName(tr("Log"));
  copyButton_->setToolTip(tr("Copy the log"));
  copyButton_->setAccessibleName(copyButton_->toolTip());
  clearButton_->setToolTip(tr("Clear the log"));
  clearButton_->setAccessibleName(clearButton_->toolTip());
}

void LogPanel::append(const QString& source, const QString& text, Tone tone) {
  for (const QString& part : text.split('\n')) {
    lines_.push_back({QTime::currentTime().toString("HH:mm:ss"), source, part, tone});
    write(lines_.back());
    if (lines_.size() > kMaxLines) lines_.pop_front();
  }
}

void LogPanel::write(const Line& line) {
  const auto& c = Theme::instance().colours();
  const QColor colour = line.tone == Tone::error     ? c.danger
                        : line.tone == Tone::warning ? c.warning
                        : line.tone == Tone::quiet   ? c.muted
                                                     : c.text;
  text_->appendHtml(
      QStringLiteral("<span style='color:%1'>%2&nbsp; %3</span>&nbsp; <span style='color:%4'>%5</span>")
          .arg(c.muted.name(), line.time, line.source.toHtmlEscaped(), colour.name(), line.text.toHtmlEscaped()));
}

void LogPanel::rewrite() {
  text_->clear();
  for (const auto& line : lines_) write(line);
}

LogPanel::Tone LogPanel::toneOf(const RunEvent& event) {
  if (std::holds_alternative<WarningRaised>(event.body)) return Tone::warning;
  const auto* finished = std::get_if<RunFinished>(&event.body);
  return finished != nullptr && finished->outcome == "failed" ? Tone::error : Tone::plain;
}

void LogPanel::onMessage(const Message& message) {
  Tone tone = Tone::plain;
  if (message.severity == Message::Severity::error) tone = Tone::error;
  if (message.severity == Message::Severity::warning) tone = Tone::warning;
  append(tr("window"), message.hint.isEmpty() ? message.text : message.text + " " + message.hint, tone);
}

void LogPanel::onRunEvents(const QString& run, const std::vector<RunEvent>& events) {
  if (run != context().selection().run()) return;
  // The history comes again when the engine was restarted or another view begins to watch: what was told stays told.
  auto& told = told_[run];
  for (const auto& event : events) {
    const QString text = sentence(event);
    const QString key = QString::number(event.step) + text;
    if (text.isEmpty() || told.contains(key)) continue;
    told.insert(key);
    append(tr("run"), text, toneOf(event));
  }
}

const PanelEntry& logPanelEntry() {
  static const PanelEntry entry{
      .name = "log",
      .title = MARCIE_TR("Panels", "Log"),
      .help = MARCIE_TR("Panels", "What happened: messages, warnings and phases, in order"),
      .icon = "log",
      .workspace = "",
      .stretch = 1,
      .place = PanelEntry::Place::bottom,
      .make = [](AppContext& context, QWidget* parent) -> Panel* { return new LogPanel(context, parent); }};
  return entry;
}

}  // namespace marcie::ui
