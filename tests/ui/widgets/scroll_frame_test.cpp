#include "ui/widgets/scroll_frame.h"

#include <QLabel>
#include <QScrollBar>
#include <QTest>
#include <QVBoxLayout>

using namespace marcie::ui;

class ScrollFrameTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void isAsWideAsItsContentAndAsLowAsItMust();
  void scrollsWhatHasNoRoom();
  void hearsThatItsContentGrew();

 private:
  static QLabel* block(QWidget* parent, int width, int height) {
    auto* label = new QLabel(parent);
    label->setMinimumSize(width, height);
    return label;
  }
};

void ScrollFrameTest::isAsWideAsItsContentAndAsLowAsItMust() {
  ScrollFrame frame(block(nullptr, 300, 900));
  QCOMPARE(frame.minimumSizeHint().width(), 300);
  QVERIFY(frame.minimumSizeHint().height() < 300);
  QCOMPARE(ScrollFrame(block(nullptr, 300, 50)).minimumSizeHint().height(), 50);
  QCOMPARE(frame.focusPolicy(), Qt::NoFocus);
}

void ScrollFrameTest::scrollsWhatHasNoRoom() {
  ScrollFrame frame(block(nullptr, 300, 900));
  frame.resize(400, 500);
  frame.show();
  QTRY_COMPARE(frame.widget()->height(), 900);  // never squeezed
  QVERIFY(frame.verticalScrollBar()->maximum() > 0);
  frame.resize(400, 1000);
  QTRY_COMPARE(frame.widget()->height(), 1000);  // and fills the frame
  QCOMPARE(frame.verticalScrollBar()->maximum(), 0);
}

void ScrollFrameTest::hearsThatItsContentGrew() {
  auto* content = new QWidget;
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(0, 0, 0, 0);
  auto* inner = block(content, 100, 100);
  column->addWidget(inner);
  QWidget outer;
  auto* layout = new QVBoxLayout(&outer);
  layout->setContentsMargins(0, 0, 0, 0);
  auto* frame = new ScrollFrame(content, &outer);
  layout->addWidget(frame);
  outer.resize(200, 300);
  outer.show();
  inner->setMinimumSize(250, 700);
  QTRY_VERIFY(frame->verticalScrollBar()->maximum() > 0);
  QTRY_VERIFY(outer.minimumSizeHint().width() >= 250);
  inner->setMinimumSize(100, 100);
  QTRY_COMPARE(frame->verticalScrollBar()->maximum(), 0);
  frame->hide();
  inner->setMinimumSize(100, 800);  // while nobody looks
  frame->show();
  QTRY_VERIFY(frame->verticalScrollBar()->maximum() > 0);
}

QTEST_MAIN(ScrollFrameTest)
#include "scroll_frame_test.moc"
