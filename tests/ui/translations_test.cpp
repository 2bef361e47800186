#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

// Every text of the window is there in every language, with the places for its numbers kept.
class TranslationsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyTextIsTranslated();

 private:
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

QTEST_GUILESS_MAIN(TranslationsTest)
#include "translations_test.moc"
