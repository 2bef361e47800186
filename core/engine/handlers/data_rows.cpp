// "data.rows": one page of the pictures of a data set that pass a filter.
#include <algorithm>

#include "core/base/strings.h"
#include "core/engine/handler.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

constexpr std::int64_t kMaxPage = 5000;

// A filter resolved against a data set, so that each picture costs comparisons of numbers where possible.
class RowFilter {
 public:
  RowFilter(const protocol::DataRows& request, const data::Dataset& dataset)
      : request_(request), dataset_(dataset), needle_(toLower(trimmed(request.text))) {
    label_ = indexOf(dataset.classes, request.label);
    tag_ = indexOf(dataset.tags, request.tag);
    if (needle_.empty()) return;
    for (const auto& name : dataset.classes) labelHit_.push_back(contains(name));
    for (const auto& name : dataset.tags) tagHit_.push_back(contains(name));
  }

  [[nodiscard]] bool passes(const data::Sample& sample) const {
    if (label_ && sample.label != *label_) return false;
    if (!request_.split.empty() && data::splitName(sample.split) != request_.split) return false;
    if (tag_ && std::find(sample.tags.begin(), sample.tags.end(), *tag_) == sample.tags.end()) return false;
    if (needle_.empty()) return true;
    if (labelHit_[static_cast<std::size_t>(sample.label)]) return true;
    for (const auto tag : sample.tags) {
      if (tagHit_[static_cast<std::size_t>(tag)]) return true;
    }
    // The data set's own folder is the same for all and would make every picture match.
    std::string_view path = sample.path;
    if (path.starts_with(dataset_.root)) path.remove_prefix(dataset_.root.size());
    return contains(path);
  }

 private:
  // No filter → nothing; an unknown name → -1, which no picture has.
  static std::optional<std::int32_t> indexOf(const std::vector<std::string>& names, const std::string& name) {
    if (name.empty()) return std::nullopt;
    const auto it = std::find(names.begin(), names.end(), name);
    return it == names.end() ? -1 : static_cast<std::int32_t>(it - names.begin());
  }
  [[nodiscard]] bool contains(std::string_view text) const { return toLower(text).find(needle_) != std::string::npos; }

  const protocol::DataRows& request_;
  const data::Dataset& dataset_;
  std::string needle_;
  std::optional<std::int32_t> label_, tag_;
  std::vector<bool> labelHit_, tagHit_;
};

protocol::DataRow rowOf(const data::Dataset& dataset, std::size_t index) {
  const data::Sample& sample = dataset.samples[index];
  protocol::DataRow row;
  row.index = static_cast<std::int64_t>(index);
  row.path = sample.path;
  row.label = dataset.classes[static_cast<std::size_t>(sample.label)];
  row.split = data::splitName(sample.split);
  for (const auto tag : sample.tags) row.tags.push_back(dataset.tags[static_cast<std::size_t>(tag)]);
  return row;
}

Result<protocol::DataRowsReply> answerDataRows(const protocol::DataRows& request, Query& query) {
  MARCIE_ASSIGN(const auto dataset, query.session.datasets().get(request.data, query.stop));
  const RowFilter filter(request, *dataset);
  const std::int64_t first = std::max<std::int64_t>(0, request.offset);
  const std::int64_t count = std::clamp<std::int64_t>(request.count, 0, kMaxPage);
  protocol::DataRowsReply reply;
  for (std::size_t i = 0; i < dataset->samples.size(); ++i) {
    if (!filter.passes(dataset->samples[i])) continue;
    if (reply.total >= first && reply.total - first < count) reply.rows.push_back(rowOf(*dataset, i));
    ++reply.total;
  }
  return reply;
}

}  // namespace

const Handler& dataRowsEntry() {
  static const Handler entry = typedHandler<protocol::DataRows, answerDataRows>(Lane::rows);
  return entry;
}

}  // namespace marcie::engine
