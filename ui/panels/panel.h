// A panel is one view of the window. To add one: ui/panels/<name>_panel.cpp with `const PanelEntry&
// <name>PanelEntry()`, a line in ui/CMakeLists.txt, tests/ui/panels/<name>_panel_test.cpp, and its page of the guide in
// resources/guide (listed in marcie.qrc and GuideDialog). The window, the View menu, the shortcuts, the command
// palette, the tour and the contract test take it from the catalog.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include <QEvent>
#include <QWidget>

#include "core/options/field.h"

namespace marcie::ui {

class AppContext;

// Something a panel has to show, for whoever goes through all of it: the tour.
struct PanelView {
  QString name;                   // of its page or part, in Latin letters; empty = the panel as it opens
  std::function<void()> open;     // does what a person would do to see it; empty = nothing
  std::function<bool()> isThere;  // whether the open run has it, asked when its turn has come; empty = it always does
};

class Panel : public QWidget {
  Q_OBJECT
 public:
  explicit Panel(AppContext& context, QWidget* parent = nullptr) : QWidget(parent), context_(context) {}

  // Sets every visible text again; called once by the panel's own constructor and on a change of language.
  virtual void retranslate() = 0;
  // True while something that was asked for has not arrived. A panel that is not busy is at rest, whether it shows
  // content or its empty state.
  [[nodiscard]] virtual bool isBusy() const { return false; }
  // True when the panel shows data rather than its empty state.
  [[nodiscard]] virtual bool hasContent() const { return true; }
  // The page of the guide (resources/guide) for what is in front; empty = the one with the panel's own name.
  [[nodiscard]] virtual QString guidePage() const { return {}; }
  // What there is to see, in the order in which it is best gone through, while the panel is in front.
  [[nodiscard]] virtual std::vector<PanelView> views() { return {PanelView{}}; }

 protected:
  [[nodiscard]] AppContext& context() const { return context_; }
  void changeEvent(QEvent* event) override {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
  }

 private:
  AppContext& context_;
};

struct PanelEntry {
  enum class Place { workspace, bottom };

  const char* name;       // catalog key and objectName: "train"
  const char* title;      // MARCIE_TR("Panels", "Train")
  const char* help;       // MARCIE_TR("Panels", "one sentence"): tooltip and command palette
  const char* icon;       // file in resources/icons without .svg
  const char* workspace;  // panels of one workspace share its page, side by side; the first one names the rail button
  int stretch = 1;        // share of the page's width
  Place place = Place::workspace;
  Panel* (*make)(AppContext& context, QWidget* parent);
};

// The catalog, generated from the list in ui/CMakeLists.txt, in the order of the list.
[[nodiscard]] std::span<const PanelEntry* const> panels();

}  // namespace marcie::ui
