#include "ui/dialogs/discard_run.h"

#include <QCoreApplication>

#include "ui/bridge/app_context.h"
#include "ui/dialogs/ask.h"

namespace marcie::ui {

namespace {
struct DiscardRun {
  Q_DECLARE_TR_FUNCTIONS(DiscardRun)
};
}  // namespace

void askToDiscard(QWidget* parent, AppContext& context) {
  const auto& info = context.runs().info();
  const QString name = info ? context.series().title(QString::fromStdString(info->path)) : QString();
  ask(parent,
      {DiscardRun::tr("Discard this run?"),
       DiscardRun::tr("“%1” ends at once and its checkpoints are removed. “Stop and save” keeps what it has learned.")
           .arg(name),
       {DiscardRun::tr("Discard"), DiscardRun::tr("Keep training")},
       1,
       0},
      [&context](int choice) {
        if (choice == 0) context.runs().discard();
      });
}

}  // namespace marcie::ui
