// What the window has to say: posted from anywhere in the GUI thread, shown by the message bar and kept by the log.
#pragma once

#include <functional>

#include <QObject>
#include <QString>

#include "core/base/result.h"

namespace marcie::ui {

struct Message {
  enum class Severity { info, good, warning, error };
  Severity severity = Severity::info;
  QString text;                  // a sentence
  QString hint;                  // what to do; may be empty
  QString details;               // for "Copy details"; may be empty
  QString actionText;            // a button; empty = none
  std::function<void()> action;  // what the button does
};

class Messages : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;
  void post(Message message) { Q_EMIT posted(message); }
  void info(const QString& text) { post({Message::Severity::info, text, {}, {}, {}, {}}); }
  // `doing` says what was tried: "The data could not be read".
  void report(const Error& error, const QString& doing);

 Q_SIGNALS:
  // Errors and warnings stay until dismissed, the rest fades from the bar.
  void posted(const marcie::ui::Message& message);
};

}  // namespace marcie::ui
