#include "ui/widgets/rank_lines.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "ui/charts/figure_export.h"
#include "ui/theme.h"

using namespace marcie;
using namespace marcie::ui;

class RankLinesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { qRegisterMetaType<marcie::protocol::RecItem>(); }
  void saysWhoMoved();
  void clicksAndKeysChoose();
  void paintsLinesInBothThemes();
  void numbersAreNotLost();

 private:
  static protocol::RecPlaced placed(std::int64_t item, std::int64_t place, std::int64_t otherPlace) {
    return {{item, "i" + std::to_string(item), "Title, " + std::to_string(item), "", item == 3},
            1,
            false,
            place,
            otherPlace};
  }
  // 1 2 3 against 3 2 4: 3 rises by two, 2 stays, 4 is new, 1 falls out of the list.
  static void fill(RankLines& lines) {
    lines.setLists("left", {placed(1, 1, 9), placed(2, 2, 2), placed(3, 3, 1)}, "right",
                   {placed(3, 1, 3), placed(2, 2, 2), placed(4, 3, 0)});
  }
  EngineClient engine_;
  ThumbnailStore thumbnails_{engine_, 64, 1 << 20};
};

void RankLinesTest::saysWhoMoved() {
  RankLines lines(thumbnails_);
  fill(lines);
  const std::vector<std::pair<int, int>> expected{{1, 1}, {2, 0}};
  QCOMPARE(lines.lines(), expected);
  QCOMPARE(lines.changeText(true, 0), QString("▲ 2"));
  QCOMPARE(lines.changeText(true, 1), QString("="));
  QCOMPARE(lines.changeText(true, 2), QString("new"));
  QCOMPARE(lines.changeText(false, 0), QString("gone, now 9"));
  QCOMPARE(lines.changeText(false, 1), QString());
  lines.setLists("left", {placed(1, 1, 0)}, "right", {});
  QCOMPARE(lines.changeText(false, 0), QString("gone"));
  lines.setLists("left", {placed(5, 1, 4), placed(6, 2, 1)}, "right",
                 {placed(6, 1, 2), placed(7, 2, 8), placed(5, 4, 1)});
  QCOMPARE(lines.changeText(true, 2), QString("▼ 3"));
}

void RankLinesTest::clicksAndKeysChoose() {
  RankLines lines(thumbnails_);
  fill(lines);
  lines.resize(600, lines.sizeHint().height());
  lines.show();
  QSignalSpy chosen(&lines, &RankLines::itemChosen);
  const auto last = [&chosen] { return chosen.takeLast().at(0).value<protocol::RecItem>().index; };
  QTest::mouseClick(&lines, Qt::LeftButton, {}, lines.rowRect(true, 2).center());
  QCOMPARE(chosen.size(), 1);
  QCOMPARE(last(), std::int64_t{4});
  QTest::mouseClick(&lines, Qt::LeftButton, {}, QPoint(300, lines.rowRect(true, 0).center().y()));
  QCOMPARE(chosen.size(), 0);  // between the columns
  QTest::keyClick(&lines, Qt::Key_Left);
  QTest::keyClick(&lines, Qt::Key_Home);
  QTest::keyClick(&lines, Qt::Key_Return);
  QCOMPARE(last(), std::int64_t{1});
  QTest::keyClick(&lines, Qt::Key_End);
  QTest::keyClick(&lines, Qt::Key_Down);  // there is none further down
  QTest::keyClick(&lines, Qt::Key_Space);
  QCOMPARE(last(), std::int64_t{3});
}

void RankLinesTest::paintsLinesInBothThemes() {
  for (const auto mode : {Theme::Mode::light, Theme::Mode::dark}) {
    Theme::instance().apply(mode);
    RankLines lines(thumbnails_);
    fill(lines);
    lines.resize(600, lines.sizeHint().height());
    const QImage joined = lines.grab().toImage();
    lines.setLists("left", {placed(1, 1, 0), placed(2, 2, 0), placed(3, 3, 0)}, "right", {});
    const QImage alone = lines.grab().toImage();
    int different = 0;
    for (int y = 0; y < joined.height(); ++y) different += joined.pixel(300, y) != alone.pixel(300, y) ? 1 : 0;
    QVERIFY2(different >= 3, qPrintable(QString::number(different)));
  }
}

void RankLinesTest::numbersAreNotLost() {
  RankLines lines(thumbnails_);
  fill(lines);
  const QStringList rows = lines.csv().split(u'\n', Qt::SkipEmptyParts);
  QCOMPARE(rows.size(), 7);
  QCOMPARE(rows[1], QString("left,1,i1,\"Title, 1\",9,1"));
  QCOMPARE(rows[6], QString("right,3,i4,\"Title, 4\",,1"));
}

QTEST_MAIN(RankLinesTest)
#include "rank_lines_test.moc"
