// What the Diffusion page looks like: its parts, and what they show.
#include <algorithm>

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>
#include <QSplitter>

#include "ui/bridge/error_text.h"
#include "ui/models/thumbnail_store.h"
#include "ui/panels/diffusion_panel.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {
namespace {

constexpr int kIndent = 28;  // px of a branch under its parent
constexpr int kTilesAtFirst = 8;
constexpr int kPictureSide = 112;
constexpr int kStripRoom = 196;  // px of a walk with its title

void emptyLayout(QLayout* layout) {
  while (QLayoutItem* item = layout->takeAt(0)) delete item;
}

}  // namespace

void DiffusionPanel::build() {
  constexpr int g = Theme::kGrid;
  pages_ = new QStackedWidget(this);
  empty_ = new EmptyState("diffusion", this);
  empty_->setAcceptsDrops(true);
  emptyOpenButton_ = empty_->addButton("openDiffusionPictureButton", true);
  page_ = new QWidget(this);
  form_ = new DiffusionBranchForm(page_);
  form_->hide();
  scroll_ = new QScrollArea(page_);
  scroll_->setObjectName(QStringLiteral("walkScroll"));
  scroll_->setWidgetResizable(true);
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
  auto* inside = new QWidget(scroll_);
  rowColumn_ = new QVBoxLayout(inside);
  rowColumn_->setContentsMargins(0, 0, g, 0);
  rowColumn_->setSpacing(g);
  scroll_->setWidget(inside);
  plots_ = new DiffusionPlots(page_);
  auto* splitter = new QSplitter(Qt::Vertical, page_);
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(scroll_);
  splitter->addWidget(plots_);
  // A whole strip is always in sight.
  scroll_->setMinimumHeight(kStripRoom);
  plots_->setMinimumHeight(200);
  splitter->setSizes({320, 300});
  auto* layout = new QVBoxLayout(page_);
  layout->setContentsMargins(2 * g, g + g / 2, 2 * g, g);
  layout->setSpacing(g);
  layout->addWidget(buildHead());
  layout->addWidget(buildSteps());
  layout->addWidget(form_);
  layout->addWidget(splitter, 1);
  pages_->addWidget(empty_);
  pages_->addWidget(page_);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(pages_);
}

QWidget* DiffusionPanel::buildHead() {
  constexpr int g = Theme::kGrid;
  auto* head = new QWidget(page_);
  picture_ = new PictureView(head);
  picture_->setFixedSize(kPictureSide * 4 / 3, kPictureSide);
  titleLabel_ = new QLabel(head);
  titleLabel_->setFont(Theme::headingFont());
  verdictLabel_ = new QLabel(head);
  verdictLabel_->setObjectName(QStringLiteral("diffusionVerdictLabel"));
  verdictLabel_->setTextFormat(Qt::RichText);
  noteLabel_ = new QLabel(head);
  noteLabel_->setObjectName(QStringLiteral("diffusionNoteLabel"));
  noteLabel_->setWordWrap(true);
  noteLabel_->setFont(Theme::smallFont());
  noteLabel_->setProperty("muted", true);
  tags_ = new ChipRow(head);
  openButton_ = new QPushButton(head);
  openButton_->setObjectName(QStringLiteral("openOtherDiffusionButton"));
  secondButton_ = new QPushButton(head);
  secondButton_->setObjectName(QStringLiteral("addPictureButton"));
  startButton_ = new QPushButton(head);
  startButton_->setObjectName(QStringLiteral("addWalkButton"));
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(titleLabel_, 1);
  buttons->addWidget(openButton_);
  buttons->addWidget(secondButton_);
  buttons->addWidget(startButton_);
  auto* words = new QVBoxLayout;
  words->setSpacing(g / 2);
  words->addLayout(buttons);
  words->addWidget(verdictLabel_);
  words->addWidget(tags_);
  words->addWidget(noteLabel_);
  words->addStretch();
  auto* row = new QHBoxLayout(head);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(2 * g);
  row->addWidget(picture_);
  row->addLayout(words, 1);
  return head;
}

QWidget* DiffusionPanel::buildSteps() {
  constexpr int g = Theme::kGrid;
  auto* bar = new QWidget(page_);
  auto* row = new QHBoxLayout(bar);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(g / 2);
  const auto tool = [&](const char* name, const QString& text) {
    auto* button = new QToolButton(bar);
    button->setObjectName(QString::fromLatin1(name));
    button->setText(text);
    button->setAutoRaise(true);
    row->addWidget(button);
    return button;
  };
  firstButton_ = tool("firstStepButton", QStringLiteral("«"));
  backButton_ = tool("backStepButton", QStringLiteral("‹"));
  playButton_ = tool("playStepsButton", {});
  nextButton_ = tool("nextStepButton", QStringLiteral("›"));
  lastButton_ = tool("lastStepButton", QStringLiteral("»"));
  slider_ = new QSlider(Qt::Horizontal, bar);
  slider_->setObjectName(QStringLiteral("stepSlider"));
  slider_->setPageStep(1);
  slider_->setTickPosition(QSlider::TicksBelow);
  slider_->setTickInterval(1);
  row->addWidget(slider_, 1);
  stepLabel_ = new QLabel(bar);
  stepLabel_->setObjectName(QStringLiteral("stepLabel"));
  row->addWidget(stepLabel_);
  row->addSpacing(g);
  branchButton_ = new QPushButton(bar);
  branchButton_->setObjectName(QStringLiteral("branchButton"));
  row->addWidget(branchButton_);
  row->addSpacing(g);
  tilesLabel_ = new QLabel(bar);
  tilesBox_ = new QSpinBox(bar);
  tilesBox_->setObjectName(QStringLiteral("tilesBox"));
  tilesBox_->setRange(2, 50);
  tilesBox_->setValue(kTilesAtFirst);
  tilesLabel_->setBuddy(tilesBox_);
  headLabel_ = new QLabel(bar);
  headBox_ = new QComboBox(bar);
  headBox_->setObjectName(QStringLiteral("headBox"));
  headBox_->addItems({{}, {}});
  headLabel_->setBuddy(headBox_);
  for (QWidget* widget : std::initializer_list<QWidget*>{tilesLabel_, tilesBox_, headLabel_, headBox_}) {
    row->addWidget(widget);
  }
  return bar;
}

void DiffusionPanel::retranslate() {
  emptyOpenButton_->setText(tr("Open a picture…"));
  openButton_->setText(tr("Open a picture…"));
  secondButton_->setText(tr("Add a picture…"));
  secondButton_->setToolTip(tr("Show another picture's walk below this one"));
  startButton_->setText(tr("Other settings…"));
  startButton_->setToolTip(
      tr("Walk again from the start with another seed, η, guidance, condition or number of steps"));
  branchButton_->setText(tr("Branch here…"));
  branchButton_->setToolTip(tr("Go on from this state with something changed (B)"));
  tilesLabel_->setText(tr("Previews"));
  headLabel_->setText(tr("Classes by"));
  headBox_->setItemText(0, tr("whole model"));
  headBox_->setItemText(1, tr("x̂₀ alone"));
  headBox_->setToolTip(
      tr("The whole model also sees the picture's own embedding; the classifier on x̂₀ alone does not."));
  const auto name = [](QToolButton* button, const QString& text) {
    button->setToolTip(text);
    button->setAccessibleName(text);
  };
  name(firstButton_, tr("First step (Home)"));
  name(backButton_, tr("One step back (←)"));
  name(nextButton_, tr("One step on (→)"));
  name(lastButton_, tr("Last step (End)"));
  slider_->setAccessibleName(tr("Reverse step"));
  picture_->setAccessibleName(tr("Picture"));
  form_->retranslate();
  plots_->retranslate();
  setPlaying(playTimer_.isActive());
  if (pages_->currentWidget() == page_ && scene_) {
    showAll();
  } else if (pending_ == 0) {
    refresh();
  }
}

void DiffusionPanel::showAll() {
  showRows();
  showHead();
  showSteps();
  showPlots();
}

void DiffusionPanel::showHead() {
  const auto& c = Theme::instance().colours();
  const BranchNode* node = tree_.find(current_);
  if (node == nullptr || !scene_) return;
  titleLabel_->setText(QFileInfo(node->path).fileName());
  const bool known = node->reply.has_value();
  picture_->setImage(known ? toImage(node->reply->picture) : QImage());
  QString verdict;
  std::vector<Chip> chips;
  if (known) {
    const auto& reply = *node->reply;
    verdict = tr("In use, the run says <b>%1</b>").arg(q(reply.prediction).toHtmlEscaped());
    if (!reply.trueLabel.empty()) {
      const bool right = reply.trueLabel == reply.prediction;
      verdict +=
          QStringLiteral(" · <span style='color:%1'>%2</span>")
              .arg((right ? c.good : c.danger).name(),
                   right ? tr("✓ that is its label") : tr("✕ its label is %1").arg(q(reply.trueLabel).toHtmlEscaped()));
    }
    for (const auto& tag : reply.trueTags) chips.push_back({q(tag), Chip::Kind::plain});
  }
  verdictLabel_->setText(verdict);
  tags_->setVisible(!chips.empty());
  tags_->setChips(std::move(chips));
  QStringList notes;
  notes << tr("Checkpoint of step %1 · mode %2 · target %3 · predicts %4 · T = %5 · in use %6 step(s)")
               .arg(QLocale().toString(qlonglong(scene_->step)), q(scene_->mode), q(scene_->target),
                    q(scene_->prediction), QLocale().toString(qlonglong(scene_->timeSteps)),
                    QLocale().toString(qlonglong(scene_->own.steps)));
  if (scene_->draws > 1) {
    notes << tr("In use, x_CDR is the mean of %1 draws; a walk shows one of them.").arg(scene_->draws);
  }
  for (const auto& warning : scene_->warnings) notes << QStringLiteral("⚠ ") + q(warning.message);
  for (const auto& note : scene_->notes) notes << translated("Options", note);
  noteLabel_->setText(notes.join(u'\n'));
}

DiffusionPanel::Row DiffusionPanel::makeRow(int id) {
  Row row;
  row.widget = new QWidget(scroll_->widget());
  row.widget->setObjectName(QStringLiteral("walkRow"));
  row.swatch = new QLabel(row.widget);
  row.title = new QLabel(row.widget);
  row.title->setObjectName(QStringLiteral("walkTitle"));
  row.result = new QLabel(row.widget);
  row.result->setObjectName(QStringLiteral("walkResult"));
  row.strip = new ReverseStrip(row.widget);
  row.strip->setObjectName(QStringLiteral("walkStrip"));
  row.strip->setTileCount(tilesBox_->value());
  row.strip->setShowsAlone(headBox_->currentIndex() == 1);
  row.removeButton = new QToolButton(row.widget);
  row.removeButton->setObjectName(QStringLiteral("removeWalkButton"));
  row.removeButton->setAutoRaise(true);
  auto* head = new QHBoxLayout;
  head->setSpacing(Theme::kGrid / 2 + 2);
  head->addWidget(row.swatch);
  head->addWidget(row.title);
  head->addStretch();
  head->addWidget(row.result);
  head->addWidget(row.removeButton);
  auto* column = new QVBoxLayout(row.widget);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2);
  column->addLayout(head);
  column->addWidget(row.strip);
  connect(row.strip, &ReverseStrip::stepChosen, this, [this, id](int step) { setCurrent(id, step); });
  context().noteExportsOf(row.strip);
  connect(row.removeButton, &QToolButton::clicked, this, [this, id] { removeWalk(id); });
  return row;
}

// Rows are kept as long as their walk is, so that the focus stays where it is.
void DiffusionPanel::showRows() {
  for (auto it = rows_.begin(); it != rows_.end();) {
    if (tree_.find(it->first) != nullptr) {
      ++it;
      continue;
    }
    it->second.widget->deleteLater();
    it = rows_.erase(it);
  }
  emptyLayout(rowColumn_);
  for (const BranchNode& node : tree_.nodes()) {
    auto it = rows_.find(node.id);
    if (it == rows_.end()) it = rows_.emplace(node.id, makeRow(node.id)).first;
    showRow(node, it->second);
    it->second.widget->layout()->setContentsMargins(kIndent * tree_.depth(node.id), 0, 0, 0);
    rowColumn_->addWidget(it->second.widget);
    it->second.widget->show();
  }
  rowColumn_->addStretch();
}

void DiffusionPanel::showRow(const BranchNode& node, Row& row) {
  const auto& c = Theme::instance().colours();
  QPixmap swatch(10, 10);
  swatch.fill(Theme::instance().series(node.colour));
  row.swatch->setPixmap(swatch);
  row.title->setText((node.parent < 0 ? QString() : QStringLiteral("↳ ")) + nameOf(node));
  row.removeButton->setIcon(Theme::instance().icon("close"));
  row.removeButton->setToolTip(tr("Take this walk and its branches away"));
  row.removeButton->setAccessibleName(row.removeButton->toolTip());
  row.removeButton->setVisible(tree_.nodes().size() > 1);
  if (!node.reply) {
    row.strip->setSteps({}, {});
    row.strip->hide();
    row.result->setText(node.error.isEmpty() ? tr("Walking…") : node.error);
    return;
  }
  row.strip->show();
  row.strip->setExportName(QStringLiteral("diffusion-") + QFileInfo(node.path).completeBaseName());
  row.strip->setAccessibleName(row.title->text());
  row.strip->setSteps(node.reply->steps, q(node.reply->trueLabel));
  const auto& last = node.reply->steps.back();
  const auto& top = headBox_->currentIndex() == 1 ? last.alone : last.full;
  if (top.empty()) return;
  const bool isRight = top.front().name == node.reply->trueLabel;
  row.result->setText(QStringLiteral("→ <span style='color:%1'>%2 %3</span>")
                          .arg((isRight ? c.good : c.text).name(), q(top.front().name).toHtmlEscaped(),
                               shortPercent(top.front().probability)));
}

void DiffusionPanel::showSteps() {
  const int count = stepCount();
  const QSignalBlocker blocker(slider_);
  slider_->setRange(0, std::max(0, count - 1));
  slider_->setValue(step_);
  for (auto& [id, row] : rows_) row.strip->setCurrent(id == current_ ? step_ : -1);
  for (QWidget* widget : std::initializer_list<QWidget*>{slider_, playButton_, branchButton_}) {
    widget->setEnabled(count > 0);
  }
  firstButton_->setEnabled(step_ > 0);
  backButton_->setEnabled(step_ > 0);
  nextButton_->setEnabled(step_ < count - 1);
  lastButton_->setEnabled(step_ < count - 1);
  const BranchNode* node = tree_.find(current_);
  stepLabel_->setText(count == 0 ? QString()
                                 : tr("step %1 of %2 · t = %3")
                                       .arg(step_ + 1)
                                       .arg(count)
                                       .arg(node->reply->steps[static_cast<std::size_t>(step_)].t));
  plots_->setStep(step_);
}

void DiffusionPanel::showPlots() {
  std::map<int, QString> names;
  for (const BranchNode& node : tree_.nodes()) {
    names[node.id] = node.parent < 0 ? QFileInfo(node.path).fileName() : nameOf(node);
  }
  plots_->setWalks(tree_, current_, names);
  plots_->setStep(step_);
}

}  // namespace marcie::ui
