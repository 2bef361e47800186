// What belongs to the points of a map, unpacked, and what they can be coloured by. Texts are in the window's language.
// GUI thread only.
#pragma once

#include <vector>

#include <QHash>
#include <QStringList>
#include <QVector>

#include "core/api/protocol_data.h"
#include "core/api/protocol_projection.h"
#include "ui/charts/scatter_look.h"

namespace marcie::ui {

struct MapTable {
  QStringList paths, classes, tags;
  QVector<std::int32_t> labels, predictions;  // into classes; -1 = not known
  QVector<float> confidences;
  QVector<std::uint8_t> splits, modalities;        // modalities: 0 picture, 1 text
  QVector<std::int32_t> tagStarts, tagged;         // annotations of point i: tagged[tagStarts[i] … tagStarts[i + 1])
  QVector<QPair<QString, QVector<float>>> fields;  // by name; "moved" may be added

  [[nodiscard]] int size() const { return static_cast<int>(paths.size()); }
  [[nodiscard]] bool hasTexts() const;
  [[nodiscard]] bool isText(int point) const { return point < modalities.size() && modalities[point] == 1; }
  // Pictures that are points: the first ones.
  [[nodiscard]] int pictureCount() const;
  [[nodiscard]] QString splitOf(int point) const;  // "train", "val", "test"
  [[nodiscard]] QStringList tagsOf(int point) const;
  [[nodiscard]] QString labelOf(int point) const { return classes.value(labels.value(point, -1)); }
  [[nodiscard]] QString predictionOf(int point) const { return classes.value(predictions.value(point, -1)); }
  [[nodiscard]] protocol::DataRow rowOf(int point) const;
  // Points of a picture: its own, and that of its text.
  [[nodiscard]] QVector<int> pointsOf(const QString& path) const;
  // Points whose class, predicted class, annotations or file name contain every word.
  [[nodiscard]] QVector<int> search(const QString& words) const;
  void setField(const QString& name, QVector<float> values);
  void index();  // after paths have changed

 private:
  QHash<QString, QVector<int>> points_;
};

// Errors: protocol, when arrays do not have the lengths that the paths claim.
[[nodiscard]] Result<MapTable> unpack(const protocol::MapPoints& points);
[[nodiscard]] QVector<float> floatsOf(const std::vector<std::uint8_t>& bytes);
[[nodiscard]] QVector<std::int32_t> intsOf(const std::vector<std::uint8_t>& bytes);

struct ColourChoice {
  QString key;    // "class", "prediction", "correct", "confidence", "split", "modality", "tag:rice", "field:loss"
  QString title;  // for people
};
// Annotations come last, most frequent first.
[[nodiscard]] QVector<ColourChoice> colourChoices(const MapTable& table);
// Everything alike for a key that the table does not have.
[[nodiscard]] ScatterColouring colouringBy(const MapTable& table, const QString& key);

// How far each point of `a` is from the same point of `b` (same path and modality), NaN where there is none.
[[nodiscard]] QVector<float> movedBy(const MapTable& a, const QVector<float>& placesA, const MapTable& b,
                                     const QVector<float>& placesB);

}  // namespace marcie::ui
