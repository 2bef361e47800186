#include "core/train/module_state.h"

#include <algorithm>
#include <map>
#include <sstream>

#include <torch/torch.h>

#include "core/base/strings.h"

namespace marcie::train {
namespace {

constexpr std::size_t kMostNames = 12;  // of a list; a network of another kind differs in hundreds

std::string shapeText(const at::Tensor& tensor) {
  std::ostringstream text;
  text << tensor.sizes();
  return text.str();
}

void addList(std::string& message, const char* title, std::vector<std::string> names) {
  if (names.empty()) return;
  message += std::string("\n") + title + " (" + std::to_string(names.size()) + "): ";
  const bool more = names.size() > kMostNames;
  if (more) names.resize(kMostNames);
  message += join(names, ", ") + (more ? " …" : "");
}

}  // namespace

NamedTensors stateOf(const torch::nn::Module& module) {
  NamedTensors state;
  for (const auto& item : module.named_parameters()) state.emplace_back(item.key(), item.value());
  for (const auto& item : module.named_buffers()) state.emplace_back(item.key(), item.value());
  return state;
}

Result<void> loadState(const NamedTensors& target, const NamedTensors& source, std::string_view what,
                       const std::vector<std::string>& ignored) {
  std::map<std::string, at::Tensor> available(source.begin(), source.end());
  std::vector<std::string> missing, unexpected, misshapen;
  for (const auto& [name, tensor] : target) {
    const auto it = available.find(name);
    if (it == available.end()) {
      missing.push_back(name);
    } else if (it->second.sizes() != tensor.sizes()) {
      misshapen.push_back(name + " " + shapeText(it->second) + " where " + shapeText(tensor) + " is needed");
    }
  }
  std::map<std::string, at::Tensor> wanted(target.begin(), target.end());
  for (const auto& [name, tensor] : source) {
    const bool known =
        wanted.contains(name) || std::any_of(ignored.begin(), ignored.end(),
                                             [&](const std::string& prefix) { return name.starts_with(prefix); });
    if (!known) unexpected.push_back(name);
  }
  if (!missing.empty() || !unexpected.empty() || !misshapen.empty()) {
    std::string message = std::string(what) + " does not fit this model";
    addList(message, "missing", missing);
    addList(message, "unexpected", unexpected);
    addList(message, "wrong shape", misshapen);
    return Error{
        ErrorCode::checkpoint, std::move(message), "Use the model options that these weights were made with", {}};
  }
  const torch::NoGradGuard noGradients;
  for (const auto& [name, tensor] : target) {
    at::Tensor destination = tensor;
    destination.copy_(available[name]);
  }
  return {};
}

void useChannelsLast(torch::nn::Module& module) {
  const torch::NoGradGuard noGradients;
  for (at::Tensor& parameter : module.parameters()) {
    if (parameter.dim() == 4) parameter.set_data(parameter.data().contiguous(at::MemoryFormat::ChannelsLast));
  }
}

}  // namespace marcie::train
