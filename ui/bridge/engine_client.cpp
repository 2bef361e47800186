#include "ui/bridge/engine_client.h"

#include <utility>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace marcie::ui {
namespace {

constexpr int kDrainIntervalMs = 33;
constexpr int kDrainBudgetMs = 12;
constexpr int kRestartDelayMs = 400;
constexpr int kQuickDeathMs = 10'000;
constexpr int kMaxQuickDeaths = 3;
constexpr int kShutDownMs = 1500;

Error engineGone(const QString& detail) {
  std::string message = "the engine (marcie-cli) stopped working";
  if (!detail.isEmpty()) message += ": " + detail.toStdString();
  return Error{ErrorCode::unavailable, std::move(message), "Runs that were training go on by themselves", {}};
}

}  // namespace

EngineClient::EngineClient(QObject* parent) : QObject(parent), command_(defaultCommand()) {
  drainTimer_.setSingleShot(true);
  restartTimer_.setSingleShot(true);
  connect(&drainTimer_, &QTimer::timeout, this, &EngineClient::drain);
  connect(&restartTimer_, &QTimer::timeout, this, &EngineClient::start);
}

EngineClient::~EngineClient() {
  shutDown();
}

QStringList EngineClient::defaultCommand() {
  const QString configured = qEnvironmentVariable("MARCIE_ENGINE");
  if (!configured.isEmpty()) return QProcess::splitCommand(configured);
  return {QDir(QCoreApplication::applicationDirPath()).filePath("marcie-cli"), "serve"};
}

void EngineClient::start() {
  if (state_ == State::starting || state_ == State::ready) return;
  restartTimer_.stop();
  decoder_ = FrameDecoder();
  stderrRest_.clear();
  lastStderr_.clear();
  process_ = std::make_unique<QProcess>();
  connect(process_.get(), &QProcess::readyReadStandardOutput, this, &EngineClient::onReadable);
  connect(process_.get(), &QProcess::readyReadStandardError, this, &EngineClient::onStderr);
  connect(process_.get(), &QProcess::finished, this, &EngineClient::onFinished);
  connect(process_.get(), &QProcess::errorOccurred, this, &EngineClient::onProcessError);
  sinceStart_.start();
  setState(State::starting);
  if (command_.isEmpty()) return breakDown(engineGone("no command is configured"));
  process_->start(command_.front(), command_.mid(1));
  greet();
}

void EngineClient::shutDown() {
  restartTimer_.stop();
  drainTimer_.stop();
  if (process_) {
    process_->disconnect(this);
    if (process_->state() != QProcess::NotRunning) {
      process_->closeWriteChannel();  // end of input is the engine's cue to leave
      if (!process_->waitForFinished(kShutDownMs)) process_->kill();
      process_->waitForFinished(kShutDownMs);
    }
    process_.reset();
  }
  setState(State::stopped);
  answerAll(Error{ErrorCode::cancelled, "the engine was shut down", {}, {}});
}

void EngineClient::greet() {
  const qint64 id = nextId_++;
  protocol::Hello hello;
  hello.protocol = kProtocolVersion;
  hello.runsRoot = runsRoot_.toStdString();
  pending_[id] = Pending{this, [this](Result<Json> json) {
                           if (!json.ok()) return onGreeted(std::move(json).error());
                           protocol::HelloReply reply;
                           Problems problems;
                           fromJson(*json, reply, problems);
                           if (!problems.empty()) return onGreeted(problems.toResult(ErrorCode::protocol).error());
                           onGreeted(std::move(reply));
                         }};
  write(protocol::makeRequest(id, protocol::Hello::kMethod, toJson(hello)));
}

void EngineClient::onGreeted(Result<protocol::HelloReply> reply) {
  if (state_ != State::starting) return;
  if (!reply.ok()) {
    quickDeaths_ = kMaxQuickDeaths;  // another version: trying again would not help
    return breakDown(std::move(reply).error());
  }
  hello_ = std::move(*reply);
  setState(State::ready);
  for (const auto& [run, count] : watched_) sendWatch(run, this, {});
  while (!waiting_.empty()) {
    write(waiting_.front());
    waiting_.pop_front();
  }
  Q_EMIT ready();
}

qint64 EngineClient::send(QObject* context, std::string_view method, Json params, JsonHandler done) {
  const qint64 id = nextId_++;
  pending_[id] = Pending{context, std::move(done)};
  Json message = protocol::makeRequest(id, method, std::move(params));
  // Two views that ask the same kind of question do not replace each other's.
  message["asker"] = static_cast<std::int64_t>(reinterpret_cast<quintptr>(context));
  if (state_ == State::ready) {
    write(message);
  } else if (state_ == State::failed) {
    QMetaObject::invokeMethod(
        this,
        [this, id] {
          auto node = pending_.extract(id);
          if (!node.empty() && node.mapped().context) node.mapped().done(engineGone({}));
        },
        Qt::QueuedConnection);
  } else {
    waiting_.push_back(std::move(message));
  }
  return id;
}

void EngineClient::cancel(qint64 id) {
  if (!pending_.contains(id)) return;
  if (state_ == State::ready) {
    call<protocol::Cancel>(this, {.id = id}, [](const Result<protocol::Empty>&) {});
    return;
  }
  std::erase_if(waiting_, [id](const Json& message) { return message.at("id") == id; });
  auto node = pending_.extract(id);
  if (node.mapped().context) node.mapped().done(Error{ErrorCode::cancelled, "cancelled", {}, {}});
}

void EngineClient::watch(const QString& run, QObject* context, std::function<void(Result<RunInfo>)> info) {
  ++watched_[run];
  // A second watcher needs the history too; the engine sends it again, marked as restarted.
  if (state_ == State::ready || info) sendWatch(run, context != nullptr ? context : this, std::move(info));
}

void EngineClient::sendWatch(const QString& run, QObject* context, std::function<void(Result<RunInfo>)> info) {
  call<protocol::RunWatch>(context, {.run = run.toStdString()}, [info = std::move(info)](Result<RunInfo> reply) {
    if (info) info(std::move(reply));
  });
}

void EngineClient::unwatch(const QString& run) {
  const auto it = watched_.find(run);
  if (it == watched_.end() || --it->second > 0) return;
  watched_.erase(it);
  if (state_ == State::ready) {
    call<protocol::RunUnwatch>(this, {.run = run.toStdString()}, [](const Result<protocol::Empty>&) {});
  }
}

void EngineClient::write(const Json& message) {
  const std::string frame = encodeFrame(message);
  if (process_) process_->write(frame.data(), static_cast<qint64>(frame.size()));
}

void EngineClient::onReadable() {
  if (drainTimer_.isActive()) return;
  const qint64 since = sinceDrain_.isValid() ? sinceDrain_.elapsed() : kDrainIntervalMs;
  drainTimer_.start(static_cast<int>(std::max<qint64>(0, kDrainIntervalMs - since)));
}

void EngineClient::drain() {
  if (!process_) return;
  QElapsedTimer budget;
  budget.start();
  sinceDrain_.start();
  const QByteArray bytes = process_->readAllStandardOutput();
  decoder_.feed({bytes.constData(), static_cast<std::size_t>(bytes.size())});
  while (true) {
    auto message = decoder_.next();
    if (!message.ok()) return breakDown(std::move(message).error());
    if (!message->has_value()) return;
    dispatch(std::move(**message));
    if (!process_) return;  // a handler shut the engine down
    if (budget.elapsed() > kDrainBudgetMs) return drainTimer_.start(1);
  }
}

void EngineClient::dispatch(Json message) {
  if (!message.is_object()) return;
  const auto idIt = message.find("id");
  if (idIt == message.end()) {
    const auto method = message.find("method");
    const auto params = message.find("params");
    if (method != message.end() && method->is_string() && params != message.end()) {
      dispatchNotification(method->get<std::string>(), *params);
    }
    return;
  }
  if (!idIt->is_number_integer()) return;
  auto node = pending_.extract(idIt->get<qint64>());
  if (node.empty() || !node.mapped().context) return;
  if (const auto error = message.find("error"); error != message.end()) {
    node.mapped().done(protocol::errorFromJson(*error));
  } else if (const auto result = message.find("result"); result != message.end()) {
    node.mapped().done(Json(std::move(*result)));
  } else {
    node.mapped().done(Error{ErrorCode::protocol, "a reply without result or error", {}, {}});
  }
}

void EngineClient::dispatchNotification(const std::string& method, const Json& params) {
  Problems problems;
  if (method == protocol::Progress::kMethod) {
    protocol::Progress note;
    fromJson(params, note, problems);
    if (problems.empty()) Q_EMIT progress(note.id, note.done, note.total, QString::fromStdString(note.text));
  } else if (method == protocol::RunEventsNote::kMethod) {
    protocol::RunEventsNote note;
    fromJson(params, note, problems);
    std::vector<RunEvent> events;
    events.reserve(note.events.size());
    for (const auto& json : note.events) {
      if (auto event = runEventFromJson(json); event.ok()) events.push_back(std::move(*event));
    }
    if (problems.empty()) {
      Q_EMIT runEvents(QString::fromStdString(note.run), note.restarted, note.caughtUp, events);
    }
  } else if (method == protocol::RunStatusNote::kMethod) {
    protocol::RunStatusNote note;
    fromJson(params, note, problems);
    if (problems.empty()) Q_EMIT runStatus(QString::fromStdString(note.run), note.status);
  } else {
    Q_EMIT notified(method, params);
  }
}

void EngineClient::onStderr() {
  stderrRest_ += process_->readAllStandardError();
  int newline = 0;
  while ((newline = static_cast<int>(stderrRest_.indexOf('\n'))) >= 0) {
    const QString line = QString::fromUtf8(stderrRest_.left(newline)).trimmed();
    stderrRest_.remove(0, newline + 1);
    if (line.isEmpty()) continue;
    lastStderr_ = line;
    Q_EMIT logLine(line);
  }
}

void EngineClient::onFinished() {
  drain();
  if (!process_) return;
  onStderr();
  breakDown(engineGone(lastStderr_));
}

void EngineClient::onProcessError(QProcess::ProcessError error) {
  if (error != QProcess::FailedToStart) return;  // the others are followed by finished()
  quickDeaths_ = kMaxQuickDeaths;
  breakDown(Error{ErrorCode::notFound,
                  "the engine cannot be started: " + command_.front().toStdString(),
                  "marcie-cli belongs beside marcie; MARCIE_ENGINE may name another command",
                  {}});
}

void EngineClient::breakDown(Error error) {
  if (state_ == State::failed || state_ == State::stopped) return;
  drainTimer_.stop();
  if (process_) {
    process_->disconnect(this);
    QProcess* gone = process_.release();  // may be the sender of the signal that led here
    gone->setParent(this);
    if (gone->state() == QProcess::NotRunning) {
      gone->deleteLater();
    } else {
      connect(gone, &QProcess::finished, gone, &QObject::deleteLater);
      gone->kill();
    }
  }
  quickDeaths_ = sinceStart_.elapsed() < kQuickDeathMs ? quickDeaths_ + 1 : 1;
  const bool again = quickDeaths_ <= kMaxQuickDeaths;
  setState(again ? State::stopped : State::failed);
  answerAll(error);
  if (again) {
    restartTimer_.start(kRestartDelayMs * quickDeaths_);
    Q_EMIT restarting(error);
  } else {
    quickDeaths_ = 0;
    Q_EMIT failed(error);
  }
}

void EngineClient::answerAll(const Error& error) {
  waiting_.clear();
  // Handlers may send new requests: those must survive.
  const auto open = std::exchange(pending_, {});
  for (const auto& [id, pending] : open) {
    if (pending.context && pending.context != this) pending.done(Error(error));
  }
}

void EngineClient::setState(State state) {
  if (state_ == state) return;
  state_ = state;
  Q_EMIT stateChanged(state);
}

}  // namespace marcie::ui
