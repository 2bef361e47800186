// The menus of the main window: everything here is also in the command palette.
#include <QApplication>
#include <QMenuBar>
#include <QSettings>

#include "ui/bridge/error_text.h"
#include "ui/dialogs/ask.h"
#include "ui/dialogs/command_palette.h"
#include "ui/dialogs/discard_run.h"
#include "ui/dialogs/guide_dialog.h"
#include "ui/main_window.h"
#include "ui/theme.h"
#include "ui/translation.h"
#include "ui/widgets/first_run_path.h"
#include "ui/widgets/rail.h"
#include "ui/widgets/status_strip.h"

namespace marcie::ui {

QAction* MainWindow::addCommand(QMenu* menu, const char* objectName, const char* text, const QKeySequence& keys) {
  QAction* action = menu->addAction(QString());
  action->setObjectName(objectName);
  action->setShortcut(keys);
  commandTexts_.append({action, text});
  return action;
}

void MainWindow::buildMenus() {
  fileMenu_ = menuBar()->addMenu(QString());
  viewMenu_ = menuBar()->addMenu(QString());
  runMenu_ = menuBar()->addMenu(QString());
  helpMenu_ = menuBar()->addMenu(QString());
  buildFileMenu();
  buildViewMenu();
  buildRunMenu();
  buildHelpMenu();
}

void MainWindow::buildFileMenu() {
  auto* folder =
      addCommand(fileMenu_, "openFolderAction", QT_TR_NOOP("&Open a folder of pictures…"), QKeySequence::Open);
  auto* list = addCommand(fileMenu_, "openListAction", QT_TR_NOOP("Open a &list…"), QKeySequence("Ctrl+Shift+O"));
  recentMenu_ = fileMenu_->addMenu(QString());
  auto* sample = addCommand(fileMenu_, "trySampleAction", QT_TR_NOOP("Try the &kitchen sample"));
  fileMenu_->addSeparator();
  auto* picture =
      addCommand(fileMenu_, "predictPictureAction", QT_TR_NOOP("&Predict a picture…"), QKeySequence("Ctrl+P"));
  fileMenu_->addSeparator();
  auto* quit = addCommand(fileMenu_, "quitAction", QT_TR_NOOP("&Quit"), QKeySequence::Quit);
  const auto openData = [this](PathKind kind, const QString& filter) {
    choosePaths(this, {kind, tr("Data"), filter, QSettings().value("data/recent").toStringList().value(0)},
                [this](const QStringList& paths) { context_.openData(paths.front()); });
  };
  connect(folder, &QAction::triggered, this, [openData] { openData(PathKind::folder, {}); });
  connect(list, &QAction::triggered, this,
          [openData] { openData(PathKind::file, tr("Lists (*.csv *.tsv *.txt);;All files (*)")); });
  connect(sample, &QAction::triggered, &context_, &AppContext::trySample);
  connect(picture, &QAction::triggered, this, [this] {
    choosePaths(this,
                {PathKind::file, tr("Picture"), tr("Pictures (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff)"), {}},
                [this](const QStringList& paths) { context_.predictPicture(paths.front()); });
  });
  connect(quit, &QAction::triggered, this, &QWidget::close);
  connect(recentMenu_, &QMenu::aboutToShow, this, &MainWindow::fillRecent);
}

void MainWindow::fillRecent() {
  recentMenu_->clear();
  for (const QString& path : QSettings().value("data/recent").toStringList()) {
    connect(recentMenu_->addAction(path), &QAction::triggered, this, [this, path] { context_.openData(path); });
  }
  if (recentMenu_->isEmpty()) recentMenu_->addAction(tr("Nothing yet"))->setEnabled(false);
}

void MainWindow::buildViewMenu() {
  int number = 1;
  QStringList numbered;
  for (const PanelEntry* entry : panels()) {
    QAction* action = viewMenu_->addAction(QString());
    action->setObjectName(QString("show_%1Action").arg(entry->name));
    const QString name = entry->name;
    if (const auto dock = docks_.find(name); dock != docks_.end()) {
      action->setShortcut(QKeySequence("Ctrl+L"));
      connect(action, &QAction::triggered, this,
              [this, name] { docks_[name]->setVisible(!docks_[name]->isVisible()); });
    } else {
      if (!numbered.contains(entry->workspace)) {
        action->setShortcut(QKeySequence(QString("Ctrl+%1").arg(number++)));
        numbered << entry->workspace;
      }
      connect(action, &QAction::triggered, this, [this, name] { showPanel(name); });
    }
    viewActions_[name] = action;
  }
  viewMenu_->addSeparator();
  themeMenu_ = viewMenu_->addMenu(QString());
  themeGroup_ = new QActionGroup(this);
  const std::pair<const char*, Theme::Mode> modes[] = {{QT_TR_NOOP("As the system"), Theme::Mode::system},
                                                       {QT_TR_NOOP("Light"), Theme::Mode::light},
                                                       {QT_TR_NOOP("Dark"), Theme::Mode::dark}};
  for (const auto& [text, mode] : modes) {
    QAction* action = addCommand(themeMenu_, "themeAction", text);
    action->setCheckable(true);
    action->setChecked(Theme::instance().mode() == mode);
    themeGroup_->addAction(action);
    connect(action, &QAction::triggered, this, [mode = mode] {
      QSettings().setValue("theme", static_cast<int>(mode));
      Theme::instance().apply(mode);
    });
  }
  buildLanguageMenu();
  pathAction_ = addCommand(viewMenu_, "firstStepsAction", QT_TR_NOOP("First steps"));
  pathAction_->setCheckable(true);
  pathAction_->setChecked(!FirstRunPath::isHiddenForGood());
  connect(pathAction_, &QAction::triggered, this, [this](bool on) {
    if (on) return path_->showAgain();
    path_->hideForGood();
  });
  connect(path_, &FirstRunPath::hiddenForGood, pathAction_, [this] { pathAction_->setChecked(false); });
  auto* full = addCommand(viewMenu_, "fullScreenAction", QT_TR_NOOP("Full screen"), QKeySequence(Qt::Key_F11));
  connect(full, &QAction::triggered, this, [this] { isFullScreen() ? showNormal() : showFullScreen(); });
  auto* reset = addCommand(viewMenu_, "resetLayoutAction", QT_TR_NOOP("Reset layout"));
  connect(reset, &QAction::triggered, this, &MainWindow::resetLayout);
}

void MainWindow::buildLanguageMenu() {
  languageMenu_ = viewMenu_->addMenu(QString());
  auto* group = new QActionGroup(this);
  const QString chosen = chosenLanguage();
  for (const auto& language : languages()) {
    const bool isSystem = *language.title == '\0';
    QAction* action = isSystem ? addCommand(languageMenu_, "languageAction", QT_TR_NOOP("As the system"))
                               : languageMenu_->addAction(QString::fromUtf8(language.title));
    const QString code = QString::fromLatin1(language.code);
    action->setObjectName("language_" + code + "Action");
    action->setCheckable(true);
    action->setChecked(code == chosen);
    group->addAction(action);
    connect(action, &QAction::triggered, this, [code] { applyLanguage(code, true); });
  }
}

void MainWindow::buildRunMenu() {
  // The panels' own actions (start, pause, resume) come above these as the panels are made.
  stopAction_ = addCommand(runMenu_, "stopRunAction", QT_TR_NOOP("Stop and save"), QKeySequence("Shift+F5"));
  discardAction_ =
      addCommand(runMenu_, "discardRunAction", QT_TR_NOOP("Discard the run…"), QKeySequence("Ctrl+Shift+F5"));
  connect(stopAction_, &QAction::triggered, &context_.runs(), &RunController::stop);
  connect(discardAction_, &QAction::triggered, this, [this] { askToDiscard(this, context_); });
}

void MainWindow::buildHelpMenu() {
  auto* guide = addCommand(helpMenu_, "guideAction", QT_TR_NOOP("User guide"), QKeySequence(Qt::Key_F1));
  auto* palette = addCommand(helpMenu_, "commandPaletteAction", QT_TR_NOOP("Find a command…"), QKeySequence("Ctrl+K"));
  auto* keys = addCommand(helpMenu_, "shortcutsAction", QT_TR_NOOP("Keyboard shortcuts"));
  keys->setShortcut(QKeySequence("Ctrl+/"));
  auto* about = addCommand(helpMenu_, "aboutAction", QT_TR_NOOP("About Marcie"));
  connect(guide, &QAction::triggered, this, &MainWindow::showGuide);
  connect(palette, &QAction::triggered, this, [this] {
    auto* dialog = new CommandPalette(commands(), this);
    dialog->move(mapToGlobal(QPoint((width() - dialog->width()) / 2, 80)));
    dialog->show();
  });
  connect(keys, &QAction::triggered, this, [this] { showShortcuts(commands(), this); });
  connect(about, &QAction::triggered, this, [this] {
    context_.messages().info(tr("Marcie %1: learning from pictures with the help of text that is only there while "
                                "training. Free software, GPL-3.0-or-later.")
                                 .arg(QApplication::applicationVersion()));
  });
}

QString MainWindow::guidePage() const {
  const auto nameOf = [this](const Panel* panel) {
    for (const auto& [name, made] : panels_) {
      if (made == panel) return panel->guidePage().isEmpty() ? name : panel->guidePage();
    }
    return QString();
  };
  for (const QWidget* widget = focusWidget(); widget != nullptr; widget = widget->parentWidget()) {
    const auto* panel = qobject_cast<const Panel*>(widget);
    if (panel != nullptr && panel->isVisible()) return nameOf(panel);
  }
  const auto workspace = workspaces_.find(current_);
  if (workspace == workspaces_.end()) return {};
  const auto panel = panels_.find(workspace->second.entries.front()->name);
  return panel == panels_.end() ? QString() : nameOf(panel->second);
}

// One guide for the window; it stays open beside the work.
void MainWindow::showGuide() {
  if (guide_ == nullptr) guide_ = new GuideDialog(this);
  guide_->showPage(guidePage());
  guide_->show();
  guide_->raise();
  guide_->activateWindow();
}

void MainWindow::retranslate() {
  fileMenu_->setTitle(tr("&File"));
  recentMenu_->setTitle(tr("Recent data"));
  viewMenu_->setTitle(tr("&View"));
  themeMenu_->setTitle(tr("Theme"));
  languageMenu_->setTitle(tr("Language"));
  runMenu_->setTitle(tr("&Run"));
  helpMenu_->setTitle(tr("&Help"));
  for (const auto& [action, text] : commandTexts_) action->setText(tr(text));
  for (const PanelEntry* entry : panels()) {
    const QString title = translated("Panels", entry->title);
    viewActions_[entry->name]->setText(title);
    viewActions_[entry->name]->setToolTip(translated("Panels", entry->help));
    if (const auto dock = docks_.find(entry->name); dock != docks_.end()) dock->second->setWindowTitle(title);
  }
  for (const QString& name : order_) {
    const PanelEntry* first = workspaces_[name].entries.front();
    const QString keys = viewActions_[first->name]->shortcut().toString(QKeySequence::NativeText);
    rail_->setText(name, translated("Panels", first->title),
                   translated("Panels", first->help) + (keys.isEmpty() ? QString() : "  (" + keys + ")"));
  }
  path_->retranslate();
  status_->retranslate();
  updateRunActions();
}

}  // namespace marcie::ui
