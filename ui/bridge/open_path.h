// What a person dropped on the window or named on the command line: a run folder, a picture, or data.
#pragma once

#include <QString>

namespace marcie::ui {

class AppContext;

// Selects the run, predicts the picture, or looks at the data, and shows the page that goes with it.
void openPath(AppContext& context, const QString& path);

}  // namespace marcie::ui
