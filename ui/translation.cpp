#include "ui/translation.h"

#include <array>
#include <memory>
#include <vector>

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>

// A static library's resources are dropped by the linker unless somebody asks for them, outside any namespace.
static void initTranslations() {
  Q_INIT_RESOURCE(translations);
}

namespace marcie::ui {

namespace {

constexpr std::array kLanguages{Language{"system", ""}, Language{"en", "English"}, Language{"zh_CN", "简体中文"}};
constexpr auto kSetting = "language";

// Those installed now; replaced as one.
std::vector<std::unique_ptr<QTranslator>>& installed() {
  static std::vector<std::unique_ptr<QTranslator>> translators;
  return translators;
}

void install(std::unique_ptr<QTranslator> translator) {
  QCoreApplication::installTranslator(translator.get());
  installed().push_back(std::move(translator));
}

}  // namespace

QString Translation::translate(const char* context, const char* text, const char* disambiguation, int n) const {
  const QString found = QTranslator::translate(context, text, disambiguation, n);
  if (!found.isEmpty()) return found;
  const QByteArray name(context);
  const auto colon = name.lastIndexOf(':');
  return colon < 0 ? QString() : QTranslator::translate(name.mid(colon + 1).constData(), text, disambiguation, n);
}

std::span<const Language> languages() {
  return kLanguages;
}

QString chosenLanguage() {
  return QSettings().value(QLatin1String(kSetting), QStringLiteral("system")).toString();
}

void applyLanguage(const QString& code, bool remember) {
  initTranslations();
  if (remember) QSettings().setValue(QLatin1String(kSetting), code);
  const QLocale locale = code == QLatin1String("system") ? QLocale::system() : QLocale(code);
  QLocale::setDefault(locale);  // numbers and dates follow
  for (const auto& translator : installed()) QCoreApplication::removeTranslator(translator.get());
  installed().clear();
  if (locale.language() == QLocale::English || locale.language() == QLocale::C) return;
  auto qt = std::make_unique<QTranslator>();
  if (qt->load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
               QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
    install(std::move(qt));
  }
  auto own = std::make_unique<Translation>();
  if (own->load(locale, QStringLiteral("marcie"), QStringLiteral("_"), QStringLiteral(":/i18n"))) {
    install(std::move(own));
  }
}

}  // namespace marcie::ui
