// What map to compute: space, split, method, its parameters, seed; and the buttons that begin, pause and end it.
#pragma once

#include <QCheckBox>
#include <QLabel>
#include <QPushButton>

#include "core/api/protocol_projection.h"
#include "ui/forms/number_box.h"
#include "ui/widgets/choice_box.h"

namespace marcie::ui {

class EmbeddingsBar : public QWidget {
  Q_OBJECT
 public:
  static constexpr qint64 kSample = 10000;

  explicit EmbeddingsBar(QWidget* parent = nullptr);
  void retranslate();

  // Without run, pane and alignment. Errors: option, with every problem.
  [[nodiscard]] Result<protocol::ProjectionStart> request() const;
  // The space that the film of a run can show instead: visual, or aligned with the texts.
  [[nodiscard]] EmbeddingSpace filmSpace() const;
  void setFilmMode(bool isFilm);
  void setRunning(bool isRunning, bool isPaused);
  void setComputable(bool isComputable);
  // As a map was made, so that what is shown and what would be computed agree.
  void show(const protocol::MapEntry& entry);
  void setAll(bool isAll);
  void chooseSpace(EmbeddingSpace space);
  void choosePairs();  // pictures and texts in one map

 Q_SIGNALS:
  void computeWanted();
  void pauseWanted(bool isPaused);
  void cancelWanted();
  void changed();

 private:
  struct Field {
    QLabel* label;
    NumberBox* box;
  };
  Field addField(const char* name, NumberBox::Kind kind, double low, double high);
  void showFields();
  [[nodiscard]] ProjectionMethod method() const;

  ChoiceBox *spaceBox_, *splitBox_, *methodBox_, *metricBox_;
  QLabel *spaceLabel_, *methodLabel_;
  Field perplexity_, iterations_, neighbours_, minDist_, seed_;
  QCheckBox* allBox_;
  QPushButton *computeButton_, *pauseButton_, *cancelButton_;
  bool isFilm_ = false, isRunning_ = false, isPaused_ = false, isComputable_ = false;
};

}  // namespace marcie::ui
