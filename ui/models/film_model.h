// The film of a run's training: recorded frames as they are, and those that come while it trains. GUI thread only.
#pragma once

#include <optional>
#include <vector>

#include <QObject>

#include "core/api/protocol_alignment.h"
#include "ui/bridge/engine_client.h"
#include "ui/models/map_table.h"

namespace marcie::ui {

struct FilmFrame {
  qint64 step = 0;
  double epoch = 0;
  QString phase;
  QVector<float> coordinates;
  QVector<std::int32_t> predictions;
  QVector<float> confidences;
  // Figures of the watched pictures; NaN = none.
  double trustworthiness = 0, recall = 0, imageToText = 0, textToImage = 0, matched = 0, mismatched = 0, gap = 0;
};

class FilmModel : public QObject {
  Q_OBJECT
 public:
  explicit FilmModel(EngineClient& engine, QObject* parent = nullptr);

  // visual, or aligned (with the texts). Empty run = none.
  void setSource(const QString& run, EmbeddingSpace space);
  [[nodiscard]] const QString& run() const { return run_; }
  [[nodiscard]] EmbeddingSpace space() const { return space_; }
  [[nodiscard]] const std::vector<FilmFrame>& frames() const { return frames_; }
  [[nodiscard]] const MapTable& table() const { return table_; }
  // The table as a frame saw its pictures.
  [[nodiscard]] MapTable tableAt(int frame) const;
  // Between two frames; `place` in [0, count - 1]. A point that only one of them has is where it is there.
  [[nodiscard]] QVector<float> coordinatesAt(double place) const;
  [[nodiscard]] bool isBusy() const { return isAsking_; }
  // Why there is no film; empty while there is one or it is on its way.
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 Q_SIGNALS:
  void changed(bool isOther);  // other pictures or run; otherwise frames were added

 private:
  void ask();
  void onReply(int generation, const Result<protocol::CinemaReply>& reply);
  EngineClient& engine_;
  QString run_;
  EmbeddingSpace space_ = EmbeddingSpace::visual;
  std::vector<FilmFrame> frames_;
  MapTable table_;
  std::optional<Error> error_;
  int generation_ = 0;
  bool isAsking_ = false, isOutdated_ = false;
};

}  // namespace marcie::ui
