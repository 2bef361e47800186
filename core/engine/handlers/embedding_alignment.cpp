// "embedding.alignment": how well a run's pictures and texts meet: retrieval, cosines, gap, and the worst pairs.
#include <algorithm>
#include <map>
#include <numeric>

#include <ATen/ATen.h>

#include "core/api/protocol_alignment.h"
#include "core/data/fingerprint.h"
#include "core/data/reader.h"
#include "core/engine/handler.h"
#include "core/engine/session.h"
#include "core/eval/predictor.h"
#include "core/metrics/alignment_report.h"
#include "core/train/checkpoint.h"

namespace marcie::engine {
namespace {

// A number for each different list of annotations; rows without any are left out.
struct Texts {
  std::vector<std::int64_t> rows, number;
};
Texts textsOfRows(const eval::Embeddings& embeddings) {
  Texts texts;
  std::map<std::vector<std::int32_t>, std::int64_t> known;
  for (std::size_t i = 0; i < embeddings.pictures.size(); ++i) {
    const auto& tags = embeddings.pictures[i].tags;
    if (tags.empty()) continue;
    texts.rows.push_back(static_cast<std::int64_t>(i));
    texts.number.push_back(known.emplace(tags, static_cast<std::int64_t>(known.size())).first->second);
  }
  return texts;
}

Result<protocol::AlignmentReply> answerAlignment(const protocol::AlignmentReport& request, Query& query) {
  const RunFolder run(request.run);
  MARCIE_TRY(run.spec());
  if (!request.split.empty() && !data::splitNamed(request.split)) {
    return Error{ErrorCode::usage, "'" + request.split + "' is not one of train, val, test", {}, {}};
  }
  MARCIE_ASSIGN(const auto checkpoint, eval::Predictor::current(run));
  MARCIE_ASSIGN(const train::CheckpointMeta meta, train::readCheckpointMeta(checkpoint));
  MARCIE_ASSIGN(const data::Dataset dataset, data::readDataset(meta.spec.data, query.stop));
  const eval::EmbedChoice choice{data::splitNamed(request.split), std::max<std::int64_t>(0, request.limit),
                                 request.seed};
  const auto progress = [&query](std::int64_t done, std::int64_t total) { query.progress(done, total, "pictures"); };
  MARCIE_ASSIGN(const auto embeddings, query.session.projections().embeddings().get(
                                           run, choice, data::contentKey(dataset), query.stop, progress));
  MARCIE_ASSIGN(const at::Tensor aligned, embeddings->of(EmbeddingSpace::aligned));
  MARCIE_ASSIGN(const at::Tensor semantic, embeddings->of(EmbeddingSpace::semantic));
  const Texts texts = textsOfRows(*embeddings);
  if (texts.rows.empty()) {
    return Error{ErrorCode::unavailable,
                 "none of these pictures has annotations, so there is nothing that they could be aligned with",
                 "Choose a split or data with annotations",
                 {}};
  }
  const at::Tensor rows = at::tensor(texts.rows);
  MARCIE_ASSIGN(const metrics::AlignmentReport report,
                metrics::alignmentReport(aligned.index_select(0, rows), semantic.index_select(0, rows),
                                         at::tensor(texts.number), query.stop));
  protocol::AlignmentReply reply;
  reply.step = embeddings->step;
  reply.pairs = static_cast<std::int64_t>(texts.rows.size());
  reply.texts = report.texts;
  reply.available = embeddings->available;
  reply.imageToText.assign(report.imageToText.begin(), report.imageToText.end());
  reply.textToImage.assign(report.textToImage.begin(), report.textToImage.end());
  reply.matchedCosine = report.matchedCosine;
  reply.mismatchedCosine = report.mismatchedCosine;
  reply.modalityGap = report.modalityGap;
  reply.matched = report.matched;
  reply.mismatched = report.mismatched;
  std::vector<std::size_t> order(texts.rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return report.cosines[a] < report.cosines[b]; });
  const auto count = std::min(order.size(), static_cast<std::size_t>(std::clamp<std::int64_t>(request.worst, 0, 1000)));
  for (std::size_t i = 0; i < count; ++i) {
    const auto& picture = embeddings->pictures[static_cast<std::size_t>(texts.rows[order[i]])];
    protocol::AlignedPair pair{
        picture.path,          picture.label, std::string(data::splitName(picture.split)), {}, report.cosines[order[i]],
        report.ranks[order[i]]};
    for (const std::int32_t tag : picture.tags) pair.tags.push_back(embeddings->tags[static_cast<std::size_t>(tag)]);
    reply.worst.push_back(std::move(pair));
  }
  return reply;
}

}  // namespace

const Handler& embeddingAlignmentEntry() {
  static const Handler entry = typedHandler<protocol::AlignmentReport, answerAlignment>(Lane::explain, true);
  return entry;
}

}  // namespace marcie::engine
