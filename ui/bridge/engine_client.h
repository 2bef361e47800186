// The window's end of the pipe to `marcie-cli serve`: starts it, talks to it, starts it again when it dies.
//
// GUI thread only; nothing here ever waits. Frames that arrive are read every 33 ms within a time budget, so a flood of
// events cannot hold the window up. Every call is answered exactly once (with `unavailable` when the engine dies),
// unless its context object is gone by then.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QProcess>
#include <QStringList>
#include <QTimer>

#include "core/api/frames.h"
#include "core/api/protocol.h"

namespace marcie::ui {

class EngineClient : public QObject {
  Q_OBJECT
 public:
  enum class State { stopped, starting, ready, failed };
  Q_ENUM(State)

  explicit EngineClient(QObject* parent = nullptr);
  ~EngineClient() override;

  // Program and arguments, e.g. {"ssh", "gpu-host", "marcie-cli", "serve"}. Takes effect at the next start.
  void setCommand(QStringList command) { command_ = std::move(command); }
  [[nodiscard]] const QStringList& command() const { return command_; }
  // $MARCIE_ENGINE split like a shell would, else marcie-cli beside this executable.
  [[nodiscard]] static QStringList defaultCommand();
  // Where runs are kept; empty = the engine's own default. Sent with the greeting.
  void setRunsRoot(QString root) { runsRoot_ = std::move(root); }

  // Returns at once; ready() or failed() follows. Calls made before that wait for it.
  void start();
  // Ends the engine (runs go on) and answers what is open with `cancelled`.
  void shutDown();
  [[nodiscard]] State state() const { return state_; }
  // What the engine said of itself; meaningful from the first ready() on.
  [[nodiscard]] const protocol::HelloReply& hello() const { return hello_; }

  // Sends a request; `done` gets the reply or the error in the GUI thread, if `context` still lives. Returns the id
  // that progress() and cancel() use.
  template <class Request>
  qint64 call(QObject* context, const Request& request, std::function<void(Result<typename Request::Reply>)> done) {
    return send(context, Request::kMethod, toJson(request), [done = std::move(done)](Result<Json> json) {
      if (!json.ok()) return done(std::move(json).error());
      typename Request::Reply reply{};
      Problems problems;
      fromJson(*json, reply, problems);
      if (!problems.empty()) return done(problems.toResult(ErrorCode::protocol).error());
      done(std::move(reply));
    });
  }
  // Asks the engine to give up a long request; it answers with `cancelled`.
  void cancel(qint64 id);

  // Follow a run: runEvents() brings its history, then what is new, also across restarts of the engine. Counted: every
  // watch needs its unwatch. `info` (may be empty) gets the run's description.
  void watch(const QString& run, QObject* context = nullptr, std::function<void(Result<RunInfo>)> info = {});
  void unwatch(const QString& run);

 Q_SIGNALS:
  void stateChanged(marcie::ui::EngineClient::State state);
  void ready();
  // It could not be started, or died too often; start() tries again.
  void failed(const marcie::Error& error);
  // It died and is being started again.
  void restarting(const marcie::Error& error);
  void progress(qint64 id, qint64 done, qint64 total, const QString& text);
  // `restarted`: forget what was known of this run, its history begins again. `caughtUp`: the history is complete.
  void runEvents(const QString& run, bool restarted, bool caughtUp, const std::vector<marcie::RunEvent>& events);
  void runStatus(const QString& run, const marcie::RunStatus& status);
  // Any other notification, e.g. of a map in the making.
  void notified(const std::string& method, const marcie::Json& params);
  // A line that the engine wrote on stderr.
  void logLine(const QString& line);

 private:
  using JsonHandler = std::function<void(Result<Json>)>;
  struct Pending {
    QPointer<QObject> context;
    JsonHandler done;
  };

  qint64 send(QObject* context, std::string_view method, Json params, JsonHandler done);
  void write(const Json& message);
  void greet();
  void onGreeted(Result<protocol::HelloReply> reply);
  void onReadable();
  void drain();
  void dispatch(Json message);
  void dispatchNotification(const std::string& method, const Json& params);
  void onStderr();
  void onFinished();
  void onProcessError(QProcess::ProcessError error);
  void breakDown(Error error);
  void answerAll(const Error& error);
  void setState(State state);
  void sendWatch(const QString& run, QObject* context, std::function<void(Result<RunInfo>)> info);

  QStringList command_;
  QString runsRoot_;
  std::unique_ptr<QProcess> process_;
  FrameDecoder decoder_;
  State state_ = State::stopped;
  protocol::HelloReply hello_;
  qint64 nextId_ = 1;
  std::map<qint64, Pending> pending_;
  std::deque<Json> waiting_;  // requests made before the greeting was answered
  std::map<QString, int> watched_;
  QTimer drainTimer_;
  QElapsedTimer sinceDrain_;
  QTimer restartTimer_;
  QElapsedTimer sinceStart_;
  int quickDeaths_ = 0;
  QByteArray stderrRest_;
  QString lastStderr_;
};

// Keeps one request in flight and the newest one waiting; anything between is never sent. For sliders, hover and
// scrolling. Replies of requests that are no longer wanted are still delivered in order.
template <class Request>
class LatestCall {
 public:
  using Handler = std::function<void(const Request&, Result<typename Request::Reply>)>;
  LatestCall(EngineClient& engine, QObject* context, Handler handler)
      : engine_(engine), context_(context), handler_(std::move(handler)) {}

  void request(Request request) {
    waiting_ = std::move(request);
    if (!busy_) next();
  }
  // Forgets the one that waits; the one in flight still answers.
  void clear() { waiting_.reset(); }
  [[nodiscard]] bool isBusy() const { return busy_; }

 private:
  void next() {
    if (!waiting_) return;
    busy_ = true;
    Request request = std::move(*waiting_);
    waiting_.reset();
    engine_.call<Request>(context_, request, [this, request](Result<typename Request::Reply> reply) {
      busy_ = false;
      handler_(request, std::move(reply));
      if (!busy_) next();
    });
  }
  EngineClient& engine_;
  QObject* context_;
  Handler handler_;
  std::optional<Request> waiting_;
  bool busy_ = false;
};

}  // namespace marcie::ui
