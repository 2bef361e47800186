#include "ui/forms/number_box.h"

#include <QApplication>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "ui/forms/option_field.h"

using namespace marcie;
using namespace marcie::ui;

class NumberBoxTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void readsNumbersAsPeopleWriteThem_data();
  void readsNumbersAsPeopleWriteThem();
  void keepsEveryDigit();
  void wholeNumbersStayWhole();
  void arrowsMoveInTheNumbersOwnDecade();
  void arrowsStayInRange();
  void typingReportsAnEdit();
  void wheelLeavesTheValueAlone();
};

void NumberBoxTest::readsNumbersAsPeopleWriteThem_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<double>("value");
  QTest::newRow("exponent") << "1e-3" << 0.001;
  QTest::newRow("comma") << "0,05" << 0.05;
  QTest::newRow("spaces") << " 12 " << 12.0;
  QTest::newRow("negative") << "-2.5" << -2.5;
}

void NumberBoxTest::readsNumbersAsPeopleWriteThem() {
  QFETCH(QString, text);
  QFETCH(double, value);
  const auto parsed = parseNumber(text, false);
  QVERIFY(parsed);
  QCOMPARE(parsed->get<double>(), value);
  for (const auto* wrong : {"", "abc", "1e", "nan", "inf", "1,2,3"}) QVERIFY2(!parseNumber(wrong, false), wrong);
}

void NumberBoxTest::keepsEveryDigit() {
  NumberBox box(NumberBox::Kind::real);
  for (const double value : {1e-3, 5e-4, 0.1 + 0.2, 1.0 / 3, 1e-12, 123456789.125}) {
    box.setValue(Json(value));
    QCOMPARE(box.value()->get<double>(), value);
  }
}

void NumberBoxTest::wholeNumbersStayWhole() {
  NumberBox box(NumberBox::Kind::integer);
  const std::uint64_t seed = 18446744073709551615ULL;
  box.setValue(Json(seed));
  QCOMPARE(box.value()->get<std::uint64_t>(), seed);
  QVERIFY(!parseNumber("1.5", true));
  QCOMPARE(parseNumber("1e3", true)->get<int>(), 1000);
  QCOMPARE(parseNumber("-7", true)->get<int>(), -7);
}

void NumberBoxTest::arrowsMoveInTheNumbersOwnDecade() {
  NumberBox box(NumberBox::Kind::real);
  box.setRange(0, 10);
  box.setValue(Json(0.05));
  box.stepBy(1);
  QCOMPARE(box.text(), QString("0.06"));
  box.setValue(Json(0.01));
  box.stepBy(-1);
  QCOMPARE(box.text(), QString("0.009"));
  box.setValue(Json(1e-4));
  box.stepBy(2);
  QCOMPARE(box.value()->get<double>(), 3e-4);
}

void NumberBoxTest::arrowsStayInRange() {
  NumberBox box(NumberBox::Kind::integer);
  box.setRange(2, 4096);
  box.setValue(Json(3));
  box.stepBy(-10);
  QCOMPARE(box.value()->get<int>(), 2);
  box.setValue(Json(18446744073709551610ULL));
  NumberBox seed(NumberBox::Kind::integer);
  seed.setRange(0, std::numeric_limits<double>::infinity());
  seed.setValue(Json(9007199254740993ULL + 9007199254740993ULL));
  seed.stepBy(1);
  QCOMPARE(seed.text(), QString("18014398509481987"));
}

void NumberBoxTest::typingReportsAnEdit() {
  NumberBox box(NumberBox::Kind::real);
  QSignalSpy edited(&box, &NumberBox::edited);
  box.setValue(Json(1.0));
  QCOMPARE(edited.count(), 0);
  box.show();
  box.selectAll();
  QTest::keyClicks(&box, "1e-3");
  QCOMPARE(edited.count(), 4);
  QCOMPARE(box.value()->get<double>(), 0.001);
}

void NumberBoxTest::wheelLeavesTheValueAlone() {
  NumberBox box(NumberBox::Kind::integer);
  box.setValue(Json(5));
  box.show();
  box.setFocus();
  QWheelEvent wheel(QPointF(5, 5), box.mapToGlobal(QPointF(5, 5)), {}, QPoint(0, 120), Qt::NoButton, Qt::NoModifier,
                    Qt::NoScrollPhase, false);
  QApplication::sendEvent(&box, &wheel);
  QCOMPARE(box.value()->get<int>(), 5);
  QVERIFY(!wheel.isAccepted());
}

QTEST_MAIN(NumberBoxTest)
#include "number_box_test.moc"
