#include "ui/panels/data_panel.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

#include "ui/dialogs/ask.h"

using namespace marcie;
using namespace marcie::ui;

// The way from a dropped folder to the grid, against the scripted engine.
class DataPanelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void previewShowsWhatWasFound();
  void usingItFillsTheGridAndTheSelection();
  void filtersNarrowTheGrid();
  void anUnknownLayoutStaysUntilDismissed();
  void inspectingCanBeCancelled();
  void aNewerDropOvertakesTheOlder();
  void theFileChooserOpensWhatWasChosen();
  void theEngineDyingLeavesAMessage();
  void picturesAreFetchedByPages();
  void theGridShowsWhatIsSelectedElsewhere();
  void severalCellsAreASelection();
  void interactionsHaveTheirOwnPreview();
  void usingInteractionsLeadsToTheTraining();
  void aFolderThatIsBothCanBeLookedAtEitherWay();

 private:
  [[nodiscard]] QString text(const char* name) const { return panel_->findChild<QLabel*>(name)->text(); }
  void click(const char* name) { panel_->findChild<QPushButton*>(name)->click(); }
  void useData();
  std::unique_ptr<AppContext> context_;
  std::unique_ptr<DataPanel> panel_;
};

void DataPanelTest::init() {
  context_ = std::make_unique<AppContext>();
  context_->engine().setCommand({QStringLiteral(MARCIE_TEST_BIN_DIR "/fake_engine")});
  context_->engine().start();
  panel_ = std::make_unique<DataPanel>(*context_);
  panel_->resize(1000, 700);
  panel_->show();
}

void DataPanelTest::cleanup() {
  panel_.reset();
  context_.reset();
}

void DataPanelTest::useData() {
  panel_->openPath("/pictures");
  QTRY_COMPARE(panel_->page(), DataPanel::Page::preview);
  click("useDataButton");
  QCOMPARE(panel_->page(), DataPanel::Page::grid);
}

void DataPanelTest::previewShowsWhatWasFound() {
  QCOMPARE(panel_->page(), DataPanel::Page::empty);
  panel_->openPath("/pictures");
  QCOMPARE(panel_->page(), DataPanel::Page::inspecting);
  QTRY_COMPARE(panel_->page(), DataPanel::Page::preview);
  const QString numbers = text("previewNumbersLabel");
  for (const char* number : {"1,200", "840", "120", "240"}) QVERIFY2(numbers.contains(number), number);
  QVERIFY(text("previewReadersLabel").contains("Folder per class"));
  QVERIFY(text("previewReadersLabel").contains("no samples.csv"));
  QVERIFY(text("previewNotesLabel").contains("two splits"));
  QCOMPARE(panel_->findChild<BarPlot*>("classPlot")->barCount(), 6);
  QCOMPARE(panel_->findChild<BarPlot*>("tagPlot")->barCount(), 8);
  auto* tree = panel_->findChild<QTreeWidget*>("problemTree");
  QCOMPARE(tree->topLevelItemCount(), 3);  // duplicates, corrupt, not a picture
  QCOMPARE(tree->topLevelItem(1)->childCount(), 2);
  QVERIFY(tree->topLevelItem(1)->child(0)->text(0).contains("ends too early"));
  QVERIFY2(!context_->selection().hasData(), "nothing is used before the person says so");
}

void DataPanelTest::usingItFillsTheGridAndTheSelection() {
  useData();
  QVERIFY(context_->selection().hasData());
  QCOMPARE(context_->selection().summary().images, 1200);
  auto* grid = panel_->findChild<QListView*>("pictureGrid");
  QTRY_COMPARE(grid->model()->rowCount(), 1200);
  QTRY_VERIFY(!grid->model()->index(0, 0).data(Qt::DecorationRole).value<QPixmap>().isNull());
  grid->setCurrentIndex(grid->model()->index(3, 0));
  QVERIFY(context_->selection().picture().has_value());
  QCOMPARE(context_->selection().picture()->index, 3);
}

void DataPanelTest::filtersNarrowTheGrid() {
  useData();
  auto* grid = panel_->findChild<QListView*>("pictureGrid");
  QTRY_COMPARE(grid->model()->rowCount(), 1200);
  auto* box = panel_->findChild<QComboBox*>("classFilter");
  box->setCurrentIndex(box->findData("salad"));
  QTRY_COMPARE(grid->model()->rowCount(), 200);
  QCOMPARE(text("pictureCountLabel"), QString("200 of 1,200 pictures"));
  panel_->findChild<QLineEdit*>("pictureSearch")->setText("/salad/4.jpg");
  QTRY_COMPARE(grid->model()->rowCount(), 1);
  panel_->findChild<QLineEdit*>("pictureSearch")->clear();
  box->setCurrentIndex(0);
  QTRY_COMPARE(grid->model()->rowCount(), 1200);
}

void DataPanelTest::anUnknownLayoutStaysUntilDismissed() {
  QTRY_VERIFY(context_->catalog() != nullptr);
  panel_->openPath("/unknown");
  QTRY_COMPARE(panel_->page(), DataPanel::Page::refused);
  QVERIFY(text("refusedText").contains("found 3 files .xyz"));
  QVERIFY(text("expectedLayouts").contains("One folder of pictures for each class."));
  QVERIFY(text("expectedLayouts").contains("samples.csv"));
  click("dismissRefusalButton");
  QCOMPARE(panel_->page(), DataPanel::Page::empty);
}

void DataPanelTest::inspectingCanBeCancelled() {
  QSignalSpy progress(&context_->engine(), &EngineClient::progress);
  panel_->openPath("/slow");
  QTRY_VERIFY(progress.count() > 2);
  QVERIFY(panel_->isBusy());
  click("cancelInspectButton");
  QCOMPARE(panel_->page(), DataPanel::Page::empty);
  panel_->openPath("/pictures");
  QTRY_COMPARE(panel_->page(), DataPanel::Page::preview);
}

void DataPanelTest::aNewerDropOvertakesTheOlder() {
  panel_->openPath("/slow");
  panel_->openPath("/pictures");
  QTRY_COMPARE(panel_->page(), DataPanel::Page::preview);
  QCOMPARE(text("previewTitleLabel"), QString("pictures"));
}

void DataPanelTest::theFileChooserOpensWhatWasChosen() {
  PathKind asked = PathKind::saveFile;
  const ScriptedAnswers answers({}, [&](const PathRequest& request) {
    asked = request.kind;
    return QStringList{"/pictures"};
  });
  click("openFolderButton");
  QCOMPARE(asked, PathKind::folder);
  QTRY_COMPARE(panel_->page(), DataPanel::Page::preview);
}

void DataPanelTest::theEngineDyingLeavesAMessage() {
  panel_->openPath("/crash");
  QTRY_COMPARE(panel_->page(), DataPanel::Page::refused);
  QVERIFY(text("refusedText").contains("stopped working"));
  QTRY_COMPARE(context_->engine().state(), EngineClient::State::ready);
  panel_->openPath("/pictures");
  QTRY_COMPARE(panel_->page(), DataPanel::Page::preview);
}

void DataPanelTest::theGridShowsWhatIsSelectedElsewhere() {
  useData();
  auto* view = panel_->findChild<QListView*>("pictureGrid");
  QTRY_COMPARE(view->model()->rowCount(), 1200);
  std::vector<protocol::DataRow> rows(3);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].path = "/pictures/stew/" + std::to_string(i) + ".jpg";
    rows[i].label = "stew";
    rows[i].split = "val";
  }
  context_->pictures().set(rows, this);
  QCOMPARE(view->model()->rowCount(), 3);
  QCOMPARE(view->model()->index(1, 0).data().toString(), QString("stew"));
  QTRY_VERIFY(!view->model()->index(1, 0).data(Qt::DecorationRole).isNull());
  auto* clear = panel_->findChild<QPushButton*>("clearSelectionButton");
  QVERIFY(clear->isVisible() && clear->text().contains("3"));
  clear->click();
  QVERIFY(context_->pictures().isEmpty());
  QTRY_COMPARE(view->model()->rowCount(), 1200);
  QVERIFY(!clear->isVisible());
}

void DataPanelTest::severalCellsAreASelection() {
  useData();
  auto* view = panel_->findChild<QListView*>("pictureGrid");
  QTRY_COMPARE(view->model()->rowCount(), 1200);
  QTRY_VERIFY(!view->model()->index(0, 0).data().toString().isEmpty());
  view->selectionModel()->select(QItemSelection(view->model()->index(0, 0), view->model()->index(4, 0)),
                                 QItemSelectionModel::ClearAndSelect);
  QCOMPARE(context_->pictures().size(), 5);
  QCOMPARE(view->model()->rowCount(), 1200);  // it need not follow itself
  view->clearSelection();
  QVERIFY(context_->pictures().isEmpty());
}

void DataPanelTest::picturesAreFetchedByPages() {
  PictureModel model(context_->engine());
  DataOptions options;
  options.path = "/pictures";
  model.setData(options);
  QTRY_COMPARE(model.rowCount(), 1200);
  QVERIFY(model.rowAt(199) != nullptr);
  QVERIFY2(model.rowAt(1000) == nullptr, "a page that nobody looked at is not there");
  QTRY_VERIFY(model.rowAt(1000) != nullptr);
  QCOMPARE(model.rowAt(1000)->index, 1000);
}

void DataPanelTest::interactionsHaveTheirOwnPreview() {
  panel_->openPath("/data/shop");
  QTRY_COMPARE(panel_->page(), DataPanel::Page::interactions);
  QCOMPARE(text("recTitleLabel"), QString("shop"));
  const QString numbers = text("recNumbersLabel");
  for (const char* found : {"1,210", "430", "15,700", "3.02 %", "12,300", "1,900", "344", "43"}) {
    QVERIFY2(numbers.contains(found), found);
  }
  QVERIFY2(text("recSplitLabel").contains("Marked cold items"), qPrintable(text("recSplitLabel")));
  const QString notes = text("recNotesLabel");
  QVERIFY2(notes.contains("the very picture of a warm one"), qPrintable(notes));
  QVERIFY2(notes.contains("7 have no picture and 11 no annotation"), qPrintable(notes));
  QVERIFY(text("recReadersLabel").contains("Tables of items and interactions"));
  QCOMPARE(panel_->findChild<BarPlot*>("historyPlot")->barCount(), 8);
  QCOMPARE(panel_->findChild<BarPlot*>("popularityPlot")->barCount(), 5);
  QCOMPARE(panel_->findChild<BarPlot*>("termPlot")->barCount(), 3);
  auto* tree = panel_->findChild<QTreeWidget*>("recProblemTree");
  QCOMPARE(tree->topLevelItemCount(), 3);  // duplicate pictures, the same choice twice, without a picture
  QVERIFY(tree->topLevelItem(0)->child(0)->text(0).contains("1.jpg (warm) = 9.jpg (cold)"));
  QVERIFY2(tree->topLevelItem(1)->text(0).contains("(21)"), qPrintable(tree->topLevelItem(1)->text(0)));
  QCOMPARE(tree->topLevelItem(1)->childCount(), 3);  // why, and two examples
  QVERIFY2(!panel_->findChild<QPushButton*>("lookAtPicturesButton")->isVisible(), "there are no classes to look at");
  QVERIFY2(!context_->selection().hasData(), "nothing is used before the person says so");
  click("dismissInteractionsButton");
  QCOMPARE(panel_->page(), DataPanel::Page::empty);
}

void DataPanelTest::usingInteractionsLeadsToTheTraining() {
  useData();
  panel_->openPath("/data/shop");
  QTRY_COMPARE(panel_->page(), DataPanel::Page::interactions);
  click("dismissInteractionsButton");
  QCOMPARE(panel_->page(), DataPanel::Page::grid);
  panel_->openPath("/data/shop");
  QTRY_COMPARE(panel_->page(), DataPanel::Page::interactions);
  click("useInteractionsButton");
  const Selection& selection = context_->selection();
  QVERIFY(selection.hasInteractions() && !selection.hasPictures());
  QCOMPARE(selection.dataPath(), QString("/data/shop"));
  QCOMPARE(selection.recSummary().users, 1210);
  QCOMPARE(QString::fromUtf8(selection.task().data(), qsizetype(selection.task().size())), QString("cierec"));
  QCOMPARE(panel_->page(), DataPanel::Page::interactions);
  QSignalSpy shown(context_.get(), &AppContext::panelRequested);
  click("useInteractionsButton");
  QCOMPARE(shown.count(), 1);
  QCOMPARE(shown.front().front().toString(), QString("train"));
  click("dismissInteractionsButton");
  QCOMPARE(panel_->page(), DataPanel::Page::empty);
  useData();
  QVERIFY(selection.hasPictures() && !selection.hasInteractions());
}

void DataPanelTest::aFolderThatIsBothCanBeLookedAtEitherWay() {
  panel_->openPath("/both");
  QTRY_COMPARE(panel_->page(), DataPanel::Page::preview);
  QVERIFY(panel_->findChild<QPushButton*>("lookAtInteractionsButton")->isVisible());
  click("lookAtInteractionsButton");
  QTRY_COMPARE(panel_->page(), DataPanel::Page::interactions);
  QVERIFY(panel_->findChild<QPushButton*>("lookAtPicturesButton")->isVisible());
  click("lookAtPicturesButton");
  QTRY_COMPARE(panel_->page(), DataPanel::Page::preview);
  panel_->openPath("/pictures");
  QTRY_COMPARE(panel_->page(), DataPanel::Page::preview);
  QVERIFY(!panel_->findChild<QPushButton*>("lookAtInteractionsButton")->isVisible());
}

QTEST_MAIN(DataPanelTest)
#include "data_panel_test.moc"
