// The window's language. lupdate files a class's texts under its bare name, Qt asks for them with the namespace.
#pragma once

#include <QString>
#include <QTranslator>

namespace marcie::ui {

class Translation : public QTranslator {
 public:
  using QTranslator::QTranslator;
  [[nodiscard]] QString translate(const char* context, const char* text, const char* disambiguation,
                                  int n) const override {
    const QString found = QTranslator::translate(context, text, disambiguation, n);
    if (!found.isEmpty()) return found;
    const QByteArray name(context);
    const auto colon = name.lastIndexOf(':');
    return colon < 0 ? QString() : QTranslator::translate(name.mid(colon + 1).constData(), text, disambiguation, n);
  }
};

}  // namespace marcie::ui
