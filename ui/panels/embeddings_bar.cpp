#include "ui/panels/embeddings_bar.h"

#include <QHBoxLayout>
#include <QSignalBlocker>

#include "ui/bridge/error_text.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {
namespace {

// The entry of the list that stands for pictures and texts together.
constexpr int kPairs = 100;

template <class E>
void fillEnum(QComboBox* box) {
  for (const auto& entry : EnumTable<E>::entries) {
    box->addItem(translated("Options", std::string(entry.label)), static_cast<int>(entry.value));
  }
}

void refill(QComboBox* box, const auto& fill) {
  const QSignalBlocker block(box);
  const QVariant chosen = box->currentData();
  box->clear();
  fill(box);
  box->setCurrentIndex(std::max(0, box->findData(chosen)));
}

void choose(QComboBox* box, const QVariant& data) {
  const int at = box->findData(data);
  if (at >= 0) box->setCurrentIndex(at);
}

}  // namespace

EmbeddingsBar::EmbeddingsBar(QWidget* parent)
    : QWidget(parent),
      spaceBox_(new ChoiceBox(this)),
      splitBox_(new ChoiceBox(this)),
      methodBox_(new ChoiceBox(this)),
      metricBox_(new ChoiceBox(this)),
      spaceLabel_(new QLabel(this)),
      methodLabel_(new QLabel(this)),
      perplexity_(addField("perplexityBox", NumberBox::Kind::real, 2, 500)),
      iterations_(addField("iterationsBox", NumberBox::Kind::integer, 1, 100000)),
      neighbours_(addField("neighboursBox", NumberBox::Kind::integer, 2, 500)),
      minDist_(addField("minDistBox", NumberBox::Kind::real, 0, 3)),
      seed_(addField("mapSeedBox", NumberBox::Kind::integer, 0, 1e9)),
      allBox_(new QCheckBox(this)),
      computeButton_(new QPushButton(this)),
      pauseButton_(new QPushButton(this)),
      cancelButton_(new QPushButton(this)) {
  constexpr int g = Theme::kGrid;
  spaceBox_->setObjectName("spaceBox");
  splitBox_->setObjectName("mapSplitBox");
  methodBox_->setObjectName("methodBox");
  metricBox_->setObjectName("metricBox");
  allBox_->setObjectName("allPicturesBox");
  computeButton_->setObjectName("computeMapButton");
  computeButton_->setProperty("primary", true);
  pauseButton_->setObjectName("pauseMapButton");
  cancelButton_->setObjectName("cancelMapButton");
  spaceBox_->setMinimumContentsLength(15);
  methodBox_->setMinimumContentsLength(5);
  metricBox_->setMinimumContentsLength(6);
  splitBox_->setMinimumContentsLength(6);
  const ProjectionOptions defaults;
  perplexity_.box->setValue(defaults.tsne.perplexity);
  iterations_.box->setValue(defaults.tsne.iterations);
  neighbours_.box->setValue(defaults.umap.neighbours);
  minDist_.box->setValue(defaults.umap.minDist);
  seed_.box->setValue(defaults.seed);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(g / 2 + 2);
  for (QWidget* widget :
       {static_cast<QWidget*>(spaceLabel_), static_cast<QWidget*>(spaceBox_), static_cast<QWidget*>(splitBox_),
        static_cast<QWidget*>(methodLabel_), static_cast<QWidget*>(methodBox_), static_cast<QWidget*>(metricBox_)}) {
    layout->addWidget(widget);
  }
  for (const Field& field : {perplexity_, iterations_, neighbours_, minDist_, seed_}) {
    layout->addWidget(field.label);
    layout->addWidget(field.box);
  }
  layout->addWidget(allBox_);
  layout->addStretch();
  layout->addWidget(computeButton_);
  layout->addWidget(pauseButton_);
  layout->addWidget(cancelButton_);
  connect(methodBox_, &QComboBox::currentIndexChanged, this, &EmbeddingsBar::showFields);
  connect(spaceBox_, &QComboBox::currentIndexChanged, this, &EmbeddingsBar::changed);
  connect(computeButton_, &QPushButton::clicked, this, &EmbeddingsBar::computeWanted);
  connect(pauseButton_, &QPushButton::clicked, this, [this] { Q_EMIT pauseWanted(!isPaused_); });
  connect(cancelButton_, &QPushButton::clicked, this, &EmbeddingsBar::cancelWanted);
  retranslate();
  choose(methodBox_, static_cast<int>(ProjectionMethod::tsne));
  showFields();
}

EmbeddingsBar::Field EmbeddingsBar::addField(const char* name, NumberBox::Kind kind, double low, double high) {
  Field field{new QLabel(this), new NumberBox(kind, this)};
  field.box->setObjectName(name);
  field.box->setRange(low, high);
  field.box->setFixedWidth(58);
  field.label->setProperty("muted", true);
  field.label->setFont(Theme::smallFont());
  field.label->setBuddy(field.box);
  return field;
}

void EmbeddingsBar::retranslate() {
  for (QLabel* label : {spaceLabel_, methodLabel_}) {
    label->setProperty("muted", true);
    label->setFont(Theme::smallFont());
  }
  spaceLabel_->setText(tr("Space"));
  spaceLabel_->setBuddy(spaceBox_);
  methodLabel_->setText(tr("Method"));
  methodLabel_->setBuddy(methodBox_);
  refill(spaceBox_, [](QComboBox* box) {
    fillEnum<EmbeddingSpace>(box);
    box->insertItem(3, tr("Pictures and texts, aligned"), kPairs);
  });
  refill(splitBox_, [](QComboBox* box) {
    box->addItem(tr("All splits"), QString());
    for (const char* split : {"train", "val", "test"})
      box->addItem(QString::fromLatin1(split), QString::fromLatin1(split));
  });
  refill(methodBox_, [](QComboBox* box) { fillEnum<ProjectionMethod>(box); });
  refill(metricBox_, [](QComboBox* box) {
    box->addItem(tr("Straight"), static_cast<int>(ProjectionMetric::euclidean));
    box->addItem(tr("Angle"), static_cast<int>(ProjectionMetric::cosine));
  });
  const auto name = [](const Field& field, const QString& text, const char* help) {
    field.label->setText(text);
    field.box->setAccessibleName(text);
    field.box->setToolTip(translated("Options", help));
  };
  name(perplexity_, tr("Perplexity"),
       "About how many neighbours a point has. Larger shows the large picture, smaller the detail. "
       "With fewer than three times as many points it is lowered, and the map says so.");
  name(iterations_, tr("Iterations"), "Steps after the early exaggeration. More, when clusters still move at the end.");
  name(neighbours_, tr("Neighbours"),
       "Size of a neighbourhood, the point itself included. Larger shows the large picture, smaller the detail.");
  name(minDist_, tr("Distance"), "How tightly points may lie in the map. Small values make dense clumps.");
  name(seed_, tr("Seed"), "The same seed, points and machine give the same map, byte for byte.");
  spaceBox_->setAccessibleName(tr("Space"));
  spaceBox_->setToolTip(tr("Which of the model's spaces the map is of"));
  splitBox_->setAccessibleName(tr("Split"));
  methodBox_->setAccessibleName(tr("Method"));
  metricBox_->setAccessibleName(tr("Distance"));
  metricBox_->setToolTip(tr("What counts as near: positions, or directions whatever their length"));
  allBox_->setText(tr("All"));
  allBox_->setToolTip(
      tr("Every picture. Otherwise at most %1, every class and split in its share.").arg(number(kSample)));
  computeButton_->setText(tr("Compute"));
  cancelButton_->setText(tr("Cancel"));
  setRunning(isRunning_, isPaused_);
}

ProjectionMethod EmbeddingsBar::method() const {
  return static_cast<ProjectionMethod>(methodBox_->currentData().toInt());
}

void EmbeddingsBar::showFields() {
  const ProjectionMethod m = method();
  const auto show = [this](const Field& field, bool isShown) {
    field.label->setVisible(isShown && !isFilm_);
    field.box->setVisible(isShown && !isFilm_);
  };
  show(perplexity_, m == ProjectionMethod::tsne);
  show(iterations_, m == ProjectionMethod::tsne);
  show(neighbours_, m == ProjectionMethod::umap);
  show(minDist_, m == ProjectionMethod::umap);
  show(seed_, true);
  for (QWidget* widget : {static_cast<QWidget*>(splitBox_), static_cast<QWidget*>(methodLabel_),
                          static_cast<QWidget*>(methodBox_), static_cast<QWidget*>(allBox_)}) {
    widget->setVisible(!isFilm_);
  }
  metricBox_->setVisible(!isFilm_ && m != ProjectionMethod::pca);
}

Result<protocol::ProjectionStart> EmbeddingsBar::request() const {
  protocol::ProjectionStart request;
  const int space = spaceBox_->currentData().toInt();
  request.withTexts = space == kPairs;
  request.space = request.withTexts ? EmbeddingSpace::aligned : static_cast<EmbeddingSpace>(space);
  request.split = splitBox_->currentData().toString().toStdString();
  request.limit = allBox_->isChecked() ? 0 : kSample;
  ProjectionOptions& options = request.options;
  options.method = method();
  options.metric = static_cast<ProjectionMetric>(metricBox_->currentData().toInt());
  Problems problems;
  const auto take = [&problems](const Field& field, auto& into) {
    const auto value = field.box->value();
    if (!field.box->isVisibleTo(field.box->parentWidget())) return;
    if (!value) return problems.add(field.label->text().toStdString(), "must be a number");
    fromJson(*value, into, problems, field.label->text().toStdString());
  };
  take(perplexity_, options.tsne.perplexity);
  take(iterations_, options.tsne.iterations);
  take(neighbours_, options.umap.neighbours);
  take(minDist_, options.umap.minDist);
  take(seed_, options.seed);
  // Ranges, as the engine would check them.
  ProjectionOptions checked;
  fromJson(toJson(options), checked, problems);
  MARCIE_TRY(problems.toResult());
  return request;
}

EmbeddingSpace EmbeddingsBar::filmSpace() const {
  const int space = spaceBox_->currentData().toInt();
  const bool hasTexts = space == kPairs || space == static_cast<int>(EmbeddingSpace::aligned) ||
                        space == static_cast<int>(EmbeddingSpace::semantic);
  return hasTexts ? EmbeddingSpace::aligned : EmbeddingSpace::visual;
}

void EmbeddingsBar::setFilmMode(bool isFilm) {
  isFilm_ = isFilm;
  showFields();
  setRunning(isRunning_, isPaused_);
}

void EmbeddingsBar::setRunning(bool isRunning, bool isPaused) {
  isRunning_ = isRunning;
  isPaused_ = isPaused;
  pauseButton_->setText(isPaused ? tr("Continue") : tr("Pause"));
  computeButton_->setVisible(!isRunning && !isFilm_);
  pauseButton_->setVisible(isRunning && !isFilm_);
  cancelButton_->setVisible(isRunning && !isFilm_);
  setComputable(isComputable_);
}

void EmbeddingsBar::setComputable(bool isComputable) {
  isComputable_ = isComputable;
  computeButton_->setEnabled(isComputable);
}

void EmbeddingsBar::show(const protocol::MapEntry& entry) {
  choose(spaceBox_, entry.withTexts ? kPairs : static_cast<int>(entry.space));
  choose(splitBox_, q(entry.split));
  choose(methodBox_, static_cast<int>(entry.options.method));
  choose(metricBox_, static_cast<int>(entry.options.metric));
  perplexity_.box->setValue(entry.options.tsne.perplexity);
  iterations_.box->setValue(entry.options.tsne.iterations);
  neighbours_.box->setValue(entry.options.umap.neighbours);
  minDist_.box->setValue(entry.options.umap.minDist);
  seed_.box->setValue(entry.options.seed);
  allBox_->setChecked(entry.limit == 0);
}

void EmbeddingsBar::chooseSpace(EmbeddingSpace space) {
  choose(spaceBox_, static_cast<int>(space));
}

void EmbeddingsBar::choosePairs() {
  choose(spaceBox_, kPairs);
}

void EmbeddingsBar::setAll(bool isAll) {
  allBox_->setChecked(isAll);
}

}  // namespace marcie::ui
