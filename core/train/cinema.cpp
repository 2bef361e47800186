#include "core/train/cinema.h"

#include <algorithm>
#include <cstdio>
#include <limits>
#include <map>

#include <torch/torch.h>

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/train/safetensors.h"

namespace marcie::train {
namespace {

constexpr std::uint64_t kProbeSeed = 0xF117;
constexpr int kTurnRounds = 6;

std::uint64_t nameHash(const std::string& text, std::uint64_t seed) {
  std::uint64_t hash = mix64(seed);
  for (const char c : text) hash = mix64(hash ^ static_cast<unsigned char>(c));
  return hash;
}

// The picture's name below the data: the draw does not depend on where the data lies.
std::string nameBelow(const data::Dataset& dataset, const std::string& path) {
  return path.starts_with(dataset.root) ? path.substr(dataset.root.size()) : path;
}

}  // namespace

std::vector<std::int64_t> chooseProbe(const data::Dataset& dataset, std::int64_t count, std::uint64_t seed) {
  const auto all = dataset.indicesOf(data::Split::val);
  const auto total = static_cast<std::int64_t>(all.size());
  if (count >= total) return all;
  std::map<std::int32_t, std::vector<std::pair<std::uint64_t, std::int64_t>>> byClass;
  for (const std::int64_t index : all) {
    const data::Sample& sample = dataset.samples[static_cast<std::size_t>(index)];
    byClass[sample.label].emplace_back(nameHash(nameBelow(dataset, sample.path), deriveSeed(seed, kProbeSeed)), index);
  }
  // Each class gets what the running share has not yet given away.
  std::vector<std::int64_t> chosen;
  std::int64_t before = 0, given = 0;
  for (auto& [label, members] : byClass) {
    std::sort(members.begin(), members.end());
    before += static_cast<std::int64_t>(members.size());
    std::int64_t take = before * count / total - given;
    if (take == 0 && count >= static_cast<std::int64_t>(byClass.size())) take = 1;
    take = std::min({take, static_cast<std::int64_t>(members.size()), count - given});
    for (std::int64_t i = 0; i < take; ++i) chosen.push_back(members[static_cast<std::size_t>(i)].second);
    given += take;
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

std::filesystem::path probePath(const RunFolder& folder) {
  return folder.snapshotsFolder() / "probe.json";
}

std::filesystem::path framePath(const RunFolder& folder, std::int64_t step) {
  char name[48];
  std::snprintf(name, sizeof name, "frame-%09lld.safetensors", static_cast<long long>(step));
  return folder.snapshotsFolder() / name;
}

std::vector<at::Tensor> turnedNarrow(const std::vector<at::Tensor>& matrices, std::int64_t width) {
  const torch::NoGradGuard noGradients;
  const std::int64_t d = matrices.front().size(1);
  if (d <= width) return matrices;
  at::Tensor all = torch::cat(matrices).to(torch::kFloat);
  all = all.index_select(0, torch::isfinite(all).all(1).nonzero().squeeze(1));
  // Subspace iteration (Halko, Martinsson, Tropp 2011) from a start that never changes: a few products of thin
  // matrices, where a decomposition of the whole would cost more than the frame.
  const std::int64_t k = std::min(d, width + 8);
  Rng rng(kProbeSeed);
  at::Tensor start = torch::empty({d, k});
  for (std::int64_t i = 0; i < d * k; ++i) start.data_ptr<float>()[i] = static_cast<float>(rng.normal());
  at::Tensor basis = std::get<0>(torch::linalg_qr(start));
  for (int round = 0; round < kTurnRounds && all.size(0) > 0; ++round) {
    basis = std::get<0>(torch::linalg_qr(all.t().matmul(all.matmul(basis))));
  }
  const at::Tensor small = all.matmul(basis);
  const auto [values, vectors] = torch::linalg_eigh(small.t().matmul(small));  // ascending
  basis = basis.matmul(vectors.flip(1).narrow(1, 0, width));
  std::vector<at::Tensor> turned;
  for (const at::Tensor& matrix : matrices) turned.push_back(matrix.to(torch::kFloat).matmul(basis));
  return turned;
}

Result<CinemaRecorder> CinemaRecorder::open(const RunFolder& folder, const data::Dataset& dataset,
                                            std::vector<std::int64_t> samples) {
  ProbeFile file{dataset.classes, dataset.tags, {}};
  CinemaRecorder recorder;
  const auto n = static_cast<std::int64_t>(samples.size());
  at::Tensor texts = torch::zeros({n, static_cast<std::int64_t>(dataset.tags.size())});
  for (std::int64_t i = 0; i < n; ++i) {
    const data::Sample& sample = dataset.samples[static_cast<std::size_t>(samples[static_cast<std::size_t>(i)])];
    file.pictures.push_back({sample.path, dataset.classes[static_cast<std::size_t>(sample.label)], sample.tags});
    for (const std::int32_t tag : sample.tags) texts[i][tag] = 1;
  }
  recorder.samples_ = std::move(samples);
  if (!dataset.tags.empty()) {
    recorder.texts_ = texts;
    recorder.hasText_ = texts.sum(1) > 0;
  }
  MARCIE_TRY(makeFolders(folder.snapshotsFolder()));
  MARCIE_TRY(writeFileAtomically(probePath(folder), dumpJson(toJson(file)) + "\n"));
  return recorder;
}

void CinemaRecorder::add(const data::Batch& batch, const nn::MarnetView& view) {
  const at::Tensor indices = batch.indices.to(torch::kCPU);
  std::vector<std::int64_t> picked;
  for (std::int64_t i = 0; i < indices.size(0); ++i) {
    const auto sample = indices[i].item<std::int64_t>();
    const auto it = std::lower_bound(samples_.begin(), samples_.end(), sample);
    if (it == samples_.end() || *it != sample) continue;
    picked.push_back(i);
    rows_.push_back(it - samples_.begin());
  }
  if (picked.empty()) return;
  const at::Tensor rows = torch::tensor(picked);
  const auto keep = [&rows](std::vector<at::Tensor>& into, const at::Tensor& all) {
    if (all.defined()) {
      into.push_back(all.detach().index_select(0, rows.to(all.device())).flatten(1).to(torch::kCPU, torch::kFloat));
    }
  };
  keep(visual_, view.features);
  keep(aligned_, view.aligned);
  keep(logits_, view.logits);
}

Result<bool> CinemaRecorder::write(const RunFolder& folder, std::int64_t step, double epoch, const std::string& phase,
                                   const at::Tensor& semantic) {
  const torch::NoGradGuard noGradients;
  const auto rows = std::exchange(rows_, {});
  const auto visual = std::exchange(visual_, {}), aligned = std::exchange(aligned_, {}),
             logits = std::exchange(logits_, {});
  if (rows.size() != samples_.size() || rows.empty()) return false;
  const at::Tensor order = torch::argsort(torch::tensor(rows));
  const auto inOrder = [&order](const std::vector<at::Tensor>& parts) {
    return parts.empty() ? at::Tensor() : torch::cat(parts).index_select(0, order);
  };
  TensorFile file;
  const auto put = [&file](const char* name, const at::Tensor& matrix) {
    file.tensors.emplace_back(name, matrix.to(torch::kHalf).contiguous());
  };
  if (const at::Tensor v = inOrder(visual); v.defined()) put("visual", turnedNarrow({v}, kFrameWidth).front());
  if (const at::Tensor a = inOrder(aligned); a.defined() && semantic.defined()) {
    at::Tensor s = semantic.detach().to(torch::kCPU, torch::kFloat).clone();
    s.masked_fill_(hasText_.logical_not().unsqueeze(1), std::numeric_limits<float>::quiet_NaN());
    const auto both = turnedNarrow({a, s}, kFrameWidth);
    put("aligned", both[0]);
    put("semantic", both[1]);
  } else if (a.defined()) {
    put("aligned", turnedNarrow({a}, kFrameWidth).front());
  }
  const auto [confidence, prediction] = torch::softmax(inOrder(logits), 1).max(1);
  file.tensors.emplace_back("prediction", prediction.to(torch::kInt).contiguous());
  file.tensors.emplace_back("confidence", confidence.to(torch::kFloat).contiguous());
  file.metadata = {{"step", std::to_string(step)}, {"epoch", formatNumber(epoch)}, {"phase", phase}};
  MARCIE_TRY(writeTensors(framePath(folder, step), file));
  return true;
}

}  // namespace marcie::train
