#include "ui/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QMenuBar>
#include <QSettings>
#include <QStatusBar>
#include <QTimer>
#include <QVBoxLayout>

#include "ui/bridge/error_text.h"
#include "ui/bridge/open_path.h"
#include "ui/dialogs/ask.h"
#include "ui/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/first_run_path.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/rail.h"
#include "ui/widgets/scroll_frame.h"
#include "ui/widgets/status_strip.h"

namespace marcie::ui {
namespace {

constexpr int kCloseWaitMs = 3000;
constexpr int kPageWidth = 1176;  // px, of 1280: the rail and the frame take the rest

}  // namespace

MainWindow::MainWindow(AppContext& context, QWidget* parent)
    : QMainWindow(parent),
      context_(context),
      rail_(new Rail(this)),
      stack_(new QStackedWidget(this)),
      path_(new FirstRunPath(context, this)),
      messageBar_(new MessageBar(context.messages(), this)),
      status_(new StatusStrip(context, this)) {
  stack_->setObjectName(QStringLiteral("pages"));
  setWindowIcon(QIcon(Theme::instance().pixmap("marcie", 64, Theme::instance().colours().accent)));
  setAcceptDrops(true);
  setDockOptions(QMainWindow::AllowTabbedDocks | QMainWindow::AllowNestedDocks);
  auto* centre = new QWidget(this);
  auto* column = new QVBoxLayout;
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(path_);
  column->addWidget(messageBar_);
  column->addWidget(stack_, 1);
  auto* row = new QHBoxLayout(centre);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  row->addWidget(rail_);
  row->addLayout(column, 1);
  setCentralWidget(centre);
  statusBar()->setSizeGripEnabled(false);
  statusBar()->addWidget(status_, 1);
  buildPages();
  buildDocks();
  buildMenus();
  connect(rail_, &Rail::chosen, this, &MainWindow::showPanel);
  connect(path_, &FirstRunPath::stepChosen, this, &MainWindow::onPathStep);
  connect(&context.runs(), &RunController::activityChanged, this, &MainWindow::updateRunActions);
  connect(&context.runs(), &RunController::infoChanged, this, &MainWindow::updateTitle);
  connect(&context.selection(), &Selection::dataChanged, this, &MainWindow::updateTitle);
  connect(&context, &AppContext::panelRequested, this, &MainWindow::showPanel);
  retranslate();
  restore();
  updateRunActions();
  updateTitle();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildPages() {
  for (const PanelEntry* entry : panels()) {
    if (entry->place != PanelEntry::Place::workspace) continue;
    auto& workspace = workspaces_[entry->workspace];
    if (workspace.page == nullptr) {
      workspace.page = new QSplitter(Qt::Horizontal);
      workspace.page->setChildrenCollapsible(false);
      workspace.frame = new ScrollFrame(workspace.page, stack_);
      stack_->addWidget(workspace.frame);
      order_ << entry->workspace;
      rail_->addEntry(entry->workspace, entry->icon);
    }
    workspace.entries << entry;
  }
}

void MainWindow::build(Workspace& workspace) {
  if (workspace.built) return;
  workspace.built = true;
  for (const PanelEntry* entry : workspace.entries) {
    Panel* made = entry->make(context_, workspace.page);
    made->setObjectName(QString(entry->name) + "Panel");
    panels_[entry->name] = made;
    workspace.page->addWidget(made);
    workspace.page->setStretchFactor(workspace.page->count() - 1, entry->stretch);
    for (QAction* action : made->actions()) runMenu_->insertAction(stopAction_, action);
  }
  QList<int> sizes;
  for (const PanelEntry* entry : workspace.entries) sizes << 400 * entry->stretch;
  workspace.page->setSizes(sizes);
  // The window is promised to fit 1280 pixels, whatever a panel would like at least.
  int wanted = 0;
  for (int i = 0; i < workspace.page->count(); ++i) wanted += workspace.page->widget(i)->minimumSizeHint().width();
  for (int i = 0; i < workspace.page->count(); ++i) {
    const int least = workspace.page->widget(i)->minimumSizeHint().width();
    workspace.page->widget(i)->setMinimumWidth(wanted > kPageWidth ? least * kPageWidth / wanted : least);
  }
}

void MainWindow::buildDocks() {
  for (const PanelEntry* entry : panels()) {
    if (entry->place != PanelEntry::Place::bottom) continue;
    Panel* made = entry->make(context_, this);
    made->setObjectName(QString(entry->name) + "Panel");
    panels_[entry->name] = made;
    auto* dock = new QDockWidget(this);
    dock->setObjectName(QString(entry->name) + "Dock");
    dock->setWidget(made);
    dock->setVisible(false);  // folded until somebody wants it
    addDockWidget(Qt::BottomDockWidgetArea, dock);
    docks_[entry->name] = dock;
  }
}

void MainWindow::buildRest() {
  // One workspace a turn of the event loop: the window answers in between.
  for (const QString& name : order_) {
    auto& workspace = workspaces_[name];
    if (workspace.built) continue;
    build(workspace);
    QTimer::singleShot(0, this, &MainWindow::buildRest);
    return;
  }
}

Panel* MainWindow::panel(const QString& name) {
  if (const auto it = panels_.find(name); it != panels_.end()) return it->second;
  for (auto& [key, workspace] : workspaces_) {
    for (const PanelEntry* entry : workspace.entries) {
      if (name != entry->name) continue;
      build(workspace);
      return panels_[name];
    }
  }
  return nullptr;
}

void MainWindow::showPanel(const QString& name) {
  Panel* wanted = panel(name);
  if (wanted == nullptr) {  // the name of a workspace stands for its first panel
    const auto it = workspaces_.find(name);
    if (it == workspaces_.end()) return;
    build(it->second);
    wanted = panels_[it->second.entries.front()->name];
  }
  if (const auto dock = docks_.find(name); dock != docks_.end()) {
    dock->second->show();
    dock->second->raise();
    return;
  }
  for (auto& [key, workspace] : workspaces_) {
    if (workspace.page->indexOf(wanted) < 0) continue;
    wanted->show();
    stack_->setCurrentWidget(workspace.frame);
    current_ = key;
    rail_->setCurrent(key);
  }
}

QList<QAction*> MainWindow::commands() const {
  QList<QAction*> all;
  const auto collect = [&all](const auto& self, const QMenu* menu) -> void {
    for (QAction* action : menu->actions()) {
      if (action->menu() != nullptr) {
        self(self, action->menu());
      } else if (!action->isSeparator() && !all.contains(action)) {
        all << action;
      }
    }
  };
  for (const QMenu* menu : {fileMenu_, viewMenu_, runMenu_, helpMenu_}) collect(collect, menu);
  return all;
}

void MainWindow::onPathStep(int step) {
  const std::map<int, QString> targets{{FirstRunPath::load, "data"},       {FirstRunPath::check, "data"},
                                       {FirstRunPath::configure, "train"}, {FirstRunPath::train, "train"},
                                       {FirstRunPath::look, "predict"},    {FirstRunPath::exportStep, "curves"}};
  showPanel(targets.at(step));
}

void MainWindow::updateTitle() {
  QString title = QStringLiteral("Marcie");
  if (context_.selection().hasData()) {
    title = QFileInfo(context_.selection().dataPath()).fileName() + " — " + title;
  }
  setWindowTitle(title);
}

void MainWindow::updateRunActions() {
  using A = RunController::Activity;
  const A activity = context_.runs().activity();
  const bool active = context_.runs().isActive() && activity != A::starting;
  stopAction_->setEnabled(active && activity != A::stopping && activity != A::discarding);
  discardAction_->setEnabled(active && activity != A::discarding);
}

void MainWindow::restore() {
  QSettings settings;
  resize(1280, 800);
  if (const auto geometry = settings.value("window/geometry").toByteArray(); !geometry.isEmpty()) {
    restoreGeometry(geometry);
  }
  restoreState(settings.value("window/state").toByteArray());
  const QString last = settings.value("window/workspace").toString();
  showPanel(workspaces_.contains(last) ? last : order_.value(0));
}

void MainWindow::save() {
  QSettings settings;
  settings.setValue("window/geometry", saveGeometry());
  settings.setValue("window/state", saveState());
  settings.setValue("window/workspace", current_);
}

void MainWindow::resetLayout() {
  for (const auto& [name, dock] : docks_) {
    dock->setFloating(false);
    addDockWidget(Qt::BottomDockWidgetArea, dock);
    dock->hide();
  }
  for (auto& [name, workspace] : workspaces_) {
    QList<int> sizes;
    for (const PanelEntry* entry : workspace.entries) sizes << 400 * entry->stretch;
    for (int i = 0; i < workspace.page->count(); ++i) workspace.page->widget(i)->show();
    workspace.page->setSizes(sizes);
  }
  showNormal();
  resize(1280, 800);
  showPanel(order_.value(0));
}

void MainWindow::paintEvent(QPaintEvent* event) {
  QMainWindow::paintEvent(event);
  if (painted_) return;
  painted_ = true;
  QTimer::singleShot(0, this, [this] {
    Q_EMIT painted();
    buildRest();
  });
}

void MainWindow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QMainWindow::changeEvent(event);
}

// Panels that want a drop for themselves take it first.
void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (!droppedPath(event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  const QString path = droppedPath(event->mimeData());
  if (path.isEmpty()) return;
  event->acceptProposedAction();
  openPath(context_, path);
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (!mayClose_ && context_.runs().isActive()) {
    event->ignore();
    return askBeforeClosing();
  }
  save();
  event->accept();
}

void MainWindow::askBeforeClosing() {
  const Question question{
      tr("A run is training"),
      tr("It can go on without the window: when you open Marcie again, you see it live. Or stop it now "
         "and keep what it has learned, or throw it away."),
      {tr("Keep running in background"), tr("Stop and save"), tr("Discard the run")},
      0,
      2};
  ask(this, question, [this](int choice) {
    if (choice < 0) return;
    if (choice > 0) return closeAfter(choice == 1 ? protocol::RunAction::stop : protocol::RunAction::discard);
    mayClose_ = true;
    QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);  // never from within another close
  });
}

void MainWindow::closeAfter(protocol::RunAction action) {
  const auto leave = [this] {
    mayClose_ = true;
    close();
  };
  // The trainer saves and ends by itself once the request has arrived; the engine's answer says that it has.
  connect(&context_.runs(), &RunController::controlAnswered, this, leave);
  connect(&context_.runs(), &RunController::startRefused, this, leave);
  QTimer::singleShot(kCloseWaitMs, this, leave);
  if (action == protocol::RunAction::stop) {
    context_.runs().stop();
  } else {
    context_.runs().discard();
  }
}

}  // namespace marcie::ui
