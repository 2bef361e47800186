#include "ui/panels/predict_closer.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

#include "ui/bridge/error_text.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {

QString headTitle(const std::string& name) {
  if (name == "backbone") return QCoreApplication::translate("Heads", "backbone");
  if (name == "ema") return QCoreApplication::translate("Heads", "+ alignment (EMA)");
  if (name == "cdr") return QCoreApplication::translate("Heads", "+ diffusion (CDR)");
  if (name == "full") return QCoreApplication::translate("Heads", "whole model");
  return q(name);
}

PredictCloser::PredictCloser(AppContext& context, QWidget* parent)
    : QWidget(parent),
      context_(context),
      parts_(context.engine(), this,
             [this](const protocol::PredictParts& request, const Result<protocol::PredictPartsReply>& reply) {
               if (q(request.path) != path_ || q(request.run) != run_) return;
               reply_.reset();
               if (reply.ok()) reply_ = *reply;
               showParts();
               Q_EMIT partsChanged();
             }) {
  heading_ = new QLabel(this);
  QFont font = Theme::bodyFont();
  font.setWeight(QFont::DemiBold);
  heading_->setFont(font);
  bars_ = new GroupedBars(this);
  bars_->setObjectName(QStringLiteral("partsPlot"));
  bars_->setExportName(QStringLiteral("parts"));
  mindButton_ = new QPushButton(this);
  mindButton_->setObjectName(QStringLiteral("mindButton"));
  mindLabel_ = new QLabel(this);
  mindLabel_->setObjectName(QStringLiteral("mindLabel"));
  mindLabel_->setWordWrap(true);
  auto* row = new QHBoxLayout;
  row->addWidget(mindButton_);
  row->addWidget(mindLabel_, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(Theme::kGrid / 2 + 2);
  column->addWidget(heading_);
  column->addWidget(bars_);
  column->addLayout(row);
  context.noteExportsOf(bars_);
  connect(mindButton_, &QPushButton::clicked, this, [this] {
    if (call_ != 0) return context_.engine().cancel(call_);
    protocol::PredictOcclusion request;
    request.run = run_.toStdString();
    request.path = path_.toStdString();
    failure_.clear();
    occlusion_.reset();
    call_ = context_.engine().call<protocol::PredictOcclusion>(
        this, request, [this, path = path_, run = run_](const Result<protocol::OcclusionReply>& reply) {
          call_ = 0;
          if (path == path_ && run == run_) {
            onOcclusion(reply);
          } else {
            showOcclusion();
          }
        });
    showOcclusion();
  });
  retranslate();
}

void PredictCloser::retranslate() {
  heading_->setText(tr("What its parts say"));
  showParts();
  showOcclusion();
}

void PredictCloser::look(const QString& run, const QString& path, const QString& trueLabel) {
  const bool isOther = run != run_ || path != path_;
  run_ = run;
  path_ = path;
  trueLabel_ = trueLabel;
  if (isOther) {
    if (call_ != 0) context_.engine().cancel(call_);
    reply_.reset();
    occlusion_.reset();
    failure_.clear();
    Q_EMIT marked({});
    showParts();
    showOcclusion();
  }
  protocol::PredictParts request;
  request.run = run.toStdString();
  request.path = path.toStdString();
  parts_.request(request);
}

void PredictCloser::showParts() {
  const bool known = reply_ && !reply_->heads.empty();
  heading_->setVisible(known && reply_->heads.size() > 1);
  bars_->setVisible(known && reply_->heads.size() > 1);
  if (!known) return;
  QStringList groups, series;
  QVector<QVector<double>> values;
  int marked = -1;
  for (const auto& one : reply_->heads.front().top) {
    if (q(one.name) == trueLabel_) marked = static_cast<int>(groups.size());
    groups << q(one.name);
  }
  for (const auto& head : reply_->heads) {
    series << headTitle(head.name);
    values.append(QVector<double>());
    for (const auto& one : head.top) values.last() << one.probability;
  }
  bars_->setBars(groups, series, values, marked);
}

void PredictCloser::onOcclusion(const Result<protocol::OcclusionReply>& reply) {
  if (reply.ok()) {
    occlusion_ = *reply;
    const auto& area = occlusion_->area;
    Q_EMIT marked(occlusion_->flips ? QRectF(area.x, area.y, area.width, area.height) : QRectF());
  } else if (reply.error().code != ErrorCode::cancelled) {
    failure_ = errorCause(reply.error());
  }
  showOcclusion();
}

void PredictCloser::showOcclusion() {
  mindButton_->setText(call_ != 0 ? tr("Stop") : tr("What would change its mind?"));
  mindButton_->setToolTip(tr("Looks for the smallest square that changes the prediction when it is covered"));
  mindLabel_->setProperty("warning", !failure_.isEmpty());
  if (call_ != 0) return mindLabel_->setText(tr("Covering one place after the other…"));
  if (!failure_.isEmpty()) return mindLabel_->setText(failure_);
  if (!occlusion_) return mindLabel_->clear();
  const auto& found = *occlusion_;
  if (!found.flips) {
    return mindLabel_->setText(
        tr("No square of up to %1 of what it sees does (%2 tried).")
            .arg(percentText(found.largest * found.largest), QLocale().toString(qlonglong(found.tried))));
  }
  mindLabel_->setText(tr("Covering the marked %1 of what it sees turns it into %2 (%3); %4 squares tried.")
                          .arg(percentText(found.share), q(found.after.front().name),
                               percentText(found.after.front().probability),
                               QLocale().toString(qlonglong(found.tried))));
}

}  // namespace marcie::ui
