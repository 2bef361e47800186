#include "ui/panels/column_mapping.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QGridLayout>
#include <QSettings>

#include "core/options/json.h"
#include "ui/theme.h"
#include "ui/widgets/choice_box.h"

namespace marcie::ui {
namespace {

constexpr qint64 kHeadBytes = 64 * 1024;

QString listFileOf(const QString& path) {
  const QFileInfo info(path);
  return info.isDir() ? QDir(path).filePath("samples.csv") : path;
}

QString settingsKey(const std::string& path) {
  const auto hash = QCryptographicHash::hash(QByteArray::fromStdString(path), QCryptographicHash::Sha1);
  return "data/columns/" + QString::fromLatin1(hash.toHex().left(16));
}

}  // namespace

QStringList columnsOf(const QString& path) {
  QFile file(listFileOf(path));
  if (!file.open(QIODevice::ReadOnly)) return {};
  QByteArray line = file.readLine(kHeadBytes).trimmed();
  if (line.startsWith("\xEF\xBB\xBF")) line.remove(0, 3);
  const char separator = line.count('\t') > line.count(',') ? '\t' : line.count(';') > line.count(',') ? ';' : ',';
  QStringList names;
  for (QByteArray name : line.split(separator)) {
    name = name.trimmed();
    if (name.size() >= 2 && name.startsWith('"') && name.endsWith('"')) name = name.mid(1, name.size() - 2);
    names << QString::fromUtf8(name);
  }
  return names;
}

ColumnMapping::ColumnMapping(QWidget* parent)
    : QWidget(parent),
      hint_(new QLabel(this)),
      imageLabel_(new QLabel(this)),
      labelLabel_(new QLabel(this)),
      splitLabel_(new QLabel(this)),
      tagsLabel_(new QLabel(this)),
      separatorLabel_(new QLabel(this)),
      imageBox_(new ChoiceBox(this)),
      labelBox_(new ChoiceBox(this)),
      splitBox_(new ChoiceBox(this)),
      tagsBox_(new ChoiceBox(this)),
      separatorEdit_(new QLineEdit(this)),
      applyButton_(new QPushButton(this)) {
  imageBox_->setObjectName("imageColumnBox");
  labelBox_->setObjectName("labelColumnBox");
  splitBox_->setObjectName("splitColumnBox");
  tagsBox_->setObjectName("tagsColumnBox");
  separatorEdit_->setObjectName("tagSeparatorEdit");
  applyButton_->setObjectName("applyColumnsButton");
  separatorEdit_->setMaximumWidth(48);
  hint_->setProperty("muted", true);
  hint_->setWordWrap(true);
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setSpacing(Theme::kGrid);
  grid->addWidget(hint_, 0, 0, 1, 4);
  const std::pair<QLabel*, QWidget*> rows[] = {{imageLabel_, imageBox_},
                                               {labelLabel_, labelBox_},
                                               {splitLabel_, splitBox_},
                                               {tagsLabel_, tagsBox_},
                                               {separatorLabel_, separatorEdit_}};
  int at = 0;
  for (const auto& [label, editor] : rows) {
    label->setBuddy(editor);
    grid->addWidget(label, 1 + at / 2, (at % 2) * 2);
    grid->addWidget(editor, 1 + at / 2, (at % 2) * 2 + 1);
    if (auto* box = qobject_cast<QComboBox*>(editor)) {
      box->setEditable(true);
      box->setMinimumContentsLength(10);
    }
    ++at;
  }
  grid->addWidget(applyButton_, 3, 3, Qt::AlignRight);
  grid->setColumnStretch(1, 1);
  grid->setColumnStretch(3, 1);
  connect(applyButton_, &QPushButton::clicked, this, &ColumnMapping::apply);
  retranslate();
}

void ColumnMapping::retranslate() {
  hint_->setText(tr("Which column of the list is what. Changes are kept for this list."));
  imageLabel_->setText(tr("Picture"));
  labelLabel_->setText(tr("Class"));
  splitLabel_->setText(tr("Split"));
  tagsLabel_->setText(tr("Annotations"));
  separatorLabel_->setText(tr("Between annotations"));
  applyButton_->setText(tr("Read again"));
}

bool ColumnMapping::appliesTo(const DataOptions& options) {
  if (options.reader.find("csv") != std::string::npos) return true;
  const QString path = QString::fromStdString(options.path).toLower();
  return path.endsWith(".csv") || path.endsWith(".tsv") || path.endsWith(".txt") ||
         QFileInfo::exists(QDir(QString::fromStdString(options.path)).filePath("samples.csv"));
}

void ColumnMapping::setOptions(const DataOptions& options) {
  options_ = options;
  const QStringList columns = columnsOf(QString::fromStdString(options.path));
  const std::pair<QComboBox*, const std::string*> boxes[] = {{imageBox_, &options.imageColumn},
                                                             {labelBox_, &options.labelColumn},
                                                             {splitBox_, &options.splitColumn},
                                                             {tagsBox_, &options.tagsColumn}};
  for (const auto& [box, value] : boxes) {
    box->clear();
    box->addItems(columns);
    box->setEditText(QString::fromStdString(*value));
  }
  separatorEdit_->setText(QString::fromStdString(options.tagSeparator));
}

void ColumnMapping::apply() {
  options_.imageColumn = imageBox_->currentText().trimmed().toStdString();
  options_.labelColumn = labelBox_->currentText().trimmed().toStdString();
  options_.splitColumn = splitBox_->currentText().trimmed().toStdString();
  options_.tagsColumn = tagsBox_->currentText().trimmed().toStdString();
  options_.tagSeparator = separatorEdit_->text().toStdString();
  const Json kept{{"imageColumn", options_.imageColumn},
                  {"labelColumn", options_.labelColumn},
                  {"splitColumn", options_.splitColumn},
                  {"tagsColumn", options_.tagsColumn},
                  {"tagSeparator", options_.tagSeparator}};
  QSettings().setValue(settingsKey(options_.path), QString::fromStdString(kept.dump()));
  Q_EMIT applied(options_);
}

DataOptions ColumnMapping::remembered(DataOptions options) {
  const auto text = QSettings().value(settingsKey(options.path)).toString().toStdString();
  if (text.empty()) return options;
  if (const auto json = parseJsonText(text); json.ok()) {
    Problems ignored;
    fromJson(*json, options, ignored);
  }
  return options;
}

}  // namespace marcie::ui
