#include "ui/panels/samples_page.h"

#include <set>

#include <QFile>
#include <QFileInfo>
#include <QHeaderView>
#include <QSaveFile>
#include <QSplitter>
#include <QTabWidget>
#include <QVBoxLayout>

#include "ui/bridge/error_text.h"
#include "ui/dialogs/ask.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {
namespace {

constexpr int kNarrowest = 48, kWidestName = 130;  // px of a column

enum Column { kPicture, kLabel, kPrediction, kConfidence, kTruth, kLoss, kDoubt, kColumns };

}  // namespace

class SamplesPage::Model : public QAbstractTableModel {
 public:
  using QAbstractTableModel::QAbstractTableModel;
  int rowCount(const QModelIndex& parent) const override {
    return parent.isValid() || !table_ ? 0 : static_cast<int>(table_->size());
  }
  int columnCount(const QModelIndex& parent) const override { return parent.isValid() ? 0 : kColumns; }

  QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    return headers_.value(section);
  }

  QVariant data(const QModelIndex& index, int role) const override {
    const auto row = static_cast<std::size_t>(index.row());
    if (role == Qt::ToolTipRole) return q(table_->paths[row]);
    if (role == Qt::TextAlignmentRole && index.column() >= kConfidence) {
      return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    }
    if (role == Qt::ForegroundRole && index.column() == kPrediction && !table_->isRight(row)) {
      return Theme::instance().colours().danger;
    }
    if (role == Qt::UserRole) return sortKey(row, index.column());
    return role == Qt::DisplayRole ? text(row, index.column()) : QVariant();
  }

  void setHeaders(const QStringList& headers) {
    headers_ = headers;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
  }
  void set(std::shared_ptr<const SampleTable> table) {
    beginResetModel();
    table_ = std::move(table);
    doubtful_.clear();
    if (table_) {
      for (const LabelDoubt& doubt : doubtfulLabels(*table_)) doubtful_.insert(doubt.row);
    }
    endResetModel();
  }
  [[nodiscard]] const SampleTable* table() const { return table_.get(); }
  [[nodiscard]] bool isDoubtful(std::size_t row) const { return doubtful_.contains(row); }
  [[nodiscard]] std::size_t doubtCount() const { return doubtful_.size(); }

 private:
  [[nodiscard]] const std::string& className(std::int32_t index) const {
    return table_->classes[static_cast<std::size_t>(index)];
  }
  [[nodiscard]] QVariant sortKey(std::size_t row, int column) const {
    switch (column) {
      case kConfidence:
        return table_->confidence[row];
      case kTruth:
        return table_->truth[row];
      case kLoss:
        return table_->loss[row];
      case kDoubt:
        return isDoubtful(row) ? table_->confidence[row] - table_->truth[row] : -1.0F;
      default:
        return text(row, column);
    }
  }
  [[nodiscard]] QString text(std::size_t row, int column) const {
    switch (column) {
      case kPicture:
        return QFileInfo(q(table_->paths[row])).fileName();
      case kLabel:
        return q(className(table_->labels[row]));
      case kPrediction:
        return (table_->isRight(row) ? QStringLiteral("✓ ") : QStringLiteral("✕ ")) +
               q(className(table_->predicted[row]));
      case kConfidence:
        return percentText(table_->confidence[row]);
      case kTruth:
        return percentText(table_->truth[row]);
      case kLoss:
        return QLocale().toString(table_->loss[row], 'f', 3);
      case kDoubt:
        return isDoubtful(row) ? QStringLiteral("⚠") : QString();
      default:
        return {};
    }
  }
  std::shared_ptr<const SampleTable> table_;
  std::set<std::size_t> doubtful_;
  QStringList headers_;
};

class SamplesPage::Filter : public QSortFilterProxyModel {
 public:
  Filter(Model* model, QObject* parent) : QSortFilterProxyModel(parent), model_(model) {
    setSourceModel(model);
    setSortRole(Qt::UserRole);
  }
  void setKept(Kept kept) {
    kept_ = kept;
    invalidateFilter();
  }
  bool filterAcceptsRow(int row, const QModelIndex& /*parent*/) const override {
    const auto at = static_cast<std::size_t>(row);
    if (kept_ == Kept::wrong) return !model_->table()->isRight(at);
    return kept_ == Kept::all || model_->isDoubtful(at);
  }

 private:
  Model* model_;
  Kept kept_ = Kept::all;
};

SamplesPage::SamplesPage(AppContext& context, SampleTables& tables, QWidget* parent)
    : SplitPage(context, tables, parent) {
  build();
  connect(keptBox_, &QComboBox::currentIndexChanged, this, [this](int index) {
    filter_->setKept(static_cast<Kept>(std::max(0, index)));
    // Doubtful labels: the surest first, as the list of the command line has them.
    view_->sortByColumn(index == 2 ? static_cast<int>(kDoubt) : static_cast<int>(kLoss), Qt::DescendingOrder);
    countLabel_->setText(tr("%1 shown").arg(number(filter_->rowCount())));
  });
  const auto choose = [this](const QModelIndex& index) {
    if (!index.isValid() || !shown_) return;
    const auto row = static_cast<std::size_t>(filter_->mapToSource(index).row());
    Q_EMIT pictureChosen(q(shown_->paths[row]));
  };
  connect(view_, &QTableView::clicked, this, choose);
  connect(view_, &QTableView::activated, this, [this, choose](const QModelIndex& index) {
    choose(index);
    Q_EMIT pictureOpened({});
  });
  connect(csvButton_, &QPushButton::clicked, this, &SamplesPage::exportTable);
  connect(folderButton_, &QPushButton::clicked, this, &SamplesPage::predictFolder);
  context.noteExportsOf(calibration_);
  context.noteExportsOf(classes_);
  retranslate();
}

void SamplesPage::build() {
  keptLabel_ = new QLabel(this);
  keptBox_ = new QComboBox(this);
  keptBox_->setObjectName(QStringLiteral("keptBox"));
  keptBox_->addItems({{}, {}, {}});
  keptLabel_->setBuddy(keptBox_);
  countLabel_ = new QLabel(this);
  countLabel_->setObjectName(QStringLiteral("sampleCountLabel"));
  countLabel_->setProperty("muted", true);
  csvButton_ = new QPushButton(this);
  csvButton_->setObjectName(QStringLiteral("samplesCsvButton"));
  folderButton_ = new QPushButton(this);
  folderButton_->setObjectName(QStringLiteral("predictFolderButton"));
  for (QWidget* widget :
       std::initializer_list<QWidget*>{countLabel_, keptLabel_, keptBox_, csvButton_, folderButton_}) {
    bar()->addWidget(widget);
  }
  model_ = new Model(this);
  filter_ = new Filter(model_, this);
  view_ = new QTableView(content());
  view_->setObjectName(QStringLiteral("sampleTable"));
  view_->setModel(filter_);
  view_->setSortingEnabled(true);
  view_->sortByColumn(kLoss, Qt::DescendingOrder);
  view_->setSelectionBehavior(QAbstractItemView::SelectRows);
  view_->setSelectionMode(QAbstractItemView::SingleSelection);
  view_->setWordWrap(false);
  view_->setFrameShape(QFrame::NoFrame);
  view_->verticalHeader()->hide();
  view_->verticalHeader()->setDefaultSectionSize(26);
  view_->horizontalHeader()->setMinimumSectionSize(kNarrowest);
  calibration_ = new LinePlot(content());
  calibration_->setObjectName(QStringLiteral("calibrationPlot"));
  calibration_->setExportName(QStringLiteral("calibration"));
  calibration_->setYFloor(0, 1);
  eceLabel_ = new QLabel(content());
  eceLabel_->setObjectName(QStringLiteral("eceLabel"));
  eceLabel_->setWordWrap(true);
  eceLabel_->setContentsMargins(Theme::kGrid, 0, Theme::kGrid, 0);
  auto* page = new QWidget(content());
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, Theme::kGrid, 0, 0);
  column->addWidget(eceLabel_);
  column->addWidget(calibration_, 1);
  classes_ = new TextTableView(content());
  classes_->setObjectName(QStringLiteral("classTable"));
  classes_->setExportName(QStringLiteral("classes"));
  side_ = new QTabWidget(content());
  side_->setDocumentMode(true);
  side_->addTab(page, {});
  side_->addTab(classes_, {});
  auto* splitter = new QSplitter(Qt::Horizontal, content());
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(view_);
  splitter->addWidget(side_);
  splitter->setSizes({640, 440});
  auto* layout = new QVBoxLayout(content());
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(splitter);
}

void SamplesPage::retranslate() {
  keptLabel_->setText(tr("Show"));
  keptBox_->setItemText(0, tr("every picture"));
  keptBox_->setItemText(1, tr("wrong ones"));
  keptBox_->setItemText(2, tr("likely label errors"));
  keptBox_->setToolTip(
      tr("A label is doubtful when the run is at least as sure of another class as it usually is of "
         "that class's own pictures."));
  csvButton_->setText(tr("Save as CSV…"));
  folderButton_->setText(tr("Predict a folder…"));
  folderButton_->setToolTip(tr("Every picture of a folder as a table (marcie-cli predict RUN FOLDER --csv FILE)"));
  model_->setHeaders(
      {tr("Picture"), tr("Label"), tr("Prediction"), tr("Sure"), tr("Of its label"), tr("Loss"), tr("Doubtful")});
  calibration_->setXAxis(tr("confidence"));
  calibration_->setYAxis(tr("share that is right"));
  view_->setAccessibleName(tr("Pictures of the split"));
  side_->setTabText(0, tr("Calibration"));
  side_->setTabText(1, tr("Classes"));
  if (shown_) {
    fitColumns();
    showCalibration();
    showClasses();
  }
  SplitPage::retranslate();
}

void SamplesPage::showTable(const std::shared_ptr<const SampleTable>& known) {
  if (shown_ == known) return;
  shown_ = known;
  model_->set(shown_);
  fitColumns();
  countLabel_->setText(tr("%1 shown").arg(number(filter_->rowCount())));
  showCalibration();
  showClasses();
}

// Figures as wide as they and their headers are; the names of the pictures get the rest.
void SamplesPage::fitColumns() {
  view_->horizontalHeader()->setSectionResizeMode(kPicture, QHeaderView::Stretch);
  const QAbstractItemView* cells = view_;  // the hint is not public in QTableView
  for (int i = kPicture + 1; i < kColumns; ++i) {
    const int header = view_->horizontalHeader()->sectionSizeHint(i);
    const int content = cells->sizeHintForColumn(i);
    view_->setColumnWidth(i, std::max(header, i <= kPrediction ? std::min(content, kWidestName) : content));
  }
}

void SamplesPage::showCalibration() {
  const Calibration calibration = calibrationOf(*shown_);
  calibration_->clearSeries();
  const int ideal = calibration_->addSeries({tr("as sure as right"), 7, Qt::DashLine, 1, false, false});
  calibration_->setData(ideal, {0, 1}, {0, 1});
  QVector<double> x, y, share;
  for (const CalibrationBin& bin : calibration.bins) {
    if (bin.n == 0) continue;
    x << bin.confidence;
    y << bin.accuracy;
    share << static_cast<double>(bin.n) / static_cast<double>(std::max<std::size_t>(1, shown_->size()));
  }
  const int curve = calibration_->addSeries({tr("this run"), 0, Qt::SolidLine, 2, false, true});
  calibration_->setData(curve, x, y);
  const int shares = calibration_->addSeries({tr("share of the pictures"), 1, Qt::DotLine, 1.2, false, true});
  calibration_->setData(shares, x, share);
  eceLabel_->setText(tr("%1 right at a mean confidence of %2. Expected calibration error (ECE, 15 bins): %3 points, "
                        "largest gap %4.")
                         .arg(percentText(calibration.accuracy), percentText(calibration.confidence),
                              QLocale().toString(100 * calibration.ece, 'f', 1), percentText(calibration.largest)));
}

void SamplesPage::showClasses() {
  const Confusion confusion = confusionOf(*shown_);
  const auto figures = figuresByClass(*shown_, confusion);
  TextTable table;
  table.header = {tr("Class"), tr("Pictures"), tr("Recall"), tr("Precision"), tr("F1"), tr("Mean loss")};
  for (std::size_t i = 0; i < figures.size(); ++i) {
    table.rows.append({q(shown_->classes[i]), number(figures[i].n), percentText(figures[i].recall),
                       percentText(figures[i].precision), percentText(figures[i].f1),
                       QLocale().toString(figures[i].loss, 'f', 3)});
  }
  classes_->setTable(table);
}

void SamplesPage::exportTable() {
  if (!shown_) return;
  choosePaths(this, {PathKind::saveFile, tr("Save the table"), QStringLiteral("*.csv"), QStringLiteral("samples.csv")},
              [this](const QStringList& paths) {
                QSaveFile file(paths.front());
                const bool isWritten = file.open(QIODevice::WriteOnly) &&
                                       file.write(QByteArray::fromStdString(sampleCsv(*shown_))) >= 0 && file.commit();
                if (isWritten) return context().noteExport(paths.front());
                context().noteExportFailed(paths.front());
              });
}

void SamplesPage::predictFolder() {
  const QString run = context().selection().run();
  if (run.isEmpty()) return;
  choosePaths(this, {PathKind::folder, tr("Folder of pictures"), {}, {}}, [this, run](const QStringList& folders) {
    choosePaths(
        this,
        {PathKind::saveFile, tr("Save the predictions"), QStringLiteral("*.csv"), QStringLiteral("predictions.csv")},
        [this, run, folder = folders.front()](const QStringList& files) {
          protocol::PredictFolder request;
          request.run = run.toStdString();
          request.folder = folder.toStdString();
          request.file = files.front().toStdString();
          folderButton_->setEnabled(false);
          context().engine().call<protocol::PredictFolder>(
              this, request, [this](const Result<protocol::PredictFolderReply>& reply) {
                folderButton_->setEnabled(true);
                if (!reply.ok()) {
                  return context().messages().report(reply.error(), tr("The folder could not be predicted"));
                }
                context().messages().info(tr("%1 pictures, %2 of them unreadable: %3")
                                              .arg(number(reply->pictures), number(reply->failed), q(reply->file)));
                context().noteExport(q(reply->file));
              });
        });
  });
}

}  // namespace marcie::ui
