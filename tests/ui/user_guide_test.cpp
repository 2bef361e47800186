#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QTabWidget>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>

#include "ui/dialogs/guide_dialog.h"
#include "ui/main_window.h"
#include "ui/panels/panel.h"
#include "ui/theme.h"
#include "ui/translation.h"

using namespace marcie;
using namespace marcie::ui;

// The guide names what is there, letter for letter, has a page for every panel, and opens at the right one.
class UserGuideTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void everyPanelHasItsPage();
  void everyControlThatAPageNamesIsThere_data();
  void everyControlThatAPageNamesIsThere();
  void everyLinkLeadsToAPage_data() { rows(); }
  void everyLinkLeadsToAPage();
  void f1OpensThePageOfWhatIsInFront();
  void followsThemeAndLanguage();

 private:
  static void rows();
};

namespace {

// The words in bold of a page, headings left out.
QStringList boldWords(const QString& markdown) {
  QTextDocument document;
  document.setMarkdown(markdown);
  QStringList words;
  for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
    if (block.blockFormat().headingLevel() > 0) continue;
    for (auto it = block.begin(); !it.atEnd(); ++it) {
      if (it.fragment().charFormat().fontWeight() >= QFont::Bold) words << it.fragment().text();
    }
  }
  return words;
}

// Everything that a person can read on a widget, or hear of it, without the marks of mnemonics.
QSet<QString> wordsOn(const QWidget& panel) {
  QStringList all;
  for (const auto* widget : panel.findChildren<QWidget*>()) {
    all << widget->accessibleName() << widget->toolTip();
    if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) all << button->text();
    if (const auto* label = qobject_cast<const QLabel*>(widget)) all << label->text();
    if (const auto* edit = qobject_cast<const QLineEdit*>(widget)) all << edit->placeholderText();
    if (const auto* tabs = qobject_cast<const QTabWidget*>(widget)) {
      for (int i = 0; i < tabs->count(); ++i) all << tabs->tabText(i);
    }
    if (const auto* box = qobject_cast<const QComboBox*>(widget)) {
      for (int i = 0; i < box->count(); ++i) all << box->itemText(i);
    }
    const auto* view = qobject_cast<const QAbstractItemView*>(widget);
    if (view == nullptr || view->model() == nullptr) continue;
    for (int i = 0; i < view->model()->columnCount(); ++i) {
      all << view->model()->headerData(i, Qt::Horizontal).toString();
    }
  }
  for (const auto* action : panel.findChildren<QAction*>()) all << action->text();
  QSet<QString> words;
  for (QString& text : all) words << text.remove(u'&').trimmed();
  return words;
}

// The robustness lens is a tab of Predict.
QString panelOf(const QString& page) {
  return page == QLatin1String("robustness") ? QStringLiteral("predict") : page;
}

}  // namespace

void UserGuideTest::initTestCase() {
  QCoreApplication::setOrganizationName("MarcieTest");
  QCoreApplication::setApplicationName("user_guide_test");
  QSettings().clear();
  QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

void UserGuideTest::rows() {
  QTest::addColumn<QString>("page");
  for (const QString& page : GuideDialog::pages()) QTest::newRow(qPrintable(page)) << page;
}

void UserGuideTest::everyPanelHasItsPage() {
  const QStringList pages = GuideDialog::pages();
  QStringList names;
  for (const PanelEntry* entry : panels()) {
    names << entry->name;
    QVERIFY2(pages.contains(names.last()), entry->name);
    const QString title = GuideDialog::text(names.last()).section(u'\n', 0, 0);
    QCOMPARE(title, QStringLiteral("# ") + QString::fromLatin1(entry->title));
  }
  for (const QString& page : pages) QVERIFY2(names.contains(panelOf(page)), qPrintable(page));
  // No file lies about unused, none is missing.
  QStringList files = QDir(":/guide").entryList({"*.md"});
  QStringList wanted;
  for (const QString& page : pages) wanted << page + ".md";
  files.sort();
  wanted.sort();
  QCOMPARE(files, wanted);
  QVERIFY(GuideDialog::text("nothing").isEmpty());
}

void UserGuideTest::everyControlThatAPageNamesIsThere_data() {
  rows();
}

void UserGuideTest::everyControlThatAPageNamesIsThere() {
  QFETCH(QString, page);
  AppContext context;
  std::unique_ptr<Panel> panel;
  for (const PanelEntry* entry : panels()) {
    if (panelOf(page) == QLatin1String(entry->name)) panel.reset(entry->make(context, nullptr));
  }
  QVERIFY(panel != nullptr);
  const QSet<QString> there = wordsOn(*panel);
  const QStringList named = boldWords(GuideDialog::text(page));
  QVERIFY2(named.size() >= 3, "a page names what can be pressed");
  QStringList missing;
  for (const QString& word : named) {
    if (!there.contains(word)) missing << word;
  }
  QVERIFY2(missing.isEmpty(), qPrintable(missing.join(" | ")));
}

void UserGuideTest::everyLinkLeadsToAPage() {
  QFETCH(QString, page);
  QTextDocument document;
  document.setMarkdown(GuideDialog::text(page));
  for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
    for (auto it = block.begin(); !it.atEnd(); ++it) {
      const QString link = it.fragment().charFormat().anchorHref();
      if (link.isEmpty()) continue;
      QVERIFY2(link.endsWith(".md") && GuideDialog::pages().contains(link.chopped(3)), qPrintable(link));
    }
  }
}

void UserGuideTest::f1OpensThePageOfWhatIsInFront() {
  AppContext context;
  MainWindow window(context);
  window.show();
  QVERIFY(QTest::qWaitForWindowActive(&window));
  for (const PanelEntry* entry : panels()) window.panel(entry->name);
  for (const PanelEntry* entry : panels()) {
    if (entry->place != PanelEntry::Place::workspace) continue;
    window.showPanel(entry->name);
    window.panel(entry->name)->setFocusPolicy(Qt::StrongFocus);
    window.panel(entry->name)->setFocus();
    QCOMPARE(window.guidePage(), QString(entry->name));
  }
  window.showPanel("predict");
  window.panel("predict")->setFocus();
  auto* tabs = window.panel("predict")->findChild<QTabWidget*>("predictTabs");
  tabs->setCurrentIndex(tabs->count() - 1);
  QCOMPARE(window.guidePage(), QString("robustness"));
  QTest::keyClick(&window, Qt::Key_F1);
  auto* guide = window.findChild<GuideDialog*>("guideDialog");
  QVERIFY(guide != nullptr && guide->isVisible());
  QCOMPARE(guide->page(), QString("robustness"));
  auto* text = guide->findChild<QTextBrowser*>("guideText");
  QVERIFY(text->toPlainText().contains("one slider damages the picture"));
  // A link, the list, and again by F1: one guide.
  Q_EMIT text->anchorClicked(QUrl("predict.md"));
  QCOMPARE(guide->page(), QString("predict"));
  auto* list = guide->findChild<QListWidget*>("guidePages");
  QTest::keyClick(list, Qt::Key_Home);
  QCOMPARE(guide->page(), QString("data"));
  QVERIFY(text->toPlainText().startsWith("Data"));
  QTest::keyClick(guide, Qt::Key_Escape);
  QVERIFY(!guide->isVisible());
  window.showPanel("embeddings");
  window.findChild<QAction*>("guideAction")->trigger();
  QVERIFY(guide->isVisible());
  QCOMPARE(guide->page(), QString("embeddings"));
  QCOMPARE(window.findChildren<GuideDialog*>().size(), 1);
}

void UserGuideTest::followsThemeAndLanguage() {
  GuideDialog guide;
  guide.showPage("diffusion");
  guide.show();
  auto* text = guide.findChild<QTextBrowser*>("guideText");
  const auto lightness = [text] {
    const QImage image = text->grab().toImage();
    return image.scaled(1, 1, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).pixelColor(0, 0).lightness();
  };
  Theme::instance().apply(Theme::Mode::dark);
  QVERIFY(lightness() < 110);
  QCOMPARE(guide.page(), QString("diffusion"));
  Theme::instance().apply(Theme::Mode::light);
  QVERIFY(lightness() > 170);
  // The page is English in every language; another language says so.
  const QString page = text->toPlainText();
  auto* note = guide.findChild<QLabel*>("guideLanguageNote");
  QVERIFY(!note->isVisible());
  applyLanguage("zh_CN", false);
  QTRY_VERIFY(note->isVisible());
  QVERIFY(note->text() != QLatin1String("The guide is only there in English."));
  QCOMPARE(text->toPlainText(), page);
  applyLanguage("en", false);
  QTRY_VERIFY(!note->isVisible());
}

int main(int argc, char** argv) {
  QApplication app(argc, argv);
  Theme::instance().apply(Theme::Mode::light);  // also registers the icons
  UserGuideTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "user_guide_test.moc"
