#include "app/gui/tour.h"

#include <cstdio>

#include <QAbstractButton>
#include <QDir>
#include <QPainter>
#include <QPixmap>

#include "ui/bridge/error_text.h"
#include "ui/panels/panel.h"
#include "ui/theme.h"

namespace marcie::ui {
namespace {

constexpr int kPollMs = 60;
constexpr int kSettledPolls = 4;         // polls in a row that have to find a panel at rest
constexpr int kEmptyPolls = 25;          // … that shows nothing: its content may still be on its way
constexpr int kQuietMs = 15'000;         // without news
constexpr int kAnswerFactor = 4;         // as much longer for an answer that the engine owes
constexpr qint64 kPatienceMs = 120'000;  // for one stop, whatever happens: the sample trains meanwhile
constexpr double kEpochsShown = 3;       // of a run that the tour has to train itself

}  // namespace

Tour::Tour(AppContext& context, MainWindow& window, QString folder, QString run)
    : context_(context), window_(window), folder_(std::move(folder)), run_(std::move(run)), quietMs_(kQuietMs) {
  timer_.setInterval(kPollMs);
  connect(&timer_, &QTimer::timeout, this, &Tour::poll);
  connect(&context_.messages(), &Messages::posted, this, [this](const Message& message) {
    if (message.severity == Message::Severity::error) lastMessage_ = message.text + " " + message.hint;
  });
  const auto news = [this] { sinceNews_.start(); };
  connect(&context_.engine(), &EngineClient::stateChanged, this, news);
  connect(&context_.engine(), &EngineClient::progress, this, news);
  connect(&context_.engine(), &EngineClient::runEvents, this, news);
  connect(&context_.engine(), &EngineClient::runStatus, this, news);
  connect(&context_.engine(), &EngineClient::notified, this, news);
}

void Tour::setPace(int pollMs, int quietMs) {
  timer_.setInterval(pollMs);
  quietMs_ = quietMs;
}

void Tour::start() {
  if (!QDir().mkpath(folder_)) return fail(tr("the folder %1 cannot be made").arg(folder_));
  plan();
  next();
}

void Tour::plan() {
  Stop engine{"engine", {}, [this] { return context_.catalog() != nullptr; }};
  engine.isSlow = true;
  stops_.push_back(std::move(engine));
  stops_.push_back({"data-empty", [this] { window_.showPanel("data"); }, [] { return true; }, nullptr, &window_});
  planData();
  if (run_.isEmpty()) planOwnRun();
  planPicture();
  planPanels();
}

void Tour::planData() {
  if (run_.isEmpty()) {
    const auto makeSample = [this] {
      context_.engine().call<protocol::MakeSample>(this, {}, [this](const Result<protocol::MakeSampleReply>& reply) {
        if (!reply.ok()) return fail(QString::fromStdString(reply.error().toString()));
        data_ = QString::fromStdString(reply->path);
      });
    };
    stops_.push_back({"sample", makeSample, [this] { return !data_.isEmpty(); }});
  } else {
    stops_.push_back({"run", [this] { context_.selection().setRun(run_); },
                      [this] {
                        if (!context_.runs().info()) return false;
                        data_ = QString::fromStdString(context_.runs().info()->spec.data.path);
                        return true;
                      }});
  }
  // What is no set of pictures is refused, or asks for another task: that is worth a picture, too.
  Panel* panel = window_.panel("data");
  stops_.push_back({"data-preview", [this] { context_.openData(data_); }, [] { return true; }, panel, &window_});
  const auto button = [panel] {
    auto* found = panel->findChild<QAbstractButton*>("useDataButton");
    return found != nullptr && found->isVisible() && found->isEnabled() ? found : nullptr;
  };
  stops_.push_back({"use", [button] { button()->click(); }, [this] { return context_.selection().hasData(); }, nullptr,
                    nullptr, [button] { return button() != nullptr; }});
}

void Tour::planOwnRun() {
  Stop training;
  training.name = "training";
  training.isSlow = true;
  training.go = [this] {
    const auto spec = context_.composeSpec("quick", Json::object());
    if (!spec.ok()) return fail(QString::fromStdString(spec.error().toString()));
    ownRun_ = true;
    context_.runs().start(*spec, tr("Tour"));
    window_.showPanel("train");
  };
  training.isReached = [this] {
    const auto& status = context_.runs().status();
    return status.epoch >= kEpochsShown || (status.step > 0 && !isLive(status.state));
  };
  stops_.push_back(std::move(training));
}

void Tour::planPicture() {
  const auto ask = [this] {
    protocol::DataRows request;
    request.data = context_.selection().dataOptions();
    request.count = 1;
    request.split = "test";
    context_.engine().call<protocol::DataRows>(this, request, [this](const Result<protocol::DataRowsReply>& reply) {
      if (reply.ok() && !reply->rows.empty()) context_.selection().setPicture(reply->rows.front());
      hasAskedForPicture_ = true;
    });
  };
  stops_.push_back({"picture", ask, [this] { return hasAskedForPicture_; }, nullptr, nullptr,
                    [this] { return context_.selection().hasData() && !context_.selection().picture(); }});
}

void Tour::planPanels() {
  QString lastWorkspace;
  for (const PanelEntry* entry : panels()) {
    const QString name = entry->name;
    // Beside another one on its page, which has been seen: the panel alone.
    const bool isAlone = entry->place == PanelEntry::Place::workspace && lastWorkspace == entry->workspace;
    lastWorkspace = entry->workspace;
    Panel* panel = window_.panel(name);
    QWidget* subject = isAlone ? static_cast<QWidget*>(panel) : &window_;
    for (const PanelView& view : panel->views()) {
      const auto go = [this, name, open = view.open] {
        window_.showPanel(name);
        if (open) open();
      };
      stops_.push_back({view.name.isEmpty() ? name : name + u'-' + view.name, go, [] { return true; }, panel, subject,
                        view.isThere});
    }
  }
}

void Tour::next() {
  while (!stops_.empty() && stops_.front().isWorthIt && !stops_.front().isWorthIt()) stops_.pop_front();
  if (stops_.empty()) return leave(hasGivenUp_ ? 1 : 0);
  stop_ = std::move(stops_.front());
  stops_.pop_front();
  settled_ = 0;
  since_.start();
  sinceNews_.start();
  timer_.start();
  if (stop_.go) stop_.go();
}

void Tour::noteNews() {
  if (stop_.panel == nullptr) return;
  const std::pair<bool, bool> seen{stop_.panel->isBusy(), stop_.panel->hasContent()};
  if (seen != lastSeen_) sinceNews_.start();
  lastSeen_ = seen;
}

bool Tour::isQuietForTooLong() const {
  const bool isAwaited = stop_.isSlow || (stop_.panel != nullptr && stop_.panel->isBusy());
  return since_.elapsed() > kPatienceMs || sinceNews_.elapsed() > (isAwaited ? kAnswerFactor : 1) * quietMs_;
}

void Tour::poll() {
  if (context_.engine().state() == EngineClient::State::failed) return fail(tr("the engine does not run"));
  noteNews();
  const bool isAtRest = stop_.isReached() && (stop_.panel == nullptr || !stop_.panel->isBusy());
  if (!isAtRest) {
    settled_ = 0;
    if (isQuietForTooLong()) giveUp();
    return;
  }
  const bool isEmpty = stop_.panel != nullptr && !stop_.panel->hasContent();
  if (++settled_ < (isEmpty && !inDark_ ? kEmptyPolls : kSettledPolls)) return;
  if (stop_.subject != nullptr && !photograph(stop_.subject, stop_.name)) return;
  if (stop_.subject != nullptr && !inDark_) return turnDark();
  timer_.stop();
  if (inDark_) Theme::instance().apply(Theme::Mode::light);
  inDark_ = false;
  next();
}

// Plots draw themselves again in a later turn of the event loop: the stop settles once more before its second picture.
void Tour::turnDark() {
  inDark_ = true;
  settled_ = 0;
  Theme::instance().apply(Theme::Mode::dark);
}

void Tour::giveUp() {
  const QString reason = tr("%1 did not show its content: nothing has happened for %2 s")
                             .arg(stop_.name)
                             .arg(static_cast<double>(sinceNews_.elapsed()) / 1000, 0, 'f', 0);
  if (stop_.panel == nullptr) return fail(reason);
  say(reason);
  hasGivenUp_ = true;
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

void Tour::say(const QString& reason) const {
  std::fprintf(stderr, "marcie --tour: %s%s\n", qUtf8Printable(reason),
               lastMessage_.isEmpty() ? "" : qUtf8Printable(" (" + lastMessage_ + ")"));
}

void Tour::fail(const QString& reason) {
  say(reason);
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
