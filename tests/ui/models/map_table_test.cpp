#include "ui/models/map_table.h"

#include <cmath>
#include <cstring>

#include <QTest>

using namespace marcie;
using namespace marcie::ui;

class MapTableTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void unpacksWhatTheEngineSends();
  void refusesArraysThatDoNotFit();
  void coloursByEveryField();
  void searchesClassesAnnotationsAndNames();
  void twelveHundredClassesStayApart();
  void saysHowFarPointsMoved();

 private:
  template <class T>
  static std::vector<std::uint8_t> raw(const std::vector<T>& values) {
    std::vector<std::uint8_t> bytes(values.size() * sizeof(T));
    std::memcpy(bytes.data(), values.data(), bytes.size());
    return bytes;
  }
  // Two pictures and their texts.
  static protocol::MapPoints points() {
    protocol::MapPoints p;
    p.paths = {"/d/soup/one.jpg", "/d/stew/two.jpg", "/d/soup/one.jpg", "/d/stew/two.jpg"};
    p.classes = {"soup", "stew"};
    p.labels = raw<std::int32_t>({0, 1, 0, 1});
    p.predictions = raw<std::int32_t>({0, 0, 0, 0});
    p.confidences = raw<float>({0.9F, 0.6F, 0.9F, 0.6F});
    p.splits = {0, 2, 0, 2};
    p.modalities = {0, 0, 1, 1};
    p.tags = {"egg", "rice"};
    p.tagStarts = raw<std::int32_t>({0, 2, 3, 5, 6});
    p.tagged = raw<std::int32_t>({0, 1, 1, 0, 1, 1});
    p.fields = {{"loss", raw<float>({0.1F, 2, 0.1F, 2})}};
    return p;
  }
};

void MapTableTest::unpacksWhatTheEngineSends() {
  const auto table = unpack(points());
  QVERIFY(table.ok());
  QCOMPARE(table->size(), 4);
  QCOMPARE(table->pictureCount(), 2);
  QVERIFY(table->hasTexts() && table->isText(3) && !table->isText(1));
  QCOMPARE(table->splitOf(1), QString("test"));
  QCOMPARE(table->tagsOf(0), QStringList({"egg", "rice"}));
  QCOMPARE(table->tagsOf(3), QStringList({"rice"}));
  QCOMPARE(table->pointsOf("/d/stew/two.jpg"), QVector<int>({1, 3}));
  const protocol::DataRow row = table->rowOf(1);
  QCOMPARE(QString::fromStdString(row.label), QString("stew"));
  QCOMPARE(row.tags.size(), 1U);
}

void MapTableTest::refusesArraysThatDoNotFit() {
  auto broken = points();
  broken.labels.resize(8);
  QVERIFY(!unpack(broken).ok());
  broken = points();
  broken.fields[0].values.clear();
  QVERIFY(!unpack(broken).ok());
  broken = points();
  broken.modalities.pop_back();
  QVERIFY(!unpack(broken).ok());
  // Annotations that point beyond their list are no reason to read beyond it.
  broken = points();
  broken.tagStarts = raw<std::int32_t>({0, 99, -4, 5, 6});
  const auto table = unpack(broken);
  QVERIFY(table.ok());
  (void)table->tagsOf(0);
  (void)table->search("rice");
  (void)colouringBy(*table, "tag:rice");
  QVERIFY(unpack(protocol::MapPoints{}).ok());
}

void MapTableTest::coloursByEveryField() {
  const MapTable table = *unpack(points());
  QStringList keys;
  for (const ColourChoice& choice : colourChoices(table)) {
    keys << choice.key;
    QVERIFY2(!choice.title.isEmpty(), qPrintable(choice.key));
    const ScatterColouring colouring = colouringBy(table, choice.key);
    QCOMPARE(colouring.title, choice.title);
    QVERIFY2(colouring.isNumeric() || !colouring.names.isEmpty(), qPrintable(choice.key));
    QCOMPARE(colouring.isNumeric() ? colouring.value.size() : colouring.kind.size(), 4);
  }
  for (const char* key :
       {"class", "prediction", "correct", "confidence", "split", "modality", "field:loss", "tag:egg"}) {
    QVERIFY2(keys.contains(key), key);
  }
  QVERIFY2(keys.indexOf("tag:rice") < keys.indexOf("tag:egg"), "the frequent one first");
  QCOMPARE(colouringBy(table, "correct").kind, QVector<std::int32_t>({0, 1, 0, 1}));
  QCOMPARE(colouringBy(table, "tag:egg").kind, QVector<std::int32_t>({0, 1, 0, 1}));
  QCOMPARE(colouringBy(table, "field:loss").high, 2.0);
  QVERIFY(colouringBy(table, "tag:none of them").names.isEmpty());
}

void MapTableTest::searchesClassesAnnotationsAndNames() {
  const MapTable table = *unpack(points());
  QCOMPARE(table.search("SOUP"), QVector<int>({0, 1, 2, 3}));  // also where it was predicted
  QCOMPARE(table.search("stew"), QVector<int>({1, 3}));
  QCOMPARE(table.search("egg"), QVector<int>({0, 2}));
  QCOMPARE(table.search("two"), QVector<int>({1, 3}));
  QCOMPARE(table.search("stew egg"), QVector<int>());
  QCOMPARE(table.search("d"), QVector<int>());  // folders are no names
  QVERIFY(table.search("  ").isEmpty());
}

void MapTableTest::twelveHundredClassesStayApart() {
  protocol::MapPoints many;
  std::vector<std::int32_t> labels;
  for (int i = 0; i < 1200; ++i) {
    many.paths.push_back("/" + std::to_string(i));
    many.classes.push_back("class " + std::to_string(i));
    labels.push_back(i);
  }
  many.labels = many.predictions = raw(labels);
  many.confidences = raw(std::vector<float>(1200, 1));
  many.splits.assign(1200, 0);
  const auto table = unpack(many);
  QVERIFY(table.ok());
  const ScatterLook look = makeLook(colouringBy(*table, "class"), 1200, {}, true);
  QCOMPARE(look.entry[1199], 1199);
  QCOMPARE(table->search("1199"), QVector<int>({1199}));
}

void MapTableTest::saysHowFarPointsMoved() {
  const MapTable a = *unpack(points());
  auto other = points();
  std::swap(other.paths[0], other.paths[1]);
  other.paths[2] = "/d/elsewhere.jpg";
  const MapTable b = *unpack(other);
  const QVector<float> moved = movedBy(a, {0, 0, 1, 1, 2, 2, 3, 3}, b, {1, 5, 3, 4, 9, 9, 3, 3});
  QCOMPARE(moved[0], 5.0F);  // to (3, 4), its picture is the second one there
  QCOMPARE(moved[1], 4.0F);
  QVERIFY(std::isnan(moved[2]));
  QCOMPARE(moved[3], 0.0F);
}

QTEST_GUILESS_MAIN(MapTableTest)
#include "map_table_test.moc"
