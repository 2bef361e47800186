#include "ui/panels/curves_glance.h"

#include <algorithm>

#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

#include "ui/bridge/app_context.h"
#include "ui/models/thumbnail_store.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {

namespace {

constexpr int kPictures = 8;
constexpr int kPictureHeight = 56;  // px
constexpr int kHistoryHeight = 8;
constexpr int kMark = 5;  // px wide, of one earlier opinion
constexpr int kGlanceGap = Theme::kGrid;

}  // namespace

GlanceStrip::GlanceStrip(AppContext& context, QWidget* parent) : QWidget(parent), context_(context) {
  setObjectName(QStringLiteral("glanceStrip"));
  setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);  // never widens the window
  setVisible(false);
  connect(&context.engine(), &EngineClient::runEvents, this,
          [this](const QString& run, bool, bool, const std::vector<RunEvent>& events) {
            if (run != run_) return;
            const bool saved = std::any_of(events.begin(), events.end(), [](const RunEvent& event) {
              return std::holds_alternative<CheckpointSaved>(event.body);
            });
            if (saved) ask();
          });
  connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize GlanceStrip::sizeHint() const {
  const int line = QFontMetrics(Theme::smallFont()).height();
  return {480, kPictureHeight + line + kHistoryHeight + kGlanceGap};
}

void GlanceStrip::setRun(const QString& run) {
  if (run == run_) return;
  run_ = run;
  reply_.reset();
  pictures_.clear();
  setVisible(false);
  if (!run_.isEmpty()) ask();
}

void GlanceStrip::catchUp() {
  if (isOutdated_ && !run_.isEmpty()) ask();
}

void GlanceStrip::ask() {
  const bool isSeen = parentWidget() == nullptr || parentWidget()->isVisible();
  if (isAsking_ || !isSeen || context_.engine().state() != EngineClient::State::ready) {
    isOutdated_ = true;
    return;
  }
  isAsking_ = true;
  isOutdated_ = false;
  protocol::Glance request;
  request.run = run_.toStdString();
  request.count = kPictures;
  request.size = kPictureHeight * 2;
  context_.engine().call<protocol::Glance>(
      this, request, [this, run = run_](const Result<protocol::GlanceReply>& reply) { onReply(run, reply); });
}

void GlanceStrip::onReply(const QString& run, const Result<protocol::GlanceReply>& reply) {
  isAsking_ = false;
  // Without a checkpoint or without its data a run has no strip; the Predict page says why.
  if (run == run_ && reply.ok() && !reply->pictures.empty()) {
    reply_ = *reply;
    pictures_.clear();
    for (const auto& picture : reply->pictures) pictures_.append(QPixmap::fromImage(toImage(picture.picture)));
    setVisible(true);
    update();
  }
  if ((isOutdated_ || run != run_) && !run_.isEmpty()) ask();
}

QRect GlanceStrip::cell(int index) const {
  const int width = (this->width() - (kPictures - 1) * kGlanceGap) / kPictures;
  return {index * (width + kGlanceGap), 0, width, height()};
}

void GlanceStrip::paintEvent(QPaintEvent* /*event*/) {
  if (!reply_) return;
  QPainter painter(this);
  painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
  for (int i = 0; i < static_cast<int>(pictures_.size()); ++i) paintCell(painter, i);
}

void GlanceStrip::paintCell(QPainter& painter, int index) const {
  const auto& colours = Theme::instance().colours();
  const QRect area = cell(index);
  const auto& pixmap = pictures_[index];
  QRect picture(area.topLeft(), pixmap.size().scaled(area.width(), kPictureHeight, Qt::KeepAspectRatio));
  if (!pixmap.isNull()) painter.drawPixmap(picture, pixmap);
  const auto at = static_cast<std::size_t>(index);
  const auto& chosen = reply_->steps.back().chosen.at(at);
  const bool isRight = chosen.name == reply_->pictures[at].label;
  const QFontMetrics metrics(Theme::smallFont());
  const QRect line(area.left(), kPictureHeight + 2, area.width(), metrics.height());
  painter.setFont(Theme::smallFont());
  painter.setPen(isRight ? colours.good : colours.danger);  // and a mark: colour alone is not for everybody
  const QString words = (isRight ? QStringLiteral("✓ ") : QStringLiteral("✕ ")) + q(chosen.name);
  painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(words, Qt::ElideRight, line.width()));
  paintHistory(painter, QRect(area.left(), line.bottom() + 2, area.width(), kHistoryHeight - 2), index);
}

// One mark a checkpoint, oldest left: full when it was right, low when it was wrong. The newest ones when room is
// short.
void GlanceStrip::paintHistory(QPainter& painter, const QRect& line, int index) const {
  const auto& colours = Theme::instance().colours();
  const auto at = static_cast<std::size_t>(index);
  const int room = std::max(1, line.width() / kMark);
  const int count = static_cast<int>(reply_->steps.size());
  painter.setPen(Qt::NoPen);
  for (int i = std::max(0, count - room), x = line.left(); i < count; ++i, x += kMark) {
    const auto& step = reply_->steps[static_cast<std::size_t>(i)];
    const bool isRight = at < step.chosen.size() && step.chosen[at].name == reply_->pictures[at].label;
    painter.setBrush(isRight ? colours.good : colours.border);
    const int height = isRight ? line.height() : line.height() / 2;
    painter.drawRect(x, line.bottom() + 1 - height, kMark - 1, height);
  }
}

QString GlanceStrip::toolTipOf(int index) const {
  const QLocale locale;
  const auto at = static_cast<std::size_t>(index);
  QStringList lines{tr("Its label: %1").arg(q(reply_->pictures[at].label))};
  constexpr std::size_t kLines = 8;
  const auto& steps = reply_->steps;
  for (std::size_t i = steps.size() > kLines ? steps.size() - kLines : 0; i < steps.size(); ++i) {
    const auto& chosen = steps[i].chosen.at(at);
    lines << tr("step %1: %2, %3 %")
                 .arg(locale.toString(qlonglong(steps[i].step)), q(chosen.name),
                      locale.toString(100 * chosen.probability, 'f', 0));
  }
  return lines.join(u'\n');
}

bool GlanceStrip::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip && reply_) {
    const auto* help = static_cast<QHelpEvent*>(event);
    for (int i = 0; i < static_cast<int>(pictures_.size()); ++i) {
      if (!cell(i).contains(help->pos())) continue;
      QToolTip::showText(help->globalPos(), toolTipOf(i), this);
      return true;
    }
  }
  return QWidget::event(event);
}

}  // namespace marcie::ui
