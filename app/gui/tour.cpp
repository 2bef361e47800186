#include "app/gui/tour.h"

#include <algorithm>
#include <cstdio>

#include <QAbstractButton>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QImage>
#include <QPainter>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QTabWidget>

#include "ui/bridge/error_text.h"
#include "ui/panels/lens_page.h"
#include "ui/panels/panel.h"
#include "ui/theme.h"

namespace marcie::ui {
namespace {

constexpr int kPollMs = 60;
constexpr int kSettledPolls = 4;         // polls in a row that have to find the content there
constexpr qint64 kPatienceMs = 120'000;  // for one stop: the sample trains meanwhile
constexpr qsizetype kRunsCompared = 6;
constexpr double kEpochsShown = 3;  // of a run that the tour has to train itself

}  // namespace

Tour::Tour(AppContext& context, MainWindow& window, QString folder, QString run)
    : context_(context), window_(window), folder_(std::move(folder)), run_(std::move(run)) {
  timer_.setInterval(kPollMs);
  connect(&timer_, &QTimer::timeout, this, &Tour::poll);
  connect(&context_.messages(), &Messages::posted, this, [this](const Message& message) {
    if (message.severity == Message::Severity::error) lastMessage_ = message.text + " " + message.hint;
  });
}

void Tour::start() {
  if (!QDir().mkpath(folder_)) return fail(tr("the folder %1 cannot be made").arg(folder_));
  plan();
  next();
}

void Tour::plan() {
  stops_.push_back({"engine", [] {}, [this] { return context_.catalog() != nullptr; }, {}});
  stops_.push_back(
      {"data-empty", [this] { window_.showPanel("data"); }, [] { return true; }, [this] { return &window_; }});
  planData();
  planPanels();
}

void Tour::planData() {
  if (run_.isEmpty()) {
    stops_.push_back({"sample",
                      [this] {
                        context_.engine().call<protocol::MakeSample>(
                            this, {}, [this](const Result<protocol::MakeSampleReply>& reply) {
                              if (!reply.ok()) return fail(QString::fromStdString(reply.error().toString()));
                              data_ = QString::fromStdString(reply->path);
                            });
                      },
                      [this] { return !data_.isEmpty(); },
                      {}});
  } else {
    stops_.push_back({"run",
                      [this] { context_.selection().setRun(run_); },
                      [this] {
                        if (!context_.runs().info()) return false;
                        data_ = QString::fromStdString(context_.runs().info()->spec.data.path);
                        return true;
                      },
                      {}});
  }
  stops_.push_back({"data-preview", [this] { context_.openData(data_); },
                    [this] {
                      const auto* button = window_.findChild<QWidget*>("useDataButton");
                      return button != nullptr && button->isVisible();
                    },
                    [this] { return &window_; }});
  stops_.push_back({"use",
                    [this] { QMetaObject::invokeMethod(window_.findChild<QWidget*>("useDataButton"), "click"); },
                    [this] { return context_.selection().hasData(); },
                    {}});
  if (!run_.isEmpty()) return;
  stops_.push_back({"training",
                    [this] {
                      const auto spec = context_.composeSpec("quick", Json::object());
                      if (!spec.ok()) return fail(QString::fromStdString(spec.error().toString()));
                      ownRun_ = true;
                      context_.runs().start(*spec, tr("Tour"));
                      window_.showPanel("train");
                    },
                    [this] {
                      const auto& status = context_.runs().status();
                      return status.epoch >= kEpochsShown || (status.step > 0 && !isLive(status.state));
                    },
                    {}});
}

void Tour::planPanels() {
  QString lastWorkspace;
  for (const PanelEntry* entry : panels()) {
    const QString name = entry->name;
    const bool alone = entry->place == PanelEntry::Place::workspace && lastWorkspace == entry->workspace;
    lastWorkspace = entry->workspace;
    const auto go = [this, name] {
      window_.showPanel(name);
      if (name == "compare") return compareRuns();
      if (name == "embeddings" && !window_.panel(name)->hasContent()) return press("computeMapButton");
      if ((name != "predict" && name != "diffusion") || context_.selection().picture()) return;
      protocol::DataRows request;
      request.data = context_.selection().dataOptions();
      request.count = 1;
      request.split = "test";
      context_.engine().call<protocol::DataRows>(this, request, [this](const Result<protocol::DataRowsReply>& reply) {
        if (reply.ok() && !reply->rows.empty()) context_.selection().setPicture(reply->rows.front());
      });
    };
    stops_.push_back(
        {name, go,
         [this, name] {
           const Panel* panel = window_.panel(name);
           // A run of MARNet recommends nothing: the page then says so.
           const bool mayBeEmpty = (name == "compare" && comparable_ == 1) || name == "recommend";
           return !panel->isBusy() && (panel->hasContent() || mayBeEmpty);
         },
         [this, name, alone]() -> QWidget* { return alone ? static_cast<QWidget*>(window_.panel(name)) : &window_; }});
    if (name == "embeddings") planEmbeddings();
    if (name == "predict") planPredictTabs();
    if (name == "diffusion") planBranch();
  }
}

void Tour::press(const char* button) {
  if (auto* found = window_.findChild<QAbstractButton*>(QString::fromLatin1(button))) found->click();
}

void Tour::planEmbeddings() {
  const auto isSettled = [this] {
    const Panel* panel = window_.panel("embeddings");
    return !panel->isBusy() && panel->hasContent();
  };
  const auto choose = [this](const char* box, int index) {
    if (auto* found = window_.findChild<QComboBox*>(QString::fromLatin1(box))) found->setCurrentIndex(index);
  };
  const auto subject = [this]() -> QWidget* { return &window_; };
  constexpr int kPairs = 3, kFused = 4;  // in the list of spaces; of the second pane one further
  stops_.push_back({"embeddings-pairs",
                    [this, choose] {
                      choose("spaceBox", kPairs);
                      press("computeMapButton");
                      if (auto* tabs = window_.findChild<QTabWidget*>("embeddingsTabs")) tabs->setCurrentIndex(2);
                      press("measureAlignmentButton");
                    },
                    isSettled, subject});
  stops_.push_back({"embeddings-two",
                    [this, choose] {
                      choose("spaceBox", 0);
                      choose("rightPaneBox", kFused);
                      press("computeMapButton");
                      press("thumbnailsBox");
                      if (auto* tabs = window_.findChild<QTabWidget*>("embeddingsTabs")) tabs->setCurrentIndex(0);
                    },
                    isSettled, subject});
  stops_.push_back({"embeddings-film",
                    [this, choose] {
                      press("thumbnailsBox");
                      choose("rightPaneBox", 0);
                      choose("spaceBox", kPairs);
                      press("filmModeButton");
                    },
                    isSettled, subject});
}

// A branch with other noise, so that there is a tree to see.
void Tour::planBranch() {
  stops_.push_back({"diffusion-branch",
                    [this] {
                      auto* panel = window_.panel("diffusion");
                      panel->findChild<QSlider*>("stepSlider")->setValue(4);
                      panel->findChild<QPushButton*>("branchButton")->click();
                      panel->findChild<QSpinBox*>("branchSeedBox")->setValue(7);
                      panel->findChild<QDoubleSpinBox*>("branchEtaBox")->setValue(0.5);
                      panel->findChild<QPushButton*>("branchAcceptButton")->click();
                    },
                    [this] { return !window_.panel("diffusion")->isBusy(); }, [this] { return &window_; }});
}

// The other tabs: what they show is asked for as a person would.
void Tour::planPredictTabs() {
  const auto add = [this](const QString& name, int tab, const std::function<void(Panel*)>& act) {
    stops_.push_back({name,
                      [this, tab, act] {
                        auto* panel = window_.panel("predict");
                        panel->findChild<QTabWidget*>("predictTabs")->setCurrentIndex(tab);
                        act(panel);
                      },
                      [this] { return !window_.panel("predict")->isBusy(); }, [this] { return &window_; }});
  };
  const auto ask = [](Panel* panel) {
    for (auto* button : panel->findChildren<QPushButton*>("askSamplesButton")) {
      if (button->isVisible()) button->click();
    }
  };
  add("predict-confusions", 1, ask);
  add("predict-pictures", 2, ask);
  add("predict-lens", 3, [](Panel* panel) { panel->findChild<QSlider*>("severitySlider")->setValue(3 * kLensSteps); });
  stops_.push_back({"card",
                    [this] { window_.panel("predict")->findChild<QTabWidget*>("predictTabs")->setCurrentIndex(0); },
                    [] { return true; },
                    {}});
}

void Tour::compareRuns() {
  context_.engine().call<protocol::RunsList>(this, {}, [this](const Result<protocol::RunsListReply>& reply) {
    if (!reply.ok()) return fail(QString::fromStdString(reply.error().toString()));
    QStringList runs;
    for (const auto& run : reply->runs) {
      if (runs.size() < kRunsCompared) runs << QString::fromStdString(run.path);
    }
    comparable_ = std::max<qsizetype>(1, runs.size());
    if (runs.size() >= 2) context_.series().setCompared(runs);
  });
}

void Tour::next() {
  if (stops_.empty()) return leave(0);
  stop_ = std::move(stops_.front());
  stops_.pop_front();
  settled_ = 0;
  since_.start();
  timer_.start();
  stop_.go();
}

void Tour::poll() {
  if (since_.elapsed() > kPatienceMs) return fail(tr("%1 did not show its content").arg(stop_.name));
  if (context_.engine().state() == EngineClient::State::failed) return fail(tr("the engine does not run"));
  if (!stop_.isThere()) {
    settled_ = 0;
    return;
  }
  if (++settled_ < kSettledPolls) return;
  if (stop_.subject && !photograph(stop_.subject(), stop_.name)) return;
  if (stop_.subject && !inDark_) {
    // Plots draw themselves again in a later turn of the event loop: settle once more before the second picture.
    inDark_ = true;
    settled_ = 0;
    Theme::instance().apply(Theme::Mode::dark);
    return;
  }
  timer_.stop();
  if (inDark_) Theme::instance().apply(Theme::Mode::light);
  inDark_ = false;
  next();
}

bool Tour::photograph(QWidget* subject, const QString& name) {
  if (!inDark_) ++number_;
  QPixmap picture(subject->size() * subject->devicePixelRatioF());
  picture.setDevicePixelRatio(subject->devicePixelRatioF());
  picture.fill(Theme::instance().colours().window);
  subject->render(&picture);
  const QString file =
      QStringLiteral("%1-%2-%3.png").arg(number_, 2, 10, QChar('0')).arg(name, inDark_ ? "dark" : "light");
  if (!picture.save(QDir(folder_).filePath(file))) {
    fail(tr("%1 cannot be written").arg(file));
    return false;
  }
  std::printf("%s\n", qUtf8Printable(QDir(folder_).filePath(file)));
  return true;
}

void Tour::fail(const QString& reason) {
  std::fprintf(stderr, "marcie --tour: %s%s\n", qUtf8Printable(reason),
               lastMessage_.isEmpty() ? "" : qUtf8Printable(" (" + lastMessage_ + ")"));
  leave(1);
}

void Tour::leave(int code) {
  timer_.stop();
  stops_.clear();
  if (!ownRun_ || context_.selection().run().isEmpty() || !context_.runs().isActive()) {
    Q_EMIT finished(code);
    return;
  }
  // The run was only for the pictures.
  connect(&context_.runs(), &RunController::runsChanged, this, [this, code] { Q_EMIT finished(code); });
  context_.runs().discard();
}

}  // namespace marcie::ui
