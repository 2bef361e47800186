#include "ui/bridge/error_text.h"

#include <QCoreApplication>

#include "ui/bridge/messages.h"

namespace marcie::ui {
namespace {

QString text(const char* sentence) {
  return QCoreApplication::translate("Errors", sentence);
}

}  // namespace

QString errorSentence(ErrorCode code) {
  switch (code) {
    case ErrorCode::usage:
      return text(QT_TRANSLATE_NOOP("Errors", "That does not exist here."));
    case ErrorCode::option:
      return text(QT_TRANSLATE_NOOP("Errors", "An option cannot be used as it is."));
    case ErrorCode::notFound:
      return text(QT_TRANSLATE_NOOP("Errors", "Something that is needed is missing."));
    case ErrorCode::data:
      return text(QT_TRANSLATE_NOOP("Errors", "The data cannot be used as it is."));
    case ErrorCode::format:
      return text(QT_TRANSLATE_NOOP("Errors", "A file does not follow its format."));
    case ErrorCode::io:
      return text(QT_TRANSLATE_NOOP("Errors", "A file could not be read or written."));
    case ErrorCode::diskFull:
      return text(QT_TRANSLATE_NOOP("Errors", "The disk is full."));
    case ErrorCode::memory:
      return text(QT_TRANSLATE_NOOP("Errors", "There is not enough memory."));
    case ErrorCode::checkpoint:
      return text(QT_TRANSLATE_NOOP("Errors", "The checkpoint does not fit."));
    case ErrorCode::busy:
      return text(QT_TRANSLATE_NOOP("Errors", "Another process is using this run."));
    case ErrorCode::exists:
      return text(QT_TRANSLATE_NOOP("Errors", "It exists already."));
    case ErrorCode::cancelled:
      return text(QT_TRANSLATE_NOOP("Errors", "Cancelled."));
    case ErrorCode::numeric:
      return text(QT_TRANSLATE_NOOP("Errors", "The loss became infinite or undefined."));
    case ErrorCode::protocol:
      return text(QT_TRANSLATE_NOOP("Errors", "Window and engine do not understand each other."));
    case ErrorCode::unavailable:
      return text(QT_TRANSLATE_NOOP("Errors", "That is not available now."));
    case ErrorCode::internal:
      return text(QT_TRANSLATE_NOOP("Errors", "Something went wrong inside Marcie."));
  }
  return {};
}

QString errorCause(const Error& error) {
  Error plain = error;
  plain.hint.clear();
  QString cause = QString::fromStdString(plain.toString());
  if (!cause.isEmpty()) cause[0] = cause[0].toUpper();
  return cause;
}

QString errorDetails(const Error& error) {
  return QStringLiteral("[%1] %2").arg(QString::fromUtf8(errorCodeName(error.code).data()),
                                       QString::fromStdString(error.toString()));
}

QString translated(const char* context, const std::string& text) {
  return text.empty() ? QString() : QCoreApplication::translate(context, text.c_str());
}

void Messages::report(const Error& error, const QString& doing) {
  if (error.code == ErrorCode::cancelled) return;  // the person asked for it and sees it
  post(
      {Message::Severity::error,
       doing.isEmpty() ? errorSentence(error.code) : doing + ". " + errorSentence(error.code),
       errorCause(error) + (error.hint.empty() ? QString() : QStringLiteral(". ") + QString::fromStdString(error.hint)),
       errorDetails(error),
       {},
       {}});
}

}  // namespace marcie::ui
