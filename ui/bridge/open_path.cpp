#include "ui/bridge/open_path.h"

#include <QFileInfo>

#include "core/api/run_folder.h"
#include "ui/bridge/app_context.h"

namespace marcie::ui {

void openPath(AppContext& context, const QString& path) {
  static const QStringList pictures{"jpg", "jpeg", "png", "bmp", "webp", "tif", "tiff"};
  const QFileInfo info(path);
  if (RunFolder::isRun(path.toStdString())) {
    context.selection().setRun(info.absoluteFilePath());
    context.showPanel("train");
  } else if (info.isFile() && pictures.contains(info.suffix().toLower())) {
    context.predictPicture(info.absoluteFilePath());
  } else {
    context.openData(info.absoluteFilePath());
  }
}

}  // namespace marcie::ui
