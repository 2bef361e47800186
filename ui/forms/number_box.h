// A spin box for whole and real numbers that keeps what was typed: no rounding to a fixed number of decimals, "1e-3" is
// understood, 64-bit seeds fit. It never changes while the page is scrolled with the wheel.
#pragma once

#include <limits>
#include <optional>

#include <QAbstractSpinBox>

#include "core/options/json.h"

class QLabel;

namespace marcie::ui {

class NumberBox : public QAbstractSpinBox {
  Q_OBJECT
 public:
  enum class Kind { integer, real };
  explicit NumberBox(Kind kind, QWidget* parent = nullptr);

  // Inclusive; only the arrows stay inside, typing may leave it and is then reported by the form.
  void setRange(double min, double max);
  // Shown behind the number, not part of the text.
  void setUnit(const QString& unit);
  // Does not emit edited().
  void setValue(const Json& value);
  // Nothing while the text is no number of this kind.
  [[nodiscard]] std::optional<Json> value() const;

  void stepBy(int steps) override;
  QValidator::State validate(QString& input, int& position) const override;

 Q_SIGNALS:
  // By a person: typing or arrows.
  void edited();

 protected:
  StepEnabled stepEnabled() const override;
  void wheelEvent(QWheelEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void placeUnit();
  Kind kind_;
  double min_ = -std::numeric_limits<double>::infinity();
  double max_ = std::numeric_limits<double>::infinity();
  QLabel* unit_;
};

}  // namespace marcie::ui
