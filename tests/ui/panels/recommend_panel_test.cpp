#include "ui/panels/recommend_panel.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QListWidget>
#include <QTest>

#include "ui/charts/bar_plot.h"
#include "ui/charts/grouped_bars.h"
#include "ui/panels/recommend_sandbox.h"
#include "ui/widgets/chip_row.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/item_grid.h"
#include "ui/widgets/rank_lines.h"
#include "ui/widgets/text_table_view.h"

using namespace marcie;
using namespace marcie::ui;

// From users to reasons to the sandbox, as a person would go.
class RecommendPanelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void saysWhatIsMissing();
  void usersListsAndReasons();
  void forgettingHistoryShowsWhatMoved();
  void twoModelsSideBySide();
  void whatWouldDropAnItem();
  void whatWouldDropAPhoto();
  void itemsAndTheirReceivers();
  void aPhotoAndWhatItIsSupposedToSay();
  void metricsOnRequest();

 private:
  void startRun(bool recommends);
  template <class Widget>
  Widget* find(const char* name, const char* page = nullptr) {
    const QWidget* root = panel_.get();
    for (const auto* tab : panel_->findChildren<RecommendTab*>()) {
      if (page != nullptr && tab->inherits(page)) root = tab;
    }
    return root->findChild<Widget*>(QString::fromLatin1(name));
  }
  void click(ItemGrid* grid, int row) { Q_EMIT grid->itemClicked(grid->item(row)); }
  std::unique_ptr<AppContext> context_;
  std::unique_ptr<RecommendPanel> panel_;
};

void RecommendPanelTest::init() {
  context_ = std::make_unique<AppContext>();
  context_->engine().setCommand({QStringLiteral(MARCIE_TEST_BIN_DIR "/fake_engine")});
  context_->engine().start();
  panel_ = std::make_unique<RecommendPanel>(*context_);
  panel_->resize(1200, 760);
  panel_->show();
}

void RecommendPanelTest::cleanup() {
  panel_.reset();
  context_.reset();
}

void RecommendPanelTest::startRun(bool recommends) {
  RunSpec spec = defaultRunSpec(recommends ? "cierec" : "marnet");
  spec.data.path = "/posters";
  spec.recData.path = "/posters";
  const QString before = context_->selection().run();
  context_->runs().start(spec);
  QTRY_VERIFY(context_->selection().run() != before);
}

void RecommendPanelTest::saysWhatIsMissing() {
  auto* empty = panel_->findChild<EmptyState*>();
  QCOMPARE(empty->accessibleName(), QString("No recommender is chosen"));
  startRun(false);
  QTRY_COMPARE(empty->accessibleName(), QString("This run does not recommend"));
  QVERIFY(!panel_->hasContent());
}

void RecommendPanelTest::usersListsAndReasons() {
  startRun(true);
  QTRY_VERIFY(panel_->hasContent());
  QTRY_COMPARE(find<QListWidget>("userList")->count(), 10);
  auto* list = find<ItemGrid>("recommendedGrid");
  QTRY_COMPARE(list->count(), 12);
  QVERIFY(list->cells()[2].isHit);
  QVERIFY(list->cells()[1].item.isCold);
  QCOMPARE(find<ItemGrid>("historyGrid")->count(), 8);
  auto* box = find<ChoiceBox>("listBox");
  box->setCurrentIndex(1);
  Q_EMIT box->activated(1);
  QCOMPARE(list->count(), 3);
  click(list, 0);
  QTRY_VERIFY(find<QLabel>("whyLabel")->text().contains("Without “noir”"));
  QCOMPARE(find<BarPlot>("scorePartsPlot")->barCount(), 4);
  QCOMPARE(find<ChipRow>("termChips")->chips().front().kind, Chip::Kind::hit);
  QTRY_COMPARE(find<ItemGrid>("nearGrid")->count(), 2);
  find<QLineEdit>("userSearchField")->setText("u7");
  QTRY_COMPARE(find<QListWidget>("userList")->count(), 1);
}

void RecommendPanelTest::forgettingHistoryShowsWhatMoved() {
  startRun(true);
  QTRY_COMPARE(find<ItemGrid>("historyGrid")->count(), 8);
  click(find<ItemGrid>("historyGrid"), 0);
  QTRY_VERIFY(find<ItemGrid>("historyGrid")->cells()[0].isFaded);
  QVERIFY(find<ItemGrid>("recommendedGrid")->cells()[0].caption.contains("was 8"));
  auto* back = find<QPushButton>("allBackButton");
  QVERIFY(back->isVisible());
  QTest::mouseClick(back, Qt::LeftButton);
  QTRY_VERIFY(!find<ItemGrid>("historyGrid")->cells()[0].isFaded);
}

void RecommendPanelTest::twoModelsSideBySide() {
  for (int run = 0; run < 3; ++run) {
    startRun(true);
    context_->runs().stop();  // one run at a time
    QTRY_COMPARE(context_->runs().activity(), RunController::Activity::ended);
  }
  QTRY_VERIFY(panel_->hasContent());
  auto* box = find<ChoiceBox>("secondModelBox");
  QTRY_VERIFY(box->findData("/runs/run-1") > 0 && box->findData("/runs/run-2") > 0);
  QVERIFY(box->findData(context_->selection().run()) < 0);
  auto* lines = find<RankLines>("rankLines");
  QVERIFY(!lines->isVisible());
  const auto choose = [box](const char* run) {
    box->setCurrentIndex(box->findData(QString::fromLatin1(run)));
    Q_EMIT box->activated(box->currentIndex());
  };
  choose("/runs/run-2");
  auto* note = find<QLabel>("compareNote");
  QTRY_VERIFY2(note->text().contains("other users or items"), qPrintable(note->text()));
  QVERIFY(!lines->isVisible());
  choose("/runs/run-1");
  QTRY_COMPARE(lines->rowCount(true), 12);
  QVERIFY(lines->isVisible());
  QVERIFY(!find<ItemGrid>("recommendedGrid")->isVisible());
  QCOMPARE(lines->lines().size(), std::size_t{11});
  QCOMPARE(lines->lines().front(), std::make_pair(1, 0));
  QCOMPARE(lines->changeText(true, 0), QString("▲ 1"));
  QCOMPARE(lines->changeText(true, 11), QString("new"));
  QCOMPARE(lines->changeText(false, 0), QString("gone, now 30"));
  QVERIFY(lines->accessibleDescription().contains("Item 20"));
  QVERIFY2(note->text().contains("11") && note->text().contains("different splits"), qPrintable(note->text()));
  // Down and Enter ask why, like a click.
  lines->setFocus();
  QTest::keyClick(lines, Qt::Key_Down);
  QTest::keyClick(lines, Qt::Key_Down);
  QTest::keyClick(lines, Qt::Key_Return);
  QTRY_VERIFY(find<QLabel>("whyLabel")->text().contains("Without “noir”"));
  auto* list = find<ChoiceBox>("listBox");
  list->setCurrentIndex(1);
  Q_EMIT list->activated(1);
  QCOMPARE(lines->rowCount(false), 1);
  choose("");
  QTRY_VERIFY(find<ItemGrid>("recommendedGrid")->isVisible());
}

void RecommendPanelTest::whatWouldDropAnItem() {
  constexpr const char* kPage = "marcie::ui::RecommendUsers";
  startRun(true);
  QTRY_COMPARE(find<ItemGrid>("recommendedGrid")->count(), 12);
  auto* ask = find<QPushButton>("dropButton", kPage);
  QVERIFY(!ask->isVisible());
  click(find<ItemGrid>("recommendedGrid"), 2);
  QVERIFY(ask->isVisible() && ask->isEnabled());
  QVERIFY(!find<QPushButton>("cancelDropButton", kPage)->isVisible());
  QTest::mouseClick(ask, Qt::LeftButton);
  auto* said = find<QLabel>("dropLabel", kPage);
  QTRY_VERIFY2(said->text().contains("these together it falls from place 3 to 45"), qPrintable(said->text()));
  auto* items = find<ItemGrid>("dropItems", kPage);
  QCOMPARE(items->count(), 2);
  QVERIFY(!find<ChipRow>("dropTerms", kPage)->isVisible());
  // Forgetting one of them is another question.
  click(items, 0);
  QTRY_VERIFY(find<ItemGrid>("historyGrid")->cells()[1].isFaded);
  QCOMPARE(items->count(), 0);
  QTest::mouseClick(ask, Qt::LeftButton);
  QTRY_VERIFY2(said->text().contains("Nothing up to 5 together"), qPrintable(said->text()));
}

void RecommendPanelTest::whatWouldDropAPhoto() {
  constexpr const char* kPage = "marcie::ui::RecommendSandbox";
  startRun(true);
  QTRY_VERIFY(panel_->hasContent());
  find<QTabWidget>("recommendTabs")->setCurrentIndex(2);
  panel_->findChild<RecommendSandbox*>()->openPicture("/photo.jpg");
  auto* receivers = find<TextTableView>("sandboxReceivers");
  QTRY_COMPARE(receivers->rowCount(), 5);
  auto* ask = find<QPushButton>("dropButton", kPage);
  auto* said = find<QLabel>("dropLabel", kPage);
  QVERIFY(!ask->isEnabled());
  QVERIFY(said->text().contains("Choose a user"));
  receivers->selectRow(1);
  QVERIFY(ask->isEnabled());
  QTest::mouseClick(ask, Qt::LeftButton);
  QTRY_VERIFY2(said->text().contains("Without this one it falls from place 3 to 25"), qPrintable(said->text()));
  const auto chips = find<ChipRow>("dropTerms", kPage)->chips();
  QCOMPARE(chips.size(), std::size_t{1});
  QVERIFY(chips.front().text.startsWith("noir"));
}

void RecommendPanelTest::itemsAndTheirReceivers() {
  startRun(true);
  QTRY_VERIFY(panel_->hasContent());
  find<QTabWidget>("recommendTabs")->setCurrentIndex(1);
  auto* items = find<QListWidget>("itemList");
  QTRY_COMPARE(items->count(), 40);
  find<QCheckBox>("coldOnlyBox")->setChecked(true);
  QTRY_COMPARE(items->count(), 8);
  items->setCurrentRow(0);
  QTRY_COMPARE(find<TextTableView>("receiverTable")->rowCount(), 4);
  const auto chips = find<ChipRow>("itemTermChips")->chips();
  QCOMPARE(chips.size(), std::size_t{3});
  QCOMPARE(chips[0].kind, Chip::Kind::hit);
  QCOMPARE(chips[1].kind, Chip::Kind::extra);
  QCOMPARE(chips[2].kind, Chip::Kind::missed);
  QVERIFY(find<QLabel>("itemFactsLabel")->text().contains("Nobody has chosen it"));
}

void RecommendPanelTest::aPhotoAndWhatItIsSupposedToSay() {
  startRun(true);
  QTRY_VERIFY(panel_->hasContent());
  find<QTabWidget>("recommendTabs")->setCurrentIndex(2);
  panel_->findChild<RecommendSandbox*>()->openPicture("/photo.jpg");
  auto* receivers = find<TextTableView>("sandboxReceivers");
  QTRY_COMPARE(receivers->rowCount(), 5);
  QCOMPARE(receivers->columnCount(), 3);
  auto* terms = find<QListWidget>("supposedTerms");
  QCOMPARE(terms->count(), 2);
  QCOMPARE(terms->item(0)->checkState(), Qt::PartiallyChecked);
  terms->item(1)->setCheckState(Qt::Checked);
  QTRY_COMPARE(receivers->columnCount(), 4);  // with the place before
  auto* users = find<QLineEdit>("askedUsersField");
  users->setText("u3, nobody");
  Q_EMIT users->editingFinished();
  QTRY_COMPARE(find<TextTableView>("askedUsersTable")->rowCount(), 1);
  QTest::mouseClick(find<QPushButton>("asSeenButton"), Qt::LeftButton);
  QTRY_COMPARE(receivers->columnCount(), 3);
}

void RecommendPanelTest::metricsOnRequest() {
  startRun(true);
  QTRY_VERIFY(panel_->hasContent());
  find<QTabWidget>("recommendTabs")->setCurrentIndex(3);
  QTest::mouseClick(find<QPushButton>("measureButton"), Qt::LeftButton);
  auto* lists = find<TextTableView>("listTable");
  QTRY_COMPARE(lists->rowCount(), 3);
  QCOMPARE(lists->horizontalHeaderItem(2)->text(), QString("ndcg@5"));
  QCOMPARE(lists->horizontalHeaderItem(3)->text(), QString("ndcg@20"));
  QCOMPARE(find<QLabel>("settingLabel")->text(), QString("full ranking of 40 items"));
  const auto* catalogue = find<TextTableView>("catalogueTable");
  QCOMPARE(catalogue->rowCount(), 1);
  QCOMPARE(catalogue->item(0, 1)->text(), QString("50.0 %"));
  QCOMPARE(catalogue->item(0, 7)->text(), QString("0.400"));
  const auto* bars = find<GroupedBars>("popularityBars");
  QCOMPARE(bars->groups(), QStringList({"nobody", "2 to 9 users"}));
  QCOMPARE(bars->valueOf(0, 1), 0.75);
  auto* users = find<TextTableView>("userTable");
  QCOMPARE(users->rowCount(), 10);
  QCOMPARE(users->item(1, 6)->text(), QString("0.500"));
  // A click on a header sorts by numbers.
  users->sortByColumn(7, Qt::DescendingOrder);
  QCOMPARE(users->item(0, 0)->text(), QString("u9"));
  auto* kind = find<ChoiceBox>("userKindBox");
  const auto choose = [kind](int index) {
    kind->setCurrentIndex(index);
    Q_EMIT kind->activated(index);
  };
  choose(1);
  QCOMPARE(users->rowCount(), 3);
  choose(2);
  QCOMPARE(users->rowCount(), 5);
  choose(0);
  find<QLineEdit>("userFilter")->setText("u1");
  QCOMPARE(users->rowCount(), 1);
}

QTEST_MAIN(RecommendPanelTest)
#include "recommend_panel_test.moc"
