#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

#include "core/api/presets.h"
#include "core/api/run_spec.h"
#include "ui/text.h"

using namespace marcie;
using namespace marcie::ui;

// Every text of the window is there in every language, with the places for its numbers kept.
class TranslationsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyTextIsTranslated();
  void everyOptionOfEveryTaskIsTranslated();

 private:
  // Labels, helps, units and choices of what the form shows.
  static void collect(const Json& field, QStringList& texts) {
    if (field.value("hidden", false)) return;
    for (const char* part : {"label", "help", "unit"}) texts << q(field.value(part, std::string()));
    for (const auto& choice : field.value("choices", Json::array())) texts << q(choice.at("label").get<std::string>());
    for (const auto& below : field.value("fields", Json::array())) collect(below, texts);
  }
  static QStringList places(const QString& text) {
    QStringList found;
    auto it = QRegularExpression("%\\d").globalMatch(text);
    while (it.hasNext()) found << it.next().captured();
    found.sort();
    return found;
  }
};

void TranslationsTest::everyTextIsTranslated() {
  QFile file(MARCIE_SOURCE_DIR "/translations/marcie_zh_CN.ts");
  QVERIFY(file.open(QIODevice::ReadOnly));
  QXmlStreamReader xml(&file);
  QString source;
  int count = 0;
  while (!xml.atEnd()) {
    if (xml.readNext() != QXmlStreamReader::StartElement) continue;
    if (xml.name() == QLatin1String("source")) source = xml.readElementText();
    if (xml.name() != QLatin1String("translation")) continue;
    QVERIFY2(!xml.attributes().hasAttribute("type"), qPrintable(source));
    const QString text = xml.readElementText();
    QVERIFY2(!text.isEmpty(), qPrintable(source));
    QVERIFY2(places(text) == places(source), qPrintable(source));
    ++count;
  }
  QVERIFY(!xml.hasError());
  QVERIFY2(count > 400, qPrintable(QString::number(count)));
}

void TranslationsTest::everyOptionOfEveryTaskIsTranslated() {
  QFile file(MARCIE_SOURCE_DIR "/translations/marcie_zh_CN.ts");
  QVERIFY(file.open(QIODevice::ReadOnly));
  QXmlStreamReader xml(&file);
  QString context;
  QSet<QString> known;
  while (!xml.atEnd()) {
    if (xml.readNext() != QXmlStreamReader::StartElement) continue;
    if (xml.name() == QLatin1String("name")) context = xml.readElementText();
    if (xml.name() == QLatin1String("source") && context == QLatin1String("Options")) known << xml.readElementText();
  }
  QStringList texts;
  for (const auto task : {kMarnetTask, kCierecTask}) {
    collect(schemaOf<RunSpec>(defaultRunSpec(task)), texts);
    for (const auto& preset : presets(task)) texts << q(preset.title) << q(preset.help);
  }
  texts.removeAll(QString());
  QVERIFY2(texts.size() > 300, qPrintable(QString::number(texts.size())));
  for (const QString& text : texts) QVERIFY2(known.contains(text), qPrintable(text));
}

QTEST_GUILESS_MAIN(TranslationsTest)
#include "translations_test.moc"
