#include "ui/panels/embeddings_film.h"

#include <algorithm>
#include <cmath>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/bridge/error_text.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {
namespace {

constexpr int kTickMs = 40;
constexpr double kPlayStep = 0.08;   // frames a tick: two frames a second
constexpr double kGlideStep = 0.25;  // to a single new frame

}  // namespace

FilmFigure::FilmFigure(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setMinimumWidth(90);
  setCursor(Qt::PointingHandCursor);
  connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void FilmFigure::setValues(QVector<double> values, QVector<double> second, double low, double high) {
  values_ = std::move(values);
  second_ = std::move(second);
  low_ = low;
  high_ = high;
  for (const QVector<double>* list : {&values_, &second_}) {
    for (const double value : *list) {
      if (!std::isfinite(value)) continue;
      low_ = std::min(low_, value);
      high_ = std::max(high_, value);
    }
  }
  if (high_ <= low_) high_ = low_ + 1;
  update();
}

void FilmFigure::setTitle(const QString& title, const QString& help) {
  title_ = title;
  setToolTip(help);
  setAccessibleName(title);
  update();
}

void FilmFigure::setPlace(double place) {
  place_ = place;
  setAccessibleDescription(valueText());
  update();
}

QString FilmFigure::valueText() const {
  const auto text = [this](const QVector<double>& values) {
    const double value = values.value(static_cast<qsizetype>(std::lround(place_)), kNaN);
    return std::isfinite(value) ? QLocale().toString(value, 'f', 2) : QStringLiteral("–");
  };
  return second_.isEmpty() ? text(values_) : text(values_) + QStringLiteral(" / ") + text(second_);
}

QRectF FilmFigure::plotArea() const {
  const int line = QFontMetrics(Theme::smallFont()).height();
  return QRectF(rect()).adjusted(2, line + 4, -4, -4);
}

void FilmFigure::paintEvent(QPaintEvent* /*event*/) {
  const auto& colours = Theme::instance().colours();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(Theme::smallFont());
  const QRect head(2, 0, width() - 6, painter.fontMetrics().height());
  const QString value = valueText();
  painter.setPen(colours.text);
  painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter, value);
  painter.setPen(colours.muted);
  const int room = head.width() - painter.fontMetrics().horizontalAdvance(value) - 8;
  painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(title_, Qt::ElideRight, room));
  const QRectF area = plotArea();
  painter.setPen(QPen(colours.border, 1));
  painter.drawLine(area.bottomLeft(), area.bottomRight());
  const auto xAt = [&](double frame) {
    return area.left() + area.width() * (values_.size() < 2 ? 0.5 : frame / double(values_.size() - 1));
  };
  const auto yAt = [&](double v) { return area.bottom() - area.height() * (v - low_) / (high_ - low_); };
  int number = 0;
  for (const QVector<double>* list : {&values_, &second_}) {
    const QColor ink = Theme::instance().series(number);
    painter.setPen(QPen(ink, 1.5, number == 0 ? Qt::SolidLine : Qt::DashLine));
    ++number;
    QPolygonF line;
    for (qsizetype i = 0; i <= list->size(); ++i) {
      if (i < list->size() && std::isfinite((*list)[i])) {
        line << QPointF(xAt(double(i)), yAt((*list)[i]));
        continue;
      }
      if (line.size() == 1) painter.drawEllipse(line[0], 1.5, 1.5);
      painter.drawPolyline(line);
      line.clear();
    }
  }
  if (values_.isEmpty()) return;
  painter.setPen(QPen(colours.accent, 1));
  painter.drawLine(QPointF(xAt(place_), area.top()), QPointF(xAt(place_), area.bottom()));
}

void FilmFigure::mousePressEvent(QMouseEvent* event) {
  const QRectF area = plotArea();
  if (values_.isEmpty() || area.width() <= 0) return;
  const double share = std::clamp((event->position().x() - area.left()) / area.width(), 0.0, 1.0);
  Q_EMIT placeWanted(static_cast<int>(std::lround(share * double(values_.size() - 1))));
}

EmbeddingsFilm::EmbeddingsFilm(FilmModel& film, QWidget* parent)
    : QWidget(parent),
      film_(film),
      playButton_(new QPushButton(this)),
      slider_(new QSlider(Qt::Horizontal, this)),
      epochLabel_(new QLabel(this)) {
  constexpr int g = Theme::kGrid;
  playButton_->setObjectName("playFilmButton");
  playButton_->setFixedWidth(92);
  slider_->setObjectName("filmSlider");
  slider_->setPageStep(5);
  slider_->installEventFilter(this);
  epochLabel_->setObjectName("filmEpochLabel");
  epochLabel_->setMinimumWidth(170);
  auto* line = new QHBoxLayout;
  line->setSpacing(g);
  line->addWidget(playButton_);
  line->addWidget(slider_, 1);
  line->addWidget(epochLabel_);
  auto* row = new QHBoxLayout;
  row->setSpacing(2 * g);
  for (int i = 0; i < 5; ++i) {
    figures_ << new FilmFigure(this);
    row->addWidget(figures_.last());
    connect(figures_.last(), &FilmFigure::placeWanted, this, [this](int frame) {
      Q_EMIT used();
      goTo(frame);
    });
  }
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(g / 2);
  layout->addLayout(line);
  layout->addLayout(row);
  timer_.setInterval(kTickMs);
  connect(&timer_, &QTimer::timeout, this, &EmbeddingsFilm::tick);
  connect(&film, &FilmModel::changed, this, &EmbeddingsFilm::onChanged);
  connect(slider_, &QSlider::valueChanged, this, [this](int frame) {
    Q_EMIT used();
    goTo(frame);
  });
  connect(playButton_, &QPushButton::clicked, this, [this] {
    Q_EMIT used();
    play(!isPlaying());
  });
  connect(&Theme::instance(), &Theme::changed, this, &EmbeddingsFilm::refresh);
  retranslate();
}

void EmbeddingsFilm::retranslate() {
  slider_->setAccessibleName(tr("Recorded validation"));
  slider_->setToolTip(tr("Space plays, arrow keys step, Home and End jump"));
  figures_[0]->setTitle(tr("Picture → text R@1"),
                        tr("Share of the watched pictures whose own text is the nearest one"));
  figures_[1]->setTitle(tr("Text → picture R@1"), tr("Share of their texts that have a picture of theirs nearest"));
  figures_[2]->setTitle(tr("Cosine own / other"),
                        tr("Mean cosine of pictures with their own texts (line) and with others (dashes)"));
  figures_[3]->setTitle(tr("Modality gap"), tr("Distance between the means of pictures and texts on the unit sphere"));
  figures_[4]->setTitle(tr("Trust / recall"),
                        tr("How far the picture can be trusted: trustworthiness (line) and kept neighbours (dashes)"));
  refresh();
}

int EmbeddingsFilm::frame() const {
  return std::clamp(static_cast<int>(std::lround(place_)), 0, std::max(0, last()));
}

void EmbeddingsFilm::onChanged(bool isOther) {
  const bool wasLast = !isOther && slider_->maximum() > 0 && frame() >= slider_->maximum();
  {
    const QSignalBlocker block(slider_);
    slider_->setRange(0, std::max(0, last()));
  }
  fillFigures();
  if (isOther) {
    timer_.stop();
    setPlace(std::max(0, last()));
  } else if (wasLast || place_ > last()) {
    goTo(last());  // who looks at the newest frame sees the next one come
  }
  refresh();
}

void EmbeddingsFilm::fillFigures() {
  const auto column = [this](double FilmFrame::*member) {
    QVector<double> values;
    for (const FilmFrame& frame : film_.frames()) values << frame.*member;
    return values;
  };
  figures_[0]->setValues(column(&FilmFrame::imageToText), {}, 0, 1);
  figures_[1]->setValues(column(&FilmFrame::textToImage), {}, 0, 1);
  figures_[2]->setValues(column(&FilmFrame::matched), column(&FilmFrame::mismatched), 0, 1);
  figures_[3]->setValues(column(&FilmFrame::gap), {}, 0, 0.5);
  figures_[4]->setValues(column(&FilmFrame::trustworthiness), column(&FilmFrame::recall), 0, 1);
  const bool hasTexts = film_.space() == EmbeddingSpace::aligned;
  for (int i = 0; i < figures_.size(); ++i) figures_[i]->setVisible(areFiguresShown_ && (hasTexts || i == 4));
}

void EmbeddingsFilm::setFiguresShown(bool areShown) {
  areFiguresShown_ = areShown;
  fillFigures();
}

void EmbeddingsFilm::goTo(int frame) {
  if (film_.frames().empty()) return;
  goal_ = std::clamp(frame, 0, last());
  isGliding_ = true;
  timer_.start();
  const QSignalBlocker block(slider_);
  slider_->setValue(static_cast<int>(goal_));
  refresh();
}

void EmbeddingsFilm::play(bool isPlaying) {
  if (!isPlaying || film_.frames().size() < 2) {
    timer_.stop();
    isGliding_ = false;
    if (place_ != std::round(place_)) goTo(frame());
    return refresh();
  }
  if (place_ >= last()) setPlace(0);
  isGliding_ = false;
  goal_ = last();
  timer_.start();
  refresh();
}

void EmbeddingsFilm::tick() {
  // A long way takes no longer than a few frames.
  const double step = isGliding_ ? std::max(kGlideStep, std::abs(goal_ - place_) / 4) : kPlayStep;
  const double next = goal_ > place_ ? std::min(goal_, place_ + step) : std::max(goal_, place_ - step);
  if (!isGliding_) goal_ = last();
  if (next == goal_) {
    timer_.stop();
    isGliding_ = false;
  }
  setPlace(next);
}

void EmbeddingsFilm::setPlace(double place) {
  place_ = place;
  for (FilmFigure* figure : figures_) figure->setPlace(place);
  if (!isGliding_) {
    const QSignalBlocker block(slider_);
    slider_->setValue(frame());
  }
  refresh();
  Q_EMIT placeChanged(place_);
}

void EmbeddingsFilm::refresh() {
  playButton_->setText(isPlaying() ? tr("Pause") : tr("Play"));
  playButton_->setIcon(Theme::instance().icon(isPlaying() ? "pause" : "start"));
  playButton_->setEnabled(film_.frames().size() > 1);
  slider_->setEnabled(film_.frames().size() > 1);
  if (film_.frames().empty()) return epochLabel_->setText({});
  const FilmFrame& now = film_.frames()[static_cast<std::size_t>(frame())];
  const QLocale locale;
  epochLabel_->setText(tr("epoch %1 · step %2").arg(locale.toString(now.epoch, 'g', 4), number(now.step)));
}

bool EmbeddingsFilm::eventFilter(QObject* object, QEvent* event) {
  if (object == slider_ && event->type() == QEvent::KeyPress &&
      static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space) {
    Q_EMIT used();
    play(!isPlaying());
    return true;
  }
  return QWidget::eventFilter(object, event);
}

}  // namespace marcie::ui
