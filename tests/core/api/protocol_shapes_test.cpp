#include <set>

#include <gtest/gtest.h>

#include "core/api/protocol.h"

namespace marcie::protocol {
namespace {

TEST(ProtocolShapesTest, MethodsAreUnique) {
  const std::vector<std::string_view> methods{
      Hello::kMethod,       Catalog::kMethod,    Cancel::kMethod,     Progress::kMethod,      DataInspect::kMethod,
      DataRows::kMethod,    Thumbnails::kMethod, MakeSample::kMethod, RunStart::kMethod,      RunControl::kMethod,
      RunsList::kMethod,    RunWatch::kMethod,   RunUnwatch::kMethod, RunEventsNote::kMethod, RunStatusNote::kMethod,
      RunSetNotes::kMethod, RunDelete::kMethod,  Predict::kMethod};
  EXPECT_EQ(std::set<std::string_view>(methods.begin(), methods.end()).size(), methods.size());
}

TEST(ProtocolShapesTest, MessagesHaveTheShapesOfJsonRpc) {
  const Json request = makeRequest(7, "predict", {{"path", "a.jpg"}});
  EXPECT_EQ(request, (Json{{"jsonrpc", "2.0"}, {"id", 7}, {"method", "predict"}, {"params", {{"path", "a.jpg"}}}}));
  EXPECT_EQ(makeResult(7, 3), (Json{{"jsonrpc", "2.0"}, {"id", 7}, {"result", 3}}));
  EXPECT_FALSE(makeNotification("progress", {}).contains("id"));
  EXPECT_TRUE(makeFailure(7, Error{}).contains("error"));
}

TEST(ProtocolShapesTest, ErrorsTravelWhole) {
  const Error error{ErrorCode::diskFull, "cannot write", "Free some space", {"line 3", "reading x"}};
  const Error back = errorFromJson(errorToJson(error));
  EXPECT_EQ(back.code, error.code);
  EXPECT_EQ(back.message, error.message);
  EXPECT_EQ(back.hint, error.hint);
  EXPECT_EQ(back.context, error.context);
}

TEST(ProtocolShapesTest, MalformedErrorsAreStillErrors) {
  for (const Json& json : {Json(), Json(3), Json::object(), Json{{"message", 5}, {"data", 3}},
                           Json{{"message", "m"}, {"data", {{"code", 9}, {"hint", nullptr}}}}}) {
    EXPECT_FALSE(errorFromJson(json).message.empty()) << json;
  }
}

}  // namespace
}  // namespace marcie::protocol
