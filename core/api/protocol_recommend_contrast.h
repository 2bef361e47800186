// The part of the protocol (protocol.h) that sets recommendations against each other: two models for one user, and a
// place against what would lose it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/protocol_recommend.h"

namespace marcie::protocol {

struct RecPlaced {
  RecItem item;
  double score = 0;
  bool isHeldOut = false;
  std::int64_t place = 0;       // 1 = first
  std::int64_t otherPlace = 0;  // in the other model's list; 0: it does not compete there
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("item", self.item);
    v("score", self.score);
    v("isHeldOut", self.isHeldOut);
    v("place", self.place);
    v("otherPlace", self.otherPlace);
  }
};
struct RecPlacedLists {
  std::string method;  // "vbpr full"
  std::int64_t step = 0;
  std::vector<RecPlaced> all, cold;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("method", self.method);
    v("step", self.step);
    v("all", self.all);
    v("cold", self.cold);
  }
};
struct RecCompareReply {
  RecPlacedLists one, other;  // of the run and of the other run
  bool sameSplit = true;      // false: what one model calls cold the other may have learned from
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("one", self.one);
    v("other", self.other);
    v("sameSplit", self.sameSplit);
  }
};
// What two models recommend to the same user. Errors: usage, when they are about other users or items.
struct RecCompare {
  static constexpr std::string_view kMethod = "recommend.compare";
  using Reply = RecCompareReply;
  std::string run, other;
  std::int64_t user = 0;
  std::int64_t count = 20;
  std::vector<std::int64_t> without;  // as in RecUser, for both
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("other", self.other);
    v("user", self.user);
    v("count", self.count);
    v("without", self.without);
  }
};

struct RecDropReply {
  bool wasIn = false;          // it is among the first `count` at all; else nothing was tried
  bool drops = false;          // without `items` and `terms` it is not
  std::vector<RecItem> items;  // of the history
  std::vector<RecTerm> terms;  // of the item's inferred annotations; `effect` is not filled
  std::int64_t placeBefore = 0, placeAfter = 0;
  std::int64_t triedItems = 0, triedTerms = 0;  // each alone
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("wasIn", self.wasIn);
    v("drops", self.drops);
    v("items", self.items);
    v("terms", self.terms);
    v("placeBefore", self.placeBefore);
    v("placeAfter", self.placeAfter);
    v("triedItems", self.triedItems);
    v("triedTerms", self.triedTerms);
  }
};
// The least of the user's history and of an item's inferred annotations whose removal drops the item from the first
// places of the user's list. Sends progress; long for long histories. Errors: cancelled.
struct RecDrop {
  static constexpr std::string_view kMethod = "recommend.drop";
  using Reply = RecDropReply;
  std::string run;
  std::int64_t user = 0;
  std::int64_t item = -1;                    // of the catalogue, or
  std::string image;                         // a photo that is in none
  std::vector<std::string> present, absent;  // what is supposed of the photo already
  std::vector<std::int64_t> without;         // what is forgotten of the history already
  bool coldOnly = false;                     // among cold items; of a photo always
  std::int64_t count = 20;
  std::int64_t most = 5;  // taken together at most
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("user", self.user);
    v("item", self.item);
    v("image", self.image);
    v("present", self.present);
    v("absent", self.absent);
    v("without", self.without);
    v("coldOnly", self.coldOnly);
    v("count", self.count);
    v("most", self.most);
  }
};

}  // namespace marcie::protocol
