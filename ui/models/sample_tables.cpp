#include "ui/models/sample_tables.h"

#include "ui/bridge/error_text.h"
#include "ui/text.h"

namespace marcie::ui {

SampleTables::SampleTables(EngineClient& engine, QObject* parent) : QObject(parent), engine_(engine) {
  connect(&engine, &EngineClient::progress, this, [this](qint64 id, qint64 done, qint64 total, const QString&) {
    if (id != call_ || call_ == 0) return;
    done_ = done;
    total_ = total;
    Q_EMIT progress();
  });
}

std::shared_ptr<const SampleTable> SampleTables::table(const QString& run, const QString& split) const {
  const auto it = tables_.find({run, split});
  return it == tables_.end() ? nullptr : it->second;
}

void SampleTables::ask(const QString& run, const QString& split) {
  if (table(run, split)) return Q_EMIT changed();
  if (call_ != 0) engine_.cancel(call_);
  ++generation_;
  asked_ = {run, split};
  failure_.clear();
  done_ = total_ = 0;
  protocol::SamplesTable request;
  request.run = run.toStdString();
  request.split = split.toStdString();
  call_ = engine_.call<protocol::SamplesTable>(
      this, request, [this, run, split, asked = generation_](Result<SampleTable> reply) {
        const bool isWanted = asked == generation_;
        if (isWanted) call_ = 0;
        if (reply.ok() && reply->isSound()) {
          tables_[{run, split}] = std::make_shared<const SampleTable>(std::move(*reply));
        } else if (isWanted && !reply.ok() && reply.error().code != ErrorCode::cancelled) {
          failure_ = errorCause(reply.error()) +
                     (reply.error().hint.empty() ? QString() : QStringLiteral(". ") + q(reply.error().hint));
        }
        if (isWanted) Q_EMIT changed();
      });
  Q_EMIT progress();
}

// The page is free at once; the engine stops within a few pictures.
void SampleTables::cancel() {
  if (call_ == 0) return;
  engine_.cancel(call_);
  ++generation_;
  call_ = 0;
  Q_EMIT changed();
}

void SampleTables::forget(const QString& run) {
  bool any = false;
  for (auto it = tables_.begin(); it != tables_.end();) {
    const bool isOfRun = it->first.first == run;
    any = any || isOfRun;
    it = isOfRun ? tables_.erase(it) : std::next(it);
  }
  if (any) Q_EMIT changed();
}

}  // namespace marcie::ui
