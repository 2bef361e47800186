#include "core/api/run_event.h"

#include <cmath>
#include <limits>
#include <set>

#include <gtest/gtest.h>

#include "tests/support/fill_visitor.h"

namespace marcie {
namespace {

// One event of every kind, every member filled.
template <std::size_t Index = 0>
void appendEvery(std::vector<RunEvent>& events) {
  if constexpr (Index < std::variant_size_v<RunEventBody>) {
    using Body = std::variant_alternative_t<Index, RunEventBody>;
    events.push_back({static_cast<std::int64_t>(Index) + 5, 1.25, 17.5, marcie::testing::filled<Body>()});
    appendEvery<Index + 1>(events);
  }
}

std::vector<RunEvent> everyKind() {
  std::vector<RunEvent> events;
  appendEvery(events);
  return events;
}

TEST(RunEventTest, EveryKindComesBackFromItsLine) {
  for (const auto& event : everyKind()) {
    const Json json = runEventToJson(event);
    const auto parsed = parseJsonText(dumpJson(json));
    ASSERT_TRUE(parsed.ok());
    const auto back = runEventFromJson(*parsed);
    ASSERT_TRUE(back.ok()) << back.error().toString();
    EXPECT_EQ(back->body.index(), event.body.index());
    EXPECT_EQ(back->step, event.step);
    EXPECT_EQ(back->epoch, event.epoch);
    EXPECT_EQ(back->wallTime, event.wallTime);
    EXPECT_EQ(runEventToJson(*back), json);
  }
}

TEST(RunEventTest, EveryKindHasItsOwnName) {
  std::set<std::string> types;
  for (const auto& event : everyKind()) types.insert(runEventToJson(event)["type"].get<std::string>());
  EXPECT_EQ(types.size(), std::variant_size_v<RunEventBody>);
}

// The members that every event has must not be shadowed by a member of the body.
TEST(RunEventTest, BodiesLeaveTheCommonMembersAlone) {
  for (const auto& event : everyKind()) {
    const Json body = std::visit([](const auto& value) { return toJson(value); }, event.body);
    for (const char* key : {"type", "step", "epoch", "wallTime"}) EXPECT_FALSE(body.contains(key)) << key;
  }
}

TEST(RunEventTest, CarriesLossesThatAreNotNumbers) {
  const double infinity = std::numeric_limits<double>::infinity();
  const RunEvent event{3, 0.5, 1, StepEnd{0.1, {{"loss", std::nan("")}, {"ema", infinity}}}};
  const auto parsed = parseJsonText(dumpJson(runEventToJson(event)));
  ASSERT_TRUE(parsed.ok());
  const auto back = runEventFromJson(*parsed);
  ASSERT_TRUE(back.ok());
  const auto& losses = std::get<StepEnd>(back->body).losses;
  ASSERT_EQ(losses.size(), 2U);
  EXPECT_TRUE(std::isnan(losses[0].value));
  EXPECT_FALSE(std::isfinite(losses[1].value));
}

TEST(RunEventTest, RefusesWhatIsNoEvent) {
  const Json good = runEventToJson({1, 1, 1, EpochEnd{}});
  std::vector<Json> bad{Json(), Json::array(), Json(3), Json::object(), Json{{"type", 3}}, Json{{"type", "party"}}};
  Json unknownMember = good;
  unknownMember["mean"] = 1;
  bad.push_back(unknownMember);
  Json wrongStep = good;
  wrongStep["step"] = "one";
  bad.push_back(wrongStep);
  Json wrongMember = good;
  wrongMember["means"] = 3;
  bad.push_back(wrongMember);
  for (const auto& json : bad) {
    const auto event = runEventFromJson(json);
    ASSERT_FALSE(event.ok()) << json;
    EXPECT_EQ(event.error().code, ErrorCode::format);
  }
  EXPECT_TRUE(runEventFromJson(good).ok());
}

}  // namespace
}  // namespace marcie
