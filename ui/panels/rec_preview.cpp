#include "ui/panels/rec_preview.h"

#include <algorithm>
#include <array>
#include <map>

#include <QFileInfo>
#include <QScrollArea>

#include "ui/bridge/error_text.h"
#include "ui/panels/preview_parts.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {
namespace {

constexpr std::size_t kTermsShown = 20;
constexpr std::array<std::size_t, 5> kPopularityShown{0, 1, 3, 9, 14};  // 5, 10, 20, 50, 75 % of the items

QString recProblemName(const std::string& kind) {
  static const std::map<std::string, const char*> names{
      {"row", QT_TRANSLATE_NOOP("RecPreview", "Rows that cannot be read")},
      {"rating", QT_TRANSLATE_NOOP("RecPreview", "Ratings that are left out")},
      {"lowRating", QT_TRANSLATE_NOOP("RecPreview", "Ratings below the lowest that counts")},
      {"part", QT_TRANSLATE_NOOP("RecPreview", "Unknown parts")},
      {"encoding", QT_TRANSLATE_NOOP("RecPreview", "Text encoding")},
      {"duplicate", QT_TRANSLATE_NOOP("RecPreview", "The same choice twice")},
      {"duplicateItem", QT_TRANSLATE_NOOP("RecPreview", "The same item twice")},
      {"duplicateAcrossParts", QT_TRANSLATE_NOOP("RecPreview", "The same choice in two parts")},
      {"unknownItem", QT_TRANSLATE_NOOP("RecPreview", "Items that the list lacks")},
      {"fewItems", QT_TRANSLATE_NOOP("RecPreview", "Users with too few items")},
      {"fewUsers", QT_TRANSLATE_NOOP("RecPreview", "Items with too few users")},
      {"noTime", QT_TRANSLATE_NOOP("RecPreview", "Without a time")},
      {"noContent", QT_TRANSLATE_NOOP("RecPreview", "Items without picture and annotation")},
      {"noImage", QT_TRANSLATE_NOOP("RecPreview", "Items without a picture")},
      {"noAnnotation", QT_TRANSLATE_NOOP("RecPreview", "Items without annotations")},
      {"missingImage", QT_TRANSLATE_NOOP("RecPreview", "Missing pictures")},
      {"unreadableImage", QT_TRANSLATE_NOOP("RecPreview", "Pictures that cannot be read")},
      {"untrainedItem", QT_TRANSLATE_NOOP("RecPreview", "Warm items without training")},
      {"untrainedUser", QT_TRANSLATE_NOOP("RecPreview", "Users without training")},
      {"noCold", QT_TRANSLATE_NOOP("RecPreview", "No cold items")},
      {"emptyPart", QT_TRANSLATE_NOOP("RecPreview", "An empty part")}};
  const auto it = names.find(kind);
  return it == names.end() ? q(kind) : RecPreview::tr(it->second);
}

// "marked_cold" → its label in the window's language.
QString protocolTitle(const std::string& key) {
  for (const auto& entry : EnumTable<RecProtocol>::entries) {
    if (entry.key == key) return translated("Options", std::string(entry.label));
  }
  return q(key);
}

}  // namespace

RecPreview::RecPreview(QWidget* parent)
    : QWidget(parent),
      titleLabel_(new QLabel(this)),
      pathLabel_(previewLabel(this, "recPathLabel")),
      numbersLabel_(previewLabel(this, "recNumbersLabel")),
      notesLabel_(previewLabel(this, "recNotesLabel")),
      readersLabel_(previewLabel(this, "recReadersLabel")),
      splitLabel_(previewLabel(this, "recSplitLabel")),
      useButton_(new QPushButton(this)),
      backButton_(new QPushButton(this)),
      otherButton_(new QPushButton(this)),
      historyPlot_(new BarPlot(this)),
      popularityPlot_(new BarPlot(this)),
      termPlot_(new BarPlot(this)),
      problemTree_(previewTree(this, "recProblemTree")) {
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
  connect(useButton_, &QPushButton::clicked, this, &RecPreview::accepted);
  connect(backButton_, &QPushButton::clicked, this, &RecPreview::dismissed);
  connect(otherButton_, &QPushButton::clicked, this, &RecPreview::picturesWanted);
  retranslate();
}

void RecPreview::buildHead(QVBoxLayout* layout) {
  titleLabel_->setObjectName("recTitleLabel");
  useButton_->setObjectName("useInteractionsButton");
  useButton_->setProperty("primary", true);
  backButton_->setObjectName("dismissInteractionsButton");
  otherButton_->setObjectName("lookAtPicturesButton");
  otherButton_->hide();
  auto* head = previewHead(titleLabel_, pathLabel_);
  head->addWidget(otherButton_);
  head->addWidget(backButton_);
  head->addWidget(useButton_);
  layout->addLayout(head);
}

void RecPreview::buildBody(QVBoxLayout* layout) {
  for (auto* label : {numbersLabel_, notesLabel_, readersLabel_}) label->setTextFormat(Qt::RichText);
  splitLabel_->setProperty("muted", true);
  layout->addWidget(numbersLabel_);
  layout->addWidget(splitLabel_);
  layout->addWidget(notesLabel_);
  QFrame* historyCard = previewCard(this, &historyHeading_);
  historyPlot_->setObjectName("historyPlot");
  historyCard->layout()->addWidget(historyPlot_);
  QFrame* popularityCard = previewCard(this, &popularityHeading_);
  popularityPlot_->setObjectName("popularityPlot");
  popularityCard->layout()->addWidget(popularityPlot_);
  termCard_ = previewCard(this, &termHeading_);
  termPlot_->setObjectName("termPlot");
  termCard_->layout()->addWidget(termPlot_);
  QFrame* layoutCard = previewCard(this, &layoutHeading_);
  layoutCard->layout()->addWidget(readersLabel_);
  QFrame* problemCard = previewCard(this, &problemHeading_);
  problemCard->layout()->addWidget(problemTree_);
  layout->addLayout(previewColumns({historyCard, popularityCard, layoutCard}, {problemCard, termCard_}));
  layout->addStretch();
}

void RecPreview::offerPictures(bool offered) {
  otherButton_->setVisible(offered);
}

void RecPreview::retranslate() {
  useButton_->setText(isInUse_ ? tr("Set up the training") : tr("Use this data"));
  backButton_->setText(isInUse_ ? tr("Other data…") : tr("Back"));
  otherButton_->setText(tr("Look at the pictures"));
  otherButton_->setToolTip(tr("This folder also holds pictures with classes: MARNet can be trained on it"));
  historyHeading_->setText(tr("Users by the length of their history"));
  popularityHeading_->setText(tr("Popularity: share of all interactions"));
  termHeading_->setText(tr("Most frequent annotations"));
  layoutHeading_->setText(tr("Layout"));
  if (!summary_.path.empty()) setSummary(options_, summary_, isInUse_);
}

void RecPreview::setSummary(const RecDataOptions& options, const RecSummary& summary, bool isInUse) {
  options_ = options;
  summary_ = summary;
  if (isInUse != isInUse_) {
    isInUse_ = isInUse;
    return retranslate();
  }
  titleLabel_->setText(QFileInfo(q(options.path)).fileName());
  pathLabel_->setText(q(options.path));
  useButton_->setEnabled(summary.train > 0);
  splitLabel_->setText(
      tr("Split with the protocol “%1”; choose another on the Train page.").arg(protocolTitle(summary_.protocol)));
  readersLabel_->setText(previewReaders(summary_.readers, summary_.reader));
  const QString notes = previewNotes(dataNotes(summary_));
  notesLabel_->setVisible(!notes.isEmpty());
  notesLabel_->setText(notes);
  showNumbers();
  showBars();
  showProblems();
}

void RecPreview::showNumbers() {
  const auto& s = summary_;
  const QString density = QLocale().toString(100 * s.density, 'g', 3) + QStringLiteral(" %");
  std::vector<PreviewNumber> choices{{number(s.users), tr("users")},
                                     {number(s.items), tr("items")},
                                     {number(s.interactions), tr("interactions")},
                                     {density, tr("density")},
                                     {QLocale().toString(s.perUser.median), tr("items of a user, median")}};
  if (s.terms > 0) choices.push_back({number(s.terms), tr("annotations")});
  const std::vector<PreviewNumber> parts{{number(s.train), tr("for training")},
                                         {number(s.validation), tr("for validation")},
                                         {number(s.test), tr("for the test")},
                                         {number(s.warmItems), tr("warm items")},
                                         {number(s.coldValidation), tr("cold in validation")},
                                         {number(s.coldTest), tr("cold in the test")}};
  numbersLabel_->setText(previewNumbers({choices, parts}));
}

void RecPreview::showBars() {
  QStringList lengths;
  QVector<QVector<double>> users(1);
  for (std::size_t k = 0; k < summary_.histories.size(); ++k) {
    const qint64 low = qint64{1} << k;
    lengths << (k == 0 ? tr("1 item") : tr("%1–%2 items").arg(number(low), number(2 * low - 1)));
    users[0] << static_cast<double>(summary_.histories[k]);
  }
  historyPlot_->setBars(lengths, users, {tr("users")});
  QStringList tops, shares;
  QVector<QVector<double>> popularity(1);
  for (const std::size_t k : kPopularityShown) {
    if (k >= summary_.popularity.size()) continue;
    tops << tr("top %1 % of the items").arg(number(static_cast<qint64>(k + 1) * 5));
    popularity[0] << summary_.popularity[k];
    shares << percentText(summary_.popularity[k]);
  }
  popularityPlot_->setBars(tops, popularity, {tr("interactions")});
  popularityPlot_->setValueTexts(shares);
  QStringList terms;
  QVector<QVector<double>> items(1);
  for (std::size_t i = 0; i < std::min(summary_.frequentTerms.size(), kTermsShown); ++i) {
    terms << q(summary_.frequentTerms[i].name);
    items[0] << static_cast<double>(summary_.frequentTerms[i].images);
  }
  termCard_->setVisible(!terms.isEmpty());
  termPlot_->setBars(terms, items, {tr("items")});
}

void RecPreview::showProblems() {
  problemTree_->clear();
  if (!summary_.duplicates.empty()) {
    addPreviewDuplicates(problemTree_,
                         tr("Same picture on two items (%1, of a warm and a cold one: %2)")
                             .arg(number(summary_.duplicateImages), number(summary_.duplicatesAcrossWarmAndCold)),
                         summary_.duplicates, summary_.duplicatesAcrossWarmAndCold > 0);
  }
  for (const auto& problem : summary_.problems) {
    auto* item = new QTreeWidgetItem(
        problemTree_, {QStringLiteral("%1 (%2)").arg(recProblemName(problem.kind), number(problem.count))});
    item->setToolTip(0, q(problem.reason));
    new QTreeWidgetItem(item, {q(problem.reason)});
    for (const auto& example : problem.examples) new QTreeWidgetItem(item, {q(example)});
  }
  const bool any = problemTree_->topLevelItemCount() > 0;
  problemHeading_->setText(any ? tr("What was noticed") : tr("Nothing is wrong with this data"));
  problemTree_->setVisible(any);
  fitPreviewTree(problemTree_);
}

}  // namespace marcie::ui
