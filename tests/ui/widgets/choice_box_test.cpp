#include "ui/widgets/choice_box.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QTest>
#include <QToolTip>

#include "ui/theme.h"

using namespace marcie::ui;

class ChoiceBoxTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { Theme::instance().apply(Theme::Mode::light); }
  void init();
  void cleanup() { box_.reset(); }
  void longTextsAreShortenedAndToldWhole();
  void textsThatFitAreLeftAlone();
  void theListIsAsWideAsItsLongestEntry();
  void theWheelIsLeftToThePage();

 private:
  const QString long_ = "InfoNCE, equal texts do not repel each other";
  std::unique_ptr<ChoiceBox> box_;
};

void ChoiceBoxTest::init() {
  box_ = std::make_unique<ChoiceBox>();
  box_->addItems({"CDR", long_});
  box_->resize(136, 28);
  box_->show();
  QVERIFY(QTest::qWaitForWindowExposed(box_.get()));
}

void ChoiceBoxTest::longTextsAreShortenedAndToldWhole() {
  box_->setCurrentIndex(1);
  const QString shown = box_->shownText();
  QVERIFY2(shown.endsWith(QChar(0x2026)) && long_.startsWith(shown.chopped(1)), qPrintable(shown));
  QVERIFY(box_->fontMetrics().horizontalAdvance(shown) < 136);
  box_->setToolTip("<p>Help.</p>");
  QHelpEvent hover(QEvent::ToolTip, QPoint(10, 10), box_->mapToGlobal(QPoint(10, 10)));
  QCoreApplication::sendEvent(box_.get(), &hover);
  QVERIFY2(QToolTip::text().contains(long_) && QToolTip::text().contains("Help."), qPrintable(QToolTip::text()));
}

void ChoiceBoxTest::textsThatFitAreLeftAlone() {
  box_->setCurrentIndex(0);
  QCOMPARE(box_->shownText(), QString("CDR"));
}

void ChoiceBoxTest::theListIsAsWideAsItsLongestEntry() {
  box_->showPopup();
  const int needed = box_->fontMetrics().horizontalAdvance(long_);
  QVERIFY2(box_->view()->width() >= needed, qPrintable(QString("%1 < %2").arg(box_->view()->width()).arg(needed)));
  box_->hidePopup();
}

void ChoiceBoxTest::theWheelIsLeftToThePage() {
  box_->setFocus();
  QWheelEvent wheel(QPointF(5, 5), box_->mapToGlobal(QPointF(5, 5)), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                    Qt::NoScrollPhase, false);
  QCoreApplication::sendEvent(box_.get(), &wheel);
  QVERIFY(!wheel.isAccepted());
  QCOMPARE(box_->currentIndex(), 0);
}

QTEST_MAIN(ChoiceBoxTest)
#include "choice_box_test.moc"
