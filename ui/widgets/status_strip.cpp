#include "ui/widgets/status_strip.h"

#include <cmath>

#include <QDateTime>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>

#include "ui/bridge/error_text.h"
#include "ui/theme.h"

namespace marcie::ui {

QString stateMark(RunState state) {
  switch (state) {
    case RunState::created:
      return QStringLiteral("○");
    case RunState::running:
      return QStringLiteral("●");
    case RunState::paused:
      return QStringLiteral("‖");
    case RunState::completed:
      return QStringLiteral("✓");
    case RunState::stopped:
      return QStringLiteral("■");
    case RunState::failed:
      return QStringLiteral("✕");
    case RunState::interrupted:
      return QStringLiteral("!");
  }
  return {};
}

QString stateName(RunState state) {
  for (const auto& entry : EnumTable<RunState>::entries) {
    if (entry.value == state) return translated("Run", std::string(entry.label));
  }
  return {};
}

QString durationText(double seconds) {
  const auto whole = static_cast<qint64>(std::llround(std::max(0.0, seconds)));
  const QString ss = QStringLiteral("%1").arg(whole % 60, 2, 10, QChar('0'));
  if (whole < 3600) return QStringLiteral("%1:%2").arg(whole / 60).arg(ss);
  return QStringLiteral("%1:%2:%3").arg(whole / 3600).arg((whole / 60) % 60, 2, 10, QChar('0')).arg(ss);
}

QString StatusStrip::activityName(RunController::Activity activity) {
  using A = RunController::Activity;
  switch (activity) {
    case A::starting:
      return tr("starting…");
    case A::pausing:
      return tr("pausing…");
    case A::continuing:
      return tr("resuming…");
    case A::stopping:
      return tr("stopping…");
    case A::discarding:
      return tr("discarding…");
    case A::none:
    case A::running:
    case A::paused:
    case A::ended:
      break;
  }
  return {};
}

StatusStrip::StatusStrip(AppContext& context, QWidget* parent)
    : QWidget(parent),
      context_(context),
      engineLabel_(new QLabel(this)),
      runLabel_(new QLabel(this)),
      messageLabel_(new QLabel(this)),
      bar_(new QProgressBar(this)) {
  constexpr int g = Theme::kGrid;
  engineLabel_->setObjectName("engineStatusLabel");
  runLabel_->setObjectName("runStatusLabel");
  messageLabel_->setObjectName("lastMessageLabel");
  for (QLabel* label : {engineLabel_, runLabel_, messageLabel_}) label->setFont(Theme::smallFont());
  engineLabel_->setProperty("muted", true);
  messageLabel_->setProperty("muted", true);
  bar_->setFixedWidth(120);
  bar_->setTextVisible(false);
  bar_->setRange(0, 1000);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(g + g / 2, 2, g, 2);
  layout->setSpacing(2 * g);
  layout->addWidget(engineLabel_);
  layout->addWidget(runLabel_);
  layout->addWidget(bar_);
  layout->addStretch();
  layout->addWidget(messageLabel_);
  connect(&context.engine(), &EngineClient::stateChanged, this, &StatusStrip::refresh);
  connect(&context.engine(), &EngineClient::ready, this, &StatusStrip::refresh);
  connect(&context.runs(), &RunController::statusChanged, this, &StatusStrip::refresh);
  connect(&context.runs(), &RunController::activityChanged, this, &StatusStrip::refresh);
  connect(&context.runs(), &RunController::infoChanged, this, &StatusStrip::refresh);
  connect(&context.messages(), &Messages::posted, this, [this](const Message& message) {
    messageLabel_->setText(messageLabel_->fontMetrics().elidedText(message.text, Qt::ElideRight, 360));
  });
  refresh();
}

QString StatusStrip::engineText() const {
  const auto& engine = context_.engine();
  switch (engine.state()) {
    case EngineClient::State::starting:
      return tr("Engine is starting…");
    case EngineClient::State::stopped:
      return tr("Engine is off");
    case EngineClient::State::failed:
      return tr("Engine does not run");
    case EngineClient::State::ready:
      break;
  }
  const qint64 memory = context_.runs().status().memoryBytes;
  QString device = QString::fromStdString(engine.hello().device);
  const qint64 threads = engine.hello().threads;
  if (device.startsWith(QLatin1String("CPU"))) {
    device = threads == 1 ? tr("CPU, 1 thread") : tr("CPU, %1 threads").arg(QLocale().toString(threads));
  }
  const bool live = context_.runs().isActive() && memory > 0;
  return live ? device + " · " + QLocale().formattedDataSize(memory, 1, QLocale::DataSizeTraditionalFormat) : device;
}

QString StatusStrip::runText() const {
  const auto& runs = context_.runs();
  if (runs.activity() == RunController::Activity::starting && !runs.info()) return tr("Starting a run…");
  if (!runs.info()) return tr("No run");
  const auto& status = runs.status();
  const QLocale locale;
  QString name = QString::fromStdString(runs.info()->notes.name);
  if (name.isEmpty()) name = QFileInfo(QString::fromStdString(runs.info()->path)).fileName();
  // What was asked for is said at once, whichever page is in front; the run's own word follows.
  const QString under = activityName(runs.activity());
  QStringList parts{
      QStringLiteral("%1 %2 %3").arg(name, stateMark(status.state), under.isEmpty() ? stateName(status.state) : under)};
  if (status.totalEpochs > 0) {
    // The epoch under way, counted from 1; the last one when all are done.
    const qint64 current = std::min<qint64>(status.totalEpochs, static_cast<qint64>(std::floor(status.epoch)) + 1);
    parts << tr("epoch %1/%2").arg(locale.toString(current), locale.toString(qlonglong(status.totalEpochs)));
  }
  if (status.step > 0) parts << tr("step %1").arg(locale.toString(qlonglong(status.step)));
  if (isLive(status.state) && status.imagesPerSecond > 0) {
    const auto& info = context_.runs().info();
    const QString rate = locale.toString(status.imagesPerSecond, 'f', 0);
    parts << (info && info->spec.isCierec() ? tr("%1 interactions/s").arg(rate) : tr("%1 img/s").arg(rate));
  }
  if (status.state == RunState::running && status.remainingSeconds >= 0) {
    const QTime finish = QDateTime::currentDateTime().addSecs(std::llround(status.remainingSeconds)).time();
    parts << tr("%1 left (%2)").arg(durationText(status.remainingSeconds), finish.toString("HH:mm"));
  } else if (status.elapsedSeconds > 0) {
    parts << tr("took %1").arg(durationText(status.elapsedSeconds));
  }
  return parts.join(" · ");
}

void StatusStrip::refresh() {
  engineLabel_->setText(engineText());
  runLabel_->setText(runText());
  const auto& status = context_.runs().status();
  bar_->setVisible(context_.runs().isActive() && status.totalSteps > 0);
  if (status.totalSteps > 0) {
    bar_->setValue(static_cast<int>(1000 * std::min(status.step, status.totalSteps) / status.totalSteps));
  }
}

}  // namespace marcie::ui
