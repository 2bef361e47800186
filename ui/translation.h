// The window's language: English, or a translation from the program's resources. Changes while the window is open;
// every widget hears of it through LanguageChange and sets its texts again. GUI thread only.
#pragma once

#include <span>

#include <QString>
#include <QTranslator>

namespace marcie::ui {

// lupdate files a class's texts under its bare name, Qt asks for them with the namespace.
class Translation : public QTranslator {
 public:
  using QTranslator::QTranslator;
  [[nodiscard]] QString translate(const char* context, const char* text, const char* disambiguation,
                                  int n) const override;
};

struct Language {
  const char* code;   // "en", "zh_CN"; "system" follows the desktop
  const char* title;  // in the language itself; empty for "system"
};
[[nodiscard]] std::span<const Language> languages();

// What people have chosen, "system" until then.
[[nodiscard]] QString chosenLanguage();
// Applies a language at once; `remember` keeps it for the next start. An unknown code is taken as a locale's name and
// falls back to English when there is no translation.
void applyLanguage(const QString& code, bool remember);

}  // namespace marcie::ui
