#include "ui/forms/options_form.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTranslator>
#include <QWheelEvent>

#include "core/api/run_spec.h"
#include "ui/forms/number_box.h"
#include "ui/forms/option_row.h"

using namespace marcie;
using namespace marcie::ui;

namespace {

// A value that differs from the default and that the option accepts.
Json otherValue(const OptionField& field) {
  using Kind = OptionField::Kind;
  switch (field.kind) {
    case Kind::boolean:
      return !field.defaultValue.get<bool>();
    case Kind::choice:
      return field.choices.front().key == field.defaultValue.get<std::string>() ? field.choices.back().key
                                                                                : field.choices.front().key;
    case Kind::integer: {
      const auto value = field.defaultValue.get<std::int64_t>();
      return value + 1 <= field.max ? value + 1 : value - 1;
    }
    case Kind::number: {
      const auto value = field.defaultValue.get<double>();
      const double high = std::min(field.max, value + 1);
      return value == high ? (std::max(field.min, value - 1) + value) / 2 : (value + high) / 2;
    }
    case Kind::text:
    case Kind::path:
      break;
  }
  return "something else";
}

// Types or clicks the value in as a person would.
void enter(OptionRow* row, const Json& value) {
  auto* editor = row->editor();
  if (auto* number = qobject_cast<NumberBox*>(editor)) {
    number->selectAll();
    QTest::keyClicks(number, numberText(value));
  } else if (auto* check = qobject_cast<QCheckBox*>(editor)) {
    if (check->isChecked() != value.get<bool>()) check->click();
  } else if (auto* combo = qobject_cast<QComboBox*>(editor)) {
    combo->setCurrentIndex(combo->findData(QString::fromStdString(value.get<std::string>())));
    Q_EMIT combo->activated(combo->currentIndex());
  } else {
    auto* line = qobject_cast<QLineEdit*>(editor);
    if (line == nullptr) line = editor->findChild<QLineEdit*>();
    line->selectAll();
    QTest::keyClicks(line, QString::fromStdString(value.get<std::string>()));
  }
}

}  // namespace

class OptionsFormTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    form_ = std::make_unique<OptionsForm>();
    form_->setSchema(schemaOf<RunSpec>());
    form_->resize(420, 600);
    form_->show();
  }
  void cleanup() { form_.reset(); }

  void everyOptionIsShownWithHelp();
  void everyOptionMakesTheRoundTrip();
  void everyEditReachesTheValue();
  void everyResetGoesBack();
  void setValuesRestoresAWholeSpec();
  void unknownKeysAreNamed();
  void presetIsTheBaseOfDotsAndResets();
  void hiddenMembersAreKept();
  void basicFirstAdvancedFolded();
  void searchLooksIntoBoth();
  void rangesAreCheckedAsOneTypes();
  void allProblemsAtOnce();
  void problemsOfOthersStandAtTheirOption();
  void wheelIsLeftToThePage();
  void choicesOfTheCatalog();
  void readersAreNamedInTheLanguageOfTheWindow();

 private:
  [[nodiscard]] bool isShown(const QString& key) const { return form_->row(key)->isVisibleTo(form_.get()); }
  std::unique_ptr<OptionsForm> form_;
};

void OptionsFormTest::everyOptionIsShownWithHelp() {
  const auto flat = flattenSchema(schemaOf<RunSpec>());
  QVERIFY(flat.fields.size() > 40);
  for (const auto& field : flat.fields) {
    const auto* row = form_->row(QString::fromStdString(field.path));
    QVERIFY2(row != nullptr, field.path.c_str());
    QVERIFY2(!field.help.empty(), field.path.c_str());
    QVERIFY2(row->editor()->toolTip().contains(QString::fromStdString(field.path)), field.path.c_str());
    QVERIFY2(!row->editor()->accessibleName().isEmpty(), field.path.c_str());
  }
  QVERIFY(form_->row("version") == nullptr);
  QVERIFY(form_->value().empty());
  QVERIFY(form_->isValid());
}

void OptionsFormTest::everyOptionMakesTheRoundTrip() {
  for (const auto& field : flattenSchema(schemaOf<RunSpec>()).fields) {
    Json patch = Json::object();
    setValueAt(patch, field.path, otherValue(field));
    QVERIFY(form_->setValues(patch).isEmpty());
    QVERIFY2(form_->value() == patch, field.path.c_str());
    QVERIFY2(form_->isValid(), qPrintable(form_->problems().join("; ")));
    const auto spec = parseStruct<RunSpec>(form_->value());
    QVERIFY2(spec.ok(), spec.ok() ? "" : spec.error().toString().c_str());
    QVERIFY2(valueAt(toJson(*spec), field.path) == otherValue(field), field.path.c_str());
  }
}

void OptionsFormTest::everyEditReachesTheValue() {
  form_->showAllOptions(true);
  for (const auto& field : flattenSchema(schemaOf<RunSpec>()).fields) {
    form_->resetAll();
    const QString key = QString::fromStdString(field.path);
    form_->reveal(key);
    enter(form_->row(key), otherValue(field));
    Json expected = Json::object();
    setValueAt(expected, field.path, otherValue(field));
    QVERIFY2(form_->value() == expected, dumpJson(form_->value()).c_str());
  }
}

void OptionsFormTest::everyResetGoesBack() {
  for (const auto& field : flattenSchema(schemaOf<RunSpec>()).fields) {
    Json patch = Json::object();
    setValueAt(patch, field.path, otherValue(field));
    form_->setValues(patch);
    const QString key = QString::fromStdString(field.path);
    auto* reset = form_->findChild<QToolButton*>(key + "Reset");
    form_->reveal(key);
    QVERIFY2(reset->isVisible(), field.path.c_str());
    reset->click();
    QVERIFY2(form_->value().empty(), field.path.c_str());
    QVERIFY2(!reset->isVisible(), field.path.c_str());
  }
}

void OptionsFormTest::setValuesRestoresAWholeSpec() {
  RunSpec spec;
  spec.trainer.seed = 12345678901234567890ULL;
  spec.trainer.learningRate = 3e-4;
  spec.model.variant = MarnetVariant::ema;
  spec.data.path = "somewhere";
  QVERIFY(form_->setValues(toJson(spec)).isEmpty());
  const auto back = parseStruct<RunSpec>(form_->value());
  QVERIFY(back.ok());
  QVERIFY(toJson(*back) == toJson(spec));
}

void OptionsFormTest::unknownKeysAreNamed() {
  const QStringList unknown = form_->setValues(Json{{"trainer", {{"batchsize", 3}}}, {"tempo", 1}});
  QCOMPARE(unknown, QStringList({"tempo", "trainer.batchsize"}));
  QVERIFY(form_->value().empty());
}

void OptionsFormTest::presetIsTheBaseOfDotsAndResets() {
  form_->setBase(Json{{"model", {{"phases", {{"joint", 3}}}}}});
  QVERIFY(!form_->row("model.phases.joint")->isChanged());
  QVERIFY(form_->changes().empty());
  QVERIFY(form_->value() == Json({{"model", {{"phases", {{"joint", 3}}}}}}));
  enter(form_->row("model.phases.joint"), 24);
  QVERIFY(form_->row("model.phases.joint")->isChanged());
  QVERIFY(form_->changes() == Json({{"model", {{"phases", {{"joint", 24}}}}}}));
  QVERIFY(form_->value().empty());
  form_->resetAll();
  QVERIFY(form_->changes().empty());
}

void OptionsFormTest::hiddenMembersAreKept() {
  form_->setValue("data.path", "pictures");
  form_->setBase(Json::object());
  QVERIFY(form_->value() == Json({{"data", {{"path", "pictures"}}}}));
}

void OptionsFormTest::basicFirstAdvancedFolded() {
  QVERIFY(isShown("trainer.batchSize"));
  QVERIFY(!isShown("trainer.momentum"));
  form_->showAllOptions(true);
  form_->reveal("trainer.momentum");
  QVERIFY(isShown("trainer.momentum"));
  form_->showAllOptions(false);
  QVERIFY(!isShown("trainer.momentum"));
}

void OptionsFormTest::searchLooksIntoBoth() {
  form_->setSearch("MOMENTUM");
  QVERIFY(isShown("trainer.momentum"));
  QVERIFY(!isShown("trainer.batchSize"));
  form_->setSearch("learning rate");
  QVERIFY(isShown("trainer.learningRate"));
  QVERIFY(isShown("trainer.headLearningRate"));
  form_->setSearch("cdr.eta");
  QVERIFY(isShown("model.cdr.eta"));
  form_->setSearch("nobody calls it that");
  QVERIFY(!isShown("trainer.learningRate"));
  form_->setSearch({});
  QVERIFY(isShown("trainer.batchSize"));
  QVERIFY(!isShown("trainer.momentum"));
}

void OptionsFormTest::rangesAreCheckedAsOneTypes() {
  QSignalSpy validity(form_.get(), &OptionsForm::validityChanged);
  auto* row = form_->row("trainer.batchSize");
  auto* label = form_->findChild<QLabel*>("trainer.batchSizeProblem");
  enter(row, 1);
  QVERIFY(label->isVisible());
  QVERIFY2(label->text().contains("2 to 4096"), qPrintable(label->text()));
  QCOMPARE(validity.count(), 1);
  QVERIFY(!validity.last().first().toBool());
  enter(row, 16);
  QVERIFY(!label->isVisible());
  QVERIFY(validity.last().first().toBool());
  auto* number = qobject_cast<NumberBox*>(row->editor());
  number->selectAll();
  QTest::keyClicks(number, "many");
  QVERIFY(label->isVisible());
  QVERIFY(!form_->isValid());
}

void OptionsFormTest::allProblemsAtOnce() {
  form_->setValues(Json{{"trainer", {{"batchSize", 0}, {"momentum", 7}}}});
  QCOMPARE(form_->problems().size(), 2);
  QVERIFY(form_->problems()[0].startsWith("trainer.batchSize: "));
  QVERIFY(form_->problems()[1].startsWith("trainer.momentum: "));
}

void OptionsFormTest::problemsOfOthersStandAtTheirOption() {
  form_->setProblems({"data.cacheSize: must be at least data.imageSize (64), is 32", "the data has no classes"});
  QVERIFY(isShown("data.cacheSize"));  // unfolded, because it is advanced
  auto* label = form_->findChild<QLabel*>("data.cacheSizeProblem");
  QVERIFY(label->isVisibleTo(form_.get()));
  QVERIFY(label->text().contains("at least data.imageSize"));
  QCOMPARE(form_->findChild<QLabel*>("generalProblems")->text(), QString("the data has no classes"));
  QVERIFY(!form_->isValid());
  enter(form_->row("data.cacheSize"), 96);
  QVERIFY(form_->isValid());
  form_->setProblems({});
  QVERIFY(!form_->findChild<QLabel*>("generalProblems")->isVisibleTo(form_.get()));
}

void OptionsFormTest::wheelIsLeftToThePage() {
  for (const auto* key : {"model.variant", "trainer.batchSize", "trainer.learningRate"}) {
    auto* editor = form_->row(key)->editor();
    editor->setFocus();
    QWheelEvent wheel(QPointF(5, 5), editor->mapToGlobal(QPointF(5, 5)), {}, QPoint(0, -240), Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    static_cast<QObject*>(editor)->event(&wheel);
    QVERIFY2(!wheel.isAccepted(), key);
  }
  QVERIFY(form_->value().empty());
}

void OptionsFormTest::choicesOfTheCatalog() {
  Json schema = schemaOf<RunSpec>();
  for (auto& group : schema["fields"]) {
    if (group["key"] != "model") continue;
    for (auto& field : group["fields"]) {
      if (field["key"] != "encoder") continue;
      field["kind"] = "choice";
      field["choices"] = {{{"key", "small_resnet"}, {"label", "Small"}}, {{"key", "resnet18"}, {"label", "ResNet-18"}}};
    }
  }
  form_->setSchema(schema);
  auto* combo = qobject_cast<QComboBox*>(form_->row("model.encoder")->editor());
  QVERIFY(combo != nullptr);
  QCOMPARE(combo->count(), 2);
  QCOMPARE(combo->currentText(), QString("Small"));
  form_->setValues(Json{{"model", {{"encoder", "from_the_future"}}}});
  QCOMPARE(combo->currentText(), QString("from_the_future"));
  QVERIFY(form_->value() == Json({{"model", {{"encoder", "from_the_future"}}}}));
}

void OptionsFormTest::readersAreNamedInTheLanguageOfTheWindow() {
  struct Words : QTranslator {
    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* text, const char*, int) const override {
      if (qstrcmp(context, "Data") == 0 && qstrcmp(text, "CSV list") == 0) return QStringLiteral("CSV-Liste");
      return qstrcmp(context, "Options") == 0 && qstrcmp(text, "Reader") == 0 ? QStringLiteral("Leser") : QString();
    }
  } words;
  QCoreApplication::installTranslator(&words);
  const QString reader = translatedOption("CSV list");
  const QString option = translatedOption("Reader");
  const QString unknown = translatedOption("Something");
  QCoreApplication::removeTranslator(&words);
  QCOMPARE(reader, QString("CSV-Liste"));
  QCOMPARE(option, QString("Leser"));
  QCOMPARE(unknown, QString("Something"));
}

QTEST_MAIN(OptionsFormTest)
#include "options_form_test.moc"
