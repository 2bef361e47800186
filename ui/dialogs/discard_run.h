// The one question before a run that trains is thrown away, whoever asks for it: button, menu or shortcut.
#pragma once

class QWidget;

namespace marcie::ui {

class AppContext;

void askToDiscard(QWidget* parent, AppContext& context);

}  // namespace marcie::ui
