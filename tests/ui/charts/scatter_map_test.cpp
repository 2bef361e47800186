#include "ui/charts/scatter_map.h"

#include <cmath>

#include <QDir>
#include <QFile>
#include <QMenu>
#include <QPdfWriter>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/random.h"
#include "ui/theme.h"

using namespace marcie;
using namespace marcie::ui;

// The map as a person uses it: mouse, wheel, keys, files.
class ScatterMapTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void hoverAndClickFindThePoint();
  void wheelZoomsAroundTheMouse();
  void dragMovesAndIsNoClick();
  void lassoSelectsWhatItEncloses();
  void theKeyboardReachesEverything();
  void viewsAreUndone();
  void movedPointsKeepWhatWasChosen();
  void otherPointsForgetIt();
  void followsItsPointsUntilSomebodyZooms();
  void searchFadesTheOthers();
  void thumbnailsDoNotOverlapAndMoreComeWithZoom();
  void followsTheTheme();
  void namesOfPathsKeepClearOfEachOther();
  void exportsPicturesAndNumbers();
  void manyPointsAreDrawnQuickly();

 private:
  static constexpr int kSide = 400;
  [[nodiscard]] QPoint pixel(int point) const { return map_->pixelOf(point).toPoint(); }
  void drag(QPoint from, const QVector<QPoint>& way, Qt::KeyboardModifiers modifiers = {});
  std::unique_ptr<ScatterMap> map_;
};

void ScatterMapTest::init() {
  Theme::instance().apply(Theme::Mode::light);
  map_ = std::make_unique<ScatterMap>();
  map_->resize(kSide, kSide);
  QVector<float> grid;  // 10 × 10
  for (int i = 0; i < 100; ++i) grid << static_cast<float>(i % 10) << static_cast<float>(i / 10);
  map_->setPoints(grid);
  map_->show();
  map_->setFocus();
}

void ScatterMapTest::drag(QPoint from, const QVector<QPoint>& way, Qt::KeyboardModifiers modifiers) {
  QTest::mousePress(map_.get(), Qt::LeftButton, modifiers, from);
  for (const QPoint& at : way) {
    QMouseEvent move(QEvent::MouseMove, at, map_->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, modifiers);
    QCoreApplication::sendEvent(map_.get(), &move);
  }
  QTest::mouseRelease(map_.get(), Qt::LeftButton, modifiers, way.isEmpty() ? from : way.last());
}

void ScatterMapTest::hoverAndClickFindThePoint() {
  QSignalSpy hovered(map_.get(), &ScatterMap::hovered), chosen(map_.get(), &ScatterMap::chosen);
  QTest::mouseMove(map_.get(), pixel(37) + QPoint(3, -2));
  QCOMPARE(hovered.last().at(0).toInt(), 37);
  QTest::mouseClick(map_.get(), Qt::LeftButton, {}, pixel(42));
  QCOMPARE(chosen.last().at(0).toInt(), 42);
  QTest::mouseClick(map_.get(), Qt::LeftButton, {}, {2, 2});
  QCOMPARE(chosen.last().at(0).toInt(), -1);
  map_->setHoverText([](int point) { return QStringLiteral("point %1").arg(point); });
  const QImage before = map_->grab().toImage();
  QTest::mouseMove(map_.get(), pixel(55));
  QVERIFY(map_->grab().toImage() != before);
}

void ScatterMapTest::wheelZoomsAroundTheMouse() {
  const QPointF at = map_->pixelOf(22);
  const double scale = map_->view().scale;
  QWheelEvent turn(at, map_->mapToGlobal(at), {}, {0, 240}, Qt::NoButton, {}, Qt::NoScrollPhase, false);
  QCoreApplication::sendEvent(map_.get(), &turn);
  QVERIFY(map_->view().scale > 1.3 * scale);
  QVERIFY((map_->pixelOf(22) - at).manhattanLength() < 1e-6);
}

void ScatterMapTest::dragMovesAndIsNoClick() {
  QSignalSpy chosen(map_.get(), &ScatterMap::chosen);
  const QPointF before = map_->pixelOf(0);
  drag({200, 200}, {{210, 205}, {230, 190}});
  QVERIFY((map_->pixelOf(0) - before - QPointF(30, -10)).manhattanLength() < 1e-6);
  QCOMPARE(chosen.count(), 0);
}

void ScatterMapTest::lassoSelectsWhatItEncloses() {
  QSignalSpy lassoed(map_.get(), &ScatterMap::lassoed);
  const QPoint a = pixel(0) + QPoint(-8, 8), b = pixel(2) + QPoint(8, 8), c = pixel(22) + QPoint(8, -8),
               d = pixel(20) + QPoint(-8, -8);
  drag(a, {b, c, d}, Qt::ShiftModifier);
  QCOMPARE(lassoed.count(), 1);
  QCOMPARE(lassoed.last().at(0).value<QVector<int>>(), QVector<int>({0, 1, 2, 10, 11, 12, 20, 21, 22}));
  // The same after L, without Shift; what is hidden is not caught.
  std::vector<bool> hidden(100, false);
  hidden[11] = true;
  map_->setHidden(hidden);
  QTest::keyClick(map_.get(), Qt::Key_L);
  QVERIFY(map_->isLassoMode());
  drag(a, {b, c, d});
  QCOMPARE(lassoed.last().at(0).value<QVector<int>>(), QVector<int>({0, 1, 2, 10, 12, 20, 21, 22}));
  QVERIFY(!map_->isLassoMode());
  QTest::keyClick(map_.get(), Qt::Key_L);
  QTest::keyClick(map_.get(), Qt::Key_Escape);
  QVERIFY(!map_->isLassoMode());
}

void ScatterMapTest::theKeyboardReachesEverything() {
  QSignalSpy chosen(map_.get(), &ScatterMap::chosen), hovered(map_.get(), &ScatterMap::hovered);
  QTest::keyClick(map_.get(), Qt::Key_Right, Qt::ShiftModifier);  // begins in the middle
  const int start = hovered.last().at(0).toInt();
  QTest::keyClick(map_.get(), Qt::Key_Right, Qt::ShiftModifier);
  QCOMPARE(hovered.last().at(0).toInt(), start + 1);
  QTest::keyClick(map_.get(), Qt::Key_Up, Qt::ShiftModifier);
  QCOMPARE(hovered.last().at(0).toInt(), start + 11);
  QTest::keyClick(map_.get(), Qt::Key_Return);
  QCOMPARE(chosen.last().at(0).toInt(), start + 11);
  QTest::keyClick(map_.get(), Qt::Key_Escape);
  QCOMPARE(chosen.last().at(0).toInt(), -1);
  const ScatterView before = map_->view();
  QTest::keyClick(map_.get(), Qt::Key_Plus);
  QVERIFY(map_->view().scale > before.scale);
  QTest::keyClick(map_.get(), Qt::Key_Left);
  QVERIFY(map_->view().centre.x() < before.centre.x());
  QVERIFY(!map_->isWhole());
  QTest::keyClick(map_.get(), Qt::Key_0);
  QVERIFY(map_->isWhole());
}

void ScatterMapTest::viewsAreUndone() {
  const ScatterView first = map_->view();
  QVERIFY(!map_->undoView());
  map_->zoomToPoints({0, 1, 10, 11});
  const ScatterView second = map_->view();
  map_->zoomToPoints({99});
  QVERIFY(map_->view().scale > first.scale);
  QTest::keySequence(map_.get(), QKeySequence::Undo);
  QVERIFY(map_->view() == second);
  QTest::keySequence(map_.get(), QKeySequence::Undo);
  QVERIFY(map_->view() == first);
  QTest::keySequence(map_.get(), QKeySequence::Redo);
  QVERIFY(map_->view() == second);
}

void ScatterMapTest::movedPointsKeepWhatWasChosen() {
  map_->setSelected({1, 2, 3});
  map_->setCurrent(2);
  map_->zoomToPoints({1, 2, 3});
  const ScatterView view = map_->view();
  QVector<float> moved = map_->points().coordinates();
  for (float& v : moved) v *= 2;
  map_->setPoints(moved);
  QCOMPARE(map_->selected(), QVector<int>({1, 2, 3}));
  QCOMPARE(map_->current(), 2);
  QVERIFY(map_->view() == view);
}

void ScatterMapTest::otherPointsForgetIt() {
  map_->setSelected({1, 2, 3});
  map_->setCurrent(2);
  map_->setPoints({0, 0, 1, 1});
  QVERIFY(map_->selected().isEmpty());
  QCOMPARE(map_->current(), -1);
  map_->clear();
  QCOMPARE(map_->points().count(), 0);
  map_->setPlaceholder("nothing yet");
  QVERIFY(!map_->grab().isNull());
}

void ScatterMapTest::followsItsPointsUntilSomebodyZooms() {
  QVector<float> grown = map_->points().coordinates();
  for (float& v : grown) v = v * 40 - 7;
  map_->setPoints(grown);
  QVERIFY(map_->rect().contains(pixel(0)) && map_->rect().contains(pixel(99)));
}

void ScatterMapTest::searchFadesTheOthers() {
  const QImage before = map_->grab().toImage();
  const QRgb plain = before.pixel(pixel(50));
  map_->setFound(QVector<int>{50});
  const QImage after = map_->grab().toImage();
  QCOMPARE(after.pixel(pixel(50)), plain);
  QVERIFY(QColor(after.pixel(pixel(51))).lightness() > QColor(plain).lightness() + 40);
  map_->setFound(std::nullopt);
  QCOMPARE(map_->grab().toImage().pixel(pixel(51)), plain);
  // The same by category.
  ScatterColouring colouring;
  colouring.names = QStringList{"even", "odd"};
  for (int i = 0; i < 100; ++i) colouring.kind << i % 2;
  map_->setColouring(colouring);
  const QRgb even = map_->grab().toImage().pixel(pixel(50));
  map_->setIsolated({1});
  QVERIFY(map_->grab().toImage().pixel(pixel(50)) != even);
}

void ScatterMapTest::thumbnailsDoNotOverlapAndMoreComeWithZoom() {
  QPixmap picture(60, 40);
  picture.fill(Qt::red);
  map_->setThumbnailSource([picture](int) { return picture; });
  map_->setThumbnailsShown(true);
  (void)map_->grab();
  const auto shown = map_->paintedThumbnails();
  QVERIFY(!shown.isEmpty() && shown.size() < 60);
  map_->zoomToPoints({0, 1, 2, 10, 11, 12});
  (void)map_->grab();
  QVERIFY(map_->paintedThumbnails().size() >= 6);
  QSet<int> points;
  for (const auto& [point, box] : map_->paintedThumbnails()) points << point;
  QCOMPARE(points.size(), map_->paintedThumbnails().size());
  // Those of before that are still in view are still shown: nothing jumps.
  for (const auto& [point, box] : shown) {
    if (map_->rect().contains(pixel(point))) QVERIFY(points.contains(point));
  }
}

void ScatterMapTest::followsTheTheme() {
  const QImage light = map_->grab().toImage();
  Theme::instance().apply(Theme::Mode::dark);
  const QImage dark = map_->grab().toImage();
  Theme::instance().apply(Theme::Mode::light);
  QVERIFY(QColor(light.pixel(5, 5)).lightness() > 200);
  QVERIFY(QColor(dark.pixel(5, 5)).lightness() < 80);
}

void ScatterMapTest::namesOfPathsKeepClearOfEachOther() {
  // Twelve walks that end in one place, the seventh of them current, drawn twice as the Diffusion page does.
  constexpr int kWalks = 12, kCurrent = 6;
  const QPointF end = map_->points().at(50);
  QVector<ScatterPath> paths;
  for (int i = 0; i < kWalks; ++i) {
    ScatterPath path{{map_->points().at(0), end}, QStringLiteral("from t = %1: seed 7").arg(i), i, -1, Qt::SolidLine};
    if (i == kCurrent) path.current = 1;
    paths << path;
    if (i == kCurrent) paths << path;
  }
  map_->setPaths(paths);
  map_->setLabels({{end, QStringLiteral("stew"), -1}});
  map_->grab();
  QStringList said;
  const auto& words = map_->paintedWords();
  for (const auto& [word, box] : words) {
    QVERIFY2(!said.contains(word), qPrintable(word + " is said twice"));
    said << word;
  }
  for (const int kept : {kCurrent, 0, kWalks - 1})
    QVERIFY(said.contains(paths[kept > kCurrent ? kept + 1 : kept].name));
  QVERIFY2(said.size() < kWalks, "there is no room for all");
  for (qsizetype a = 3; a < words.size(); ++a) {
    for (qsizetype b = 0; b < a; ++b)
      QVERIFY2(!words[a].second.intersects(words[b].second), qPrintable(words[a].first));
  }
  map_->setPaths({});
  map_->setLabels({});
}

void ScatterMapTest::exportsPicturesAndNumbers() {
  QTemporaryDir folder;
  const auto file = [&folder](const char* name) { return QDir(folder.path()).filePath(name); };
  ScatterColouring colouring;
  colouring.title = "class";
  colouring.names = QStringList{"a,b", "c"};
  for (int i = 0; i < 100; ++i) colouring.kind << (i % 3) - 1;
  map_->setColouring(colouring);
  map_->setCaption("t-SNE, perplexity 30, seed 1");
  map_->setCsvColumns({"path"}, [](int point) { return QStringList{QStringLiteral("p%1.jpg").arg(point)}; });
  Theme::instance().apply(Theme::Mode::dark);
  QVERIFY(saveFigure(map_->figure(), file("m.png"), 192));
  const QImage png(file("m.png"));
  QCOMPARE(png.size(), QSize(2 * kSide, 2 * kSide));
  QVERIFY2(QColor(png.pixel(3, 3)).lightness() > 240, "print colours, whatever the window shows");
  QVERIFY(saveFigure(map_->figure(), file("m.svg")));
  QSvgRenderer svg(file("m.svg"));
  QVERIFY(svg.isValid());
  QFile text(file("m.svg"));
  QVERIFY(text.open(QIODevice::ReadOnly));
  QVERIFY2(text.readAll().count("<path") + text.size() > 90, "points as shapes");
  QVERIFY(saveFigure(map_->figure(), file("m.pdf")));
  QFile pdf(file("m.pdf"));
  QVERIFY(pdf.open(QIODevice::ReadOnly));
  QVERIFY(pdf.readAll().startsWith("%PDF"));
  QVERIFY(!saveFigure(map_->figure(), file("no/such/m.pdf")) && !saveFigure(map_->figure(), file("no/such/m.svg")));
  const QStringList lines = map_->csv().split('\n');
  QCOMPARE(lines.at(0), QString("point,x,y,class,path"));
  QCOMPARE(lines.at(2), QString("1,1,0,\"a,b\",p1.jpg"));
  QCOMPARE(lines.at(1), QString("0,0,0,,p0.jpg"));
  QCOMPARE(lines.size(), 102);
  Theme::instance().apply(Theme::Mode::light);
}

// A bound that only a mistake in the order of growth would pass; the bench has the figures.
void ScatterMapTest::manyPointsAreDrawnQuickly() {
  Rng rng(4);
  QVector<float> many;
  for (int i = 0; i < 400000; ++i) many << static_cast<float>(rng.normal());
  map_->setPoints(many);
  QVERIFY(map_->redrawNow() < 500);
}

QTEST_MAIN(ScatterMapTest)
#include "scatter_map_test.moc"
