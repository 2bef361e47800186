// The recommender of the fake engine: forty items of which every fifth is cold, ten users; answers by arithmetic. A
// path with "shop" in it is data of users and items; with "both", pictures as well.
#pragma once

#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "core/api/protocol.h"
#include "core/api/protocol_recommend_contrast.h"

namespace marcie::testing {

inline protocol::RecItem fakeItem(std::int64_t index) {
  return {index, "i" + std::to_string(index), "Item " + std::to_string(index),
          "/posters/" + std::to_string(index) + ".jpg", index % 5 == 4};
}
inline protocol::RecUserRow fakeUser(std::int64_t index) {
  return {index, "u" + std::to_string(index), 8, 2};
}

inline protocol::TaskCatalog fakeRecCatalog() {
  protocol::TaskCatalog catalog;
  catalog.schema = schemaOf<RunSpec>(defaultRunSpec(kCierecTask));
  catalog.presets = {
      {"quick", "Quick", "A curve within seconds.", {{"task", "cierec"}, {"model", {{"phases", {{"train", 15}}}}}}},
      {"standard", "Standard", "Full training.", {{"task", "cierec"}}}};
  catalog.readers = {{"tables", "Tables of items and interactions", "items.csv and interactions.csv.", nullptr}};
  return catalog;
}

inline protocol::DataRecogniseReply fakeRecognition(const std::string& path) {
  if (path.find("both") != std::string::npos) return {std::string(kMarnetTask), 0.95, 0.95};
  if (path.find("shop") != std::string::npos) return {std::string(kCierecTask), 0.2, 0.9};
  return {std::string(kMarnetTask), 0.95, 0};
}

inline RecSummary fakeRecSummary(const std::string& path) {
  RecSummary s;
  s.path = path;
  s.reader = "tables";
  s.readers = {{"tables", "Tables of items and interactions", 0.9, "interactions.csv and items.csv",
                "items.csv and interactions.csv."},
               {"movielens", "MovieLens", 0, "no ratings.dat", "The archive of MovieLens."}};
  s.users = 1210, s.items = 430, s.interactions = 15700;
  s.density = 15700.0 / (1210.0 * 430.0);
  s.perUser = {1, 4, 9, 18, 130, 13};
  s.histories = {40, 170, 400, 380, 150, 50, 18, 2};
  for (int k = 1; k <= 20; ++k) s.popularity.push_back(std::sqrt(0.05 * k));
  s.hasTimes = true;
  s.markedCold = 86;
  s.terms = 3;
  s.frequentTerms = {{"noir", 120}, {"space", 80}, {"comedy", 33}};
  s.withoutImage = 7, s.withoutAnnotation = 11, s.withNeither = 2, s.unreadableImages = 1;
  s.looksAtPictures = true;
  s.duplicateImages = 3, s.duplicatesAcrossWarmAndCold = 1;
  s.duplicates = {{path + "/images/1.jpg", path + "/images/9.jpg", "warm", "cold"}};
  s.protocol = "marked_cold";
  s.train = 12300, s.validation = 1500, s.test = 1900;
  s.warmItems = 344, s.coldValidation = 43, s.coldTest = 43;
  s.problems = {{"duplicate", "interactions of the same user and item: the newest counts", 21, {"u1, i7", "u2, i9"}},
                {"noImage", "items without a picture", 7, {"i4"}}};
  return s;
}

template <class Request>
Request readRequest(const Json& params) {
  Request request;
  Problems problems;
  fromJson(params, request, problems);
  return request;
}

inline protocol::RecSearchReply fakeSearch(const protocol::RecSearch& request) {
  protocol::RecSearchReply reply{"vbpr full", 120, 10, 40, 8, true, {"noir", "space", "comedy"}, {}, {}};
  for (std::int64_t u = 0; u < 10; ++u) {
    if (fakeUser(u).id.find(request.text) != std::string::npos) reply.foundUsers.push_back(fakeUser(u));
  }
  for (std::int64_t i = 0; i < 40; ++i) {
    const auto item = fakeItem(i);
    if ((!request.coldOnly || item.isCold) && item.title.find(request.text) != std::string::npos) {
      reply.foundItems.push_back(item);
    }
  }
  return reply;
}

inline protocol::RecUserReply fakeUserReply(const protocol::RecUser& request) {
  protocol::RecUserReply reply;
  reply.user = fakeUser(request.user);
  reply.without = request.without;
  for (std::int64_t i = 0; i < 8; ++i) reply.history.push_back(fakeItem(i));
  for (std::int64_t i = 8; i < 20; ++i) {
    protocol::RecEntry entry{fakeItem(i), 3.0 - 0.1 * static_cast<double>(i), i == 10, 1, 0.5, 0.25, 0.1, 0};
    if (!request.without.empty()) entry.rankBefore = i;
    reply.all.push_back(entry);
    if (entry.item.isCold) reply.cold.push_back(entry);
  }
  reply.step = 120;
  return reply;
}

// A photo is dropped by an annotation, an item of the catalogue by two of the history.
inline protocol::RecDropReply fakeDrop(const protocol::RecDrop& request) {
  protocol::RecDropReply reply{true, true, {}, {}, 3, request.count + 5, 8, 2};
  if (request.image.empty()) {
    reply.items = {fakeItem(1), fakeItem(2)};
  } else {
    reply.terms = {{"noir", 0.9, false, 0}};
  }
  if (!request.without.empty() || !request.absent.empty()) reply.drops = false, reply.placeAfter = 4;
  return reply;
}

// Items 8 … 19 against 9 … 20: everything rises by one, item 20 is new, item 8 is gone.
inline protocol::RecCompareReply fakeComparison() {
  protocol::RecCompareReply reply;
  reply.one.method = "vbpr full";
  reply.other.method = "vbpr plain";
  for (std::int64_t k = 0; k < 12; ++k) {
    reply.one.all.push_back({fakeItem(8 + k), 3, k == 2, k + 1, k == 0 ? 30 : k});
    reply.other.all.push_back({fakeItem(9 + k), 3, k == 1, k + 1, k + 2});
  }
  reply.one.cold = {reply.one.all[1]};
  reply.other.cold = {reply.other.all[0]};
  reply.sameSplit = false;
  return reply;
}

inline protocol::RecSandboxReply fakeSandbox(const protocol::RecSandbox& request) {
  protocol::RecSandboxReply reply;
  reply.terms = {{"noir", 0.9, false, 0}, {"space", 0.4, false, 0}};
  const bool supposed = !request.present.empty() || !request.absent.empty();
  for (std::int64_t u = 0; u < 5; ++u) {
    reply.receivers.push_back({fakeUser(u), u + 1, supposed ? 5 - u : 0});
  }
  for (const std::int64_t user : request.users) reply.asked.push_back({fakeUser(user), 3, supposed ? 7 : 0});
  reply.visual = {{fakeItem(1), 0.8}};
  reply.inferred = {{fakeItem(2), 0.7}};
  reply.listSize = 8;
  return reply;
}

// Nothing for a method that is none of these. `recommends`: the run is one of the task.
inline std::optional<Result<Json>> answerRecommend(const std::string& method, const Json& params, bool recommends) {
  if (method == "data.recognise") {
    return Result<Json>(toJson(fakeRecognition(readRequest<protocol::DataRecognise>(params).path)));
  }
  if (method == "data.interactions") {
    return Result<Json>(toJson(fakeRecSummary(readRequest<protocol::InteractionsInspect>(params).data.path)));
  }
  if (!method.starts_with("recommend.")) return std::nullopt;
  if (!recommends) {
    return Result<Json>(Error{
        ErrorCode::usage, "the run classifies pictures; it does not recommend", "Choose a run of the task cierec", {}});
  }
  if (method == "recommend.search") {
    return Result<Json>(toJson(fakeSearch(readRequest<protocol::RecSearch>(params))));
  }
  if (method == "recommend.user") {
    return Result<Json>(toJson(fakeUserReply(readRequest<protocol::RecUser>(params))));
  }
  if (method == "recommend.why") {
    protocol::RecWhyReply reply;
    reply.visual = {{fakeItem(1), 0.9}};
    reply.inferred = {{fakeItem(2), 0.8}};
    reply.terms = {{"noir", 0.9, true, 0.4}, {"space", 0.3, false, -0.1}};
    reply.rank = 3;
    reply.rankAmongCold = 1;
    reply.decisiveTerm = "noir";
    return Result<Json>(toJson(reply));
  }
  if (method == "recommend.drop") {
    return Result<Json>(toJson(fakeDrop(readRequest<protocol::RecDrop>(params))));
  }
  if (method == "recommend.compare") {
    if (readRequest<protocol::RecCompare>(params).other != "/runs/run-2") {
      return Result<Json>(toJson(fakeComparison()));
    }
    return Result<Json>(Error{
        ErrorCode::usage, "the second model was trained on other users or items", "Choose a run of the same data", {}});
  }
  if (method == "recommend.item") {
    const auto request = readRequest<protocol::RecItemCard>(params);
    protocol::RecItemReply reply;
    reply.item = fakeItem(request.item);
    reply.terms = {{"noir", 0.9, true, 0}, {"space", 0.6, false, 0}};
    reply.annotations = {"noir", "comedy"};
    for (std::int64_t u = 0; u < 4; ++u) reply.receivers.push_back({fakeUser(u), u + 1, 0});
    reply.visual = {{fakeItem(1), 0.8}};
    reply.listSize = 8;
    return Result<Json>(toJson(reply));
  }
  if (method == "recommend.sandbox") {
    return Result<Json>(toJson(fakeSandbox(readRequest<protocol::RecSandbox>(params))));
  }
  protocol::RecMetricsReply reply;
  reply.setting = "full ranking of 40 items";
  reply.report = {
      {"cold", {{"auc", 0.62}, {"ndcg@20", 0.2}, {"ndcg@5", 0.1}}},
      {"warm", {{"auc", 0.86}, {"ndcg@20", 0.3}}},
      {"all", {{"auc", 0.81}, {"recall@20", 0.4}}},
      {"catalogue", Json::array({Json{{"k", 20},
                                      {"coverage", 0.5},
                                      {"coldExposure", 0.1},
                                      {"popularity", 3.5},
                                      {"novelty", 2.0},
                                      {"gini", 0.4}}})},
      {"byPopularity",
       Json::array({Json{{"k", 20}, {"fromUsers", 0}, {"toUsers", 0}, {"positives", 4}, {"recall", 0.25}},
                    Json{{"k", 20}, {"fromUsers", 1}, {"toUsers", 1}, {"positives", 0}, {"recall", nullptr}},
                    Json{{"k", 20}, {"fromUsers", 2}, {"toUsers", 9}, {"positives", 8}, {"recall", 0.75}}})}};
  for (std::int64_t u = 0; u < 10; ++u) {
    const double cold = u < 3 ? 0.6 : std::numeric_limits<double>::quiet_NaN();
    reply.users.push_back({fakeUser(u), cold, 0.8, 0.1, u % 2 == 0 ? 0.0 : 0.5, 3.0 + static_cast<double>(u)});
  }
  return Result<Json>(toJson(reply));
}

}  // namespace marcie::testing
