#include "ui/forms/option_row.h"

#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QToolButton>

#include "ui/theme.h"

namespace marcie::ui {

namespace {
constexpr int kDotWidth = 12;
constexpr int kResetWidth = 24;
}  // namespace

OptionRow::OptionRow(OptionField field, QWidget* parent)
    : QWidget(parent),
      field_(std::move(field)),
      editor_(makeOptionEditor(field_, this, [this] { onEdited(); })),
      dot_(new QLabel(this)),
      label_(new QLabel(this)),
      reset_(new QToolButton(this)),
      problemLabel_(new QLabel(this)) {
  setObjectName(key() + QStringLiteral("Row"));
  editor_.widget->setObjectName(key());
  label_->setWordWrap(true);
  label_->setBuddy(editor_.widget);
  dot_->setFixedWidth(kDotWidth);
  dot_->setForegroundRole(QPalette::Highlight);
  reset_->setObjectName(key() + QStringLiteral("Reset"));
  reset_->setAutoRaise(true);
  reset_->setIcon(Theme::instance().icon(QStringLiteral("reset")));
  connect(&Theme::instance(), &Theme::changed, this,
          [this] { reset_->setIcon(Theme::instance().icon(QStringLiteral("reset"))); });
  reset_->setFixedWidth(kResetWidth);
  problemLabel_->setObjectName(key() + QStringLiteral("Problem"));
  problemLabel_->setProperty("danger", true);
  problemLabel_->setWordWrap(true);
  problemLabel_->hide();
  QSizePolicy keepsPlace = reset_->sizePolicy();
  keepsPlace.setRetainSizeWhenHidden(true);
  reset_->setSizePolicy(keepsPlace);
  auto* layout = new QGridLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setHorizontalSpacing(4);
  layout->setVerticalSpacing(2);
  layout->addWidget(dot_, 0, 0);
  layout->addWidget(label_, 0, 1);
  layout->addWidget(editor_.widget, 0, 2);
  layout->addWidget(reset_, 0, 3);
  layout->addWidget(problemLabel_, 1, 2, 1, 2);
  layout->setColumnStretch(2, 1);
  connect(reset_, &QToolButton::clicked, this, &OptionRow::onReset);
  setBase(field_.defaultValue);
  setValue(field_.defaultValue);
  retranslate();
}

void OptionRow::setBase(const Json& base) {
  base_ = base;
  refresh();
}

void OptionRow::setValue(const Json& value) {
  value_ = value;
  externalProblem_.clear();
  editor_.set(value);
  refresh();
}

bool OptionRow::isChanged() const {
  return !value_ || *value_ != base_;
}

QString OptionRow::problem() const {
  const QString own = field_.problemOf(value_ ? *value_ : Json());
  return own.isEmpty() ? externalProblem_ : own;
}

void OptionRow::setExternalProblem(const QString& problem) {
  externalProblem_ = problem;
  refresh();
}

bool OptionRow::matches(const QStringList& words) const {
  const QString text = field_.title() + u' ' + key() + u' ' + translatedOption(field_.help);
  return std::all_of(words.begin(), words.end(),
                     [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

int OptionRow::labelWidthHint() const {
  return label_->fontMetrics().horizontalAdvance(label_->text()) + 2;
}

void OptionRow::setLabelWidth(int width) {
  label_->setFixedWidth(width);
}

void OptionRow::retranslate() {
  label_->setText(field_.title());
  const QString tip = field_.toolTip();
  label_->setToolTip(tip);
  editor_.widget->setToolTip(tip);
  editor_.widget->setAccessibleName(field_.title());
  editor_.widget->setAccessibleDescription(translatedOption(field_.help));
  dot_->setToolTip(tr("Changed"));
  if (editor_.retranslate) editor_.retranslate();
  refresh();
}

void OptionRow::onEdited() {
  value_ = editor_.get();
  externalProblem_.clear();
  refresh();
  Q_EMIT edited();
}

void OptionRow::onReset() {
  setValue(base_);
  editor_.widget->setFocus();
  Q_EMIT edited();
}

void OptionRow::refresh() {
  const bool changed = isChanged();
  dot_->setText(changed ? QStringLiteral("●") : QString());
  reset_->setVisible(changed);
  const QString base =
      base_.is_string() ? QString::fromStdString(base_.get<std::string>()) : QString::fromStdString(dumpJson(base_));
  reset_->setToolTip(tr("Back to %1").arg(base_.is_number() ? numberText(base_) : base));
  reset_->setAccessibleName(tr("Reset %1").arg(field_.title()));
  const QString wrong = problem();
  problemLabel_->setText(wrong);
  problemLabel_->setVisible(!wrong.isEmpty());
}

}  // namespace marcie::ui
