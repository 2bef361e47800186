#include <cstdlib>
#include <map>
#include <set>

#include <QCheckBox>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QProcess>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "ui/charts/bar_plot.h"
#include "ui/panels/recommend_panel.h"
#include "ui/panels/recommend_sandbox.h"
#include "ui/text.h"
#include "ui/widgets/chip_row.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/item_grid.h"
#include "ui/widgets/rank_lines.h"
#include "ui/widgets/text_table_view.h"

using namespace marcie;
using namespace marcie::ui;

// From users to reasons to a new poster, with the real engine on a quarter of the real posters. What the window says is
// held against the files themselves.
class RecommendPostersTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup();
  void usersAndWhatTheyGet();
  void whyAndWhatWouldDropIt();
  void forgettingMovesRanks();
  void aSecondModel();
  void coldItemsReachSomebody();
  void aPosterThatIsInNoList();
  void measuredForEveryUser();

 private:
  void copySome();
  [[nodiscard]] bool train(const QString& name, int seed) const;
  void chooseUser(const QString& id);
  template <class Widget>
  [[nodiscard]] Widget* find(const char* name, const char* page = nullptr) const {
    const QWidget* root = panel_.get();
    for (const auto* tab : panel_->findChildren<RecommendTab*>()) {
      if (page != nullptr && tab->inherits(page)) root = tab;
    }
    return root->findChild<Widget*>(QString::fromLatin1(name));
  }
  static void click(ItemGrid* grid, int row) { Q_EMIT grid->itemClicked(grid->item(row)); }
  static std::set<std::string> idsOf(const ItemGrid* grid) {
    std::set<std::string> ids;
    for (const auto& cell : grid->cells()) ids.insert(cell.item.id);
    return ids;
  }

  QTemporaryDir home_;
  QString source_, newPoster_;
  std::map<std::string, std::set<std::string>> chosenBy_;  // user → items, as the file has it
  std::set<std::string> items_, markedCold_;
  std::string busiest_, usual_;  // users: with the most items, and with about forty
  std::unique_ptr<AppContext> context_;
  std::unique_ptr<RecommendPanel> panel_;
};

namespace {

constexpr int kPatience = 60'000;  // ms; a shared machine can be slow
constexpr int kEvery = 4;          // of the posters
constexpr std::size_t kUsual = 40;

std::size_t coloursOf(const QIcon& icon) {
  const QImage image = icon.pixmap(84, 112).toImage();
  std::set<QRgb> colours;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) colours.insert(image.pixel(x, y));
  }
  return colours.size();
}

}  // namespace

void RecommendPostersTest::initTestCase() {
  const QString engine = QStringLiteral(MARCIE_BIN_DIR "/marcie-cli");
  if (!QFile::exists(engine)) QSKIP("marcie-cli is not built here");
  source_ =
      qEnvironmentVariable("MARCIE_TEST_DATA", QStringLiteral(MARCIE_SOURCE_DIR "/../shared/data")) + "/movies_posters";
  if (!QFile::exists(source_ + "/items.csv")) QSKIP("the real posters (movies_posters) are not on this machine");
  QVERIFY(home_.isValid());
  qputenv("MARCIE_HOME", home_.filePath("home").toUtf8());
  qputenv("MARCIE_CACHE_DIR", home_.filePath("cache").toUtf8());
  QSettings::setDefaultFormat(QSettings::IniFormat);
  QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, home_.filePath("settings"));
  copySome();
  QVERIFY(train("first", 1));
  QVERIFY(train("second", 2));
}

// Every fourth poster with all that is known of it. A poster that is left out is the new one.
void RecommendPostersTest::copySome() {
  const QString folder = home_.filePath("posters");
  QVERIFY(QDir().mkpath(folder + "/images"));
  QFile in(source_ + "/items.csv"), out(folder + "/items.csv");
  QVERIFY(in.open(QIODevice::ReadOnly) && out.open(QIODevice::WriteOnly));
  out.write(in.readLine());
  for (int line = 0; !in.atEnd(); ++line) {
    const QByteArray text = in.readLine();
    const QString id = QString::fromUtf8(text.left(text.indexOf(',')));
    const QString picture = source_ + "/images/" + id + ".jpg";
    if (line % kEvery != 0) {
      if (newPoster_.isEmpty() && QFile::exists(picture)) newPoster_ = picture;
      continue;
    }
    QVERIFY2(QFile::copy(picture, folder + "/images/" + id + ".jpg"), qPrintable(picture));
    out.write(text);
    items_.insert(id.toStdString());
    if (text.contains(".jpg,1,")) markedCold_.insert(id.toStdString());
  }
  QFile chosen(source_ + "/interactions.csv"), some(folder + "/interactions.csv");
  QVERIFY(chosen.open(QIODevice::ReadOnly) && some.open(QIODevice::WriteOnly));
  some.write(chosen.readLine());
  while (!chosen.atEnd()) {
    const QByteArray text = chosen.readLine();
    const auto cells = text.split(',');
    if (cells.size() < 2 || !items_.contains(cells[1].toStdString())) continue;
    some.write(text);
    chosenBy_[cells[0].toStdString()].insert(cells[1].toStdString());
  }
  const auto distance = [&](const std::string& user) {
    return std::abs(static_cast<int>(chosenBy_[user].size()) - static_cast<int>(kUsual));
  };
  for (const auto& [user, chosenItems] : chosenBy_) {
    if (busiest_.empty() || chosenItems.size() > chosenBy_[busiest_].size()) busiest_ = user;
    if (usual_.empty() || distance(user) < distance(usual_)) usual_ = user;
  }
  QVERIFY(markedCold_.size() > 20 && chosenBy_.size() > 100 && !newPoster_.isEmpty());
}

bool RecommendPostersTest::train(const QString& name, int seed) const {
  QStringList arguments{
      "train", "--task", "cierec", "--data", home_.filePath("posters"), "--out", home_.filePath("home/runs/" + name)};
  const QString seedSetting = QStringLiteral("trainer.seed=%1").arg(seed);
  for (const QString& set :
       {QStringLiteral("data.annotationColumn=genres"), QStringLiteral("features.kind=hog_colour"),
        QStringLiteral("features.width=32"), QStringLiteral("features.threads=1"), QStringLiteral("model.dim=16"),
        QStringLiteral("model.unifiedWidth=16"), QStringLiteral("model.inference.width=8"),
        QStringLiteral("model.inference.minCount=10"), QStringLiteral("model.phases.inference=4"),
        QStringLiteral("model.phases.train=8"), QStringLiteral("trainer.batchSize=128"),
        QStringLiteral("trainer.learningRate=0.02"), QStringLiteral("trainer.threads=1"), seedSetting}) {
    arguments << "--set" << set;
  }
  return QProcess::execute(QStringLiteral(MARCIE_BIN_DIR "/marcie-cli"), arguments) == 0;
}

void RecommendPostersTest::init() {
  context_ = std::make_unique<AppContext>();
  context_->engine().setCommand({QStringLiteral(MARCIE_BIN_DIR "/marcie-cli"), QStringLiteral("serve")});
  context_->engine().start();
  panel_ = std::make_unique<RecommendPanel>(*context_);
  panel_->resize(1280, 740);
  panel_->show();
  context_->selection().setRun(home_.filePath("home/runs/first"));
  QTRY_VERIFY_WITH_TIMEOUT(panel_->hasContent(), kPatience);
}

void RecommendPostersTest::cleanup() {
  panel_.reset();
  context_.reset();
}

void RecommendPostersTest::chooseUser(const QString& id) {
  auto* users = find<QListWidget>("userList");
  for (int row = 0; row < users->count(); ++row) {
    if (users->item(row)->text().startsWith(id + "  ")) users->setCurrentRow(row);
  }
  QVERIFY(users->currentItem() != nullptr && users->currentItem()->text().startsWith(id + "  "));
  QTRY_VERIFY_WITH_TIMEOUT(!panel_->isBusy(), kPatience);
}

void RecommendPostersTest::usersAndWhatTheyGet() {
  const QString facts = find<QLabel>("recommenderLabel")->text();
  QVERIFY2(facts.contains(number(static_cast<qint64>(chosenBy_.size())) + " users"), qPrintable(facts));
  QVERIFY2(facts.contains(number(static_cast<qint64>(items_.size())) + " items"), qPrintable(facts));
  QCOMPARE(find<QListWidget>("userList")->count(), static_cast<int>(chosenBy_.size()));
  chooseUser(q(busiest_));
  const auto& own = chosenBy_[busiest_];
  const auto history = idsOf(find<ItemGrid>("historyGrid"));
  QVERIFY(history.size() > 20 && history.size() < own.size());  // the others are held out
  for (const auto& id : history) QVERIFY2(own.contains(id) && !markedCold_.contains(id), id.c_str());
  auto* list = find<ItemGrid>("recommendedGrid");
  QCOMPARE(list->count(), 40);
  int hits = 0;
  for (const auto& cell : list->cells()) {
    QVERIFY2(!history.contains(cell.item.id), cell.item.id.c_str());
    QVERIFY2(!markedCold_.contains(cell.item.id) || cell.item.isCold, cell.item.id.c_str());
    QVERIFY2(!cell.isHit || own.contains(cell.item.id), cell.item.id.c_str());
    hits += cell.isHit ? 1 : 0;
  }
  QVERIFY2(hits > 0, "of a user with so many films some are in any list of forty");
  auto* box = find<ChoiceBox>("listBox");
  box->setCurrentIndex(1);
  Q_EMIT box->activated(1);
  QCOMPARE(list->count(), 40);
  for (const auto& cell : list->cells()) QVERIFY(cell.item.isCold);
  // Posters arrive: an empty frame has a handful of colours.
  QTRY_VERIFY_WITH_TIMEOUT(coloursOf(list->item(0)->icon()) > 100, kPatience);
  const auto firstList = idsOf(list);
  chooseUser(q(usual_));
  QVERIFY2(idsOf(list) != firstList, "different users get different lists");
}

void RecommendPostersTest::whyAndWhatWouldDropIt() {
  constexpr const char* kPage = "marcie::ui::RecommendUsers";
  chooseUser(q(usual_));
  auto* list = find<ItemGrid>("recommendedGrid");
  click(list, 0);
  auto* why = find<QLabel>("whyLabel");
  QTRY_VERIFY_WITH_TIMEOUT(why->text().contains("Place 1 among all"), kPatience);
  QCOMPARE(find<BarPlot>("scorePartsPlot")->barCount(), 4);
  const auto history = idsOf(find<ItemGrid>("historyGrid"));
  const auto near = idsOf(find<ItemGrid>("nearGrid"));
  QVERIFY(!near.empty());
  for (const auto& id : near) QVERIFY2(history.contains(id), id.c_str());
  // The last of the list is the one that the least drops.
  click(list, list->count() - 1);
  QTRY_VERIFY_WITH_TIMEOUT(why->text().contains("Place 40 among all"), kPatience);
  auto* ask = find<QPushButton>("dropButton", kPage);
  auto* cancel = find<QPushButton>("cancelDropButton", kPage);
  QTest::mouseClick(ask, Qt::LeftButton);
  QVERIFY(cancel->isVisible() && !ask->isEnabled());
  QTest::mouseClick(cancel, Qt::LeftButton);
  QVERIFY(!cancel->isVisible() && ask->isEnabled());
  QTest::mouseClick(ask, Qt::LeftButton);
  auto* said = find<QLabel>("dropLabel", kPage);
  QTRY_VERIFY2_WITH_TIMEOUT(said->text().contains("from place 40 to"), qPrintable(said->text()), kPatience);
  const auto* items = find<ItemGrid>("dropItems", kPage);
  for (const auto& id : idsOf(items)) QVERIFY2(history.contains(id), id.c_str());
  QVERIFY(items->count() > 0 || find<ChipRow>("dropTerms", kPage)->isVisible());
}

void RecommendPostersTest::forgettingMovesRanks() {
  chooseUser(q(usual_));
  auto* history = find<ItemGrid>("historyGrid");
  const int count = history->count();
  for (int row = 0; row < 5; ++row) {
    click(history, row);
    QTRY_VERIFY_WITH_TIMEOUT(!panel_->isBusy(), kPatience);
    QVERIFY(history->cells()[static_cast<std::size_t>(row)].isFaded);
  }
  QCOMPARE(history->count(), count);
  int moved = 0;
  for (const auto& cell : find<ItemGrid>("recommendedGrid")->cells()) moved += cell.caption.contains("was") ? 1 : 0;
  QVERIFY(moved > 0);
  QTest::mouseClick(find<QPushButton>("allBackButton"), Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(!history->cells()[0].isFaded, kPatience);
  for (const auto& cell : find<ItemGrid>("recommendedGrid")->cells()) QVERIFY(!cell.caption.contains("was"));
}

void RecommendPostersTest::aSecondModel() {
  chooseUser(q(usual_));
  auto* box = find<ChoiceBox>("secondModelBox");
  QTRY_COMPARE_WITH_TIMEOUT(box->count(), 2, kPatience);
  box->setCurrentIndex(1);
  Q_EMIT box->activated(1);
  auto* lines = find<RankLines>("rankLines");
  QTRY_COMPARE_WITH_TIMEOUT(lines->rowCount(true), 40, kPatience);
  QCOMPARE(lines->rowCount(false), 40);
  const int shared = static_cast<int>(lines->lines().size());
  QVERIFY2(shared > 5 && shared < 40, qPrintable(QString::number(shared)));
  int fresh = 0;
  for (int row = 0; row < 40; ++row) fresh += lines->changeText(true, row) == "new" ? 1 : 0;
  QCOMPARE(fresh, 40 - shared);
}

void RecommendPostersTest::coldItemsReachSomebody() {
  find<QTabWidget>("recommendTabs")->setCurrentIndex(1);
  find<QCheckBox>("coldOnlyBox")->setChecked(true);
  auto* items = find<QListWidget>("itemList");
  QTRY_VERIFY_WITH_TIMEOUT(
      items->count() >= static_cast<int>(markedCold_.size()) && items->count() < static_cast<int>(items_.size()),
      kPatience);
  const auto areCold = [items] {
    bool all = items->count() > 0;
    for (int i = 0; i < items->count(); ++i) all = all && items->item(i)->text().endsWith(QStringLiteral("cold"));
    return all;
  };
  QTRY_VERIFY_WITH_TIMEOUT(areCold(), kPatience);
  items->setCurrentRow(0);
  auto* receivers = find<TextTableView>("receiverTable");
  QTRY_VERIFY_WITH_TIMEOUT(receivers->rowCount() > 0, kPatience);
  auto* facts = find<QLabel>("itemFactsLabel");
  QTRY_VERIFY2_WITH_TIMEOUT(facts->text().contains("Nobody has chosen it"), qPrintable(facts->text()), kPatience);
  QVERIFY(!find<ChipRow>("itemTermChips")->chips().empty());
}

void RecommendPostersTest::aPosterThatIsInNoList() {
  constexpr const char* kPage = "marcie::ui::RecommendSandbox";
  find<QTabWidget>("recommendTabs")->setCurrentIndex(2);
  panel_->findChild<RecommendSandbox*>()->openPicture(newPoster_);
  auto* receivers = find<TextTableView>("sandboxReceivers");
  QTRY_COMPARE_WITH_TIMEOUT(receivers->rowCount(), 50, kPatience);
  QCOMPARE(receivers->columnCount(), 3);
  auto* terms = find<QListWidget>("supposedTerms");
  QVERIFY(terms->count() > 3);
  // The best of the seen ones is gone, the least of them is there.
  terms->item(0)->setCheckState(Qt::Unchecked);
  terms->item(terms->count() - 1)->setCheckState(Qt::Checked);
  QTRY_VERIFY_WITH_TIMEOUT(receivers->columnCount() == 4 && !panel_->isBusy(), kPatience);
  int moved = 0;
  for (int row = 0; row < receivers->rowCount(); ++row) {
    moved += receivers->item(row, 1)->text() != receivers->item(row, 2)->text() ? 1 : 0;
  }
  QVERIFY(moved > 0);
  QTest::mouseClick(find<QPushButton>("asSeenButton"), Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(receivers->columnCount() == 3 && !panel_->isBusy(), kPatience);
  receivers->selectRow(0);
  auto* ask = find<QPushButton>("dropButton", kPage);
  QVERIFY(ask->isEnabled());
  QTest::mouseClick(ask, Qt::LeftButton);
  auto* said = find<QLabel>("dropLabel", kPage);
  QTRY_VERIFY2_WITH_TIMEOUT(said->text().contains("Tried alone"), qPrintable(said->text()), kPatience);
}

void RecommendPostersTest::measuredForEveryUser() {
  find<QTabWidget>("recommendTabs")->setCurrentIndex(3);
  QTest::mouseClick(find<QPushButton>("measureButton"), Qt::LeftButton);
  auto* lists = find<TextTableView>("listTable");
  QTRY_VERIFY_WITH_TIMEOUT(lists->rowCount() >= 3, kPatience);
  auto* users = find<TextTableView>("userTable");
  QVERIFY(users->rowCount() > 100);
  find<QLineEdit>("userFilter")->setText(q(busiest_));
  QVERIFY(users->rowCount() >= 1 && users->rowCount() < 20);
}

QTEST_MAIN(RecommendPostersTest)
#include "recommend_posters_test.moc"
