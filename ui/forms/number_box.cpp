#include "ui/forms/number_box.h"

#include <algorithm>
#include <cmath>

#include <QLabel>
#include <QLineEdit>
#include <QWheelEvent>

#include "ui/forms/option_field.h"

namespace marcie::ui {

namespace {

// The decade in which one press of an arrow moves a real number: 0.05 → 0.01, and 0.01 downwards → 0.001.
double realStep(double value, bool down, double max) {
  if (value == 0) return std::isfinite(max) && max > 0 ? std::pow(10.0, std::floor(std::log10(max)) - 2) : 0.1;
  const double decade = std::pow(10.0, std::floor(std::log10(std::abs(value)) + 1e-9));
  const bool isPower = std::abs(std::abs(value) - decade) < decade * 1e-9;
  return isPower && (value > 0) == down ? decade / 10 : decade;
}

// Removes what binary fractions leave behind: 0.060000000000000005 → 0.06.
double tidied(double value) {
  return QString::number(value, 'g', 12).toDouble();
}

}  // namespace

NumberBox::NumberBox(Kind kind, QWidget* parent) : QAbstractSpinBox(parent), kind_(kind), unit_(new QLabel(this)) {
  unit_->setAttribute(Qt::WA_TransparentForMouseEvents);
  unit_->setForegroundRole(QPalette::PlaceholderText);
  unit_->hide();
  setFocusPolicy(Qt::StrongFocus);
  setButtonSymbols(QAbstractSpinBox::NoButtons);  // the arrow keys step; the room is the number's
  setMinimumWidth(96);
  connect(lineEdit(), &QLineEdit::textEdited, this, &NumberBox::edited);
}

void NumberBox::setRange(double min, double max) {
  min_ = min;
  max_ = max;
}

void NumberBox::setUnit(const QString& unit) {
  unit_->setText(unit);
  unit_->setVisible(!unit.isEmpty());
  placeUnit();
}

void NumberBox::setValue(const Json& value) {
  lineEdit()->setText(numberText(value));
  lineEdit()->setCursorPosition(0);
}

std::optional<Json> NumberBox::value() const {
  return parseNumber(text(), kind_ == Kind::integer);
}

void NumberBox::stepBy(int steps) {
  const auto current = value();
  double number = current ? current->get<double>() : 0.0;
  if (kind_ == Kind::integer) {
    const double target = std::clamp(number + steps, min_, max_);
    // Beyond 2^53 a double would lose digits of a seed.
    const bool isExact = current && std::abs(number) > 9e15 && target != min_ && target != max_;
    if (isExact) {
      setValue(Json(current->get<std::uint64_t>() + static_cast<std::uint64_t>(steps)));
    } else {
      setValue(Json(static_cast<std::int64_t>(target)));
    }
  } else {
    for (int i = 0; i < std::abs(steps); ++i) {
      const double step = realStep(number, steps < 0, max_);
      number = tidied((std::round(number / step) + (steps < 0 ? -1 : 1)) * step);
    }
    setValue(Json(std::clamp(number, min_, max_)));
  }
  selectAll();
  Q_EMIT edited();
}

QValidator::State NumberBox::validate(QString& /*input*/, int& /*position*/) const {
  return QValidator::Acceptable;  // the form says what is wrong; a box that swallows keys explains nothing
}

QAbstractSpinBox::StepEnabled NumberBox::stepEnabled() const {
  const auto current = value();
  if (!current || isReadOnly()) return StepUpEnabled | StepDownEnabled;
  StepEnabled enabled;
  if (current->get<double>() < max_) enabled |= StepUpEnabled;
  if (current->get<double>() > min_) enabled |= StepDownEnabled;
  return enabled;
}

void NumberBox::wheelEvent(QWheelEvent* event) {
  event->ignore();
}

void NumberBox::resizeEvent(QResizeEvent* event) {
  QAbstractSpinBox::resizeEvent(event);
  placeUnit();
}

void NumberBox::placeUnit() {
  const int width = unit_->isHidden() ? 0 : unit_->sizeHint().width();
  lineEdit()->setTextMargins(0, 0, width > 0 ? width + 4 : 0, 0);
  const QRect edit = lineEdit()->geometry();
  unit_->setGeometry(edit.right() - width - 2, edit.top(), width, edit.height());
  unit_->raise();
}

}  // namespace marcie::ui
