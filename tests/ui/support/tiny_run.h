// A trained run of the built-in sample for tests of the window with the real engine; made once a test program, in a few
// seconds.
#pragma once

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSettings>
#include <QTemporaryDir>

namespace marcie::ui::testing {

inline constexpr int kPatience = 60'000;  // ms; a shared machine can be slow

class TinyRun {
 public:
  // False when there is no engine to make it with, or it could not be made.
  bool make(const QStringList& settings = {}) {
    const QString engine = QStringLiteral(MARCIE_BIN_DIR "/marcie-cli");
    if (!QFile::exists(engine) || !home_.isValid()) return false;
    qputenv("MARCIE_HOME", home_.filePath("home").toUtf8());
    qputenv("MARCIE_CACHE_DIR", home_.filePath("cache").toUtf8());
    qputenv("MARCIE_ENGINE", (engine + " serve").toUtf8());
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, home_.filePath("settings"));
    if (QProcess::execute(engine, {"data", "synth", "kitchen", "--out", data(), "--classes", "4", "--images", "80",
                                   "--image-size", "48", "--users", "2"}) != 0) {
      return false;
    }
    return train("run", settings);
  }
  bool train(const QString& name, const QStringList& settings) {
    QStringList arguments{"train", "--task", "marnet", "--data", data(), "--out", home_.filePath("home/runs/" + name)};
    for (const char* set : {"data.imageSize=32", "data.cacheSize=32", "trainer.batchSize=8", "trainer.threads=1",
                            "model.width=8", "model.dim=16", "model.phases.joint=2", "model.cdr.hidden=16",
                            "model.cdr.steps=20", "model.cdr.dropCondition=0.1"}) {
      arguments << "--set" << set;
    }
    for (const QString& set : settings) arguments << "--set" << set;
    return QProcess::execute(QStringLiteral(MARCIE_BIN_DIR "/marcie-cli"), arguments) == 0;
  }
  [[nodiscard]] QString path(const QString& name = "run") const { return home_.filePath("home/runs/" + name); }
  [[nodiscard]] QString root() const { return home_.filePath("home/runs"); }
  [[nodiscard]] QString data() const { return home_.filePath("kitchen"); }
  [[nodiscard]] QString folder() const { return home_.path(); }
  // The nth picture of the data by name.
  [[nodiscard]] QString picture(int index) const {
    QStringList all;
    collect(QDir(data()), all);
    all.sort();
    return all.value(index);
  }

 private:
  static void collect(const QDir& folder, QStringList& all) {
    for (const auto& file : folder.entryInfoList({"*.png", "*.jpg"}, QDir::Files)) all << file.absoluteFilePath();
    for (const auto& below : folder.entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot)) {
      collect(QDir(below.absoluteFilePath()), all);
    }
  }
  QTemporaryDir home_;
};

}  // namespace marcie::ui::testing
