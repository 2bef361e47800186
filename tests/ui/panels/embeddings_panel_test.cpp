#include "ui/panels/embeddings_panel.h"

#include <QComboBox>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

#include "ui/text.h"
#include "ui/theme.h"

using namespace marcie;
using namespace marcie::ui;

// The page with an engine that answers from a script, driven as a person would.
class EmbeddingsPanelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void nothingStartsByItself();
  void aMapComesWithItsSampleAndQuality();
  void showAllComputesEveryPicture();
  void aMissingSpaceSaysWhatIsMissing();
  void pausesContinuesAndCancels();
  void clickingAPointRingsItsNeighbours();
  void aLassoSelectsEverywhere();
  void searchAndLegendSingleOut();
  void picturesAndTextsAreJoined();
  void twoPanesAreComparedAndLinked();
  void theFilmPlaysAndStepsByKeys();
  void alignmentIsMeasuredWhenAsked();
  void anEngineThatDiesLeavesTheMap();
  void anotherRunForgetsTheOld();

 private:
  template <class T>
  T* child(const char* name) {
    return panel_->findChild<T*>(QString::fromLatin1(name));
  }
  void choose(const char* box, const QString& text) {
    auto* combo = child<QComboBox>(box);
    const int at = combo->findText(text, Qt::MatchContains);
    QVERIFY2(at >= 0, qPrintable(text));
    combo->setCurrentIndex(at);
  }
  void compute() {
    QTest::mouseClick(child<QPushButton>("computeMapButton"), Qt::LeftButton);
    QTRY_COMPARE(panel_->left().session().state(), MapSession::State::finished);
  }
  std::unique_ptr<AppContext> context_;
  std::unique_ptr<EmbeddingsPanel> panel_;
};

void EmbeddingsPanelTest::init() {
  context_ = std::make_unique<AppContext>();
  context_->engine().setCommand({QStringLiteral(MARCIE_TEST_BIN_DIR "/fake_engine")});
  panel_ = std::make_unique<EmbeddingsPanel>(*context_);
  panel_->resize(1200, 760);
  panel_->show();
  QSignalSpy ready(&context_->engine(), &EngineClient::ready);
  context_->engine().start();
  QTRY_VERIFY(ready.count() > 0);
  RunSpec spec;
  spec.data.path = "/pictures";
  context_->runs().start(spec);
  QTRY_VERIFY(!context_->selection().run().isEmpty());
  QTRY_VERIFY(!panel_->isBusy());
}

void EmbeddingsPanelTest::cleanup() {
  panel_.reset();
  context_.reset();
}

void EmbeddingsPanelTest::nothingStartsByItself() {
  QCOMPARE(panel_->left().session().state(), MapSession::State::none);
  QVERIFY(!panel_->hasContent());
  QVERIFY(child<QPushButton>("computeMapButton")->isEnabled());
  QVERIFY(!child<QPushButton>("cancelMapButton")->isVisible());
}

void EmbeddingsPanelTest::aMapComesWithItsSampleAndQuality() {
  QSignalSpy moved(&panel_->left().session(), &MapSession::moved);
  compute();
  QVERIFY2(moved.count() >= 3, "the map is seen while it is made");
  QVERIFY(panel_->hasContent());
  QCOMPARE(panel_->left().map().points().count(), 120);
  QCOMPARE(panel_->left().sampleText(), QString("showing 120 of 1,200 (stratified)"));
  QVERIFY(panel_->left().qualityText().contains("trustworthiness 0.987"));
  QVERIFY(panel_->left().qualityText().contains("recall of 15 neighbours 0.765"));
}

void EmbeddingsPanelTest::showAllComputesEveryPicture() {
  compute();
  auto* all = panel_->left().findChild<QPushButton*>("showAllButton");
  QVERIFY(all->isVisible());
  QTest::mouseClick(all, Qt::LeftButton);
  QTRY_COMPARE(panel_->left().map().points().count(), 240);
  QTRY_VERIFY(!all->isVisible());
  QCOMPARE(panel_->left().sampleText(), QString("240 pictures"));
}

void EmbeddingsPanelTest::aMissingSpaceSaysWhatIsMissing() {
  choose("spaceBox", "Reconstructed");
  QTest::mouseClick(child<QPushButton>("computeMapButton"), Qt::LeftButton);
  QTRY_COMPARE(panel_->left().session().state(), MapSession::State::failed);
  QVERIFY(panel_->left().session().error()->message.find("no diffusion") != std::string::npos);
  QVERIFY(!panel_->hasContent());
  const QImage seen = panel_->left().map().grab().toImage();
  QVERIFY2(seen != QImage(), "the reason is painted where the map would be");
  choose("spaceBox", "Picture network");
  compute();
}

void EmbeddingsPanelTest::pausesContinuesAndCancels() {
  choose("methodBox", "UMAP");
  QVERIFY(child<QWidget>("neighboursBox")->isVisible() && !child<QWidget>("perplexityBox")->isVisible());
  QTest::mouseClick(child<QPushButton>("computeMapButton"), Qt::LeftButton);
  auto& session = panel_->left().session();
  QTRY_VERIFY(session.hasMap());
  QCOMPARE(session.state(), MapSession::State::running);
  auto* pause = child<QPushButton>("pauseMapButton");
  QVERIFY(pause->isVisible());
  QTest::mouseClick(pause, Qt::LeftButton);
  QCOMPARE(session.state(), MapSession::State::paused);
  QCOMPARE(pause->text(), QString("Continue"));
  QTest::mouseClick(pause, Qt::LeftButton);
  QCOMPARE(session.state(), MapSession::State::running);
  QTest::mouseClick(child<QPushButton>("cancelMapButton"), Qt::LeftButton);
  QTRY_COMPARE(session.state(), MapSession::State::cancelled);
  QVERIFY2(panel_->hasContent(), "what was seen stays");
  QVERIFY(panel_->left().statusText().contains("cancelled"));
}

void EmbeddingsPanelTest::clickingAPointRingsItsNeighbours() {
  compute();
  auto& map = panel_->left().map();
  QTest::mouseClick(&map, Qt::LeftButton, {}, map.pixelOf(12).toPoint());
  QTRY_VERIFY(map.current() >= 0);
  const int point = map.current();
  auto* inspector = panel_->findChild<EmbeddingsInspector*>();
  QCOMPARE(inspector->neighbourCount(), 3);
  QCOMPARE(q(context_->selection().picture()->path), panel_->left().table().paths[point]);
  // A neighbour in the list leads on.
  auto* list = child<QListWidget>("neighbourList");
  Q_EMIT list->itemClicked(list->item(0));
  QVERIFY(map.current() != point);
  QTest::keyClick(&map, Qt::Key_Escape);
  QCOMPARE(map.current(), -1);
}

void EmbeddingsPanelTest::aLassoSelectsEverywhere() {
  compute();
  auto& map = panel_->left().map();
  QSignalSpy changed(&context_->pictures(), &SelectionModel::changed);
  QTest::mouseClick(child<QToolButton>("lassoButton"), Qt::LeftButton);
  QVERIFY(map.isLassoMode());
  const auto move = [&map](QPoint at) {
    QMouseEvent event(QEvent::MouseMove, at, map.mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
    QCoreApplication::sendEvent(&map, &event);
  };
  QTest::mousePress(&map, Qt::LeftButton, {}, QPoint(2, 2));
  for (const QPoint& at :
       {QPoint(2, map.height() - 3), QPoint(map.width() / 2, map.height() - 3), QPoint(map.width() / 2, 2)}) {
    move(at);
  }
  QTest::mouseRelease(&map, Qt::LeftButton, {}, QPoint(map.width() / 2, 2));
  QCOMPARE(changed.count(), 1);
  QVERIFY(context_->pictures().size() > 10 && context_->pictures().size() < 110);
  QCOMPARE(map.selected().size(), context_->pictures().size());
  QVERIFY(!child<QToolButton>("lassoButton")->isChecked());
  // Another view says something else: the map follows.
  context_->pictures().set({panel_->left().table().rowOf(3)}, this);
  QCOMPARE(map.selected(), QVector<int>{3});
}

void EmbeddingsPanelTest::searchAndLegendSingleOut() {
  compute();
  QTest::keyClicks(child<QLineEdit>("mapSearch"), "stew");
  QCOMPARE(panel_->left().foundCount(), 20);
  QCOMPARE(child<QLabel>("foundLabel")->text(), QString("20 found"));
  child<QLineEdit>("mapSearch")->clear();
  QCOMPARE(panel_->left().foundCount(), -1);
  auto* legend = panel_->findChild<ScatterLegend*>();
  QCOMPARE(legend->shownCount(), 6);
  choose("colourBox", "Annotation: rice");
  QCOMPARE(legend->shownCount(), 2);
  choose("colourBox", "Loss");
  QVERIFY(panel_->left().map().colouring().isNumeric());
}

void EmbeddingsPanelTest::picturesAndTextsAreJoined() {
  choose("spaceBox", "Pictures and texts");
  compute();
  QCOMPARE(panel_->left().map().points().count(), 240);
  QVERIFY(child<QWidget>("linksBox")->isVisible());
  const QImage with = panel_->left().map().grab().toImage();
  child<QAbstractButton>("linksBox")->click();
  QVERIFY(panel_->left().map().grab().toImage() != with);
  choose("colourBox", "Picture or text");
  QCOMPARE(panel_->left().map().colouring().names.size(), 2);
}

void EmbeddingsPanelTest::twoPanesAreComparedAndLinked() {
  compute();
  choose("rightPaneBox", "What the classifier sees");
  QTRY_COMPARE(panel_->right().session().state(), MapSession::State::finished);
  QVERIFY(panel_->right().isVisible());
  QCOMPARE(panel_->right().map().points().count(), 120);
  choose("colourBox", "How far it moved");
  QVERIFY(panel_->left().map().colouring().isNumeric());
  QVERIFY(panel_->right().map().colouring().isNumeric());
  auto& map = panel_->left().map();
  map.setFocus();
  QTest::keyClick(&map, Qt::Key_Plus);
  QVERIFY(panel_->right().map().view() == map.view());
  QTest::mouseClick(&map, Qt::LeftButton, {}, map.pixelOf(0).toPoint());
  QCOMPARE(panel_->right().map().current(), map.current());
  choose("rightPaneBox", "One map");
  QVERIFY(!panel_->right().isVisible());
}

void EmbeddingsPanelTest::theFilmPlaysAndStepsByKeys() {
  QTest::mouseClick(child<QToolButton>("filmModeButton"), Qt::LeftButton);
  QTRY_COMPARE(panel_->film().frames().size(), 5U);
  QVERIFY(panel_->hasContent());
  auto* slider = child<QSlider>("filmSlider");
  QCOMPARE(slider->value(), 4);
  slider->setFocus();
  QTest::keyClick(slider, Qt::Key_Home);
  QTRY_VERIFY(child<QLabel>("filmEpochLabel")->text().startsWith("epoch 1 "));
  const auto first = panel_->film().frames()[0].coordinates;
  QTRY_COMPARE(panel_->left().map().points().coordinates(), first);
  QTest::keyClick(slider, Qt::Key_Right);
  QTRY_COMPARE(panel_->left().map().points().coordinates(), panel_->film().frames()[1].coordinates);
  QTest::keyClick(slider, Qt::Key_Space);
  QTRY_COMPARE_WITH_TIMEOUT(panel_->left().map().points().coordinates(), panel_->film().frames()[4].coordinates, 8000);
  QTRY_VERIFY(!panel_->isBusy());
  // Before and after, side by side.
  choose("rightPaneBox", "last frame");
  QTest::keyClick(slider, Qt::Key_Home);
  QTRY_COMPARE(panel_->left().map().points().coordinates(), first);
  QCOMPARE(panel_->right().map().points().coordinates(), panel_->film().frames()[4].coordinates);
  // With the texts the film begins where they do.
  choose("spaceBox", "Pictures and texts");
  QTRY_COMPARE(panel_->film().frames().size(), 3U);
  QCOMPARE(panel_->film().table().size(), 60);
}

void EmbeddingsPanelTest::alignmentIsMeasuredWhenAsked() {
  compute();
  auto* tabs = child<QTabWidget>("embeddingsTabs");
  tabs->setCurrentIndex(2);
  auto* alignment = panel_->findChild<EmbeddingsAlignment*>();
  QVERIFY(!alignment->reply());
  QTest::mouseClick(child<QPushButton>("measureAlignmentButton"), Qt::LeftButton);
  QTRY_VERIFY(alignment->reply());
  QVERIFY(child<QLabel>("alignmentFacts")->text().contains(QStringLiteral("25.0\u00a0%")));
  QTextDocument facts;  // in a column that is much too narrow
  facts.setHtml(child<QLabel>("alignmentFacts")->text());
  facts.setTextWidth(80);
  QVERIFY(facts.size().height() > 0);  // lays it out
  int figures = 0;
  for (QTextBlock block = facts.begin(); block.isValid(); block = block.next()) {
    if (!block.text().contains(QLatin1Char('%'))) continue;
    ++figures;
    QVERIFY2(block.layout()->lineCount() == 1, qPrintable(block.text() + " is broken"));
  }
  QCOMPARE(figures, 6);
  auto* worst = panel_->findChild<TextTableView*>("worstPairs");
  QCOMPARE(worst->rowCount(), 2);
  Q_EMIT worst->cellClicked(0, 0);
  QVERIFY(panel_->left().map().current() >= 0);
}

void EmbeddingsPanelTest::anEngineThatDiesLeavesTheMap() {
  choose("methodBox", "UMAP");
  QTest::mouseClick(child<QPushButton>("computeMapButton"), Qt::LeftButton);
  QTRY_VERIFY(panel_->left().session().hasMap());
  QSignalSpy ready(&context_->engine(), &EngineClient::ready);
  protocol::DataInspect crash;
  crash.data.path = "/crash";
  context_->engine().call<protocol::DataInspect>(this, crash, [](const auto&) {});
  QTRY_COMPARE(panel_->left().session().state(), MapSession::State::failed);
  QVERIFY2(panel_->hasContent(), "the last coordinates stay");
  QTRY_VERIFY(ready.count() > 0);
  QTRY_VERIFY(!panel_->isBusy());
  QVERIFY(panel_->left().statusText().contains("ended early"));
}

void EmbeddingsPanelTest::anotherRunForgetsTheOld() {
  compute();
  context_->selection().setRun("/nowhere");
  QTRY_VERIFY(!panel_->hasContent());
  QTRY_VERIFY(!panel_->isBusy());
  context_->selection().setRun({});
  QVERIFY(!panel_->grab().isNull());
  QVERIFY(!panel_->hasContent());
}

int main(int argc, char** argv) {
  QApplication app(argc, argv);
  QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
  Theme::instance().apply(Theme::Mode::light);
  EmbeddingsPanelTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "embeddings_panel_test.moc"
