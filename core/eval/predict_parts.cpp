#include <algorithm>
#include <chrono>

#include <opencv2/core/mat.hpp>
#include <torch/torch.h>

#include "core/eval/picture_queries.h"
#include "core/image/decode.h"

namespace marcie::eval {

std::vector<protocol::HeadOpinion> opinionsOf(const std::vector<nn::HeadLogits>& heads,
                                              const std::vector<std::int64_t>& classes,
                                              const std::vector<std::string>& names) {
  std::vector<protocol::HeadOpinion> result;
  for (const nn::HeadLogits& head : heads) {
    const at::Tensor row = torch::softmax(head.logits[0].to(torch::kCPU, torch::kDouble), 0).contiguous();
    protocol::HeadOpinion opinion{head.name, {}};
    for (const std::int64_t i : classes) {
      opinion.top.push_back({names[static_cast<std::size_t>(i)], row.const_data_ptr<double>()[i]});
    }
    result.push_back(std::move(opinion));
  }
  return result;
}

std::vector<std::int64_t> classesToShow(const std::vector<nn::HeadLogits>& heads, std::int64_t top) {
  std::vector<std::int64_t> classes;
  const auto add = [&classes](std::int64_t index) {
    if (std::find(classes.begin(), classes.end(), index) == classes.end()) classes.push_back(index);
  };
  const at::Tensor whole = heads.back().logits[0];
  const at::Tensor order = std::get<1>(whole.topk(std::clamp<std::int64_t>(top, 1, whole.size(0))));
  for (std::int64_t i = 0; i < order.size(0); ++i) add(order[i].item<std::int64_t>());
  for (const nn::HeadLogits& head : heads) add(head.logits[0].argmax().item<std::int64_t>());
  return classes;
}

Result<protocol::PredictPartsReply> predictParts(Predictor& predictor, const protocol::PredictParts& request,
                                                 const StopToken& stop) {
  const auto start = std::chrono::steady_clock::now();
  MARCIE_ASSIGN(const cv::Mat rgb, image::decodeFile(request.path));
  MARCIE_ASSIGN(const at::Tensor input, predictor.inputOf(request.path, rgb, stop));
  const nn::MarnetView seen = predictor.view(input);
  nn::MarnetLens lens(predictor.model());
  const auto heads = lens.heads(seen);
  protocol::PredictPartsReply reply;
  reply.path = request.path;
  reply.step = predictor.step();
  reply.heads = opinionsOf(heads, classesToShow(heads, request.top), predictor.classes());
  reply.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  if (request.neighbours > 0) {
    MARCIE_ASSIGN(auto spaces, predictor.neighboursBySpace(seen, request.neighbours, stop));
    for (auto& [space, neighbours] : spaces) {
      reply.spaces.push_back({std::string(enumKey(space)), std::move(neighbours)});
    }
  }
  return reply;
}

}  // namespace marcie::eval
