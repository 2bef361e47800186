// The window's program: reads the command line, makes the application, shows the window, starts the engine.
#include <cstdio>

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QSettings>
#include <QSize>
#include <QTemporaryDir>

#include "app/gui/tour.h"
#include "ui/bridge/app_context.h"
#include "ui/bridge/open_path.h"
#include "ui/main_window.h"
#include "ui/theme.h"
#include "ui/translation.h"

using namespace marcie;
using namespace marcie::ui;

namespace {

struct Arguments {
  QString target;      // data, run or picture
  QString tourFolder;  // empty = no tour
  QString engine;
  QString runsRoot;
  QString language;
  QSize tourSize{1280, 800};
  std::optional<Theme::Mode> theme;
  bool exitAfterPaint = false;
};

void describe(QCommandLineParser& parser) {
  parser.setApplicationDescription(
      "Marcie: train picture classifiers that learn from text and annotations, and watch them learn.");
  parser.addHelpOption();
  parser.addVersionOption();
  parser.addOption({"theme", "Colours of the window: light, dark or system.", "name"});
  parser.addOption({"tour", "Show every panel, write a PNG of each into DIR, and exit.", "DIR"});
  parser.addOption({"size", "Size of the window in a tour, e.g. 1920x1080.", "WxH"});
  parser.addOption({"engine", "Command that starts the engine, e.g. \"ssh gpu-host marcie-cli serve\".", "command"});
  parser.addOption({"runs", "Folder in which runs are kept.", "DIR"});
  parser.addOption({"language", "Language of the window: en, zh_CN or system.", "name"});
  QCommandLineOption afterPaint("exit-after-paint", "Leave once the first frame is drawn (for measuring the start).");
  afterPaint.setFlags(QCommandLineOption::HiddenFromHelp);
  parser.addOption(afterPaint);
  parser.addPositionalArgument("path", "Data (folder or list), a run folder, or a picture to open.", "[PATH | RUN]");
}

// Prints and ends the program for --help, --version and mistakes (exit code 2).
Arguments parse(const QStringList& words) {
  QCommandLineParser parser;
  describe(parser);
  const auto usage = [&parser](const QString& text) {
    std::fprintf(stderr, "marcie: %s\nSee marcie --help.\n", qUtf8Printable(text));
    std::exit(2);
  };
  if (!parser.parse(words)) usage(parser.errorText());
  if (parser.isSet("help")) {
    std::printf("%s", qUtf8Printable(parser.helpText()));
    std::exit(0);
  }
  if (parser.isSet("version")) {
    std::printf("marcie %s\n", MARCIE_VERSION);
    std::exit(0);
  }
  if (parser.positionalArguments().size() > 1) usage("one path at a time");
  Arguments arguments;
  arguments.target = parser.positionalArguments().value(0);
  arguments.tourFolder = parser.value("tour");
  arguments.engine = parser.value("engine");
  arguments.runsRoot = parser.value("runs");
  arguments.language = parser.value("language");
  arguments.exitAfterPaint = parser.isSet("exit-after-paint");
  if (parser.isSet("tour") && arguments.tourFolder.isEmpty()) usage("--tour needs a folder");
  if (parser.isSet("size")) {
    const QStringList sides = parser.value("size").split('x');
    arguments.tourSize = QSize(sides.value(0).toInt(), sides.value(1).toInt());
    if (arguments.tourSize.width() < 640 || arguments.tourSize.height() < 480) usage("--size is e.g. 1920x1080");
  }
  if (parser.isSet("theme")) {
    const QString name = parser.value("theme");
    if (name == "light") arguments.theme = Theme::Mode::light;
    if (name == "dark") arguments.theme = Theme::Mode::dark;
    if (name == "system") arguments.theme = Theme::Mode::system;
    if (!arguments.theme) usage("--theme is light, dark or system");
  }
  if (!arguments.target.isEmpty() && !QFileInfo::exists(arguments.target)) {
    usage(QString("%1 does not exist").arg(arguments.target));
  }
  return arguments;
}

// A terminal without a display gets a sentence instead of an abort of the platform plug-in.
void requireDisplay(bool isTour) {
  const bool hasDisplay = !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") ||
                          !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
  if (hasDisplay) return;
  if (isTour) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    return;
  }
  std::fprintf(stderr,
               "marcie: there is no display here. marcie-cli does everything without one; marcie --tour DIR "
               "writes pictures of the window.\n");
  std::exit(1);
}

}  // namespace

int main(int argc, char** argv) {
  QStringList words;
  for (int i = 0; i < argc; ++i) words << QString::fromLocal8Bit(argv[i]);
  const Arguments arguments = parse(words);
  const bool isTour = !arguments.tourFolder.isEmpty();
  requireDisplay(isTour);
  QApplication app(argc, argv);
  QApplication::setOrganizationName("Marcie");
  QApplication::setApplicationName("marcie");
  QGuiApplication::setDesktopFileName("org.marcie.Marcie");  // what the desktop knows the window by
  QApplication::setApplicationVersion(MARCIE_VERSION);
  QSettings::setDefaultFormat(QSettings::IniFormat);
  QTemporaryDir tourSettings;  // a tour starts as for a newcomer and leaves no trace
  if (isTour) QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, tourSettings.path());
  applyLanguage(arguments.language.isEmpty() ? chosenLanguage() : arguments.language, false);
  const auto mode = arguments.theme.value_or(static_cast<Theme::Mode>(QSettings().value("theme", 0).toInt()));
  Theme::instance().apply(isTour ? Theme::Mode::light : mode);

  AppContext context;
  if (!arguments.engine.isEmpty()) context.engine().setCommand(QProcess::splitCommand(arguments.engine));
  const QString tourRun = isTour && !arguments.target.isEmpty() ? QFileInfo(arguments.target).absoluteFilePath() : "";
  // A tour of a run lists the runs beside it.
  const bool besideRun = arguments.runsRoot.isEmpty() && !tourRun.isEmpty();
  context.engine().setRunsRoot(besideRun ? QFileInfo(tourRun).path() : arguments.runsRoot);
  MainWindow window(context);
  QObject::connect(&window, &MainWindow::painted, &context, [&] {
    if (arguments.exitAfterPaint) return QApplication::quit();
    context.engine().start();
    if (!isTour && !arguments.target.isEmpty()) openPath(context, arguments.target);
  });
  Tour tour(context, window, arguments.tourFolder, tourRun);
  if (isTour) {
    QObject::connect(&tour, &Tour::finished, &app, &QApplication::exit, Qt::QueuedConnection);
    QObject::connect(&window, &MainWindow::painted, &tour, &Tour::start);
    window.resize(arguments.tourSize);
  }
  window.show();
  return QApplication::exec();
}
