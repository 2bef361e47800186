#include <QAbstractButton>
#include <QAbstractItemView>
#include <QEvent>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include "ui/bridge/app_context.h"
#include "ui/panels/panel.h"
#include "ui/theme.h"

using namespace marcie;
using namespace marcie::ui;

// What every panel of the catalog promises; a new one is covered when it is listed.
class PanelContractTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theCatalogIsComplete();
  void constructsWithoutEngineAndData_data() { rows(); }
  void constructsWithoutEngineAndData();
  void hasViewsThatOpenWithoutARun_data() { rows(); }
  void hasViewsThatOpenWithoutARun();
  void retranslates_data() { rows(); }
  void retranslates();
  void survivesAnEngineRestart_data() { rows(); }
  void survivesAnEngineRestart();
  void iconButtonsHaveNames_data() { rows(); }
  void iconButtonsHaveNames();
  void bothThemesPaint_data() { rows(); }
  void bothThemesPaint();

 private:
  static void rows();
  static const PanelEntry* entry();
};

void PanelContractTest::rows() {
  QTest::addColumn<int>("at");
  for (int i = 0; i < static_cast<int>(panels().size()); ++i) QTest::newRow(panels()[i]->name) << i;
}

const PanelEntry* PanelContractTest::entry() {
  QFETCH(int, at);
  return panels()[at];
}

void PanelContractTest::theCatalogIsComplete() {
  QSet<QString> names;
  for (const PanelEntry* entry : panels()) {
    QVERIFY2(!names.contains(entry->name), entry->name);
    names << entry->name;
    QVERIFY2(*entry->title != '\0' && *entry->help != '\0', entry->name);
    QVERIFY2(!Theme::instance().pixmap(entry->icon, 24, Qt::black).isNull(), entry->name);
    const QImage icon = Theme::instance().pixmap(entry->icon, 24, Qt::black).toImage();
    bool painted = false;
    for (int y = 0; y < icon.height(); ++y) {
      for (int x = 0; x < icon.width(); ++x) painted = painted || icon.pixelColor(x, y).alpha() > 0;
    }
    QVERIFY2(painted, entry->icon);
  }
  for (const char* name : {"data", "predict", "log"}) QVERIFY2(names.contains(name), name);
}

void PanelContractTest::constructsWithoutEngineAndData() {
  AppContext context;
  const std::unique_ptr<Panel> panel(entry()->make(context, nullptr));
  panel->resize(1100, 700);
  panel->show();
  QVERIFY(!panel->grab().isNull());
  QVERIFY2(!panel->isBusy(), "nothing was asked for");
  context.selection().setRun("/nowhere");
  context.selection().clearData();
  context.selection().setRun({});
  QVERIFY(panel->isVisible());
}

// What the tour relies on: the panel itself first, names that can be files, and rest where there is nothing to show.
void PanelContractTest::hasViewsThatOpenWithoutARun() {
  AppContext context;
  const std::unique_ptr<Panel> panel(entry()->make(context, nullptr));
  panel->show();
  const std::vector<PanelView> views = panel->views();
  QVERIFY(!views.empty());
  QVERIFY2(views.front().name.isEmpty() && !views.front().isThere, "the panel as it opens comes first, always");
  QSet<QString> names;
  for (const PanelView& view : views) {
    QVERIFY2(!names.contains(view.name), qPrintable(view.name));
    names << view.name;
    QVERIFY2(QRegularExpression("^[a-z0-9-]*$").match(view.name).hasMatch(), qPrintable(view.name));
    if (view.name.isEmpty()) continue;
    QVERIFY2(view.isThere && !view.isThere(), qPrintable(view.name + ": there is no run that could have it"));
  }
}

void PanelContractTest::retranslates() {
  AppContext context;
  const std::unique_ptr<Panel> panel(entry()->make(context, nullptr));
  const auto texts = [&panel] {
    QStringList all;
    for (const auto* button : panel->findChildren<QAbstractButton*>()) all << button->text();
    return all;
  };
  const QStringList before = texts();
  QEvent change(QEvent::LanguageChange);
  QCoreApplication::sendEvent(panel.get(), &change);
  QCOMPARE(texts(), before);  // the same language again: nothing doubles, nothing vanishes
}

void PanelContractTest::survivesAnEngineRestart() {
  AppContext context;
  context.engine().setCommand({QStringLiteral(MARCIE_TEST_BIN_DIR "/fake_engine")});
  const std::unique_ptr<Panel> panel(entry()->make(context, nullptr));
  panel->show();
  QSignalSpy ready(&context.engine(), &EngineClient::ready);
  context.engine().start();
  RunSpec spec;
  spec.data.path = "/pictures";
  context.runs().start(spec);
  QTRY_VERIFY(context.runs().status().step > 3);
  protocol::DataInspect crash;
  crash.data.path = "/crash";
  context.engine().call<protocol::DataInspect>(this, crash, [](const auto&) {});
  QTRY_COMPARE(ready.count(), 2);
  QTRY_VERIFY(!panel->isBusy());
  QVERIFY(!panel->grab().isNull());
}

void PanelContractTest::iconButtonsHaveNames() {
  AppContext context;
  const std::unique_ptr<Panel> panel(entry()->make(context, nullptr));
  for (const auto* button : panel->findChildren<QAbstractButton*>()) {
    // Qt's own: the cross in a search field, the corner of a table.
    if (qobject_cast<QLineEdit*>(button->parent()) != nullptr) continue;
    if (qobject_cast<QAbstractItemView*>(button->parent()) != nullptr) continue;
    QVERIFY2(!button->text().isEmpty() || !button->accessibleName().isEmpty() || !button->toolTip().isEmpty(),
             qPrintable("a button without words: " + button->objectName() + " " + button->parent()->objectName()));
  }
}

void PanelContractTest::bothThemesPaint() {
  AppContext context;
  const std::unique_ptr<Panel> panel(entry()->make(context, nullptr));
  panel->resize(900, 600);
  panel->show();
  Theme::instance().apply(Theme::Mode::light);
  const QImage light = panel->grab().toImage();
  Theme::instance().apply(Theme::Mode::dark);
  const QImage dark = panel->grab().toImage();
  Theme::instance().apply(Theme::Mode::light);
  const auto lightness = [](const QImage& image) {
    return image.scaled(1, 1, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).pixelColor(0, 0).lightness();
  };
  QVERIFY(lightness(light) > 170);
  QVERIFY(lightness(dark) < 110);
}

int main(int argc, char** argv) {
  QApplication app(argc, argv);
  Theme::instance().apply(Theme::Mode::light);  // also registers the icons
  PanelContractTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "panel_contract_test.moc"
