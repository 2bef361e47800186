#include "ui/widgets/text_table_view.h"

#include <algorithm>

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLocale>
#include <QMenu>
#include <QSaveFile>

#include "ui/dialogs/ask.h"
#include "ui/theme.h"

namespace marcie::ui {

namespace {

constexpr int kWidest = 240;  // px, of a column that nobody made wider

// "47.6 %" sorts as 47.6, before every text.
class Cell : public QTableWidgetItem {
 public:
  using QTableWidgetItem::QTableWidgetItem;
  bool operator<(const QTableWidgetItem& other) const override {
    bool isNumber = false, isOtherNumber = false;
    const double a = numberOf(text(), &isNumber), b = numberOf(other.text(), &isOtherNumber);
    if (isNumber != isOtherNumber) return isNumber;
    return isNumber ? a < b : text().localeAwareCompare(other.text()) < 0;
  }

 private:
  static double numberOf(const QString& text, bool* ok) { return QLocale().toDouble(text.section(u' ', 0, 0), ok); }
};

}  // namespace

TextTableView::TextTableView(QWidget* parent) : QTableWidget(parent) {
  setEditTriggers(NoEditTriggers);
  setSelectionBehavior(SelectRows);
  setAlternatingRowColors(true);
  setShowGrid(false);
  setWordWrap(false);
  setContextMenuPolicy(Qt::CustomContextMenu);
  verticalHeader()->hide();
  verticalHeader()->setDefaultSectionSize(3 * Theme::kGrid + 4);
  horizontalHeader()->setHighlightSections(false);
  horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);  // as it comes, until a header is clicked
  connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this](int column) {
    if (QGuiApplication::mouseButtons().testFlag(Qt::LeftButton)) byHand_.insert(column);
  });
  connect(this, &QWidget::customContextMenuRequested, this, &TextTableView::showMenu);
}

void TextTableView::setTable(const TextTable& table) {
  const bool sameColumns = table.header == table_.header;
  table_ = table;
  setSortingEnabled(false);
  setRowCount(static_cast<int>(table.rows.size()));
  setColumnCount(static_cast<int>(table.header.size()));
  setHorizontalHeaderLabels(table.header);
  for (int column = 0; column < columnCount(); ++column) {
    const auto alignment = (column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter;
    horizontalHeaderItem(column)->setTextAlignment(alignment);
    horizontalHeaderItem(column)->setToolTip(table.header[column]);
    for (int row = 0; row < rowCount(); ++row) {
      auto* cell = new Cell(table.rows[row][column]);
      cell->setTextAlignment(alignment);
      cell->setToolTip(cell->text());
      setItem(row, column, cell);
    }
  }
  setSortingEnabled(true);
  if (!sameColumns) {
    byHand_.clear();
    for (int column = 0; column < columnCount(); ++column) setColumnWidth(column, 0);
  }
  fitColumns();
}

void TextTableView::fitColumns() {
  for (int column = 0; column < columnCount(); ++column) {
    if (byHand_.contains(column)) continue;
    const int wanted = std::max(sizeHintForColumn(column), horizontalHeader()->sectionSizeHint(column));
    setColumnWidth(column, std::clamp(wanted, std::min(columnWidth(column), kWidest), kWidest));
  }
}

void TextTableView::showMenu(const QPoint& position) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("Copy as CSV"), this, [this] { QGuiApplication::clipboard()->setText(toCsv(table_)); });
  menu->addAction(tr("Copy as LaTeX"), this, [this] { QGuiApplication::clipboard()->setText(toLatex(table_)); });
  menu->addSeparator();
  menu->addAction(tr("Save as CSV…"), this, [this] { save(QStringLiteral("csv"), toCsv(table_)); });
  menu->addAction(tr("Save as LaTeX…"), this, [this] { save(QStringLiteral("tex"), toLatex(table_)); });
  menu->popup(viewport()->mapToGlobal(position));
}

void TextTableView::save(const QString& suffix, const QString& text) {
  choosePaths(this, {PathKind::saveFile, tr("Save table"), QStringLiteral("*.") + suffix, exportName_ + u'.' + suffix},
              [this, suffix, text](const QStringList& paths) {
                QString path = paths.value(0);
                if (!path.endsWith(u'.' + suffix, Qt::CaseInsensitive)) path += u'.' + suffix;
                QSaveFile file(path);
                const bool saved = file.open(QIODevice::WriteOnly) && file.write(text.toUtf8()) >= 0 && file.commit();
                if (saved) {
                  Q_EMIT exported(path);
                } else {
                  Q_EMIT exportFailed(path);
                }
              });
}

}  // namespace marcie::ui
