// What to train and how: preset, form, the one big button, and the command line that does the same.
#pragma once

#include <map>
#include <string>

#include "ui/bridge/run_controller.h"
#include "ui/panels/panel.h"

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace marcie::ui {

class OptionsForm;

class TrainPanel : public Panel {
  Q_OBJECT
 public:
  explicit TrainPanel(AppContext& context, QWidget* parent = nullptr);
  void retranslate() override;
  [[nodiscard]] bool hasContent() const override;

  [[nodiscard]] OptionsForm* form() const { return form_; }
  [[nodiscard]] QString command() const;

 private:
  void build();
  QWidget* makeButtons();
  QWidget* makeCommandRow();
  void connectAll();
  // Form and presets of the task that the chosen data are for; what was changed for it before comes back.
  void showTask();
  // New data bring the preset that suits them, unless a person has chosen one, and the form of their task.
  void onData();
  // Preset and chosen data are what the form's dots compare with.
  void applyBase(bool keepChanges);
  void onMainButton();
  void start();
  void onRefused(const Error& error);
  void refreshButtons();
  void refreshState();
  void refreshCommand();
  [[nodiscard]] std::string preset() const;
  [[nodiscard]] QString whyNotReady() const;

  std::string task_{kMarnetTask};        // whose options the form shows
  std::map<std::string, Json> changes_;  // of the form, by task, while it shows another
  bool isPresetChosen_ = false;
  QLabel* presetLabel_;
  QComboBox* presetBox_;
  QLabel* presetHelp_;
  OptionsForm* form_;
  QLabel* state_;
  QAction* mainAction_;
  QPushButton* mainButton_;
  QPushButton* stopButton_;
  QPushButton* discardButton_;
  QLabel* commandLabel_;
  QLineEdit* command_;
  QToolButton* copyButton_;
};

}  // namespace marcie::ui
