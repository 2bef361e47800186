// The part of the protocol (protocol.h) that is about data sets and pictures.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/data_options.h"
#include "core/api/dataset_summary.h"
#include "core/api/rec_options.h"
#include "core/api/rec_summary.h"

namespace marcie::protocol {

struct DataInspect {  // long: progress, cancel
  static constexpr std::string_view kMethod = "data.inspect";
  using Reply = DatasetSummary;
  DataOptions data;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("data", self.data);
  }
};

// Which method's data lie at a path, by the readers' scores: what to inspect with.
struct DataRecogniseReply {
  std::string task;                       // kMarnetTask or kCierecTask (run_spec.h), whichever the layout fits better
  double pictures = 0, interactions = 0;  // best score of the readers of each, in [0, 1]
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("task", self.task);
    v("pictures", self.pictures);
    v("interactions", self.interactions);
  }
};
struct DataRecognise {
  static constexpr std::string_view kMethod = "data.recognise";
  using Reply = DataRecogniseReply;
  std::string path;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("path", self.path);
  }
};

// The preview of users and items, as DataInspect is that of pictures.
struct InteractionsInspect {  // long: progress, cancel
  static constexpr std::string_view kMethod = "data.interactions";
  using Reply = RecSummary;
  RecDataOptions data;
  RecSplitOptions split;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("data", self.data);
    v("split", self.split);
  }
};

struct DataRow {
  std::int64_t index = 0;  // stable within (path, options); names the picture in other requests
  std::string path;        // absolute
  std::string label;
  std::string split;
  std::vector<std::string> tags;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("index", self.index);
    v("path", self.path);
    v("label", self.label);
    v("split", self.split);
    v("tags", self.tags);
  }
};
struct DataRowsReply {
  std::int64_t total = 0;  // that match the filter
  std::vector<DataRow> rows;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("total", self.total);
    v("rows", self.rows);
  }
};
struct DataRows {
  static constexpr std::string_view kMethod = "data.rows";
  using Reply = DataRowsReply;
  DataOptions data;
  std::int64_t offset = 0, count = 200;
  std::string label, split, tag, text;  // filters; empty = any; text searches path, label and tags
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("data", self.data);
    v("offset", self.offset);
    v("count", self.count);
    v("label", self.label);
    v("split", self.split);
    v("tag", self.tag);
    v("text", self.text);
  }
};

// 8-bit RGB, rows without padding.
struct Picture {
  std::int64_t width = 0, height = 0;
  std::vector<std::uint8_t> rgb;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("width", self.width);
    v("height", self.height);
    v("rgb", self.rgb);
  }
};
struct Thumbnail {
  std::string path;
  Picture picture;     // empty when it cannot be read
  std::string reason;  // then: why
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("path", self.path);
    v("picture", self.picture);
    v("reason", self.reason);
  }
};
struct ThumbnailsReply {
  std::vector<Thumbnail> thumbnails;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("thumbnails", self.thumbnails);
  }
};
struct Thumbnails {
  static constexpr std::string_view kMethod = "data.thumbnails";
  using Reply = ThumbnailsReply;
  std::vector<std::string> paths;
  std::int64_t size = 96;  // longest side
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("paths", self.paths);
    v("size", self.size);
  }
};

struct MakeSampleReply {
  std::string path;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("path", self.path);
  }
};
struct MakeSample {  // long; returns at once when the sample is there already
  static constexpr std::string_view kMethod = "data.sample";
  using Reply = MakeSampleReply;
  template <class Self, class Visitor>
  static void visit(Self&, Visitor&) {}
};

}  // namespace marcie::protocol
