#include "ui/panels/diffusion_panel.h"

#include <algorithm>

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLocale>

#include "ui/bridge/error_text.h"
#include "ui/dialogs/ask.h"
#include "ui/models/thumbnail_store.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {
namespace {

constexpr int kPlayMs = 450;
constexpr int kStepsShown = 12;  // of a first walk, where the run itself makes fewer

QString shownNumber(double value) {
  return QLocale().toString(value, 'g', 4);
}

}  // namespace

DiffusionPanel::DiffusionPanel(AppContext& context, QWidget* parent) : Panel(context, parent) {
  setAcceptDrops(true);
  build();
  connectParts();
  retranslate();
}

bool DiffusionPanel::hasContent() const {
  const BranchNode* node = tree_.find(current_);
  return pages_->currentWidget() == page_ && node != nullptr && node->reply.has_value();
}

// A branch with other noise, so that there is a tree to see.
std::vector<PanelView> DiffusionPanel::views() {
  const auto branch = [this] {
    constexpr int kFromStep = 4, kSeed = 7;
    setCurrent(current_, kFromStep);
    protocol::DiffusionSettings settings;
    settings.fromStep = step_;
    settings.seed = kSeed;
    settings.eta = 0.5;
    addWalk(settings, true);
  };
  return {PanelView{}, {QStringLiteral("branch"), branch, [this] { return hasContent(); }}};
}

void DiffusionPanel::connectParts() {
  AppContext& all = context();
  connect(empty_, &EmptyState::dropped, this, &DiffusionPanel::walk);
  connect(emptyOpenButton_, &QPushButton::clicked, this, [this] { choosePicture(false); });
  connect(openButton_, &QPushButton::clicked, this, [this] { choosePicture(false); });
  connect(secondButton_, &QPushButton::clicked, this, [this] { choosePicture(true); });
  connect(startButton_, &QPushButton::clicked, this, [this] {
    form_->startRoot(startSettings(), scene_ ? static_cast<int>(scene_->timeSteps) : 1, scene_ && scene_->canGuide);
  });
  connect(branchButton_, &QPushButton::clicked, this, [this] {
    const BranchNode* node = tree_.find(current_);
    if (node == nullptr || !node->reply) return;
    const auto& step = node->reply->steps[static_cast<std::size_t>(step_)];
    form_->startBranch(node->reply->settings, step_, static_cast<int>(step.t), scene_ && scene_->canGuide);
  });
  connect(form_, &DiffusionBranchForm::accepted, this, &DiffusionPanel::addWalk);
  connect(form_, &DiffusionBranchForm::closed, this, [this] {
    form_->hide();
    slider_->setFocus();
  });
  connect(slider_, &QSlider::valueChanged, this, [this](int step) { setCurrent(current_, step); });
  connect(playButton_, &QToolButton::clicked, this, [this] { setPlaying(!playTimer_.isActive()); });
  connect(firstButton_, &QToolButton::clicked, this, [this] { setCurrent(current_, 0); });
  connect(backButton_, &QToolButton::clicked, this, [this] { setCurrent(current_, step_ - 1); });
  connect(nextButton_, &QToolButton::clicked, this, [this] { setCurrent(current_, step_ + 1); });
  connect(lastButton_, &QToolButton::clicked, this, [this] { setCurrent(current_, stepCount() - 1); });
  playTimer_.setInterval(kPlayMs);
  connect(&playTimer_, &QTimer::timeout, this, [this] {
    setCurrent(current_, step_ + 1);
    if (step_ >= stepCount() - 1) setPlaying(false);
  });
  connect(tilesBox_, &QSpinBox::valueChanged, this, [this](int count) {
    for (auto& [id, row] : rows_) row.strip->setTileCount(count);
  });
  connect(headBox_, &QComboBox::currentIndexChanged, this, [this](int index) {
    for (auto& [id, row] : rows_) row.strip->setShowsAlone(index == 1);
    showRows();
  });
  connect(plots_, &DiffusionPlots::stepChosen, this, &DiffusionPanel::setCurrent);
  all.noteExportsOf(plots_);
  connect(&all.selection(), &Selection::pictureChanged, this, [this] {
    const auto& picture = context().selection().picture();
    form_->setSelectedPicture(picture ? q(picture->path) : QString());
    if (picture) walk(q(picture->path));
  });
  connect(&all.selection(), &Selection::runChanged, this, [this] {
    scene_.reset();
    tree_.forgetReplies();
    refresh();
  });
  connect(&all.engine(), &EngineClient::ready, this, &DiffusionPanel::refresh);
  connect(&all.engine(), &EngineClient::runEvents, this,
          [this](const QString& run, bool, bool, const std::vector<RunEvent>& events) { onRunEvents(run, events); });
  connect(&Theme::instance(), &Theme::changed, this, [this] {
    if (pages_->currentWidget() == page_) showAll();
  });
}

void DiffusionPanel::explain(const QString& headline, const QString& text) {
  setPlaying(false);
  empty_->setTexts(headline, text);
  pages_->setCurrentWidget(empty_);
}

void DiffusionPanel::choosePicture(bool isSecond) {
  choosePaths(
      this,
      {PathKind::file, tr("Picture"), tr("Pictures (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff);;All files (*)"),
       QFileInfo(path_).absolutePath()},
      [this, isSecond](const QStringList& paths) {
        if (isSecond) {
          addPicture(paths.front());
        } else {
          walk(paths.front());
        }
      });
}

void DiffusionPanel::walk(const QString& path) {
  path_ = path;
  if (tree_.nodes().empty()) {
    current_ = tree_.addRoot(path, {});
  } else {
    tree_.setPath(tree_.nodes().front().id, path);
  }
  refresh();
}

void DiffusionPanel::addPicture(const QString& path) {
  if (tree_.nodes().empty()) return walk(path);
  const int id = tree_.addRoot(path, tree_.nodes().front().settings);
  setCurrent(id, 0);
  showAll();
  askWalk(id);
}

// The run's own settings, on as many steps as there is something to see.
protocol::DiffusionSettings DiffusionPanel::startSettings() const {
  protocol::DiffusionSettings settings = scene_ ? scene_->own : protocol::DiffusionSettings{};
  if (settings.steps < kStepsShown && scene_) settings.steps = std::min<std::int64_t>(kStepsShown, scene_->timeSteps);
  settings.condition.clear();
  return settings;
}

void DiffusionPanel::addWalk(const protocol::DiffusionSettings& settings, bool isBranch) {
  const BranchNode* node = tree_.find(current_);
  if (node == nullptr) return;
  const int id = isBranch ? tree_.addBranch(current_, settings) : tree_.addRoot(node->path, settings);
  form_->hide();
  setCurrent(id, 0);
  showAll();
  askWalk(id);
  slider_->setFocus();
}

void DiffusionPanel::removeWalk(int id) {
  const BranchNode* node = tree_.find(id);
  const int parent = node != nullptr ? node->parent : -1;
  tree_.remove(id);
  if (tree_.find(current_) == nullptr) {
    current_ = parent >= 0 ? parent : tree_.nodes().empty() ? -1 : tree_.nodes().front().id;
    step_ = 0;
  }
  if (tree_.nodes().empty()) {
    path_.clear();
    return refresh();
  }
  showAll();
}

void DiffusionPanel::refresh() {
  ++generation_;
  if (context().selection().run().isEmpty()) {
    return explain(tr("No run is chosen"),
                   tr("Train one with diffusion (the variants full and cdr) on the Train page, or open one on the Runs "
                      "page."));
  }
  if (path_.isEmpty()) {
    return explain(tr("Drop a photo"),
                   tr("Or pick a picture in the grid of the Data page: this page follows it, from noise to what the "
                      "diffusion makes of it."));
  }
  stale_ = !isVisible();
  if (stale_) return;
  askScene();
}

void DiffusionPanel::showEvent(QShowEvent* event) {
  Panel::showEvent(event);
  if (stale_) refresh();
}

void DiffusionPanel::onRunEvents(const QString& run, const std::vector<RunEvent>& events) {
  if (run != context().selection().run() || path_.isEmpty()) return;
  const bool saved = std::any_of(events.begin(), events.end(), [](const RunEvent& event) {
    return std::holds_alternative<CheckpointSaved>(event.body);
  });
  if (saved) refresh();
}

void DiffusionPanel::askScene() {
  protocol::DiffusionScene request;
  request.run = context().selection().run().toStdString();
  ++pending_;
  context().engine().call<protocol::DiffusionScene>(
      this, request, [this, asked = generation_](const Result<protocol::DiffusionSceneReply>& reply) {
        --pending_;
        if (asked == generation_) onScene(reply);
      });
  if (!scene_) explain(tr("Looking…"), path_);
}

void DiffusionPanel::onScene(const Result<protocol::DiffusionSceneReply>& reply) {
  if (!reply.ok()) {
    const Error& error = reply.error();
    if (error.code == ErrorCode::cancelled) return;
    scene_.reset();
    const bool lacks = error.code == ErrorCode::unavailable || error.code == ErrorCode::notFound;
    return explain(lacks ? tr("No diffusion to look at") : tr("The diffusion cannot be looked at"),
                   errorCause(error) + (error.hint.empty() ? QString() : ". " + q(error.hint)));
  }
  const bool isFirst = !scene_;
  scene_ = *reply;
  plots_->setScene(*scene_);
  // The first walk of a run begins with its own settings; what a person chose stays.
  if (isFirst) {
    for (const BranchNode& node : tree_.nodes()) {
      BranchNode* open = node.parent < 0 && node.settings.steps < 0 ? tree_.find(node.id) : nullptr;
      if (open != nullptr) open->settings.steps = startSettings().steps;
    }
  }
  if (tree_.find(current_) == nullptr && !tree_.nodes().empty()) current_ = tree_.nodes().front().id;
  pages_->setCurrentWidget(page_);
  showAll();
  for (const BranchNode& node : tree_.nodes()) askWalk(node.id);
}

void DiffusionPanel::askWalk(int id) {
  const BranchNode* node = tree_.find(id);
  if (node == nullptr) return;
  protocol::DiffusionTrace request;
  request.run = context().selection().run().toStdString();
  request.path = node->path.toStdString();
  request.strips = tree_.lineage(id);
  ++pending_;
  context().engine().call<protocol::DiffusionTrace>(
      this, request, [this, id, asked = generation_](const Result<protocol::DiffusionTraceReply>& reply) {
        --pending_;
        if (asked == generation_) onWalk(id, reply);
      });
}

void DiffusionPanel::onWalk(int id, const Result<protocol::DiffusionTraceReply>& reply) {
  BranchNode* node = tree_.find(id);
  if (node == nullptr || (!reply.ok() && reply.error().code == ErrorCode::cancelled)) return;
  if (reply.ok()) {
    node->reply = *reply;
    node->error.clear();
  } else {
    node->reply.reset();
    node->error = errorCause(reply.error()) + (reply.error().hint.empty() ? QString() : ". " + q(reply.error().hint));
  }
  if (id == current_) step_ = std::clamp(step_, 0, std::max(0, stepCount() - 1));
  showAll();
}

int DiffusionPanel::stepCount() const {
  const BranchNode* node = tree_.find(current_);
  return node != nullptr && node->reply ? static_cast<int>(node->reply->steps.size()) : 0;
}

void DiffusionPanel::setCurrent(int id, int step) {
  const bool isOther = id != current_;
  current_ = id;
  const int last = std::max(0, stepCount() - 1);
  step_ = std::clamp(step, 0, last);
  showSteps();
  if (isOther) {
    showHead();
    showPlots();
  }
}

void DiffusionPanel::setPlaying(bool isPlaying) {
  if (isPlaying && step_ >= stepCount() - 1) setCurrent(current_, 0);
  if (isPlaying) {
    playTimer_.start();
  } else {
    playTimer_.stop();
  }
  playButton_->setIcon(Theme::instance().icon(isPlaying ? "pause" : "start"));
  playButton_->setToolTip(isPlaying ? tr("Pause (Space)") : tr("Play (Space)"));
  playButton_->setAccessibleName(playButton_->toolTip());
}

void DiffusionPanel::keyPressEvent(QKeyEvent* event) {
  if (pages_->currentWidget() != page_) return Panel::keyPressEvent(event);
  switch (event->key()) {
    case Qt::Key_Space:
      return setPlaying(!playTimer_.isActive());
    case Qt::Key_Left:
      return setCurrent(current_, step_ - 1);
    case Qt::Key_Right:
      return setCurrent(current_, step_ + 1);
    case Qt::Key_Home:
      return setCurrent(current_, 0);
    case Qt::Key_End:
      return setCurrent(current_, stepCount() - 1);
    case Qt::Key_B:
      return branchButton_->click();
    default:
      Panel::keyPressEvent(event);
  }
}

void DiffusionPanel::dragEnterEvent(QDragEnterEvent* event) {
  if (!droppedPath(event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void DiffusionPanel::dropEvent(QDropEvent* event) {
  const QString path = droppedPath(event->mimeData());
  if (path.isEmpty()) return;
  event->acceptProposedAction();
  walk(path);
}

// "step 3 (t = 80): seed 7, η 1" of a branch; the settings of a first walk.
QString DiffusionPanel::nameOf(const BranchNode& node) const {
  QStringList parts;
  const bool isFirst = node.parent < 0;
  const auto& s = isFirst && node.reply ? node.reply->settings : node.settings;
  if (s.steps > 0) parts << tr("%1 steps").arg(s.steps);
  if (s.seed >= 0) parts << tr("seed %1").arg(s.seed);
  if (s.eta >= 0) parts << tr("η %1").arg(shownNumber(s.eta));
  if (s.guidance >= 0 && (!isFirst || s.guidance > 0)) parts << tr("guidance %1").arg(shownNumber(s.guidance));
  if (!s.condition.empty() && q(s.condition) != node.path) {
    parts << tr("condition %1").arg(QFileInfo(q(s.condition)).fileName());
  }
  if (isFirst) return QFileInfo(node.path).fileName() + QStringLiteral(" · ") + parts.join(QStringLiteral(" · "));
  if (parts.isEmpty()) parts << tr("nothing changed");
  const BranchNode* parent = tree_.find(node.parent);
  const bool known = parent != nullptr && parent->reply &&
                     node.settings.fromStep < static_cast<std::int64_t>(parent->reply->steps.size());
  const QString where =
      known ? tr("from t = %1").arg(parent->reply->steps[static_cast<std::size_t>(node.settings.fromStep)].t)
            : tr("from step %1").arg(node.settings.fromStep + 1);
  return where + QStringLiteral(": ") + parts.join(QStringLiteral(", "));
}

const PanelEntry& diffusionPanelEntry() {
  static const PanelEntry entry{
      .name = "diffusion",
      .title = MARCIE_TR("Panels", "Diffusion"),
      .help = MARCIE_TR("Panels", "Follow a picture through the reverse diffusion, and branch off"),
      .icon = "diffusion",
      .workspace = "diffusion",
      .stretch = 1,
      .place = PanelEntry::Place::workspace,
      .make = [](AppContext& context, QWidget* parent) -> Panel* { return new DiffusionPanel(context, parent); }};
  return entry;
}

}  // namespace marcie::ui
