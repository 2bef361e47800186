#include "ui/models/branch_tree.h"

#include <QTest>

using namespace marcie;
using namespace marcie::ui;

class BranchTreeTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void branchesStandBelowTheirParents();
  void lineageGoesFromTheFirstWalkOn();
  void removingTakesBranchesAlong();
  void anotherPictureIsForTheWholeTree();

 private:
  static protocol::DiffusionSettings seed(int value) {
    protocol::DiffusionSettings settings;
    settings.seed = value;
    return settings;
  }
  static QList<int> ids(const BranchTree& tree) {
    QList<int> result;
    for (const auto& node : tree.nodes()) result << node.id;
    return result;
  }
};

void BranchTreeTest::branchesStandBelowTheirParents() {
  BranchTree tree;
  const int first = tree.addRoot("/a.jpg", {});
  const int second = tree.addRoot("/b.jpg", {});
  const int one = tree.addBranch(first, seed(1));
  const int two = tree.addBranch(first, seed(2));
  const int deep = tree.addBranch(one, seed(3));
  QCOMPARE(ids(tree), (QList<int>{first, one, deep, two, second}));
  QCOMPARE(tree.depth(deep), 2);
  QCOMPARE(tree.find(deep)->path, QString("/a.jpg"));
  QSet<int> colours;
  for (const auto& node : tree.nodes()) colours << node.colour;
  QCOMPARE(colours.size(), 5);
}

void BranchTreeTest::lineageGoesFromTheFirstWalkOn() {
  BranchTree tree;
  const int first = tree.addRoot("/a.jpg", seed(5));
  const int one = tree.addBranch(first, seed(6));
  const int two = tree.addBranch(one, seed(7));
  const auto lineage = tree.lineage(two);
  QCOMPARE(lineage.size(), std::size_t{3});
  QCOMPARE(lineage[0].seed, 5);
  QCOMPARE(lineage[2].seed, 7);
}

void BranchTreeTest::removingTakesBranchesAlong() {
  BranchTree tree;
  const int first = tree.addRoot("/a.jpg", {});
  const int one = tree.addBranch(first, seed(1));
  tree.addBranch(one, seed(2));
  const int other = tree.addBranch(first, seed(3));
  tree.remove(one);
  QCOMPARE(ids(tree), (QList<int>{first, other}));
  tree.remove(99);
  QCOMPARE(tree.nodes().size(), std::size_t{2});
}

void BranchTreeTest::anotherPictureIsForTheWholeTree() {
  BranchTree tree;
  const int first = tree.addRoot("/a.jpg", {});
  const int one = tree.addBranch(first, seed(1));
  const int second = tree.addRoot("/b.jpg", {});
  tree.find(one)->reply.emplace();
  tree.setPath(first, "/c.jpg");
  QCOMPARE(tree.find(one)->path, QString("/c.jpg"));
  QVERIFY(!tree.find(one)->reply);
  QCOMPARE(tree.find(second)->path, QString("/b.jpg"));
}

QTEST_MAIN(BranchTreeTest)
#include "branch_tree_test.moc"
