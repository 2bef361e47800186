#include "ui/panels/confusion_page.h"

#include <algorithm>

#include <QFileInfo>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/bridge/error_text.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {

ConfusionPage::ConfusionPage(AppContext& context, SampleTables& tables, QWidget* parent)
    : SplitPage(context, tables, parent) {
  build();
  connect(orderBox_, &QComboBox::currentIndexChanged, this, &ConfusionPage::draw);
  connect(scaleBox_, &QComboBox::currentIndexChanged, this, &ConfusionPage::draw);
  connect(otherBox_, &QComboBox::activated, this, [this] {
    if (!other().isEmpty() && !this->tables().table(other(), split())) return this->tables().ask(other(), split());
    draw();
  });
  connect(map_, &HeatMap::cellChosen, this, &ConfusionPage::showCell);
  connect(gainedButton_, &QPushButton::clicked, this, [this] { showChanged(true); });
  connect(lostButton_, &QPushButton::clicked, this, [this] { showChanged(false); });
  connect(pictures_, &PictureList::pictureChosen, this, &SplitPage::pictureChosen);
  connect(pictures_, &PictureList::pictureOpened, this, &SplitPage::pictureOpened);
  context.noteExportsOf(map_);
  connect(&context.runs(), &RunController::runsChanged, this, &ConfusionPage::listRuns);
  connect(&context.engine(), &EngineClient::ready, this, &ConfusionPage::listRuns);
  retranslate();
}

void ConfusionPage::build() {
  const auto add = [this](const char* name, int count) {
    auto* label = new QLabel(this);
    auto* box = new QComboBox(this);
    box->setObjectName(QString::fromLatin1(name));
    for (int i = 0; i < count; ++i) box->addItem({});
    label->setBuddy(box);
    bar()->addWidget(label);
    bar()->addWidget(box);
    return std::pair(label, box);
  };
  std::tie(orderLabel_, orderBox_) = add("orderBox", 4);
  std::tie(scaleLabel_, scaleBox_) = add("scaleBox", 3);
  std::tie(otherLabel_, otherBox_) = add("otherRunBox", 1);
  otherBox_->setItemData(0, QString());
  otherBox_->setMaximumWidth(200);
  map_ = new HeatMap(content());
  map_->setObjectName(QStringLiteral("confusionMap"));
  map_->setExportName(QStringLiteral("confusion"));
  map_->setCellText([this](int row, int column) { return cellText(row, column); });
  map_->setCsv([this] { return shown_ ? q(confusionCsv(*shown_, counts_, order_)) : QString(); });
  titleLabel_ = new QLabel(content());
  titleLabel_->setObjectName(QStringLiteral("cellLabel"));
  QFont font = Theme::bodyFont();
  font.setWeight(QFont::DemiBold);
  titleLabel_->setFont(font);
  titleLabel_->setWordWrap(true);
  noteLabel_ = new QLabel(content());
  noteLabel_->setObjectName(QStringLiteral("differenceLabel"));
  noteLabel_->setWordWrap(true);
  noteLabel_->setProperty("muted", true);
  gainedButton_ = new QPushButton(content());
  gainedButton_->setObjectName(QStringLiteral("gainedButton"));
  gainedButton_->setText(tr("Gained: %1").arg(number(0)));
  lostButton_ = new QPushButton(content());
  lostButton_->setObjectName(QStringLiteral("lostButton"));
  lostButton_->setText(tr("Lost: %1").arg(number(0)));
  pictures_ = new PictureList(context().engine(), content());
  pictures_->setObjectName(QStringLiteral("cellPictures"));
  auto* side = new QWidget(content());
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(gainedButton_);
  buttons->addWidget(lostButton_);
  buttons->addStretch();
  auto* column = new QVBoxLayout(side);
  column->setContentsMargins(Theme::kGrid, 0, 0, 0);
  column->addWidget(noteLabel_);
  column->addLayout(buttons);
  column->addWidget(titleLabel_);
  column->addWidget(pictures_, 1);
  auto* splitter = new QSplitter(Qt::Horizontal, content());
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(map_);
  splitter->addWidget(side);
  splitter->setSizes({650, 430});
  auto* layout = new QVBoxLayout(content());
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(splitter);
}

void ConfusionPage::retranslate() {
  orderLabel_->setText(tr("Classes"));
  const QStringList orders{tr("as in the data"), tr("by name"), tr("worst first"), tr("alike side by side")};
  for (int i = 0; i < orders.size(); ++i) orderBox_->setItemText(i, orders[i]);
  scaleLabel_->setText(tr("Colours"));
  const QStringList scales{tr("counts"), tr("share of the label"), tr("share of the prediction")};
  for (int i = 0; i < scales.size(); ++i) scaleBox_->setItemText(i, scales[i]);
  otherLabel_->setText(tr("Difference with"));
  otherBox_->setItemText(0, tr("no other run"));
  map_->setAxes(tr("label"), tr("prediction"));
  map_->setAccessibleName(tr("Confusion matrix"));
  SplitPage::retranslate();
}

void ConfusionPage::listRuns() {
  if (lists_) return;
  lists_ = true;
  context().engine().call<protocol::RunsList>(this, {}, [this](const Result<protocol::RunsListReply>& reply) {
    lists_ = false;
    if (!reply.ok()) return;
    const QString chosen = other();
    while (otherBox_->count() > 1) otherBox_->removeItem(1);
    for (const RunInfo& run : reply->runs) {
      if (q(run.path) == context().selection().run()) continue;
      otherBox_->addItem(run.notes.name.empty() ? QFileInfo(q(run.path)).fileName() : q(run.notes.name), q(run.path));
    }
    otherBox_->setCurrentIndex(std::max(0, otherBox_->findData(chosen)));
    if (other() != chosen) draw();  // it is gone, or is the current run now
  });
}

void ConfusionPage::showTable(const std::shared_ptr<const SampleTable>& known) {
  shown_ = known;
  if (otherBox_->count() == 1) listRuns();
  draw();
}

// What changed between the two runs, when there is another one.
void ConfusionPage::compare() {
  difference_.reset();
  against_ = other().isEmpty() ? nullptr : tables().table(other(), split());
  QString note;
  if (against_) {
    auto difference = differenceOf(*against_, *shown_);
    if (difference.ok()) {
      difference_ = std::move(*difference);
      const QString gained = number(static_cast<qint64>(difference_->gained.size()));
      const QString lost = number(static_cast<qint64>(difference_->lost.size()));
      note = tr("%1 gained, %2 lost, %3 wrong in another way; positive numbers: this run says so more often")
                 .arg(gained, lost, number(static_cast<qint64>(difference_->otherwise.size())));
      gainedButton_->setText(tr("Gained: %1").arg(gained));
      lostButton_->setText(tr("Lost: %1").arg(lost));
    } else {
      note = errorCause(difference.error()) + QStringLiteral(". ") + q(difference.error().hint);
    }
  } else if (!other().isEmpty()) {
    note = tables().failure(other(), split());
  }
  noteLabel_->setText(note);
  noteLabel_->setVisible(!note.isEmpty());
  gainedButton_->setVisible(difference_.has_value());
  lostButton_->setVisible(difference_.has_value());
}

void ConfusionPage::draw() {
  if (!shown_) return;
  compare();
  // A difference counts in the other run's classes; by name they are the same.
  const SampleTable& named = difference_ ? *against_ : *shown_;
  const Confusion confusion = confusionOf(named);
  counts_ = difference_ ? difference_->counts : confusion.counts;
  order_ = classOrder(named, confusion, static_cast<ClassOrder>(std::max(0, orderBox_->currentIndex())));
  const auto n = confusion.classes;
  std::vector<double> labels(n), predictions(n);
  for (std::size_t i = 0; i < n; ++i) {
    labels[i] = static_cast<double>(confusion.ofLabel(i));
    predictions[i] = static_cast<double>(confusion.ofPrediction(i));
  }
  HeatMatrix matrix;
  matrix.counts.reserve(static_cast<qsizetype>(n * n));
  matrix.values.reserve(static_cast<qsizetype>(n * n));
  matrix.isDiverging = difference_.has_value();
  const auto scale = static_cast<Scale>(std::max(0, scaleBox_->currentIndex()));
  for (const std::size_t i : order_) {
    matrix.names << q(named.classes[i]);
    for (const std::size_t j : order_) {
      const auto count = static_cast<double>(counts_[i * n + j]);
      const double whole = scale == Scale::rows ? labels[i] : predictions[j];
      matrix.counts << count;
      matrix.values << (scale == Scale::counts ? count : whole > 0 ? count / whole : 0);
    }
  }
  map_->setMatrix(std::move(matrix));
  if (map_->currentRow() >= 0) {
    showCell(map_->currentRow(), map_->currentColumn());
  } else {
    titleLabel_->setText(tr("Click a cell for its pictures."));
    pictures_->setPictures({});
  }
}

QString ConfusionPage::cellText(int row, int column) const {
  if (!shown_ || row >= static_cast<int>(order_.size())) return {};
  const QStringList& names = map_->matrix().names;
  const auto count = static_cast<qint64>(map_->matrix().counts[row * names.size() + column]);
  if (difference_)
    return tr("%1 taken for %2: %3%4").arg(names[row], names[column], count > 0 ? "+" : "", number(count));
  qint64 ofLabel = 0;
  for (qsizetype j = 0; j < names.size(); ++j)
    ofLabel += static_cast<qint64>(map_->matrix().counts[row * names.size() + j]);
  return tr("%1 taken for %2: %3 of %4").arg(names[row], names[column], number(count), number(ofLabel));
}

void ConfusionPage::showCell(int row, int column) {
  if (!shown_ || row < 0 || row >= static_cast<int>(order_.size())) return;
  const QStringList& names = map_->matrix().names;
  const std::string label = names[row].toStdString();
  const std::string predicted = names[column].toStdString();
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < shown_->size(); ++i) {
    if (shown_->classes[static_cast<std::size_t>(shown_->labels[i])] == label &&
        shown_->classes[static_cast<std::size_t>(shown_->predicted[i])] == predicted) {
      rows.push_back(i);
    }
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [this](std::size_t a, std::size_t b) { return shown_->confidence[a] > shown_->confidence[b]; });
  std::vector<ListedPicture> listed;
  for (const std::size_t i : rows) {
    listed.push_back({q(shown_->paths[i]), percentText(shown_->confidence[i]), q(shown_->paths[i])});
  }
  titleLabel_->setText(
      label == predicted ? tr("%1, recognised: %2 picture(s)").arg(names[row], number(static_cast<qint64>(rows.size())))
                         : tr("%1 taken for %2: %3 picture(s)")
                               .arg(names[row], names[column], number(static_cast<qint64>(rows.size()))));
  pictures_->setPictures(std::move(listed));
}

void ConfusionPage::showChanged(bool isGained) {
  if (!difference_ || !against_) return;
  const auto& pairs = isGained ? difference_->gained : difference_->lost;
  std::vector<ListedPicture> listed;
  for (const auto& pair : pairs) {
    const QString before = q(against_->classes[static_cast<std::size_t>(against_->predicted[pair.a])]);
    const QString now = q(shown_->classes[static_cast<std::size_t>(shown_->predicted[pair.b])]);
    listed.push_back({q(shown_->paths[pair.b]), before + QStringLiteral(" → ") + now, q(shown_->paths[pair.b])});
  }
  titleLabel_->setText(isGained ? tr("Recognised by this run alone") : tr("Recognised by the other run alone"));
  pictures_->setPictures(std::move(listed));
}

}  // namespace marcie::ui
