#include "ui/widgets/first_run_path.h"

#include <QHBoxLayout>
#include <QSettings>

#include "ui/theme.h"

namespace marcie::ui {

FirstRunPath::FirstRunPath(AppContext& context, QWidget* parent)
    : QFrame(parent), context_(context), hideButton_(new QPushButton(this)) {
  constexpr int g = Theme::kGrid;
  setObjectName("firstRunPath");
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(2 * g, g / 2, g, g / 2);
  layout->setSpacing(2);
  for (int i = 0; i < kSteps; ++i) {
    auto* button = new QPushButton(this);
    button->setObjectName(QStringLiteral("pathStep%1Button").arg(i + 1));
    button->setFlat(true);
    buttons_ << button;
    layout->addWidget(button);
    connect(button, &QPushButton::clicked, this, [this, i] { Q_EMIT stepChosen(i); });
  }
  layout->addStretch();
  hideButton_->setObjectName("hidePathButton");
  hideButton_->setFlat(true);
  layout->addWidget(hideButton_);
  for (const auto& value : QSettings().value("firstRun/done").toList()) done_ << value.toInt();
  connect(hideButton_, &QPushButton::clicked, this, &FirstRunPath::hideForGood);
  connect(&Theme::instance(), &Theme::changed, this, &FirstRunPath::paintSteps);
  connect(&context.selection(), &Selection::dataChanged, this, [this] {
    if (!context_.selection().hasData()) return;
    markDone(load);
    markDone(check);
  });
  connect(&context.runs(), &RunController::started, this, [this] { markDone(configure); });
  connect(&context.engine(), &EngineClient::runEvents, this,
          [this](const QString& run, bool, bool, const std::vector<RunEvent>& events) { onRunEvents(run, events); });
  connect(&context.selection(), &Selection::pictureChanged, this, [this] {
    if (context_.selection().picture() && isDone(train)) markDone(look);
  });
  connect(&context, &AppContext::predictionRequested, this, [this] { markDone(look); });
  connect(&context, &AppContext::exported, this, [this] { markDone(exportStep); });
  setVisible(!isHiddenForGood());
  retranslate();
}

void FirstRunPath::onRunEvents(const QString& run, const std::vector<RunEvent>& events) {
  if (run != context_.selection().run() || isDone(train)) return;
  for (const auto& event : events) {
    if (!std::holds_alternative<CheckpointSaved>(event.body)) continue;
    markDone(configure);
    return markDone(train);
  }
}

void FirstRunPath::retranslate() {
  const std::pair<QString, QString> words[kSteps] = {
      {tr("Load"), tr("Open or drop pictures on the Data page")},
      {tr("Check"), tr("Look at what was found, then “Use this data”")},
      {tr("Configure"), tr("Choose a preset on the Train page")},
      {tr("Train"), tr("Press Start and watch the curves")},
      {tr("Look"), tr("Try a photo on the Predict page")},
      {tr("Export"), tr("Right-click a curve to save it as a figure or a table")}};
  for (int i = 0; i < kSteps; ++i) {
    buttons_[i]->setText(QStringLiteral("%1  %2").arg(i + 1).arg(words[i].first));
    buttons_[i]->setToolTip(words[i].second);
  }
  hideButton_->setText(tr("Hide for good"));
  paintSteps();
}

void FirstRunPath::paintSteps() {
  const auto& c = Theme::instance().colours();
  setStyleSheet(QStringLiteral("QFrame#firstRunPath { background: %1; border-bottom: 1px solid %2; }")
                    .arg(c.surface.name(), c.border.name()));
  bool nextFound = false;
  for (int i = 0; i < kSteps; ++i) {
    const bool done = done_.contains(i);
    const bool next = !done && !nextFound;
    nextFound = nextFound || next;
    const QColor colour = done ? c.good : next ? c.accent : c.muted;
    buttons_[i]->setStyleSheet(
        QStringLiteral("QPushButton { color: %1; font-weight: %2; } QPushButton:hover { background: %3; }")
            .arg(colour.name(), next ? "600" : "400", c.raised.name()));
    buttons_[i]->setIcon(done ? QIcon(Theme::instance().pixmap("check", 16, c.good, devicePixelRatioF())) : QIcon());
    buttons_[i]->setAccessibleDescription(done ? tr("done") : next ? tr("next") : QString());
  }
}

void FirstRunPath::markDone(Step step) {
  if (done_.contains(step)) return;
  done_ << step;
  QVariantList kept;
  for (const int value : done_) kept << value;
  QSettings().setValue("firstRun/done", kept);
  paintSteps();
}

void FirstRunPath::hideForGood() {
  QSettings().setValue("firstRun/hidden", true);
  hide();
  Q_EMIT hiddenForGood();
}

bool FirstRunPath::isHiddenForGood() {
  return QSettings().value("firstRun/hidden", false).toBool();
}

void FirstRunPath::showAgain() {
  QSettings().setValue("firstRun/hidden", false);
  show();
}

}  // namespace marcie::ui
