// The part of the protocol (protocol.h) that asks a trained recommender: who gets what, why, and what if.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/options/json.h"

namespace marcie::protocol {

struct RecItem {
  std::int64_t index = -1;  // in the catalogue
  std::string id, title;
  std::string image;  // absolute path, or empty
  bool isCold = false;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("index", self.index);
    v("id", self.id);
    v("title", self.title);
    v("image", self.image);
    v("isCold", self.isCold);
  }
};
struct RecTerm {
  std::string name;
  double probability = 0;  // as inferred from the picture
  bool isTrue = false;     // the item's own; only where known
  double effect = 0;       // what the score loses when the picture does not say so
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("name", self.name);
    v("probability", self.probability);
    v("isTrue", self.isTrue);
    v("effect", self.effect);
  }
};
struct RecUserRow {
  std::int64_t index = -1;
  std::string id;
  std::int64_t chosen = 0;   // items in training
  std::int64_t heldOut = 0;  // in validation and test
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("index", self.index);
    v("id", self.id);
    v("chosen", self.chosen);
    v("heldOut", self.heldOut);
  }
};

// Users and items whose id or title holds a text; an empty text is the first ones.
struct RecSearchReply {
  std::string method;  // "vbpr full"
  std::int64_t step = 0;
  std::int64_t users = 0, items = 0, coldItems = 0;
  bool looksAtPictures = true;     // false: features came from a matrix, so no photo can be dropped
  std::vector<std::string> terms;  // vocabulary of inference; empty where nothing is inferred
  std::vector<RecUserRow> foundUsers;
  std::vector<RecItem> foundItems;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("method", self.method);
    v("step", self.step);
    v("users", self.users);
    v("items", self.items);
    v("coldItems", self.coldItems);
    v("looksAtPictures", self.looksAtPictures);
    v("terms", self.terms);
    v("foundUsers", self.foundUsers);
    v("foundItems", self.foundItems);
  }
};
struct RecSearch {
  static constexpr std::string_view kMethod = "recommend.search";
  using Reply = RecSearchReply;
  std::string run, text;
  bool coldOnly = false;  // items
  std::int64_t limit = 200;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("text", self.text);
    v("coldOnly", self.coldOnly);
    v("limit", self.limit);
  }
};

struct RecEntry {
  RecItem item;
  double score = 0;
  bool isHeldOut = false;
  double collaborative = 0, visual = 0, inferred = 0, bias = 0;  // parts of the score
  std::int64_t rankBefore = 0;                                   // with the whole history; 0 = the user had it
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("item", self.item);
    v("score", self.score);
    v("isHeldOut", self.isHeldOut);
    v("collaborative", self.collaborative);
    v("visual", self.visual);
    v("inferred", self.inferred);
    v("bias", self.bias);
    v("rankBefore", self.rankBefore);
  }
};
struct RecUserReply {
  RecUserRow user;
  std::vector<RecItem> history;       // newest first
  std::vector<std::int64_t> without;  // as asked
  std::vector<RecEntry> all, cold;
  std::int64_t step = 0;
  double milliseconds = 0;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("user", self.user);
    v("history", self.history);
    v("without", self.without);
    v("all", self.all);
    v("cold", self.cold);
    v("step", self.step);
    v("milliseconds", self.milliseconds);
  }
};
// What a user gets. `without`: items of the history to forget; the user's vector is then fitted again.
struct RecUser {
  static constexpr std::string_view kMethod = "recommend.user";
  using Reply = RecUserReply;
  std::string run;
  std::int64_t user = 0;
  std::int64_t count = 20;
  std::vector<std::int64_t> without;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("user", self.user);
    v("count", self.count);
    v("without", self.without);
  }
};

struct RecNear {
  RecItem item;
  double similarity = 0;  // cosine
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("item", self.item);
    v("similarity", self.similarity);
  }
};
// Why a user gets an item: the nearest items of their history in each space, and the terms that carry the score.
struct RecWhyReply {
  std::vector<RecNear> collaborative, visual, inferred;
  std::vector<RecTerm> terms;
  std::int64_t rank = 0;           // among all items the user does not know
  std::int64_t rankAmongCold = 0;  // of a cold item
  std::string decisiveTerm;        // the least effect whose absence drops it from the first `count`
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("collaborative", self.collaborative);
    v("visual", self.visual);
    v("inferred", self.inferred);
    v("terms", self.terms);
    v("rank", self.rank);
    v("rankAmongCold", self.rankAmongCold);
    v("decisiveTerm", self.decisiveTerm);
  }
};
struct RecWhy {
  static constexpr std::string_view kMethod = "recommend.why";
  using Reply = RecWhyReply;
  std::string run;
  std::int64_t user = 0, item = 0;
  std::int64_t count = 20;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("user", self.user);
    v("item", self.item);
    v("count", self.count);
  }
};

struct RecReceiver {
  RecUserRow user;
  std::int64_t rank = 0;        // among items that the user does not know, of the same list
  std::int64_t rankBefore = 0;  // before anything was supposed
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("user", self.user);
    v("rank", self.rank);
    v("rankBefore", self.rankBefore);
  }
};
struct RecItemReply {
  RecItem item;
  std::vector<RecTerm> terms;                            // inferred, most probable first
  std::vector<std::string> annotations;                  // the item's own
  std::vector<RecReceiver> receivers;                    // best ranks first
  std::vector<RecNear> collaborative, visual, inferred;  // nearest items of the catalogue
  std::int64_t chosenBy = 0;                             // users in training
  std::int64_t listSize = 0;                             // what it competes with
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("item", self.item);
    v("terms", self.terms);
    v("annotations", self.annotations);
    v("receivers", self.receivers);
    v("collaborative", self.collaborative);
    v("visual", self.visual);
    v("inferred", self.inferred);
    v("chosenBy", self.chosenBy);
    v("listSize", self.listSize);
  }
};
// Who would get an item of the catalogue, and what is near it.
struct RecItemCard {
  static constexpr std::string_view kMethod = "recommend.item";
  using Reply = RecItemReply;
  std::string run;
  std::int64_t item = 0;
  std::int64_t count = 20;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("item", self.item);
    v("count", self.count);
  }
};

struct RecSandboxReply {
  std::vector<RecTerm> terms;          // as inferred, most probable first
  std::vector<RecReceiver> receivers;  // best ranks first
  std::vector<RecReceiver> asked;      // of the users that were asked for
  std::vector<RecNear> visual, inferred;
  std::int64_t listSize = 0;  // cold items it competes with
  double milliseconds = 0;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("terms", self.terms);
    v("receivers", self.receivers);
    v("asked", self.asked);
    v("visual", self.visual);
    v("inferred", self.inferred);
    v("listSize", self.listSize);
    v("milliseconds", self.milliseconds);
  }
};
// Any photo as an item that nobody has seen, with annotations that are supposed of it.
struct RecSandbox {
  static constexpr std::string_view kMethod = "recommend.sandbox";
  using Reply = RecSandboxReply;
  std::string run, image;
  std::vector<std::string> present, absent;
  std::vector<std::int64_t> users;
  std::int64_t count = 20;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("image", self.image);
    v("present", self.present);
    v("absent", self.absent);
    v("users", self.users);
    v("count", self.count);
  }
};

struct RecJudgedUser {
  RecUserRow user;
  double coldAuc = 0, warmAuc = 0, allNdcg = 0;  // NaN where the user has nothing in the list
  double allRecall = 0;                          // of the first `k` over all items, as allNdcg
  double popularity = 0;                         // of these: mean number of users who chose them in training
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("user", self.user);
    v("coldAuc", self.coldAuc);
    v("warmAuc", self.warmAuc);
    v("allNdcg", self.allNdcg);
    v("allRecall", self.allRecall);
    v("popularity", self.popularity);
  }
};
struct RecMetricsReply {
  Json report;          // rankingJson
  std::string setting;  // for people
  std::int64_t k = 20;  // list length of what is told of each user
  std::vector<RecJudgedUser> users;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("report", self.report);
    v("setting", self.setting);
    v("k", self.k);
    v("users", self.users);
  }
};
struct RecMetrics {
  static constexpr std::string_view kMethod = "recommend.metrics";
  using Reply = RecMetricsReply;
  std::string run;
  std::string split = "test";  // or "val"
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("split", self.split);
  }
};

}  // namespace marcie::protocol
