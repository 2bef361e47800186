#include "ui/panels/train_panel.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "ui/bridge/app_context.h"
#include "ui/dialogs/ask.h"
#include "ui/forms/option_row.h"
#include "ui/forms/options_form.h"
#include "ui/panels/train_command.h"

using namespace marcie;
using namespace marcie::ui;

class TrainPanelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void saysWhatIsMissing();
  void buttonFollowsTheRun();
  void pauseIsAcknowledgedAtOnce();
  void discardAsksFirst();
  void problemsStandAtTheirOptions();
  void presetIsTheBase();
  void theSampleBringsItsPreset();
  void dataOptionsReachTheForm();
  void commandSaysTheSame();
  void copyTakesTheCommand();
  void commandIsQuoted();
  void interactionsBringTheFormOfRecommenders();
  void aRecommenderStartsWithWhatWasChanged();
  void problemsOfARecommenderStandAtTheirOptions();

 private:
  QPushButton* button(const char* name) const { return panel_->findChild<QPushButton*>(name); }
  void useData(const std::string& path) {
    DataOptions options;
    options.path = path;
    DatasetSummary summary;
    summary.path = path;
    summary.train = 840;
    context_->selection().useData(options, summary);
  }
  void useInteractions(const std::string& path) {
    RecDataOptions options;
    options.path = path;
    RecSummary summary;
    summary.path = path;
    summary.train = 12300;
    context_->selection().useData(options, summary);
  }
  std::unique_ptr<AppContext> context_;
  std::unique_ptr<TrainPanel> panel_;
};

void TrainPanelTest::init() {
  context_ = std::make_unique<AppContext>();
  context_->engine().setCommand({QStringLiteral(MARCIE_TEST_BIN_DIR "/fake_engine")});
  panel_ = std::make_unique<TrainPanel>(*context_);
  panel_->resize(420, 760);
  panel_->show();
  QVERIFY(!button("startButton")->isEnabled());
  context_->engine().start();
  QTRY_VERIFY(panel_->hasContent());
}

void TrainPanelTest::cleanup() {
  panel_.reset();
  context_.reset();
}

void TrainPanelTest::saysWhatIsMissing() {
  QVERIFY(!button("startButton")->isEnabled());
  auto* state = panel_->findChild<QLabel*>("stateLabel");
  QVERIFY2(state->text().contains("No data is chosen"), qPrintable(state->text()));
  useData("/pictures/food");
  QVERIFY(button("startButton")->isEnabled());
  QVERIFY2(state->text().contains("food") && state->text().contains("840"), qPrintable(state->text()));
  panel_->form()->setValues(Json{{"trainer", {{"batchSize", 0}}}});
  QVERIFY(!button("startButton")->isEnabled());
}

void TrainPanelTest::buttonFollowsTheRun() {
  useData("/pictures/food");
  auto* main = button("startButton");
  QCOMPARE(main->text(), QString("Start training"));
  QVERIFY(!button("stopButton")->isEnabled());
  main->click();
  QCOMPARE(main->text(), QString("Starting…"));
  QTRY_COMPARE(main->text(), QString("Pause"));
  QVERIFY(button("stopButton")->isEnabled() && button("discardButton")->isEnabled());
  main->click();
  QTRY_COMPARE(main->text(), QString("Resume"));
  main->click();
  QTRY_COMPARE(main->text(), QString("Pause"));
  button("stopButton")->click();
  QTRY_COMPARE(main->text(), QString("Start training"));
  QVERIFY(main->isEnabled());
  QVERIFY(!button("stopButton")->isEnabled());
  QCOMPARE(context_->runs().status().state, RunState::stopped);
}

void TrainPanelTest::pauseIsAcknowledgedAtOnce() {
  useData("/pictures/food");
  auto* main = button("startButton");
  main->click();
  QTRY_COMPARE(main->text(), QString("Pause"));
  main->click();
  // Before the event loop has had a turn.
  QCOMPARE(main->text(), QString("Pausing…"));
  QVERIFY(!main->isEnabled());
  QTRY_COMPARE(main->text(), QString("Resume"));
}

void TrainPanelTest::discardAsksFirst() {
  useData("/pictures/food");
  button("startButton")->click();
  QTRY_VERIFY(button("discardButton")->isEnabled());
  int asked = 0;
  int choice = 1;
  const ScriptedAnswers answers([&](const Question& question) {
    ++asked;
    return question.destructive == 0 ? choice : -1;
  });
  button("discardButton")->click();
  QTRY_COMPARE(asked, 1);
  QVERIFY(context_->runs().isActive());
  choice = 0;
  button("discardButton")->click();
  QTRY_COMPARE(asked, 2);
  QCOMPARE(context_->runs().activity(), RunController::Activity::discarding);
}

void TrainPanelTest::problemsStandAtTheirOptions() {
  useData("/pictures/food");
  // Each is in its own range; together they cannot work.
  panel_->form()->setValues(Json{{"data", {{"imageSize", 128}}}});
  button("startButton")->click();
  auto* row = panel_->form()->row("data.cacheSize");
  QVERIFY2(row->problem().contains("data.imageSize"), qPrintable(row->problem()));
  QVERIFY(row->isVisible());
  QVERIFY(!context_->runs().isActive());
  panel_->form()->setValue("data.cacheSize", 160);
  button("startButton")->click();
  QTRY_VERIFY(context_->runs().isActive());
}

void TrainPanelTest::presetIsTheBase() {
  auto* presets = panel_->findChild<QComboBox*>("presetBox");
  QCOMPARE(presets->currentData().toString(), QString("standard"));
  presets->setCurrentIndex(presets->findData("quick"));
  Q_EMIT presets->activated(presets->currentIndex());
  QCOMPARE(panel_->form()->row("trainer.batchSize")->value()->get<int>(), 16);
  QVERIFY(panel_->form()->changes().empty());
}

void TrainPanelTest::theSampleBringsItsPreset() {
  auto* presets = panel_->findChild<QComboBox*>("presetBox");
  QCOMPARE(presets->currentData().toString(), QString("standard"));
  useData("/sample/kitchen");
  QCOMPARE(presets->currentData().toString(), QString("quick"));
  QCOMPARE(panel_->form()->row("trainer.batchSize")->value()->get<int>(), 16);
  QVERIFY(panel_->command().contains("--preset quick"));
  useData("/pictures/food");
  QCOMPARE(presets->currentData().toString(), QString("standard"));
  // What a person chose is left alone.
  presets->setCurrentIndex(presets->findData("quick"));
  Q_EMIT presets->activated(presets->currentIndex());
  useData("/pictures/other");
  QCOMPARE(presets->currentData().toString(), QString("quick"));
}

void TrainPanelTest::dataOptionsReachTheForm() {
  panel_->form()->setValue("trainer.seed", 9);
  DataOptions options;
  options.path = "/lists/food.csv";
  options.labelColumn = "dish";
  context_->selection().useData(options, {});
  QVERIFY(*panel_->form()->row("data.labelColumn")->value() == "dish");
  QVERIFY(panel_->form()->changes() == Json({{"trainer", {{"seed", 9}}}}));
}

void TrainPanelTest::commandSaysTheSame() {
  useData("/pictures/my food");
  panel_->form()->setValue("trainer.batchSize", 64);
  panel_->form()->setValue("model.cdr.eta", 0.5);
  QCOMPARE(panel_->command(), QString("marcie-cli train --task marnet --data '/pictures/my food' --out RUN "
                                      "--preset standard --set model.cdr.eta=0.5 --set trainer.batchSize=64"));
  // What the command line would make of it is what the window would start.
  Json patch = Json::object();
  for (const auto* assignment : {"model.cdr.eta=0.5", "trainer.batchSize=64", "data.path=/pictures/my food"}) {
    QVERIFY(addAssignment(assignment, patch).ok());
  }
  const auto typed = makeRunSpec(Json::object(), patch);
  auto shown = context_->composeSpec("standard", panel_->form()->changes());
  QVERIFY(typed.ok() && shown.ok());
  shown->preset.clear();
  QVERIFY(toJson(*typed) == toJson(*shown));
}

void TrainPanelTest::copyTakesTheCommand() {
  panel_->findChild<QToolButton*>("copyCommandButton")->click();
  QCOMPARE(QGuiApplication::clipboard()->text(), panel_->command());
  QVERIFY(panel_->command().startsWith("marcie-cli train "));
}

void TrainPanelTest::commandIsQuoted() {
  QCOMPARE(shellQuoted("/a/b-c.csv"), QString("/a/b-c.csv"));
  QCOMPARE(shellQuoted("it's"), QString("'it'\\''s'"));
  QCOMPARE(shellQuoted("a;b"), QString("'a;b'"));
  QCOMPARE(shellQuoted(""), QString("''"));
  QCOMPARE(trainCommand("marnet", {}, Json{{"data", {{"tagSeparator", "|"}}}}),
           QString("marcie-cli train --task marnet --data DATA --out RUN --set 'data.tagSeparator=|'"));
}

void TrainPanelTest::interactionsBringTheFormOfRecommenders() {
  useData("/pictures/food");
  auto* form = panel_->form();
  QVERIFY(form->row("model.backbone") == nullptr);
  form->setValue("model.dim", 48);
  useInteractions("/data/shop");
  for (const char* key : {"model.backbone", "model.cierec", "model.inference.weight", "trainer.learningRate",
                          "features.kind", "split.protocol", "data.userColumn"}) {
    QVERIFY2(form->row(key) != nullptr, key);
  }
  QVERIFY2(form->row("augment.flip") == nullptr && form->row("model.encoder") == nullptr, "options of pictures");
  QVERIFY2(form->changes().empty(), "what was changed for pictures is not carried over");
  auto* presets = panel_->findChild<QComboBox*>("presetBox");
  QCOMPARE(presets->count(), 2);
  presets->setCurrentIndex(presets->findData("quick"));
  Q_EMIT presets->activated(presets->currentIndex());
  QCOMPARE(form->row("model.phases.train")->value()->get<int>(), 15);
  QVERIFY(panel_->findChild<QLabel*>("stateLabel")->text().contains("12,300 interactions"));
  QVERIFY(button("startButton")->isEnabled());
  form->setValue("model.dim", 32);
  useData("/pictures/food");
  QVERIFY2(form->row("model.encoder") != nullptr, "pictures bring theirs back");
  QCOMPARE(form->row("model.dim")->value()->get<int>(), 48);
  QCOMPARE(presets->currentData().toString(), QString("standard"));
  useInteractions("/data/shop");
  QVERIFY(form->changes() == Json({{"model", {{"dim", 32}}}}));
}

void TrainPanelTest::aRecommenderStartsWithWhatWasChanged() {
  useInteractions("/data/shop");
  panel_->form()->setValue("model.backbone", "bpr_mf");
  panel_->form()->setValue("model.dim", 24);
  panel_->form()->setValue("split.coldShare", 0.3);
  panel_->form()->setValue("trainer.learningRate", 0.01);
  QCOMPARE(
      panel_->command(),
      QString("marcie-cli train --task cierec --data /data/shop --out RUN --preset standard --set "
              "model.backbone=bpr_mf --set model.dim=24 --set split.coldShare=0.3 --set trainer.learningRate=0.01"));
  button("startButton")->click();
  QTRY_VERIFY(context_->runs().info().has_value());
  const RunSpec& spec = context_->runs().info()->spec;
  QVERIFY(spec.isCierec());
  QCOMPARE(spec.preset, std::string("standard"));
  QCOMPARE(spec.recData.path, std::string("/data/shop"));
  QCOMPARE(spec.data.path, std::string("/data/shop"));
  QCOMPARE(spec.cierec.backbone, std::string("bpr_mf"));
  QCOMPARE(spec.cierec.dim, 24);
  QCOMPARE(spec.recSplit.coldShare, 0.3);
  QCOMPARE(spec.trainer.learningRate, 0.01);
  QCOMPARE(spec.trainer.batchSize, recTrainerDefaults().batchSize);
  QTRY_COMPARE(button("startButton")->text(), QString("Pause"));
  button("startButton")->click();
  QTRY_COMPARE(button("startButton")->text(), QString("Resume"));
  button("stopButton")->click();
  QTRY_COMPARE(button("startButton")->text(), QString("Start training"));
}

void TrainPanelTest::problemsOfARecommenderStandAtTheirOptions() {
  useInteractions("/data/shop");
  // Each is in its own range; together they cannot work.
  panel_->form()->setValues(Json{{"model", {{"inference", {{"samplingSteps", 80}}}}}});
  button("startButton")->click();
  auto* row = panel_->form()->row("model.inference.samplingSteps");
  QVERIFY2(row->problem().contains("model.inference.diffusionSteps"), qPrintable(row->problem()));
  QVERIFY(row->isVisible());
  QVERIFY(!context_->runs().isActive());
  panel_->form()->setValue("model.inference.samplingSteps", 1);
  button("startButton")->click();
  QTRY_VERIFY(context_->runs().isActive());
}

QTEST_MAIN(TrainPanelTest)
#include "train_panel_test.moc"
