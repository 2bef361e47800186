#include "ui/panels/diffusion_panel.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/support/tiny_run.h"
#include "ui/dialogs/ask.h"

using namespace marcie;
using namespace marcie::ui;
using marcie::ui::testing::kPatience;

// The page as a person uses it, with the real engine and a tiny run.
class DiffusionPanelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup();
  void saysWhatIsMissing();
  void walksAPictureAndStepsThroughIt();
  void branchesStayAndAreNamed();
  void twoPicturesStandSideBySide();
  void everyFigureIsAFile();
  void survivesWhatVanishes();

 private:
  void open(const QString& run = "run");
  void waitForWalks(std::size_t count);
  template <class T>
  [[nodiscard]] T* find(const char* name) const {
    return panel_->findChild<T*>(name);
  }
  testing::TinyRun run_;
  std::unique_ptr<AppContext> context_;
  std::unique_ptr<DiffusionPanel> panel_;
};

void DiffusionPanelTest::initTestCase() {
  if (!QFile::exists(QStringLiteral(MARCIE_BIN_DIR "/marcie-cli"))) QSKIP("marcie-cli is not built here");
  QVERIFY(run_.make());
  QVERIFY(run_.train("plain", {"model.variant=backbone", "model.phases.joint=1"}));
}

void DiffusionPanelTest::init() {
  context_ = std::make_unique<AppContext>();
  context_->engine().start();
  QTRY_VERIFY_WITH_TIMEOUT(context_->catalog() != nullptr, kPatience);
  panel_ = std::make_unique<DiffusionPanel>(*context_);
  panel_->resize(1150, 720);
  panel_->show();
}

void DiffusionPanelTest::cleanup() {
  panel_.reset();
  context_.reset();
}

void DiffusionPanelTest::open(const QString& run) {
  context_->selection().setRun(run_.path(run));
  panel_->walk(run_.picture(3));
}

void DiffusionPanelTest::waitForWalks(std::size_t count) {
  QTRY_COMPARE_WITH_TIMEOUT(panel_->tree().nodes().size(), count, kPatience);
  QTRY_VERIFY_WITH_TIMEOUT(!panel_->isBusy(), kPatience);
  for (const auto& node : panel_->tree().nodes()) QVERIFY2(node.reply.has_value(), qPrintable(node.error));
}

void DiffusionPanelTest::saysWhatIsMissing() {
  auto* empty = panel_->findChild<EmptyState*>();
  QVERIFY(empty->isVisible());
  QCOMPARE(empty->accessibleName(), QString("No run is chosen"));
  context_->selection().setRun(run_.path());
  QCOMPARE(empty->accessibleName(), QString("Drop a photo"));
  open("plain");
  QTRY_COMPARE_WITH_TIMEOUT(empty->accessibleName(), QString("No diffusion to look at"), kPatience);
  QVERIFY(empty->isVisible());
  QVERIFY(!panel_->hasContent());
}

void DiffusionPanelTest::walksAPictureAndStepsThroughIt() {
  open();
  waitForWalks(1);
  QVERIFY(panel_->hasContent());
  auto* strip = find<ReverseStrip>("walkStrip");
  QCOMPARE(strip->steps().size(), std::size_t{12});
  QCOMPARE(strip->shownSteps().size(), std::size_t{8});
  find<QSpinBox>("tilesBox")->setValue(5);
  QCOMPARE(strip->shownSteps().size(), std::size_t{5});
  QCOMPARE(strip->shownSteps().front(), 0);
  QCOMPARE(strip->shownSteps().back(), 11);

  auto* slider = find<QSlider>("stepSlider");
  slider->setFocus();
  QTest::keyClick(slider, Qt::Key_Right);
  QCOMPARE(panel_->currentStep(), 1);
  QTest::keyClick(slider, Qt::Key_End);
  QCOMPARE(panel_->currentStep(), 11);
  QVERIFY(find<QLabel>("stepLabel")->text().contains("t = 0"));
  QTest::keyClick(slider, Qt::Key_Home);
  QCOMPARE(panel_->currentStep(), 0);
  QTest::keyClick(slider, Qt::Key_Space);  // plays …
  QTRY_VERIFY(panel_->currentStep() >= 2);
  QTest::keyClick(slider, Qt::Key_Space);  // … and rests
  QTest::mouseClick(strip, Qt::LeftButton, {}, strip->tileRect(4).center());
  QCOMPARE(panel_->currentStep(), 11);
  QTest::keyClick(strip, Qt::Key_Left);
  QCOMPARE(panel_->currentStep(), 10);
  const auto shown = strip->shownSteps();
  QVERIFY2(std::find(shown.begin(), shown.end(), 10) != shown.end(), "the current step always has a tile");
  auto* distances = find<LinePlot>("distancePlot");
  QVERIFY(distances->seriesCount() >= 3);
  QCOMPARE(find<LinePlot>("schedulePlot")->seriesCount(), 3);
}

void DiffusionPanelTest::branchesStayAndAreNamed() {
  open();
  waitForWalks(1);
  QTest::keyClick(find<ReverseStrip>("walkStrip"), Qt::Key_Home);
  for (int i = 0; i < 4; ++i) QTest::keyClick(find<QSlider>("stepSlider"), Qt::Key_Right);
  find<QPushButton>("branchButton")->click();
  auto* form = find<DiffusionBranchForm>("branchForm");
  QVERIFY(form->isVisible());
  find<QSpinBox>("branchSeedBox")->setValue(7);
  find<QDoubleSpinBox>("branchEtaBox")->setValue(0.5);
  QVERIFY(find<QDoubleSpinBox>("branchGuidanceBox")->isEnabled());
  QTest::keyClick(find<QSpinBox>("branchStepsBox"), Qt::Key_Return);
  waitForWalks(2);
  QVERIFY(!form->isVisible());
  const BranchNode branch = panel_->tree().nodes()[1];
  QCOMPARE(branch.settings.seed, 7);
  QCOMPARE(branch.settings.steps, -1);  // not touched: it follows its parent
  QCOMPARE(branch.reply->steps.size(), std::size_t{8});
  QCOMPARE(branch.reply->steps.front().t, panel_->tree().nodes()[0].reply->steps[4].t);
  const auto titles = panel_->findChildren<QLabel*>("walkTitle");
  QCOMPARE(titles.size(), 2);
  QVERIFY2(titles[1]->text().contains("seed 7") && titles[1]->text().contains("0.5"), qPrintable(titles[1]->text()));

  // A branch of the branch; another picture keeps the tree.
  QCOMPARE(panel_->currentWalk(), branch.id);
  QTest::keyClick(find<QSlider>("stepSlider"), Qt::Key_Right);
  QTest::keyClick(find<QSlider>("stepSlider"), Qt::Key_B);
  find<QDoubleSpinBox>("branchGuidanceBox")->setValue(2);
  find<QPushButton>("branchAcceptButton")->click();
  waitForWalks(3);
  QCOMPARE(panel_->tree().depth(panel_->tree().nodes()[2].id), 2);
  const auto before = panel_->tree().nodes()[2].reply->steps.back().x0.x;
  panel_->walk(run_.picture(30));
  waitForWalks(3);
  QVERIFY(panel_->tree().nodes()[2].reply->steps.back().x0.x != before);
  panel_->walk(run_.picture(3));
  waitForWalks(3);
  QCOMPARE(panel_->tree().nodes()[2].reply->steps.back().x0.x, before);  // the same seed, the same walk

  const auto removes = panel_->findChildren<QToolButton*>("removeWalkButton");
  removes[1]->click();
  QTRY_COMPARE(panel_->tree().nodes().size(), std::size_t{1});
}

void DiffusionPanelTest::twoPicturesStandSideBySide() {
  open();
  waitForWalks(1);
  const ScriptedAnswers answers({}, [this](const PathRequest&) { return QStringList{run_.picture(40)}; });
  find<QPushButton>("addPictureButton")->click();
  waitForWalks(2);
  QCOMPARE(QString::fromStdString(panel_->tree().nodes()[1].reply->path), run_.picture(40));
  find<QPushButton>("addWalkButton")->click();  // other settings of the picture that is looked at
  find<QSpinBox>("branchStepsBox")->setValue(3);
  find<QPushButton>("branchAcceptButton")->click();
  waitForWalks(3);
  QCOMPARE(panel_->tree().nodes()[2].reply->steps.size(), std::size_t{3});
  QCOMPARE(QString::fromStdString(panel_->tree().nodes()[2].reply->path), run_.picture(40));
}

void DiffusionPanelTest::everyFigureIsAFile() {
  open();
  waitForWalks(1);
  auto* strip = find<ReverseStrip>("walkStrip");
  QSignalSpy exported(&*context_, &AppContext::exported);
  QStringList suffixes;
  const ScriptedAnswers answers(
      {}, [this](const PathRequest& request) { return QStringList{run_.folder() + "/out/" + request.suggested}; });
  QDir().mkpath(run_.folder() + "/out");
  QContextMenuEvent menuEvent(QContextMenuEvent::Keyboard, QPoint(5, 5), strip->mapToGlobal(QPoint(5, 5)));
  QCoreApplication::sendEvent(strip, &menuEvent);
  auto* menu = strip->findChild<QMenu*>();
  QVERIFY(menu != nullptr);
  for (auto* action : menu->actions()) action->trigger();
  QTRY_COMPARE(exported.count(), 6);
  for (const auto& call : exported) {
    const QString file = call.front().toString();
    QVERIFY2(QFileInfo(file).size() > 200, qPrintable(file));
    suffixes << QFileInfo(file).suffix();
  }
  QVERIFY(suffixes.contains("svg") && suffixes.contains("pdf") && suffixes.contains("csv"));
}

void DiffusionPanelTest::survivesWhatVanishes() {
  const QString lost = run_.folder() + "/lost.png";
  QVERIFY(QFile::copy(run_.picture(5), lost));
  open();
  panel_->walk(lost);
  waitForWalks(1);
  panel_->addPicture(run_.picture(7));
  waitForWalks(2);
  QFile::remove(lost);
  panel_->walk(lost);  // asked again
  QTRY_VERIFY_WITH_TIMEOUT(!panel_->tree().nodes()[0].error.isEmpty(), kPatience);
  QTRY_VERIFY_WITH_TIMEOUT(panel_->tree().nodes()[1].reply.has_value(), kPatience);
  // The engine dies; the tree is walked again as soon as there is a new one.
  panel_->walk(run_.picture(5));
  waitForWalks(2);
  QSignalSpy ready(&context_->engine(), &EngineClient::ready);
  context_->engine().shutDown();
  context_->engine().start();
  QTRY_COMPARE_WITH_TIMEOUT(ready.count(), 1, kPatience);
  waitForWalks(2);
  // The run is gone: it says so, and nothing is left hanging.
  QVERIFY(QDir().rename(run_.path(), run_.path() + "-away"));
  panel_->walk(run_.picture(6));
  QTRY_VERIFY_WITH_TIMEOUT(panel_->findChild<EmptyState*>()->isVisible(), kPatience);
  QVERIFY(!panel_->isBusy());
  QVERIFY(QDir().rename(run_.path() + "-away", run_.path()));
}

QTEST_MAIN(DiffusionPanelTest)
#include "diffusion_panel_test.moc"
