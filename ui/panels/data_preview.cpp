#include "ui/panels/data_preview.h"

#include <map>

#include <QFileInfo>
#include <QLocale>

#include "ui/panels/column_mapping.h"
#include "ui/panels/data_notes.h"
#include "ui/panels/preview_parts.h"
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

}  // namespace

DataPreview::DataPreview(QWidget* parent)
    : QWidget(parent),
      titleLabel_(new QLabel(this)),
      pathLabel_(previewLabel(this, "previewPathLabel")),
      numbersLabel_(previewLabel(this, "previewNumbersLabel")),
      notesLabel_(previewLabel(this, "previewNotesLabel")),
      readersLabel_(previewLabel(this, "previewReadersLabel")),
      splitLabel_(previewLabel(this, "previewSplitLabel")),
      useButton_(new QPushButton(this)),
      backButton_(new QPushButton(this)),
      otherButton_(new QPushButton(this)),
      classPlot_(new BarPlot(this)),
      tagPlot_(new BarPlot(this)),
      problemTree_(previewTree(this, "problemTree")),
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
  connect(otherButton_, &QPushButton::clicked, this, &DataPreview::interactionsWanted);
  connect(mapping_, &ColumnMapping::applied, this, &DataPreview::inspectAgain);
  retranslate();
}

void DataPreview::buildHead(QVBoxLayout* layout) {
  titleLabel_->setObjectName("previewTitleLabel");
  useButton_->setObjectName("useDataButton");
  useButton_->setProperty("primary", true);
  backButton_->setObjectName("dismissPreviewButton");
  otherButton_->setObjectName("lookAtInteractionsButton");
  otherButton_->hide();
  auto* head = previewHead(titleLabel_, pathLabel_);
  head->addWidget(otherButton_);
  head->addWidget(backButton_);
  head->addWidget(useButton_);
  layout->addLayout(head);
}

void DataPreview::offerInteractions(bool offered) {
  otherButton_->setVisible(offered);
}

void DataPreview::buildBody(QVBoxLayout* layout) {
  numbersLabel_->setTextFormat(Qt::RichText);
  notesLabel_->setTextFormat(Qt::RichText);
  readersLabel_->setTextFormat(Qt::RichText);
  splitLabel_->setProperty("muted", true);
  layout->addWidget(numbersLabel_);
  layout->addWidget(notesLabel_);

  QFrame* layoutCard = previewCard(this, &layoutHeading_);
  layoutCard->layout()->addWidget(readersLabel_);
  layoutCard->layout()->addWidget(mapping_);
  problemCard_ = previewCard(this, &problemHeading_);
  problemCard_->layout()->addWidget(problemTree_);
  QFrame* classCard = previewCard(this, &classHeading_);
  classCard->layout()->addWidget(splitLabel_);
  classPlot_->setObjectName("classPlot");
  classCard->layout()->addWidget(classPlot_);
  static_cast<QVBoxLayout*>(classCard->layout())->addStretch();
  tagCard_ = previewCard(this, &tagHeading_);
  tagPlot_->setObjectName("tagPlot");
  tagCard_->layout()->addWidget(tagPlot_);
  static_cast<QVBoxLayout*>(tagCard_->layout())->addStretch();

  layout->addLayout(previewColumns({classCard, layoutCard}, {problemCard_, tagCard_}));
  layout->addStretch();
}

void DataPreview::retranslate() {
  useButton_->setText(tr("Use this data"));
  backButton_->setText(tr("Back"));
  otherButton_->setText(tr("Look at users and items"));
  otherButton_->setToolTip(tr("This folder also says who chose what: a recommender can be trained on it"));
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
  readersLabel_->setText(previewReaders(summary_.readers, summary_.reader));
  showBars();
  showProblems();
}

void DataPreview::showNumbers() {
  std::vector<PreviewNumber> cells{{number(summary_.images), tr("pictures")},
                                   {number(qint64(summary_.classes.size())), tr("classes")},
                                   {number(summary_.train), tr("for training")},
                                   {number(summary_.val), tr("for validation")},
                                   {number(summary_.test), tr("for the test")}};
  if (!summary_.tags.empty()) {
    cells.push_back({number(qint64(summary_.tags.size())), tr("annotations")});
    cells.push_back({QLocale().toString(summary_.tagsPerImage, 'f', 1), tr("per picture")});
  }
  if (summary_.smallestSide > 0) {
    const bool same = summary_.smallestSide == summary_.largestSide;
    cells.push_back(
        {same ? number(summary_.smallestSide) : number(summary_.smallestSide) + "–" + number(summary_.largestSide),
         tr("px a side")});
  }
  numbersLabel_->setText(previewNumbers({cells}));
}

void DataPreview::showNotes() {
  const QString notes = previewNotes(dataNotes(summary_));
  notesLabel_->setVisible(!notes.isEmpty());
  notesLabel_->setText(notes);
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
  problemTree_->clear();
  if (!summary_.duplicates.empty()) {
    addPreviewDuplicates(problemTree_,
                         tr("Same picture twice (%1 across splits, %2 within one)")
                             .arg(number(summary_.duplicatesAcrossSplits), number(summary_.duplicatesWithinSplit)),
                         summary_.duplicates, summary_.duplicatesAcrossSplits > 0);
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
  fitPreviewTree(problemTree_);
}

}  // namespace marcie::ui
