#include "ui/bridge/engine_client.h"

#include <QSignalSpy>
#include <QTest>

#include "ui/bridge/app_context.h"

using namespace marcie;
using namespace marcie::ui;

// Against a scripted engine in its own process (support/fake_engine.cpp).
class EngineClientTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void callsMadeBeforeTheGreetingAreAnswered();
  void errorsArriveWithTheirCode();
  void aReplyForAGoneContextIsDropped();
  void progressAndCancel();
  void crashAnswersOpenCallsAndRestarts();
  void garbageOnThePipeIsACrash();
  void watchedRunsAreWatchedAgainAfterACrash();
  void aMissingEngineFailsAtOnce();
  void latestCallSendsOnlyTheNewest();
  void eventsFloodInWithoutLoss();

 private:
  std::unique_ptr<EngineClient> engine_;
};

void EngineClientTest::init() {
  engine_ = std::make_unique<EngineClient>();
  engine_->setCommand({QStringLiteral(MARCIE_TEST_BIN_DIR "/fake_engine")});
}

void EngineClientTest::callsMadeBeforeTheGreetingAreAnswered() {
  std::optional<std::int64_t> total;
  engine_->call<protocol::DataRows>(this, {.offset = 0, .count = 5}, [&](const Result<protocol::DataRowsReply>& reply) {
    QVERIFY(reply.ok());
    QCOMPARE(reply->rows.size(), std::size_t{5});
    total = reply->total;
  });
  engine_->start();
  QCOMPARE(engine_->state(), EngineClient::State::starting);
  QTRY_VERIFY(total.has_value());
  QCOMPARE(*total, 1200);
  QCOMPARE(engine_->state(), EngineClient::State::ready);
  QCOMPARE(QString::fromStdString(engine_->hello().device), QString("CPU, 2 threads"));
}

void EngineClientTest::errorsArriveWithTheirCode() {
  engine_->start();
  std::optional<Error> error;
  protocol::DataInspect request;
  request.data.path = "/unknown";
  engine_->call<protocol::DataInspect>(this, request, [&](const Result<DatasetSummary>& reply) {
    QVERIFY(!reply.ok());
    error = reply.error();
  });
  QTRY_VERIFY(error.has_value());
  QCOMPARE(error->code, ErrorCode::data);
  QVERIFY(!error->hint.empty());
}

void EngineClientTest::aReplyForAGoneContextIsDropped() {
  engine_->start();
  bool called = false;
  bool later = false;
  auto context = std::make_unique<QObject>();
  engine_->call<protocol::DataRows>(context.get(), {}, [&](const auto&) { called = true; });
  context.reset();
  engine_->call<protocol::DataRows>(this, {}, [&](const auto&) { later = true; });
  QTRY_VERIFY(later);
  QVERIFY(!called);
}

void EngineClientTest::progressAndCancel() {
  engine_->start();
  QSignalSpy progress(engine_.get(), &EngineClient::progress);
  std::optional<ErrorCode> code;
  protocol::DataInspect request;
  request.data.path = "/slow";
  const qint64 id = engine_->call<protocol::DataInspect>(
      this, request, [&](const Result<DatasetSummary>& reply) { code = reply.error().code; });
  QTRY_VERIFY(progress.count() >= 3);
  QCOMPARE(progress.first().at(0).toLongLong(), id);
  QElapsedTimer timer;
  timer.start();
  engine_->cancel(id);
  QTRY_VERIFY(code.has_value());
  QCOMPARE(*code, ErrorCode::cancelled);
  QVERIFY2(timer.elapsed() < 200, "a cancelled job has to answer within 200 ms");
}

void EngineClientTest::crashAnswersOpenCallsAndRestarts() {
  engine_->start();
  QSignalSpy ready(engine_.get(), &EngineClient::ready);
  QSignalSpy restarting(engine_.get(), &EngineClient::restarting);
  std::optional<ErrorCode> code;
  protocol::DataInspect request;
  request.data.path = "/crash";
  engine_->call<protocol::DataInspect>(this, request,
                                       [&](const Result<DatasetSummary>& reply) { code = reply.error().code; });
  QTRY_VERIFY(code.has_value());
  QCOMPARE(*code, ErrorCode::unavailable);
  QTRY_COMPARE(ready.count(), 2);
  QCOMPARE(restarting.count(), 1);
  bool answered = false;
  engine_->call<protocol::DataRows>(this, {}, [&](const auto& reply) { answered = reply.ok(); });
  QTRY_VERIFY(answered);
}

void EngineClientTest::garbageOnThePipeIsACrash() {
  engine_->start();
  QSignalSpy ready(engine_.get(), &EngineClient::ready);
  std::optional<ErrorCode> code;
  protocol::DataInspect request;
  request.data.path = "/garbage";
  engine_->call<protocol::DataInspect>(this, request,
                                       [&](const Result<DatasetSummary>& reply) { code = reply.error().code; });
  QTRY_VERIFY(code.has_value());
  QCOMPARE(*code, ErrorCode::protocol);
  QTRY_COMPARE(ready.count(), 2);
}

void EngineClientTest::watchedRunsAreWatchedAgainAfterACrash() {
  engine_->start();
  // The scripted engine forgets its runs when it dies, so the second watch is refused; that it is asked is what counts.
  QSignalSpy ready(engine_.get(), &EngineClient::ready);
  QSignalSpy events(engine_.get(), &EngineClient::runEvents);
  protocol::RunStart start;
  start.spec.data.path = "/pictures";
  QString run;
  engine_->call<protocol::RunStart>(this, start, [&](const Result<protocol::RunPathReply>& reply) {
    QVERIFY2(reply.ok(), reply.ok() ? "" : reply.error().message.c_str());
    run = QString::fromStdString(reply->run);
    engine_->watch(run);
  });
  QTRY_VERIFY(events.count() > 3);
  QCOMPARE(events.first().at(0).toString(), run);
  QVERIFY(events.first().at(1).toBool());
  protocol::DataInspect crash;
  crash.data.path = "/crash";
  engine_->call<protocol::DataInspect>(this, crash, [](const auto&) {});
  QTRY_COMPARE(ready.count(), 2);
  // The same name again: its events come without anybody asking for them once more.
  events.clear();
  engine_->call<protocol::RunStart>(this, start, [](const auto&) {});
  engine_->unwatch(run);
  engine_->watch(run);
  QTRY_VERIFY(events.count() > 3);
}

void EngineClientTest::aMissingEngineFailsAtOnce() {
  engine_->setCommand({"/nowhere/marcie-cli", "serve"});
  QSignalSpy failed(engine_.get(), &EngineClient::failed);
  std::optional<ErrorCode> code;
  engine_->call<protocol::DataRows>(this, {}, [&](const auto& reply) { code = reply.error().code; });
  engine_->start();
  QTRY_COMPARE(failed.count(), 1);
  QCOMPARE(engine_->state(), EngineClient::State::failed);
  QVERIFY(code.has_value());
  // A later call is answered as well, and a working command starts.
  code.reset();
  engine_->call<protocol::DataRows>(this, {}, [&](const auto& reply) { code = reply.error().code; });
  QTRY_VERIFY(code.has_value());
  engine_->setCommand({QStringLiteral(MARCIE_TEST_BIN_DIR "/fake_engine")});
  engine_->start();
  QTRY_COMPARE(engine_->state(), EngineClient::State::ready);
}

void EngineClientTest::latestCallSendsOnlyTheNewest() {
  engine_->start();
  std::vector<std::int64_t> offsets;
  LatestCall<protocol::DataRows> latest(
      *engine_, this, [&](const protocol::DataRows& request, const auto&) { offsets.push_back(request.offset); });
  for (std::int64_t offset = 0; offset < 50; ++offset) latest.request({.offset = offset, .count = 1});
  QTRY_COMPARE(offsets.size(), std::size_t{2});
  QCOMPARE(offsets.front(), 0);
  QCOMPARE(offsets.back(), 49);
}

void EngineClientTest::eventsFloodInWithoutLoss() {
  AppContext context;
  context.engine().setCommand({QStringLiteral(MARCIE_TEST_BIN_DIR "/fake_engine")});
  std::vector<std::int64_t> steps;
  connect(&context.engine(), &EngineClient::runEvents, this,
          [&](const QString&, bool restarted, bool, const std::vector<RunEvent>& events) {
            if (restarted) steps.clear();
            for (const auto& event : events) {
              if (std::holds_alternative<StepEnd>(event.body)) steps.push_back(event.step);
            }
          });
  context.engine().start();
  RunSpec spec;
  spec.data.path = "/pictures";
  context.runs().start(spec);
  QTRY_COMPARE_WITH_TIMEOUT(context.runs().activity(), RunController::Activity::ended, 15000);
  QCOMPARE(steps.size(), std::size_t{300});
  for (std::size_t i = 0; i < steps.size(); ++i) QCOMPARE(steps[i], static_cast<std::int64_t>(i + 1));
}

QTEST_MAIN(EngineClientTest)
#include "engine_client_test.moc"
