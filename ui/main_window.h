// The window, generated from the panel catalog: rail, pages, docks, menus, shortcuts. Knows no panel by name, so that a
// new panel never edits it.
#pragma once

#include <map>

#include <QActionGroup>
#include <QDockWidget>
#include <QMainWindow>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>

#include "ui/bridge/app_context.h"
#include "ui/panels/panel.h"

namespace marcie::ui {

class FirstRunPath;
class GuideDialog;
class MessageBar;
class Rail;
class ScrollFrame;
class StatusStrip;

class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  explicit MainWindow(AppContext& context, QWidget* parent = nullptr);
  ~MainWindow() override;

  // The panel of this catalog name, made now if it was not needed before; null for an unknown name.
  Panel* panel(const QString& name);
  void showPanel(const QString& name);
  [[nodiscard]] QString currentWorkspace() const { return current_; }
  // Every action of the menus, for the palette and the shortcut sheet.
  [[nodiscard]] QList<QAction*> commands() const;
  void resetLayout();
  // The page of the guide for what is in front: the panel that has the focus, or the first one of the workspace.
  [[nodiscard]] QString guidePage() const;

 Q_SIGNALS:
  // The first frame is on the screen.
  void painted();

 protected:
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void changeEvent(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  struct Workspace {
    QList<const PanelEntry*> entries;
    QSplitter* page = nullptr;
    ScrollFrame* frame = nullptr;  // the page in the stack: scrolls where the window is lower than a panel
    bool built = false;
  };

  void buildPages();
  void buildDocks();
  void buildMenus();
  void buildFileMenu();
  void buildViewMenu();
  void buildLanguageMenu();
  void buildRunMenu();
  void buildHelpMenu();
  void build(Workspace& workspace);
  void buildRest();
  void fillRecent();
  void showGuide();
  void retranslate();
  void updateRunActions();
  void updateTitle();
  void restore();
  void save();
  void askBeforeClosing();
  void closeAfter(protocol::RunAction action);
  void onPathStep(int step);
  QAction* addCommand(QMenu* menu, const char* objectName, const char* text, const QKeySequence& keys = {});

  AppContext& context_;
  Rail* rail_;
  QStackedWidget* stack_;
  FirstRunPath* path_;
  MessageBar* messageBar_;
  StatusStrip* status_;
  QStringList order_;
  std::map<QString, Workspace> workspaces_;
  std::map<QString, Panel*> panels_;
  std::map<QString, QDockWidget*> docks_;
  QString current_;
  QMenu *fileMenu_ = nullptr, *recentMenu_ = nullptr, *viewMenu_ = nullptr, *themeMenu_ = nullptr,
        *languageMenu_ = nullptr, *runMenu_ = nullptr, *helpMenu_ = nullptr;
  QActionGroup* themeGroup_ = nullptr;
  std::map<QString, QAction*> viewActions_;
  QAction *stopAction_ = nullptr, *discardAction_ = nullptr, *pathAction_ = nullptr;
  // Texts as they are in the source, so that a change of language can set them again.
  QList<std::pair<QAction*, const char*>> commandTexts_;
  GuideDialog* guide_ = nullptr;  // made when it is asked for
  bool mayClose_ = false;
  bool painted_ = false;
};

}  // namespace marcie::ui
