#include "ui/panels/preview_parts.h"

#include <algorithm>

#include <QFileInfo>
#include <QVBoxLayout>

#include "ui/bridge/error_text.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {

namespace {

constexpr int kPairsShown = 200;  // the headline counts all
constexpr int kTreeLines = 12;

}  // namespace

QString previewNumbers(const std::vector<std::vector<PreviewNumber>>& rows) {
  const QString muted = Theme::instance().colours().muted.name();
  QString table;
  for (const auto& cells : rows) {
    QString row;
    for (const auto& cell : cells) {
      row += QStringLiteral(
                 "<td style='padding-right:28px; padding-bottom:8px'>"
                 "<span style='font-size:16pt;font-weight:600'>%1</span><br>"
                 "<span style='color:%3'>%2</span></td>")
                 .arg(cell.value, cell.word, muted);
    }
    table += "<tr>" + row + "</tr>";
  }
  return "<table cellspacing='0'>" + table + "</table>";
}

QString previewNotes(const std::vector<DataNote>& notes) {
  const auto& c = Theme::instance().colours();
  QString rows;
  for (const auto& note : notes) {
    const bool isProblem = note.kind == DataNote::Kind::problem;
    const bool isFact = note.kind == DataNote::Kind::fact;
    // A table, so that lines that wrap stay beside their mark.
    rows += QStringLiteral(
                "<tr><td style='padding-right:8px'><b style='color:%1'>%2</b></td>"
                "<td style='color:%1'>%3</td></tr>")
                .arg((isProblem ? c.danger
                      : isFact  ? c.muted
                                : c.warning)
                         .name(),
                     isProblem ? QStringLiteral("✕")
                     : isFact  ? QStringLiteral("i")
                               : QStringLiteral("!"),
                     note.text.toHtmlEscaped());
  }
  return rows.isEmpty() ? QString() : "<table cellspacing='0'>" + rows + "</table>";
}

QString previewReaders(const std::vector<ReaderScore>& readers, const std::string& chosen) {
  const auto& c = Theme::instance().colours();
  QStringList lines;
  for (const auto& reader : readers) {
    const bool isChosen = reader.name == chosen;
    const QString title = translated("Data", reader.title).toHtmlEscaped();
    lines << QStringLiteral("<span style='color:%1'>%2 %3 · %4 %</span><br><span style='color:%5'>%6</span>")
                 .arg((isChosen ? c.text : c.muted).name(), isChosen ? "●" : "○",
                      isChosen ? "<b>" + title + "</b>" : title, QLocale().toString(qRound(reader.score * 100)),
                      c.muted.name(), q(reader.reason).toHtmlEscaped());
  }
  return lines.join("<br>");
}

QLabel* previewLabel(QWidget* parent, const char* name) {
  auto* label = new QLabel(parent);
  label->setObjectName(name);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  return label;
}

QFrame* previewCard(QWidget* parent, QLabel** heading) {
  constexpr int g = Theme::kGrid;
  auto* card = new QFrame(parent);
  card->setProperty("card", true);
  auto* layout = new QVBoxLayout(card);
  layout->setContentsMargins(2 * g, g + g / 2, 2 * g, g + g / 2);
  layout->setSpacing(g);
  *heading = new QLabel(card);
  QFont font = Theme::bodyFont();
  font.setWeight(QFont::DemiBold);
  (*heading)->setFont(font);
  layout->addWidget(*heading);
  return card;
}

QHBoxLayout* previewHead(QLabel* title, QLabel* path) {
  constexpr int g = Theme::kGrid;
  title->setFont(Theme::headingFont());
  path->setProperty("muted", true);
  auto* texts = new QVBoxLayout;
  texts->setSpacing(2);
  texts->addWidget(title);
  texts->addWidget(path);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(2 * g, g + g / 2, 2 * g, g);
  head->setSpacing(g);
  head->addLayout(texts, 1);
  return head;
}

QHBoxLayout* previewColumns(const std::vector<QWidget*>& left, const std::vector<QWidget*>& right) {
  constexpr int gap = Theme::kGrid + Theme::kGrid / 2;
  auto* columns = new QHBoxLayout;
  columns->setSpacing(gap);
  for (const auto* cards : {&left, &right}) {
    auto* column = new QVBoxLayout;
    column->setSpacing(gap);
    for (auto* card : *cards) column->addWidget(card);
    column->addStretch();
    columns->addLayout(column, 1);
  }
  return columns;
}

QTreeWidget* previewTree(QWidget* parent, const char* name) {
  auto* tree = new QTreeWidget(parent);
  tree->setObjectName(name);
  tree->setHeaderHidden(true);
  tree->setFrameShape(QFrame::NoFrame);
  QObject::connect(tree, &QTreeWidget::itemExpanded, tree, [tree] { fitPreviewTree(tree); });
  QObject::connect(tree, &QTreeWidget::itemCollapsed, tree, [tree] { fitPreviewTree(tree); });
  return tree;
}

void fitPreviewTree(QTreeWidget* tree) {
  int rows = 0;
  for (int i = 0; i < tree->topLevelItemCount(); ++i) {
    const auto* item = tree->topLevelItem(i);
    rows += 1 + (item->isExpanded() ? item->childCount() : 0);
  }
  tree->setFixedHeight(std::min(rows, kTreeLines) * tree->sizeHintForRow(0) + 8);
}

void addPreviewDuplicates(QTreeWidget* tree, const QString& headline, const std::vector<DuplicatePair>& pairs,
                          bool isDangerous) {
  const QColor danger = Theme::instance().colours().danger;
  auto* item = new QTreeWidgetItem(tree, {headline});
  if (isDangerous) item->setForeground(0, danger);
  for (const auto& pair : pairs) {
    if (item->childCount() >= kPairsShown) break;
    auto* child = new QTreeWidgetItem(item, {QStringLiteral("%1 (%2) = %3 (%4)")
                                                 .arg(QFileInfo(q(pair.first)).fileName(), q(pair.firstSplit),
                                                      QFileInfo(q(pair.second)).fileName(), q(pair.secondSplit))});
    child->setToolTip(0, q(pair.first) + "\n" + q(pair.second));
    if (pair.firstSplit != pair.secondSplit) child->setForeground(0, danger);
  }
}

}  // namespace marcie::ui
