// The whole window on a small run of real pictures (some_food.h), driven as by a person: real clicks and keys.
//
// A test's class inherits it, begins each test with open() and ends it with close(). What does not come within
// kPatience fails the test that asked.
#pragma once

#include <memory>

#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

#include "tests/ui/support/some_food.h"
#include "ui/dialogs/ask.h"
#include "ui/main_window.h"
#include "ui/panels/data_panel.h"

namespace marcie::ui::testing {

inline constexpr int kFoodPatience = 60'000;  // ms; a shared machine can be slow

class FoodWindow {
 protected:
  template <class T>
  [[nodiscard]] T* find(const char* name) const {
    return window_->findChild<T*>(QString::fromLatin1(name));
  }
  template <class T>
  [[nodiscard]] T* panel(const char* name) const {
    return qobject_cast<T*>(window_->panel(QString::fromLatin1(name)));
  }

  // A new window with the run opened on the Runs page.
  void open() {
    QSettings().clear();
    context_ = std::make_unique<AppContext>();
    window_ = std::make_unique<MainWindow>(*context_);
    window_->resize(1280, 800);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    context_->engine().start();
    QTRY_VERIFY_WITH_TIMEOUT(context_->catalog() != nullptr, kFoodPatience);
    show("runs");
    auto* table = find<QTableView>("runsTable");
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 1, kFoodPatience);
    table->selectRow(0);
    click("openRunButton");
    QCOMPARE(context_->selection().run(), run_.path());
    QTRY_VERIFY_WITH_TIMEOUT(context_->runs().info().has_value(), kFoodPatience);
  }
  void close() {
    window_.reset();
    context_.reset();
  }

  void click(const char* button) {
    auto* found = find<QAbstractButton>(button);
    QVERIFY2(found != nullptr && found->isVisible() && found->isEnabled(), button);
    QTest::mouseClick(found, Qt::LeftButton);
  }
  // The entry of a box that begins so.
  void choose(const char* box, const QString& text) {
    auto* combo = find<QComboBox>(box);
    const int at = combo->findText(text, Qt::MatchStartsWith);
    QVERIFY2(at >= 0, qPrintable(text));
    combo->setCurrentIndex(at);
  }
  void show(const char* panel) {
    const QString name = QString::fromLatin1(panel);
    window_->findChild<QAction*>(QStringLiteral("show_%1Action").arg(name))->trigger();
    QTRY_VERIFY(window_->panel(name)->isVisible());
  }
  void showTab(const char* tabs, int index) {
    auto* bar = find<QTabWidget>(tabs)->tabBar();
    QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(index).center());
    QCOMPARE(bar->currentIndex(), index);
  }
  // Through the button that asks for a file.
  void openPicture(const char* button, const QString& path) {
    const ScriptedAnswers answers({}, [&](const PathRequest&) { return QStringList{path}; });
    click(button);
  }
  // The pictures of the run in the grid of the Data page.
  void useTheData() {
    show("data");
    auto* data = panel<DataPanel>("data");
    context_->openData(run_.data());
    QTRY_COMPARE_WITH_TIMEOUT(data->page(), DataPanel::Page::preview, kFoodPatience);
    click("useDataButton");
    auto* grid = find<QListView>("pictureGrid");
    QTRY_COMPARE_WITH_TIMEOUT(grid->model()->rowCount(), FoodRun::kPictures, kFoodPatience);
  }

  FoodRun run_;
  std::unique_ptr<AppContext> context_;
  std::unique_ptr<MainWindow> window_;
};

}  // namespace marcie::ui::testing
