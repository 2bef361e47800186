#include "ui/panels/predict_panel.h"

#include <QTest>

using namespace marcie;
using namespace marcie::ui;

class PredictPanelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void saysWhatIsMissing();
  void showsClassesAnnotationsAndNeighbours();
  void followsTheSelectedPicture();
  void predictsAgainWhenTheRunSavesACheckpoint();

 private:
  void startRun();
  std::unique_ptr<AppContext> context_;
  std::unique_ptr<PredictPanel> panel_;
};

void PredictPanelTest::init() {
  context_ = std::make_unique<AppContext>();
  context_->engine().setCommand({QStringLiteral(MARCIE_TEST_BIN_DIR "/fake_engine")});
  context_->engine().start();
  panel_ = std::make_unique<PredictPanel>(*context_);
  panel_->resize(1000, 700);
  panel_->show();
}

void PredictPanelTest::cleanup() {
  panel_.reset();
  context_.reset();
}

void PredictPanelTest::startRun() {
  RunSpec spec;
  spec.data.path = "/pictures";
  context_->runs().start(spec);
  QTRY_VERIFY(!context_->selection().run().isEmpty());
}

void PredictPanelTest::saysWhatIsMissing() {
  auto* empty = panel_->findChild<EmptyState*>("predictEmptyState");
  QVERIFY(empty->isVisible());
  QCOMPARE(empty->accessibleName(), QString("No run is chosen"));
  startRun();
  QTRY_COMPARE(empty->accessibleName(), QString("Drop a photo"));
  panel_->predict("/photo.jpg");  // the run has no checkpoint in its first steps
  QTRY_COMPARE(empty->accessibleName(), QString("Nothing to predict with yet"));
}

void PredictPanelTest::showsClassesAnnotationsAndNeighbours() {
  startRun();
  panel_->predict("/pictures/curry/0.jpg");
  QTRY_VERIFY(panel_->hasContent());
  const QString verdict = panel_->findChild<QLabel*>("verdictLabel")->text();
  QVERIFY(verdict.contains("curry"));
  QVERIFY(verdict.contains("that is its label"));
  QCOMPARE(panel_->findChild<BarPlot*>("topPlot")->barCount(), 5);
  const auto chips = panel_->findChild<ChipRow*>("tagChips")->chips();
  QCOMPARE(chips.size(), std::size_t{4});  // egg is below one half; carrot was missed
  QCOMPARE(chips[0].kind, Chip::Kind::hit);
  QCOMPARE(chips[2].kind, Chip::Kind::extra);
  QCOMPARE(chips[3].kind, Chip::Kind::missed);
  QCOMPARE(chips[3].text, QString("carrot"));
  QTRY_COMPARE(panel_->findChild<QWidget*>("neighbourRow")->findChildren<QLabel*>("neighbour").size(), 6);
  QVERIFY(!panel_->findChild<PictureView*>("predictedPicture")->image().isNull());
}

void PredictPanelTest::followsTheSelectedPicture() {
  startRun();
  protocol::DataRow row;
  row.path = "/pictures/stew/5.jpg";
  context_->selection().setPicture(row);
  QTRY_VERIFY(panel_->hasContent());
  QCOMPARE(panel_->reply()->path, row.path);
}

void PredictPanelTest::predictsAgainWhenTheRunSavesACheckpoint() {
  startRun();
  panel_->predict("/photo.jpg");
  QTRY_VERIFY(panel_->hasContent());
  const auto step = panel_->reply()->step;
  QTRY_VERIFY(panel_->reply().has_value() && panel_->reply()->step > step);
  // Annotations without a known truth are neither right nor wrong.
  QCOMPARE(panel_->findChild<ChipRow*>("tagChips")->chips().front().kind, Chip::Kind::plain);
}

QTEST_MAIN(PredictPanelTest)
#include "predict_panel_test.moc"
