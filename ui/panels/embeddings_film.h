// The film strip of the Embeddings page: play, slider over the recorded validations, and the figures of alignment as
// small multiples that share it. Keys: Space plays, arrows step, Home and End jump.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QTimer>
#include <QWidget>

#include "ui/models/film_model.h"

namespace marcie::ui {

// One figure over all frames with the place of the slider.
class FilmFigure : public QWidget {
  Q_OBJECT
 public:
  explicit FilmFigure(QWidget* parent = nullptr);
  // Second line may be empty. `low`, `high`: always shown, where they are known.
  void setValues(QVector<double> values, QVector<double> second, double low, double high);
  void setTitle(const QString& title, const QString& help);
  void setPlace(double place);
  [[nodiscard]] QString valueText() const;
  [[nodiscard]] QSize sizeHint() const override { return {150, 64}; }

 Q_SIGNALS:
  void placeWanted(int frame);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  [[nodiscard]] QRectF plotArea() const;
  QVector<double> values_, second_;
  QString title_;
  double low_ = 0, high_ = 1, place_ = 0;
};

class EmbeddingsFilm : public QWidget {
  Q_OBJECT
 public:
  explicit EmbeddingsFilm(FilmModel& film, QWidget* parent = nullptr);
  void retranslate();
  // In frames; between two while it moves.
  [[nodiscard]] double place() const { return place_; }
  [[nodiscard]] int frame() const;
  void goTo(int frame);
  void play(bool isPlaying);
  // The slider alone, to save room.
  void setFiguresShown(bool areShown);
  [[nodiscard]] bool isPlaying() const { return timer_.isActive() && !isGliding_; }

 Q_SIGNALS:
  void placeChanged(double place);
  void used();  // by a person

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  void onChanged(bool isOther);
  void tick();
  void setPlace(double place);
  void fillFigures();
  void refresh();
  [[nodiscard]] int last() const { return static_cast<int>(film_.frames().size()) - 1; }

  FilmModel& film_;
  QPushButton* playButton_;
  QSlider* slider_;
  QLabel* epochLabel_;
  QList<FilmFigure*> figures_;  // image→text, text→image, cosines, gap, trustworthiness and recall
  QTimer timer_;
  double place_ = 0, goal_ = 0;
  bool areFiguresShown_ = true;
  bool isGliding_ = false;  // to a frame that was asked for; otherwise it plays to the end
};

}  // namespace marcie::ui
