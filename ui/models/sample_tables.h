// What runs say of every picture of a split, fetched from the engine when asked for and shared by the pages that show
// it. One question at a time, the newest wins. GUI thread.
#pragma once

#include <map>
#include <memory>
#include <optional>

#include <QObject>

#include "core/api/protocol_samples.h"
#include "ui/bridge/engine_client.h"

namespace marcie::ui {

class SampleTables : public QObject {
  Q_OBJECT
 public:
  explicit SampleTables(EngineClient& engine, QObject* parent = nullptr);

  // Null until it was asked for and answered.
  [[nodiscard]] std::shared_ptr<const SampleTable> table(const QString& run, const QString& split) const;
  // Asks unless it is known; what was being asked before is given up.
  void ask(const QString& run, const QString& split);
  void cancel();
  [[nodiscard]] bool isBusy() const { return call_ != 0; }
  [[nodiscard]] qint64 done() const { return done_; }
  [[nodiscard]] qint64 total() const { return total_; }
  // Why the last question has no answer; empty when it has one, was given up, or was about something else.
  [[nodiscard]] QString failure(const QString& run, const QString& split) const {
    return asked_ == Key(run, split) ? failure_ : QString();
  }
  // The run has a newer checkpoint, or is gone.
  void forget(const QString& run);

 Q_SIGNALS:
  void changed();  // a table came, went, or could not be had
  void progress();

 private:
  using Key = std::pair<QString, QString>;
  EngineClient& engine_;
  std::map<Key, std::shared_ptr<const SampleTable>> tables_;
  qint64 call_ = 0;
  quint64 generation_ = 0;
  Key asked_;  // last
  QString failure_;
  qint64 done_ = 0, total_ = 0;
};

}  // namespace marcie::ui
