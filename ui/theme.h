// Colours, sizes and icons of the window, light and dark, from one place. Panels read it when they paint and follow
// changed(). GUI thread only.
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QPalette>

namespace marcie::ui {

class Theme : public QObject {
  Q_OBJECT
 public:
  enum class Mode { system, light, dark };
  Q_ENUM(Mode)

  static constexpr int kGrid = 8;  // px: every margin and gap is a multiple or a half of it

  struct Colours {
    QColor window;    // behind everything
    QColor surface;   // cards, fields, plots
    QColor raised;    // hover, rail, headers
    QColor text;      // body
    QColor muted;     // secondary text, axis labels
    QColor border;    // hairlines, grid lines of plots
    QColor accent;    // the one accent
    QColor onAccent;  // text on it
    QColor good, warning, danger;
  };

  static Theme& instance();
  // Palette, style sheet and fonts of the application. Call once before the first window, again to switch.
  void apply(Mode mode);
  [[nodiscard]] Mode mode() const { return mode_; }
  [[nodiscard]] bool isDark() const { return dark_; }
  [[nodiscard]] const Colours& colours() const { return colours_; }
  // The colours that exported figures use, whatever the window shows.
  [[nodiscard]] static const Colours& printColours();

  // Colour-blind-safe series colours (after Okabe and Ito, 2008), lightened on dark; repeats after seriesCount().
  [[nodiscard]] QColor series(int index) const;
  [[nodiscard]] static QColor printSeries(int index);
  [[nodiscard]] static int seriesCount();

  [[nodiscard]] static QFont bodyFont();
  [[nodiscard]] static QFont smallFont();
  [[nodiscard]] static QFont headingFont();

  // resources/icons/<name>.svg in the colour of the text (accent when checked, muted when disabled).
  [[nodiscard]] QIcon icon(const QString& name) const;
  [[nodiscard]] QPixmap pixmap(const QString& name, int size, const QColor& colour, qreal ratio = 1) const;

 Q_SIGNALS:
  void changed();

 private:
  Theme() = default;
  Mode mode_ = Mode::system;
  bool dark_ = false;
  Colours colours_;
};

}  // namespace marcie::ui
