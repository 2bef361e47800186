#include "core/eval/embeddings.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include <torch/torch.h>

#include "core/base/random.h"
#include "core/data/fingerprint.h"
#include "core/data/reader.h"
#include "core/eval/evaluation_data.h"

namespace marcie::eval {
namespace {

// z_s of every text; NaN where there is none. Undefined for a model without a text branch.
at::Tensor semanticRows(Predictor& predictor, const at::Tensor& texts) {
  constexpr std::int64_t kBatch = 1024;
  std::vector<at::Tensor> rows;
  for (std::int64_t begin = 0; begin < texts.size(0); begin += kBatch) {
    const at::Tensor batch = texts.narrow(0, begin, std::min(kBatch, texts.size(0) - begin));
    at::Tensor embedded = predictor.textEmbedding(batch);
    if (!embedded.defined()) return {};
    embedded = embedded.to(torch::kFloat).clone();
    embedded.masked_fill_((batch.sum(1, true) == 0).expand_as(embedded), std::numeric_limits<float>::quiet_NaN());
    rows.push_back(embedded);
  }
  return rows.empty() ? at::Tensor() : torch::cat(rows);
}

class Collector {
 public:
  void add(const nn::MarnetView& view) {
    append(EmbeddingSpace::visual, view.features);
    append(EmbeddingSpace::aligned, view.aligned);
    append(EmbeddingSpace::fused, view.fused);
    append(EmbeddingSpace::reconstructed, view.reconstructed);
  }
  [[nodiscard]] std::map<EmbeddingSpace, at::Tensor> take() {
    std::map<EmbeddingSpace, at::Tensor> spaces;
    for (auto& [space, parts] : parts_) spaces[space] = torch::cat(parts);
    return spaces;
  }

 private:
  void append(EmbeddingSpace space, const at::Tensor& rows) {
    if (rows.defined()) parts_[space].push_back(rows.flatten(1).to(torch::kFloat).contiguous());
  }
  std::map<EmbeddingSpace, std::vector<at::Tensor>> parts_;
};

// NaN when the run does not know the picture's class.
double lossOf(const data::Sample& sample, const data::Dataset& dataset, const Predictor& predictor,
              const at::Tensor& logShares) {
  const std::string& label = dataset.classes[static_cast<std::size_t>(sample.label)];
  const auto it = std::find(predictor.classes().begin(), predictor.classes().end(), label);
  if (it == predictor.classes().end()) return std::numeric_limits<double>::quiet_NaN();
  return -logShares[it - predictor.classes().begin()].item<double>();
}

void addPictures(const data::Dataset& dataset, const Predictor& predictor, const data::Batch& batch,
                 const at::Tensor& logits, std::vector<EmbeddedPicture>& out) {
  const at::Tensor logShares = torch::log_softmax(logits.to(torch::kFloat), 1);
  const auto [confidence, best] = logShares.exp().max(1);
  for (std::int64_t i = 0; i < batch.size(); ++i) {
    const data::Sample& sample = dataset.samples[static_cast<std::size_t>(batch.indices[i].item<std::int64_t>())];
    out.push_back({sample.path, dataset.classes[static_cast<std::size_t>(sample.label)],
                   predictor.classes()[static_cast<std::size_t>(best[i].item<std::int64_t>())], sample.split,
                   confidence[i].item<double>(), lossOf(sample, dataset, predictor, logShares[i]), sample.tags});
  }
}

}  // namespace

Result<at::Tensor> Embeddings::of(EmbeddingSpace space) const {
  if (const auto it = spaces.find(space); it != spaces.end()) return it->second;
  std::vector<std::string> known;
  for (const auto& [any, matrix] : spaces) known.emplace_back(enumKey(any));
  const std::string what = space == EmbeddingSpace::semantic        ? "it has no text branch"
                           : space == EmbeddingSpace::reconstructed ? "it has no diffusion (CDR)"
                                                                    : "its variant or stage has none";
  return Error{ErrorCode::unavailable,
               "this run has no '" + std::string(enumKey(space)) + "' space: " + what,
               "It has " + join(known, ", "),
               {}};
}

std::vector<std::int64_t> drawSample(const data::Dataset& dataset, const std::vector<std::int64_t>& indices,
                                     std::int64_t limit, std::uint64_t seed) {
  const auto total = static_cast<std::int64_t>(indices.size());
  if (limit <= 0 || limit >= total) return indices;
  // Each picture has a number that depends on its name; the smallest of each class and split are taken.
  using Members = std::vector<std::pair<std::uint64_t, std::int64_t>>;
  std::map<std::int32_t, std::map<data::Split, Members>> classes;
  for (const std::int64_t index : indices) {
    const data::Sample& sample = dataset.samples[static_cast<std::size_t>(index)];
    const std::string_view path = sample.path;
    std::uint64_t hash = mix64(seed);
    for (const char c : path.starts_with(dataset.root) ? path.substr(dataset.root.size()) : path) {
      hash = mix64(hash ^ static_cast<unsigned char>(c));
    }
    classes[sample.label][sample.split].emplace_back(hash, index);
  }
  // Shares are no whole numbers. A class gets its own to within one picture; within it, what is left over goes to the
  // split that is furthest behind its share so far.
  std::vector<std::int64_t> chosen;
  std::map<data::Split, std::int64_t> owed;  // total times what each split lacks
  std::int64_t before = 0;
  for (auto& [label, splits] : classes) {
    for (const auto& [split, members] : splits) {
      before += static_cast<std::int64_t>(members.size());
      owed[split] += static_cast<std::int64_t>(members.size()) * limit;
    }
    std::int64_t open = before * limit / total - static_cast<std::int64_t>(chosen.size());
    std::map<data::Split, std::int64_t> take;
    for (const auto& [split, members] : splits) {
      take[split] = std::min(open, static_cast<std::int64_t>(members.size()) * limit / total);
      owed[split] -= take[split] * total;
      open -= take[split];
    }
    for (; open > 0; --open) {
      auto best = splits.end();
      for (auto it = splits.begin(); it != splits.end(); ++it) {
        if (take[it->first] >= static_cast<std::int64_t>(it->second.size())) continue;
        if (best == splits.end() || owed[it->first] > owed[best->first]) best = it;
      }
      if (best == splits.end()) break;
      ++take[best->first];
      owed[best->first] -= total;
    }
    for (auto& [split, members] : splits) {
      std::sort(members.begin(), members.end());
      for (std::int64_t i = 0; i < take[split]; ++i) chosen.push_back(members[static_cast<std::size_t>(i)].second);
    }
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

Result<Embeddings> embedRun(const RunFolder& folder, const EmbedChoice& choice, const std::filesystem::path& checkpoint,
                            const StopToken& stop, const ProgressCallback& progress) {
  const torch::NoGradGuard noGradients;
  MARCIE_ASSIGN(const auto predictor, Predictor::open(folder, checkpoint));
  MARCIE_ASSIGN(const data::Dataset dataset, data::readDataset(predictor->spec().data, stop));
  std::vector<std::int64_t> indices(dataset.samples.size());
  std::iota(indices.begin(), indices.end(), std::int64_t{0});
  if (choice.split) indices = dataset.indicesOf(*choice.split);
  const auto available = static_cast<std::int64_t>(indices.size());
  if (indices.empty()) {
    return Error{ErrorCode::data,
                 choice.split ? "the split '" + std::string(data::splitName(*choice.split)) + "' has no pictures"
                              : std::string("the run's data has no pictures any more"),
                 choice.split ? "Choose another split" : "",
                 {}};
  }
  indices = drawSample(dataset, indices, choice.limit, choice.seed);
  Embeddings result;
  result.available = available;
  result.tags = dataset.tags;
  result.step = predictor->step();
  result.data = data::contentKey(dataset);
  Collector collector;
  std::vector<std::int64_t> seen;
  MARCIE_TRY(forEachBatch(predictor->spec(), dataset, indices, stop, progress, [&](const data::Batch& batch) {
    const nn::MarnetView view = predictor->view(batch.input());
    collector.add(view);
    addPictures(dataset, *predictor, batch, view.logits, result.pictures);
    for (std::int64_t i = 0; i < batch.size(); ++i) seen.push_back(batch.indices[i].item<std::int64_t>());
  }));
  if (seen.empty()) return Error{ErrorCode::data, "none of the pictures can be read", {}, {}};
  result.spaces = collector.take();
  if (!predictor->tags().empty()) {
    const at::Tensor semantic = semanticRows(*predictor, textsOf(dataset, seen, predictor->tags()));
    if (semantic.defined()) result.spaces[EmbeddingSpace::semantic] = semantic;
  }
  return result;
}

std::string indexCsv(const Embeddings& embeddings) {
  std::string csv = "path,label,split,prediction,confidence\n";
  for (const EmbeddedPicture& p : embeddings.pictures) {
    csv += csvField(p.path) + "," + csvField(p.label) + "," + std::string(data::splitName(p.split)) + "," +
           csvField(p.prediction) + "," + formatNumber(p.confidence) + "\n";
  }
  return csv;
}

}  // namespace marcie::eval
