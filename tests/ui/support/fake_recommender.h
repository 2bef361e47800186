// The recommender of the fake engine: forty items of which every fifth is cold, ten users; answers by arithmetic.
#pragma once

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
  reply.report = {{"cold", {{"auc", 0.62}, {"ndcg@20", 0.2}}}, {"warm", {{"auc", 0.86}, {"ndcg@20", 0.3}}}};
  for (std::int64_t u = 0; u < 10; ++u) reply.users.push_back({fakeUser(u), 0.6, 0.8, 0.1});
  return Result<Json>(toJson(reply));
}

}  // namespace marcie::testing
