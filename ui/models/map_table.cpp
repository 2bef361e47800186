#include "ui/models/map_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include <QCoreApplication>
#include <QFileInfo>

#include "ui/text.h"

namespace marcie::ui {
namespace {

constexpr int kMostTagChoices = 400;

QString mapText(const char* text) {
  return QCoreApplication::translate("MapTable", text);
}

template <class T>
QVector<T> valuesOf(const std::vector<std::uint8_t>& bytes) {
  QVector<T> values(static_cast<qsizetype>(bytes.size() / sizeof(T)));
  if (!values.isEmpty()) std::memcpy(values.data(), bytes.data(), static_cast<std::size_t>(values.size()) * sizeof(T));
  return values;
}

QStringList namesOf(const std::vector<std::string>& names) {
  QStringList list;
  list.reserve(static_cast<qsizetype>(names.size()));
  for (const std::string& name : names) list << q(name);
  return list;
}

QString fieldTitle(const QString& name) {
  if (name == QLatin1String("loss")) return mapText(QT_TRANSLATE_NOOP("MapTable", "Loss of the picture"));
  if (name == QLatin1String("cosine")) return mapText(QT_TRANSLATE_NOOP("MapTable", "Cosine with its own text"));
  if (name == QLatin1String("moved")) return mapText(QT_TRANSLATE_NOOP("MapTable", "How far it moved"));
  return name;
}

}  // namespace

QVector<float> floatsOf(const std::vector<std::uint8_t>& bytes) {
  return valuesOf<float>(bytes);
}

QVector<std::int32_t> intsOf(const std::vector<std::uint8_t>& bytes) {
  return valuesOf<std::int32_t>(bytes);
}

bool MapTable::hasTexts() const {
  return !modalities.isEmpty() && modalities.last() == 1;
}

int MapTable::pictureCount() const {
  return hasTexts() ? size() / 2 : size();
}

QString MapTable::splitOf(int point) const {
  constexpr std::array kNames{"train", "val", "test"};
  return point < splits.size() && splits[point] < 3 ? QString::fromLatin1(kNames[splits[point]]) : QString();
}

QStringList MapTable::tagsOf(int point) const {
  QStringList names;
  if (point + 1 >= tagStarts.size()) return names;
  for (int i = std::max(0, tagStarts[point]); i < std::min<int>(tagStarts[point + 1], int(tagged.size())); ++i) {
    names << tags.value(tagged[i]);
  }
  return names;
}

protocol::DataRow MapTable::rowOf(int point) const {
  protocol::DataRow row;
  row.path = paths.value(point).toStdString();
  row.label = labelOf(point).toStdString();
  row.split = splitOf(point).toStdString();
  for (const QString& tag : tagsOf(point)) row.tags.push_back(tag.toStdString());
  return row;
}

QVector<int> MapTable::pointsOf(const QString& path) const {
  return points_.value(path);
}

QVector<int> MapTable::search(const QString& words) const {
  QVector<int> found;
  const QStringList wanted = words.split(u' ', Qt::SkipEmptyParts);
  if (wanted.isEmpty()) return found;
  // A class or annotation is looked at once, not once a point.
  const auto matches = [&wanted](const QStringList& names) {
    QVector<QVector<bool>> result;
    for (const QString& word : wanted) {
      QVector<bool> hits;
      for (const QString& name : names) hits << name.contains(word, Qt::CaseInsensitive);
      result << hits;
    }
    return result;
  };
  const auto ofClass = matches(classes), ofTag = matches(tags);
  const auto hit = [](const QVector<bool>& hits, int at) { return at >= 0 && at < hits.size() && hits[at]; };
  for (int i = 0; i < size(); ++i) {
    bool all = true;
    for (qsizetype w = 0; w < wanted.size() && all; ++w) {
      bool any = hit(ofClass[w], labels.value(i, -1)) || hit(ofClass[w], predictions.value(i, -1));
      if (!any && i + 1 < tagStarts.size()) {
        for (int k = std::max(0, tagStarts[i]); k < std::min<int>(tagStarts[i + 1], int(tagged.size())) && !any; ++k) {
          any = hit(ofTag[w], tagged[k]);
        }
      }
      all = any || paths[i].mid(paths[i].lastIndexOf(u'/') + 1).contains(wanted[w], Qt::CaseInsensitive);
    }
    if (all) found << i;
  }
  return found;
}

void MapTable::setField(const QString& name, QVector<float> values) {
  for (auto& [known, old] : fields) {
    if (known != name) continue;
    old = std::move(values);
    return;
  }
  fields.append({name, std::move(values)});
}

void MapTable::index() {
  points_.clear();
  points_.reserve(paths.size());
  for (int i = 0; i < size(); ++i) points_[paths[i]] << i;
}

Result<MapTable> unpack(const protocol::MapPoints& points) {
  MapTable table;
  table.paths = namesOf(points.paths);
  table.classes = namesOf(points.classes);
  table.tags = namesOf(points.tags);
  table.labels = intsOf(points.labels);
  table.predictions = intsOf(points.predictions);
  table.confidences = floatsOf(points.confidences);
  table.splits = valuesOf<std::uint8_t>(points.splits);
  table.modalities = valuesOf<std::uint8_t>(points.modalities);
  table.tagStarts = intsOf(points.tagStarts);
  table.tagged = intsOf(points.tagged);
  const qsizetype n = table.paths.size();
  bool isWhole = table.labels.size() == n && table.predictions.size() == n && table.confidences.size() == n &&
                 table.splits.size() == n && (table.modalities.isEmpty() || table.modalities.size() == n) &&
                 (table.tagStarts.isEmpty() || table.tagStarts.size() == n + 1);
  for (const auto& field : points.fields) {
    table.fields.append({q(field.name), floatsOf(field.values)});
    isWhole = isWhole && table.fields.last().second.size() == n;
  }
  if (!isWhole) return Error{ErrorCode::protocol, "the points of a map do not fit together", {}, {}};
  table.index();
  return table;
}

QVector<ColourChoice> colourChoices(const MapTable& table) {
  QVector<ColourChoice> choices{{"class", mapText(QT_TRANSLATE_NOOP("MapTable", "Class"))},
                                {"prediction", mapText(QT_TRANSLATE_NOOP("MapTable", "Predicted class"))},
                                {"correct", mapText(QT_TRANSLATE_NOOP("MapTable", "Right or wrong"))},
                                {"confidence", mapText(QT_TRANSLATE_NOOP("MapTable", "Confidence"))},
                                {"split", mapText(QT_TRANSLATE_NOOP("MapTable", "Split"))}};
  if (table.hasTexts()) choices.append({"modality", mapText(QT_TRANSLATE_NOOP("MapTable", "Picture or text"))});
  for (const auto& [name, values] : table.fields) choices.append({"field:" + name, fieldTitle(name)});
  QVector<int> counts(table.tags.size(), 0);
  for (const int tag : table.tagged) {
    if (tag >= 0 && tag < counts.size()) ++counts[tag];
  }
  QVector<int> order;
  for (int i = 0; i < counts.size(); ++i) order << i;
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return counts[a] > counts[b]; });
  for (const int tag : order) {
    if (counts[tag] == 0 || choices.size() > kMostTagChoices) break;
    choices.append(
        {"tag:" + table.tags[tag], mapText(QT_TRANSLATE_NOOP("MapTable", "Annotation: %1")).arg(table.tags[tag])});
  }
  return choices;
}

ScatterColouring colouringBy(const MapTable& table, const QString& key) {
  ScatterColouring colouring;
  const int n = table.size();
  for (const ColourChoice& choice : colourChoices(table)) {
    if (choice.key == key) colouring.title = choice.title;
  }
  if (key == QLatin1String("class") || key == QLatin1String("prediction")) {
    colouring.names = table.classes;
    colouring.kind = key == QLatin1String("class") ? table.labels : table.predictions;
  } else if (key == QLatin1String("correct")) {
    colouring.names =
        QStringList{mapText(QT_TRANSLATE_NOOP("MapTable", "right")), mapText(QT_TRANSLATE_NOOP("MapTable", "wrong"))};
    for (int i = 0; i < n; ++i) {
      colouring.kind << (table.labels[i] < 0 ? -1 : table.labels[i] == table.predictions[i] ? 0 : 1);
    }
  } else if (key == QLatin1String("split")) {
    colouring.names = QStringList{"train", "val", "test"};
    for (int i = 0; i < n; ++i) colouring.kind << int(table.splits[i]);
  } else if (key == QLatin1String("modality") && table.hasTexts()) {
    colouring.names =
        QStringList{mapText(QT_TRANSLATE_NOOP("MapTable", "picture")), mapText(QT_TRANSLATE_NOOP("MapTable", "text"))};
    for (int i = 0; i < n; ++i) colouring.kind << int(table.modalities[i]);
  } else if (key.startsWith(QLatin1String("tag:"))) {
    const auto tag = table.tags.indexOf(key.mid(4));
    if (tag < 0) return colouring;
    colouring.names =
        QStringList{mapText(QT_TRANSLATE_NOOP("MapTable", "with")), mapText(QT_TRANSLATE_NOOP("MapTable", "without"))};
    colouring.kind.fill(1, n);
    for (int i = 0; i < n && i + 1 < table.tagStarts.size(); ++i) {
      for (int k = std::max(0, table.tagStarts[i]); k < std::min<int>(table.tagStarts[i + 1], int(table.tagged.size()));
           ++k) {
        if (table.tagged[k] == tag) colouring.kind[i] = 0;
      }
    }
  } else if (key == QLatin1String("confidence")) {
    colouring.value = table.confidences;
    colouring.low = 0;
    colouring.high = 1;
  } else if (key.startsWith(QLatin1String("field:"))) {
    for (const auto& [name, values] : table.fields) {
      if (name == key.mid(6)) colouring.value = values;
    }
    colouring.fitScale();
  }
  return colouring;
}

QVector<float> movedBy(const MapTable& a, const QVector<float>& placesA, const MapTable& b,
                       const QVector<float>& placesB) {
  QVector<float> moved(a.size(), std::numeric_limits<float>::quiet_NaN());
  for (int i = 0; i < a.size() && 2 * i + 1 < placesA.size(); ++i) {
    for (const int other : b.pointsOf(a.paths[i])) {
      if (b.isText(other) != a.isText(i) || 2 * other + 1 >= placesB.size()) continue;
      moved[i] = std::hypot(placesA[2 * i] - placesB[2 * other], placesA[2 * i + 1] - placesB[2 * other + 1]);
    }
  }
  return moved;
}

}  // namespace marcie::ui
