#include "ui/panels/data_preview.h"

#include <map>

#include <QFileInfo>
#include <QHeaderView>
#include <QLocale>

#include "ui/bridge/error_text.h"
#include "ui/panels/column_mapping.h"
#include "ui/panels/data_notes.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {
namespace {

constexpr std::size_t kTagsShown = 20;
constexpr int kFilesShown = 200;  // of one kind of problem; the count names all

QString kindName(const std::string& kind) {
  static const std::map<std::string, const char*> names{
      {"missing", QT_TRANSLATE_NOOP("marcie::ui::DataPreview", "Missing files")},
      {"corrupt", QT_TRANSLATE_NOOP("marcie::ui::DataPreview", "Damaged pictures")},
      {"notAnImage", QT_TRANSLATE_NOOP("marcie::ui::DataPreview", "Not a picture")},
      {"tooLarge", QT_TRANSLATE_NOOP("marcie::ui::DataPreview", "Too large")},
      {"unknownClass", QT_TRANSLATE_NOOP("marcie::ui::DataPreview", "Unknown class")},
      {"noAnnotation", QT_TRANSLATE_NOOP("marcie::ui::DataPreview", "Without annotation")},
      {"encoding", QT_TRANSLATE_NOOP("marcie::ui::DataPreview", "Text encoding")},
      {"row", QT_TRANSLATE_NOOP("marcie::ui::DataPreview", "Rows that cannot be read")}};
  const auto it = names.find(kind);
  return it == names.end() ? q(kind) : DataPreview::tr(it->second);
}

QLabel* wrapped(QWidget* parent, const char* name) {
  auto* label = new QLabel(parent);
  label->setObjectName(name);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  return label;
}

}  // namespace

DataPreview::DataPreview(QWidget* parent)
    : QWidget(parent),
      titleLabel_(new QLabel(this)),
      pathLabel_(wrapped(this, "previewPathLabel")),
      numbersLabel_(wrapped(this, "previewNumbersLabel")),
      notesLabel_(wrapped(this, "previewNotesLabel")),
      readersLabel_(wrapped(this, "previewReadersLabel")),
      splitLabel_(wrapped(this, "previewSplitLabel")),
      useButton_(new QPushButton(this)),
      backButton_(new QPushButton(this)),
      classPlot_(new BarPlot(this)),
      tagPlot_(new BarPlot(this)),
      problemTree_(new QTreeWidget(this)),
      mapping_(new ColumnMapping(this)) {
  constexpr int g = Theme::kGrid;
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  buildHead(layout);
  auto* scroll = new QScrollArea(this);
  scroll->setWidgetResizable(true);
  auto* body = new QWidget(scroll);
  auto* bodyLayout = new QVBoxLayout(body);
  bodyLayout->setContentsMargins(2 * g, g, 2 * g, 2 * g);
  bodyLayout->setSpacing(g + g / 2);
  buildBody(bodyLayout);
  scroll->setWidget(body);
  layout->addWidget(scroll, 1);
  connect(useButton_, &QPushButton::clicked, this, &DataPreview::accepted);
  connect(backButton_, &QPushButton::clicked, this, &DataPreview::dismissed);
  connect(problemTree_, &QTreeWidget::itemExpanded, this, &DataPreview::fitProblems);
  connect(problemTree_, &QTreeWidget::itemCollapsed, this, &DataPreview::fitProblems);
  connect(mapping_, &ColumnMapping::applied, this, &DataPreview::inspectAgain);
  retranslate();
}

void DataPreview::buildHead(QVBoxLayout* layout) {
  constexpr int g = Theme::kGrid;
  titleLabel_->setFont(Theme::headingFont());
  titleLabel_->setObjectName("previewTitleLabel");
  pathLabel_->setProperty("muted", true);
  useButton_->setObjectName("useDataButton");
  useButton_->setProperty("primary", true);
  backButton_->setObjectName("dismissPreviewButton");
  auto* texts = new QVBoxLayout;
  texts->setSpacing(2);
  texts->addWidget(titleLabel_);
  texts->addWidget(pathLabel_);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(2 * g, g + g / 2, 2 * g, g);
  head->setSpacing(g);
  head->addLayout(texts, 1);
  head->addWidget(backButton_);
  head->addWidget(useButton_);
  layout->addLayout(head);
}

QFrame* DataPreview::makeCard(QLabel** heading) {
  constexpr int g = Theme::kGrid;
  auto* card = new QFrame(this);
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

void DataPreview::buildBody(QVBoxLayout* layout) {
  constexpr int g = Theme::kGrid;
  numbersLabel_->setTextFormat(Qt::RichText);
  notesLabel_->setTextFormat(Qt::RichText);
  readersLabel_->setTextFormat(Qt::RichText);
  splitLabel_->setProperty("muted", true);
  layout->addWidget(numbersLabel_);
  layout->addWidget(notesLabel_);

  QFrame* layoutCard = makeCard(&layoutHeading_);
  layoutCard->layout()->addWidget(readersLabel_);
  layoutCard->layout()->addWidget(mapping_);
  problemCard_ = makeCard(&problemHeading_);
  problemTree_->setObjectName("problemTree");
  problemTree_->setHeaderHidden(true);
  problemTree_->setFrameShape(QFrame::NoFrame);
  problemCard_->layout()->addWidget(problemTree_);
  QFrame* classCard = makeCard(&classHeading_);
  classCard->layout()->addWidget(splitLabel_);
  classPlot_->setObjectName("classPlot");
  classCard->layout()->addWidget(classPlot_);
  static_cast<QVBoxLayout*>(classCard->layout())->addStretch();
  tagCard_ = makeCard(&tagHeading_);
  tagPlot_->setObjectName("tagPlot");
  tagCard_->layout()->addWidget(tagPlot_);
  static_cast<QVBoxLayout*>(tagCard_->layout())->addStretch();

  auto* left = new QVBoxLayout;
  left->setSpacing(g + g / 2);
  left->addWidget(classCard);
  left->addWidget(layoutCard);
  left->addStretch();
  auto* right = new QVBoxLayout;
  right->setSpacing(g + g / 2);
  right->addWidget(problemCard_);
  right->addWidget(tagCard_);
  right->addStretch();
  auto* columns = new QHBoxLayout;
  columns->setSpacing(g + g / 2);
  columns->addLayout(left, 1);
  columns->addLayout(right, 1);
  layout->addLayout(columns);
  layout->addStretch();
}

void DataPreview::retranslate() {
  useButton_->setText(tr("Use this data"));
  backButton_->setText(tr("Back"));
  classHeading_->setText(tr("Pictures per class and split"));
  tagHeading_->setText(tr("Most frequent annotations"));
  layoutHeading_->setText(tr("Layout"));
  mapping_->retranslate();
  if (!summary_.path.empty()) setSummary(options_, summary_);
}

void DataPreview::setSummary(const DataOptions& options, const DatasetSummary& summary) {
  options_ = options;
  summary_ = summary;
  const QFileInfo info(q(options.path));
  titleLabel_->setText(info.fileName());
  pathLabel_->setText(q(options.path));
  mapping_->setVisible(ColumnMapping::appliesTo(options) || summary.reader.find("csv") != std::string::npos);
  if (!mapping_->isHidden()) mapping_->setOptions(options);
  useButton_->setEnabled(summary.images > 0);
  showNumbers();
  showNotes();
  showReaders();
  showBars();
  showProblems();
}

void DataPreview::showNumbers() {
  const auto& c = Theme::instance().colours();
  const auto cell = [&c](const QString& value, const QString& word) {
    return QStringLiteral(
               "<td style='padding-right:28px'><span style='font-size:16pt;font-weight:600'>%1</span><br>"
               "<span style='color:%3'>%2</span></td>")
        .arg(value, word, c.muted.name());
  };
  QString row = cell(number(summary_.images), tr("pictures")) +
                cell(number(qint64(summary_.classes.size())), tr("classes")) +
                cell(number(summary_.train), tr("for training")) + cell(number(summary_.val), tr("for validation")) +
                cell(number(summary_.test), tr("for the test"));
  if (!summary_.tags.empty()) {
    row += cell(number(qint64(summary_.tags.size())), tr("annotations")) +
           cell(QLocale().toString(summary_.tagsPerImage, 'f', 1), tr("per picture"));
  }
  if (summary_.smallestSide > 0) {
    const bool same = summary_.smallestSide == summary_.largestSide;
    row +=
        cell(same ? number(summary_.smallestSide) : number(summary_.smallestSide) + "–" + number(summary_.largestSide),
             tr("px a side"));
  }
  numbersLabel_->setText("<table cellspacing='0'><tr>" + row + "</tr></table>");
}

void DataPreview::showNotes() {
  const auto& c = Theme::instance().colours();
  QString rows;
  for (const auto& note : dataNotes(summary_)) {
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
  notesLabel_->setVisible(!rows.isEmpty());
  notesLabel_->setText("<table cellspacing='0'>" + rows + "</table>");
}

void DataPreview::showReaders() {
  const auto& c = Theme::instance().colours();
  QStringList lines;
  for (const auto& reader : summary_.readers) {
    const bool chosen = reader.name == summary_.reader;
    const QString title = translated("Data", reader.title).toHtmlEscaped();
    lines << QStringLiteral("<span style='color:%1'>%2 %3 · %4 %</span><br><span style='color:%5'>%6</span>")
                 .arg((chosen ? c.text : c.muted).name(), chosen ? "●" : "○", chosen ? "<b>" + title + "</b>" : title,
                      QLocale().toString(qRound(reader.score * 100)), c.muted.name(), q(reader.reason).toHtmlEscaped());
  }
  readersLabel_->setText(lines.join("<br>"));
}

void DataPreview::showBars() {
  QStringList names;
  QVector<QVector<double>> series(3);
  for (const auto& c : summary_.classes) {
    names << q(c.name);
    series[0] << static_cast<double>(c.train);
    series[1] << static_cast<double>(c.val);
    series[2] << static_cast<double>(c.test);
  }
  classPlot_->setBars(names, series, {tr("train"), tr("val"), tr("test")});
  const QString origin = splitOriginText(summary_);
  splitLabel_->setText(tr("Split: %1").arg(origin));
  splitLabel_->setVisible(!origin.isEmpty());
  QStringList tags;
  QVector<QVector<double>> counts(1);
  for (std::size_t i = 0; i < std::min(summary_.tags.size(), kTagsShown); ++i) {
    tags << q(summary_.tags[i].name);
    counts[0] << static_cast<double>(summary_.tags[i].images);
  }
  tagCard_->setVisible(!tags.isEmpty());
  tagPlot_->setBars(tags, counts, {tr("pictures")});
}

void DataPreview::showProblems() {
  const auto& c = Theme::instance().colours();
  problemTree_->clear();
  if (!summary_.duplicates.empty()) {
    auto* item = new QTreeWidgetItem(
        problemTree_, {tr("Same picture twice (%1 across splits, %2 within one)")
                           .arg(number(summary_.duplicatesAcrossSplits), number(summary_.duplicatesWithinSplit))});
    if (summary_.duplicatesAcrossSplits > 0) item->setForeground(0, c.danger);
    for (const auto& pair : summary_.duplicates) {
      if (item->childCount() >= kFilesShown) break;
      auto* child = new QTreeWidgetItem(item, {QStringLiteral("%1 (%2) = %3 (%4)")
                                                   .arg(QFileInfo(q(pair.first)).fileName(), q(pair.firstSplit),
                                                        QFileInfo(q(pair.second)).fileName(), q(pair.secondSplit))});
      child->setToolTip(0, q(pair.first) + "\n" + q(pair.second));
      if (pair.firstSplit != pair.secondSplit) child->setForeground(0, c.danger);
    }
  }
  std::map<std::string, std::vector<const DataProblem*>> kinds;
  for (const auto& problem : summary_.problems) kinds[problem.kind].push_back(&problem);
  for (const auto& [kind, problems] : kinds) {
    auto* item = new QTreeWidgetItem(problemTree_,
                                     {QStringLiteral("%1 (%2)").arg(kindName(kind), number(qint64(problems.size())))});
    for (const auto* problem : problems) {
      if (item->childCount() >= kFilesShown) break;
      const QString where = QFileInfo(q(problem->path)).fileName() +
                            (problem->line > 0 ? tr(", line %1").arg(number(problem->line)) : QString());
      auto* child = new QTreeWidgetItem(item, {where + ": " + q(problem->reason)});
      child->setToolTip(0, q(problem->path));
    }
  }
  const bool any = problemTree_->topLevelItemCount() > 0;
  problemHeading_->setText(any ? tr("What is wrong (files left out: %1)").arg(number(summary_.problemCount))
                               : tr("Nothing is wrong with these files"));
  problemTree_->setVisible(any);
  fitProblems();
}

// As tall as what is unfolded, up to a dozen lines; then it scrolls.
void DataPreview::fitProblems() {
  int rows = 0;
  for (int i = 0; i < problemTree_->topLevelItemCount(); ++i) {
    const auto* item = problemTree_->topLevelItem(i);
    rows += 1 + (item->isExpanded() ? item->childCount() : 0);
  }
  problemTree_->setFixedHeight(std::min(rows, 12) * problemTree_->sizeHintForRow(0) + 8);
}

}  // namespace marcie::ui
