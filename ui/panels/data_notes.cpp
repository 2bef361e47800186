#include "ui/panels/data_notes.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include "ui/text.h"

namespace marcie::ui {

namespace {

constexpr qsizetype kNamesShown = 5;
constexpr double kMuchAfterTheCut = 0.05;  // of the training interactions

struct DataNotes {
  Q_DECLARE_TR_FUNCTIONS(DataNotes)
};

QString someNames(const QStringList& names) {
  const QString shown = names.mid(0, kNamesShown).join(QStringLiteral(", "));
  return names.size() > kNamesShown ? DataNotes::tr("%1 and %2 more").arg(shown, number(names.size() - kNamesShown))
                                    : shown;
}

void addClassNotes(const DatasetSummary& summary, std::vector<DataNote>& notes) {
  QStringList untrained;
  QStringList empty;
  for (const auto& count : summary.classes) {
    const QString name = QString::fromStdString(count.name);
    if (count.train + count.val + count.test == 0) {
      empty << name;
    } else if (count.train == 0) {
      untrained << name;
    }
  }
  const auto warn = [&notes](const QString& text) { notes.push_back({DataNote::Kind::warning, text}); };
  if (!untrained.isEmpty()) {
    warn(DataNotes::tr("Classes without training pictures, which can never be predicted: %1.")
             .arg(someNames(untrained)));
  }
  if (!empty.isEmpty()) warn(DataNotes::tr("Classes without any picture: %1.").arg(someNames(empty)));
  if (summary.classes.size() - static_cast<std::size_t>(empty.size()) < 2) {
    warn(DataNotes::tr("There is only one class: nothing to tell apart."));
  }
  if (summary.val == 0) warn(DataNotes::tr("There are no validation pictures: the best epoch cannot be chosen."));
  if (summary.test == 0) warn(DataNotes::tr("There are no test pictures."));
}

void addTextNotes(const DatasetSummary& summary, std::vector<DataNote>& notes) {
  const auto warn = [&notes](const QString& text) { notes.push_back({DataNote::Kind::warning, text}); };
  if (summary.tags.empty()) {
    return warn(
        DataNotes::tr("The pictures have no annotations: only methods that need no text can be trained on them."));
  }
  if (summary.textIdentifiesClass) {
    warn(DataNotes::tr("The annotations alone tell the class: only results from the picture alone mean anything."));
  }
  if (summary.imagesWithoutTags > 0) {
    warn(DataNotes::tr("Pictures without any annotation: %1 of %2.")
             .arg(number(summary.imagesWithoutTags), number(summary.images)));
  }
}

void addJudgingNotes(const RecSummary& summary, std::vector<DataNote>& notes) {
  const auto warn = [&notes](const QString& text) { notes.push_back({DataNote::Kind::warning, text}); };
  if (summary.coldTest == 0) {
    warn(DataNotes::tr("No item is cold in the test: a recommender for new items cannot be judged on this split."));
  }
  if (summary.test == 0) warn(DataNotes::tr("There are no test interactions."));
  if (!summary.hasTimes) {
    warn(DataNotes::tr("Not every interaction has a time: the newest of a user cannot be told."));
  }
  if (static_cast<double>(summary.trainAfterCut) > kMuchAfterTheCut * static_cast<double>(summary.train)) {
    warn(DataNotes::tr("Training interactions from after the time at which one cut for everybody would begin the test: "
                       "%1. The model sees what was popular later; the protocol “One cut in time” makes that cut.")
             .arg(number(summary.trainAfterCut)));
  }
}

void addItemNotes(const RecSummary& summary, std::vector<DataNote>& notes) {
  const auto warn = [&notes](const QString& text) { notes.push_back({DataNote::Kind::warning, text}); };
  if (summary.withoutImage == summary.items) {
    warn(DataNotes::tr("No item has a picture: name a folder of pictures or a matrix of features in the options."));
  }
  if (summary.terms == 0) {
    warn(DataNotes::tr("There are no annotations: nothing can be inferred from pictures."));
  }
  if (summary.withNeither > 0) {
    warn(DataNotes::tr("Items with neither picture nor annotation, of which nothing is known while they are new: %1.")
             .arg(number(summary.withNeither)));
  }
  if (summary.unreadableImages > 0) {
    warn(DataNotes::tr("Pictures that cannot be read: %1.").arg(number(summary.unreadableImages)));
  }
  if (summary.withoutImage + summary.withoutAnnotation > 0) {
    notes.push_back({DataNote::Kind::fact,
                     DataNotes::tr("Of %1 items, %2 have no picture and %3 no annotation.")
                         .arg(number(summary.items), number(summary.withoutImage), number(summary.withoutAnnotation))});
  }
}

}  // namespace

std::vector<DataNote> dataNotes(const RecSummary& summary) {
  std::vector<DataNote> notes;
  const auto bad = [&notes](const QString& text) { notes.push_back({DataNote::Kind::problem, text}); };
  if (summary.train == 0) bad(DataNotes::tr("There are no training interactions: no recommender can be trained."));
  if (summary.duplicatesAcrossWarmAndCold > 0) {
    bad(DataNotes::tr("Cold items with the very picture of a warm one, byte for byte, and so not as new as they look: "
                      "%1.")
            .arg(number(summary.duplicatesAcrossWarmAndCold)));
  }
  addJudgingNotes(summary, notes);
  addItemNotes(summary, notes);
  return notes;
}

std::vector<DataNote> dataNotes(const DatasetSummary& summary) {
  std::vector<DataNote> notes;
  const auto bad = [&notes](const QString& text) { notes.push_back({DataNote::Kind::problem, text}); };
  if (summary.train == 0) {
    bad(DataNotes::tr("There are no training pictures: this data can be evaluated on, but not trained on."));
  }
  if (summary.duplicatesAcrossSplits > 0) {
    bad(DataNotes::tr(
            "Pictures that are, byte for byte, in two splits at once: %1. Results on them look better than they are.")
            .arg(number(summary.duplicatesAcrossSplits)));
  }
  if (summary.duplicatesAcrossClasses > 0) {
    bad(DataNotes::tr("Pictures that are, byte for byte, in two classes at once: %1.")
            .arg(number(summary.duplicatesAcrossClasses)));
  }
  if (summary.train > 0) addClassNotes(summary, notes);
  addTextNotes(summary, notes);
  if (summary.grey + summary.withAlpha + summary.cmyk + summary.rotated > 0) {
    notes.push_back(
        {DataNote::Kind::fact,
         DataNotes::tr("Handled: %1 grey, %2 with transparency, %3 CMYK, %4 turned by their camera.")
             .arg(number(summary.grey), number(summary.withAlpha), number(summary.cmyk), number(summary.rotated))});
  }
  return notes;
}

QString splitOriginText(const DatasetSummary& summary) {
  const QString origin = QString::fromStdString(summary.splitOrigin);
  if (origin == QLatin1String("given")) return DataNotes::tr("given by the data");
  if (origin.startsWith(QLatin1String("partly given"))) {
    return DataNotes::tr("partly given by the data; the rest drawn for each class, always the same for one seed");
  }
  if (origin.startsWith(QLatin1String("seeded"))) {
    return DataNotes::tr("drawn for each class, always the same for one seed");
  }
  return origin;
}

}  // namespace marcie::ui
