#include "ui/theme.h"

#include <array>

#include <QApplication>
#include <QFile>
#include <QPainter>
#include <QPixmapCache>
#include <QStyle>
#include <QStyleFactory>
#include <QSvgRenderer>

// A static library's resources are dropped by the linker unless somebody asks for them, outside any namespace.
static void initIcons() {
  Q_INIT_RESOURCE(marcie);
}

namespace marcie::ui {
namespace {

using Colours = Theme::Colours;

const Colours kLight{.window = "#f4f5f7",
                     .surface = "#ffffff",
                     .raised = "#e9ecf0",
                     .text = "#1c2127",
                     .muted = "#5a6472",
                     .border = "#d3d8df",
                     .accent = "#1766a6",
                     .onAccent = "#ffffff",
                     .good = "#1d7a4c",
                     .warning = "#9a5b00",
                     .danger = "#b3261e"};
const Colours kDark{.window = "#17191d",
                    .surface = "#1f2329",
                    .raised = "#2a2f37",
                    .text = "#e6e9ed",
                    .muted = "#9aa4b2",
                    .border = "#363d47",
                    .accent = "#62b0ee",
                    .onAccent = "#0e1318",
                    .good = "#5fc48f",
                    .warning = "#e9b04f",
                    .danger = "#ff8a80"};

constexpr std::array kSeriesLight{"#0072b2", "#d55e00", "#009e73", "#b4578c",
                                  "#c48a00", "#3d94c4", "#6b4fa0", "#5b6470"};
constexpr std::array kSeriesDark{"#5ab4f0", "#ff9d57", "#4fd1a5", "#e79cc6",
                                 "#f0c04a", "#8fd0f5", "#b59df0", "#a9b3c0"};

// The desktop's own palette as it was before ours replaced it.
bool systemIsDark() {
  static const bool dark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
  return dark;
}

QPalette paletteOf(const Colours& c) {
  QPalette palette;
  palette.setColor(QPalette::Window, c.window);
  palette.setColor(QPalette::WindowText, c.text);
  palette.setColor(QPalette::Base, c.surface);
  palette.setColor(QPalette::AlternateBase, c.window);
  palette.setColor(QPalette::Text, c.text);
  palette.setColor(QPalette::PlaceholderText, c.muted);
  palette.setColor(QPalette::Button, c.surface);
  palette.setColor(QPalette::ButtonText, c.text);
  palette.setColor(QPalette::BrightText, c.danger);
  palette.setColor(QPalette::ToolTipBase, c.raised);
  palette.setColor(QPalette::ToolTipText, c.text);
  palette.setColor(QPalette::Highlight, c.accent);
  palette.setColor(QPalette::HighlightedText, c.onAccent);
  palette.setColor(QPalette::Link, c.accent);
  palette.setColor(QPalette::Light, c.raised);
  palette.setColor(QPalette::Midlight, c.raised);
  palette.setColor(QPalette::Mid, c.border);
  palette.setColor(QPalette::Dark, c.border);
  palette.setColor(QPalette::Shadow, c.border);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    QColor faded = c.muted;
    faded.setAlphaF(0.6F);
    palette.setColor(QPalette::Disabled, role, faded);
  }
  palette.setColor(QPalette::Disabled, QPalette::Highlight, c.border);
  return palette;
}

// Only what the palette cannot say. Properties: primary and danger on buttons, card and heading on frames and labels.
constexpr const char* kStyle = R"(
QToolTip { background: %raised; color: %text; border: 1px solid %border; padding: 4px 8px; }
QPushButton { background: %surface; border: 1px solid %border; border-radius: 4px; padding: 5px 14px; min-height: 18px; }
QPushButton:hover { background: %raised; }
QPushButton:pressed { background: %border; }
QPushButton:focus, QToolButton:focus, QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QListView:focus,
QTableView:focus, QPlainTextEdit:focus { border: 2px solid %accent; }
QPushButton:focus { padding: 4px 13px; }
QPushButton:disabled { color: %faded; background: %window; }
QPushButton[primary="true"] { background: %accent; color: %onAccent; border-color: %accent; font-weight: 600; }
QPushButton[primary="true"]:hover { background: %accentHover; }
QPushButton[primary="true"]:focus { border: 2px solid %text; }
QPushButton[primary="true"]:disabled { background: %raised; color: %faded; border-color: %border; }
QPushButton[danger="true"] { color: %danger; }
QPushButton[danger="true"]:disabled { color: %faded; }
QPushButton[flat="true"], QToolButton { background: transparent; border: 1px solid transparent; border-radius: 4px; }
QToolButton { padding: 4px; }
QPushButton[flat="true"] { padding: 4px 8px; }
QPushButton[flat="true"]:hover, QToolButton:hover { background: %raised; }
QToolButton:checked { background: %raised; }
QLineEdit, QComboBox, QAbstractSpinBox { background: %surface; border: 1px solid %border; border-radius: 4px;
  padding: 3px 6px; min-height: 20px; selection-background-color: %accent; selection-color: %onAccent; }
QLineEdit:focus, QAbstractSpinBox:focus { padding: 2px 5px; }
QComboBox::drop-down { border: 0; width: 20px; }
QComboBox::down-arrow { image: url(:/icons/chevron_down_%name.svg); width: 12px; height: 12px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: 0; background: transparent; width: 18px; }
QAbstractSpinBox::up-arrow { image: url(:/icons/chevron_up_%name.svg); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url(:/icons/chevron_down_%name.svg); width: 10px; height: 10px; }
QAbstractItemView { selection-background-color: %accent; selection-color: %onAccent; }
QPlainTextEdit, QListView, QTableView, QTreeView { background: %surface; border: 1px solid %border; border-radius: 4px; }
QListView:focus, QTableView:focus, QTreeView:focus, QPlainTextEdit:focus { border: 1px solid %accent; }
QHeaderView::section { background: %window; color: %muted; border: 0; border-bottom: 1px solid %border; padding: 5px 4px; }
QTableView { gridline-color: %border; alternate-background-color: %window; }
QFrame[card="true"] { background: %surface; border: 1px solid %border; border-radius: 6px; }
QLabel[muted="true"] { color: %muted; }
QLabel[danger="true"] { color: %danger; }
QLabel[warning="true"] { color: %warning; }
QProgressBar { background: %raised; border: 0; border-radius: 3px; max-height: 6px; min-height: 6px; text-align: center; }
QProgressBar::chunk { background: %accent; border-radius: 3px; }
QSplitter::handle { background: %border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QMenuBar { background: %window; } QMenuBar::item { padding: 4px 10px; background: transparent; }
QMenuBar::item:selected { background: %raised; }
QMenu { background: %surface; border: 1px solid %border; padding: 4px; }
QMenu::item { padding: 5px 28px 5px 24px; border-radius: 3px; } QMenu::item:selected { background: %raised; color: %text; }
QMenu::item:disabled { color: %faded; }
QMenu::separator { height: 1px; background: %border; margin: 4px 8px; }
QStatusBar { background: %window; border-top: 1px solid %border; } QStatusBar::item { border: 0; }
QDockWidget::title { background: %window; padding: 5px 8px; border-top: 1px solid %border; }
QScrollArea { border: 0; background: transparent; } QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: %border; border-radius: 4px; margin: 1px; min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: %muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

QString styleOf(const Colours& c, bool dark) {
  QColor faded = c.muted;
  faded.setAlpha(150);
  const std::array<std::pair<const char*, QColor>, 13> names{{{"%accentHover", c.accent.lighter(112)},
                                                              {"%onAccent", c.onAccent},
                                                              {"%accent", c.accent},
                                                              {"%window", c.window},
                                                              {"%surface", c.surface},
                                                              {"%raised", c.raised},
                                                              {"%text", c.text},
                                                              {"%muted", c.muted},
                                                              {"%border", c.border},
                                                              {"%warning", c.warning},
                                                              {"%danger", c.danger},
                                                              {"%good", c.good},
                                                              {"%faded", faded}}};
  QString style = QString::fromLatin1(kStyle);
  style.replace("%name", QLatin1String(dark ? "dark" : "light"));
  for (const auto& [name, colour] : names) {
    style.replace(QLatin1String(name), QStringLiteral("rgba(%1,%2,%3,%4)")
                                           .arg(colour.red())
                                           .arg(colour.green())
                                           .arg(colour.blue())
                                           .arg(colour.alpha()));
  }
  return style;
}

QFont sized(int delta, QFont::Weight weight) {
  QFont font = QApplication::font();
  font.setPointSizeF(10.0 + delta);
  font.setWeight(weight);
  return font;
}

}  // namespace

Theme& Theme::instance() {
  static Theme theme;
  return theme;
}

void Theme::apply(Mode mode) {
  initIcons();
  const bool systemDark = systemIsDark();  // before the palette changes
  mode_ = mode;
  dark_ = mode == Mode::dark || (mode == Mode::system && systemDark);
  colours_ = dark_ ? kDark : kLight;
  // Each of these looks at every widget again, so once is enough. (With a style sheet the style's name says nothing.)
  [[maybe_unused]] static const bool isStyled = QApplication::setStyle(QStringLiteral("Fusion")) != nullptr;
  if (QApplication::font() != bodyFont()) QApplication::setFont(bodyFont());
  QApplication::setPalette(paletteOf(colours_));
  qApp->setStyleSheet(styleOf(colours_, dark_));
  Q_EMIT changed();
}

const Theme::Colours& Theme::printColours() {
  return kLight;
}

QColor Theme::series(int index) const {
  const auto at = static_cast<std::size_t>(index % seriesCount());
  return dark_ ? kSeriesDark.at(at) : kSeriesLight.at(at);
}

QColor Theme::printSeries(int index) {
  return kSeriesLight.at(static_cast<std::size_t>(index % seriesCount()));
}

int Theme::seriesCount() {
  return static_cast<int>(kSeriesLight.size());
}

QFont Theme::bodyFont() {
  return sized(0, QFont::Normal);
}
QFont Theme::smallFont() {
  return sized(-1, QFont::Normal);
}
QFont Theme::headingFont() {
  return sized(4, QFont::DemiBold);
}

QPixmap Theme::pixmap(const QString& name, int size, const QColor& colour, qreal ratio) const {
  const QString key = QStringLiteral("marcie-%1-%2-%3-%4").arg(name).arg(size).arg(colour.rgba()).arg(ratio);
  QPixmap pixmap;
  if (QPixmapCache::find(key, &pixmap)) return pixmap;
  pixmap = QPixmap(QSize(size, size) * ratio);
  pixmap.fill(Qt::transparent);
  QSvgRenderer renderer(QStringLiteral(":/icons/%1.svg").arg(name));
  if (!renderer.isValid()) return pixmap;
  QPainter painter(&pixmap);
  renderer.render(&painter);
  painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
  painter.fillRect(pixmap.rect(), colour);
  painter.end();
  pixmap.setDevicePixelRatio(ratio);
  QPixmapCache::insert(key, pixmap);
  return pixmap;
}

QIcon Theme::icon(const QString& name) const {
  QIcon icon;
  QColor faded = colours_.muted;
  faded.setAlpha(120);
  for (const qreal ratio : {1.0, 2.0}) {
    icon.addPixmap(pixmap(name, 20, colours_.text, ratio), QIcon::Normal, QIcon::Off);
    icon.addPixmap(pixmap(name, 20, colours_.accent, ratio), QIcon::Normal, QIcon::On);
    icon.addPixmap(pixmap(name, 20, colours_.onAccent, ratio), QIcon::Selected, QIcon::Off);
    icon.addPixmap(pixmap(name, 20, faded, ratio), QIcon::Disabled, QIcon::Off);
  }
  return icon;
}

}  // namespace marcie::ui
