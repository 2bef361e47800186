// A part of the real pictures (food10) and a small run on them, for tests that drive the window with the real engine.
#pragma once

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMap>
#include <QProcess>
#include <QSettings>
#include <QTemporaryDir>

namespace marcie::ui::testing {

// Where the real pictures are; empty when they are not on this machine.
inline QString foodSource() {
  const QString folder =
      qEnvironmentVariable("MARCIE_TEST_DATA", QStringLiteral(MARCIE_SOURCE_DIR "/../shared/data")) + "/food10";
  return QFile::exists(folder + "/samples.csv") ? folder : QString();
}

struct FoodPicture {
  QString path, label, split;
};

// The first pictures of each class and split with their list, in the layout of the whole. Empty when the list cannot be
// read or written.
inline QList<FoodPicture> copySomeFood(const QString& target, int perClassAndSplit) {
  const QString source = foodSource();
  QFile in(source + "/samples.csv");
  QFile out(target + "/samples.csv");
  if (!QDir().mkpath(target) || !in.open(QIODevice::ReadOnly) || !out.open(QIODevice::WriteOnly)) return {};
  out.write(in.readLine());
  QMap<QString, int> taken;
  QList<FoodPicture> copied;
  while (!in.atEnd()) {
    const QByteArray line = in.readLine();
    const QStringList cells = QString::fromUtf8(line).split(',');
    if (cells.size() < 3 || ++taken[cells[1] + cells[2]] > perClassAndSplit) continue;
    const QString path = target + "/" + cells[0];
    QDir().mkpath(QFileInfo(path).path());
    if (!QFile::copy(source + "/" + cells[0], path)) continue;
    out.write(line);
    copied << FoodPicture{path, cells[1], cells[2]};
  }
  return copied;
}

// A whole MARNet (alignment, diffusion, a film of watched pictures) on 240 pictures of food10: made once a test
// program, in a few seconds.
class FoodRun {
 public:
  static constexpr int kClasses = 10, kPerClassAndSplit = 8, kPictures = 3 * kClasses * kPerClassAndSplit;
  static constexpr int kEpochs = 5, kWatched = 60;

  // Why there is nothing to test with here; empty when there is.
  [[nodiscard]] static QString whyNot() {
    if (!QFile::exists(engine())) return QStringLiteral("marcie-cli is not built here");
    if (foodSource().isEmpty()) return QStringLiteral("the real pictures (food10) are not on this machine");
    return {};
  }
  // Home, cache, settings and engine of this test program, then the run. False when it could not be made.
  bool make() {
    if (!home_.isValid()) return false;
    qputenv("MARCIE_HOME", home_.filePath("home").toUtf8());
    qputenv("MARCIE_CACHE_DIR", home_.filePath("cache").toUtf8());
    qputenv("MARCIE_ENGINE", (engine() + " serve").toUtf8());
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, home_.filePath("settings"));
    pictures_ = copySomeFood(data(), kPerClassAndSplit);
    if (pictures_.size() != kPictures) return false;
    QStringList arguments{"train", "--task", "marnet", "--data", data(), "--out", path()};
    for (const char* set : {"data.imageSize=48", "data.cacheSize=48", "trainer.batchSize=16", "trainer.threads=1",
                            "model.width=8", "model.dim=16", "model.phases.backbone=1", "model.phases.joint=4",
                            "model.cdr.hidden=16", "model.cdr.steps=20", "model.cdr.dropCondition=0.1"}) {
      arguments << "--set" << set;
    }
    arguments << "--set" << QStringLiteral("trainer.probePictures=%1").arg(kWatched);
    return QProcess::execute(engine(), arguments) == 0;
  }
  [[nodiscard]] QString path() const { return home_.filePath("home/runs/food"); }
  [[nodiscard]] QString data() const { return home_.filePath("some_food"); }
  [[nodiscard]] QString folder() const { return home_.path(); }
  [[nodiscard]] const QList<FoodPicture>& pictures() const { return pictures_; }
  // The nth picture of a split.
  [[nodiscard]] FoodPicture picture(const QString& split, int index) const {
    for (const FoodPicture& picture : pictures_) {
      if (picture.split == split && index-- == 0) return picture;
    }
    return {};
  }

 private:
  static QString engine() { return QStringLiteral(MARCIE_BIN_DIR "/marcie-cli"); }
  QTemporaryDir home_;
  QList<FoodPicture> pictures_;
};

}  // namespace marcie::ui::testing
