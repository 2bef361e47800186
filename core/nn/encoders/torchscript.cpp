#include <fstream>
#include <set>
#include <sstream>

#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/csrc/jit/serialization/import.h>
#include <torch/torch.h>

#include "core/nn/network.h"
#include "core/nn/script_check.h"

namespace marcie::nn {
namespace {

// Gives `module` the parameters of a TorchScript module under the names that they have there. They are the same
// tensors: what moves, loads or trains one does it to both. A module that is there twice is registered once, as its
// weights would else learn twice in each step.
void mirror(const torch::jit::Module& script, torch::nn::Module& module, std::set<const c10::ivalue::Object*>& seen) {
  if (!seen.insert(script._ivalue().get()).second) return;
  for (const auto& item : script.named_parameters(/*recurse=*/false)) {
    module.register_parameter(item.name, item.value, item.value.requires_grad());
  }
  for (const auto& item : script.named_buffers(/*recurse=*/false)) module.register_buffer(item.name, item.value);
  for (const auto& item : script.named_children()) {
    const auto child = std::make_shared<torch::nn::Module>();
    mirror(item.value, *child, seen);
    module.register_module(item.name, child);
  }
}

class ScriptEncoder final : public Encoder, public torch::nn::Module {
 public:
  ScriptEncoder(torch::jit::Module script, std::string fingerprint)
      : script_(std::move(script)), fingerprint_(std::move(fingerprint)) {
    std::set<const c10::ivalue::Object*> seen;
    mirror(script_, *this, seen);
  }
  std::shared_ptr<torch::nn::Module> module() override { return shared_from_this(); }
  void train(bool on = true) override {
    torch::nn::Module::train(on);
    script_.train(on);
  }
  at::Tensor features(const at::Tensor& images) override { return run(images).toTensor().to(torch::kFloat); }
  std::int64_t featureCount() const override { return features_; }
  std::string fingerprint() const override { return fingerprint_; }

  // One pass of two grey pictures, which tells what comes out.
  Result<void> probe(std::int64_t imageSize, const std::string& what) {
    const torch::NoGradGuard noGradients;
    const auto wrong = [&](const std::string& because) {
      return Error{ErrorCode::format,
                   what + " is no picture network: given pictures [2, 3, " + std::to_string(imageSize) + ", " +
                       std::to_string(imageSize) + "] " + because,
                   "Export a module whose forward turns pictures [B, 3, H, W] into features [B, d], for "
                   "data.imageSize",
                   {}};
    };
    eval();
    torch::jit::IValue output;
    try {
      output = run(torch::zeros({2, 3, imageSize, imageSize}));
    } catch (const std::exception& failure) {
      const std::string text = failure.what();
      const auto end = text.find_last_not_of('\n');
      const auto begin = text.rfind('\n', end);  // the last line of the interpreter's report is the cause
      return wrong("it fails: " + (end == std::string::npos ? text : text.substr(begin + 1, end - begin)));
    }
    if (!output.isTensor()) return wrong("it gives a " + output.tagKind() + " instead of one tensor");
    const at::Tensor features = output.toTensor();
    if (features.dim() != 2 || features.size(0) != 2 || features.size(1) < 1 || !features.is_floating_point()) {
      std::string shape;
      for (const auto side : features.sizes()) shape += (shape.empty() ? "" : ", ") + std::to_string(side);
      return wrong("it gives [" + shape + "] of " + std::string(c10::toString(features.scalar_type())) +
                   " instead of [2, d]");
    }
    features_ = features.size(1);
    train();
    return {};
  }

 private:
  torch::jit::IValue run(const at::Tensor& images) {
    // Otherwise operations are fused and specialised after the first passes: numbers would depend on how often the
    // network has run before. The switch is one of the calling thread.
    const torch::jit::GraphOptimizerEnabledGuard asWritten(false);
    return script_.forward({images});
  }

  torch::jit::Module script_;
  std::string fingerprint_;
  std::int64_t features_ = 0;
};

// FNV-1a of the file, as hexadecimal digits.
std::string hashOf(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string block(std::size_t{1} << 20U, '\0');
  std::uint64_t hash = 0xcbf29ce484222325;
  while (file.read(block.data(), static_cast<std::streamsize>(block.size())) || file.gcount() > 0) {
    for (std::streamsize i = 0; i < file.gcount(); ++i) {
      hash = (hash ^ static_cast<unsigned char>(block[static_cast<std::size_t>(i)])) * 0x100000001b3;
    }
  }
  std::ostringstream text;
  text << std::hex << hash;
  return text.str();
}

Result<std::shared_ptr<Encoder>> load(const EncoderSettings& settings) {
  if (settings.script.empty()) {
    return Error{ErrorCode::option,
                 "the picture network 'torchscript' is a file of yours, and none is named",
                 "Name the TorchScript file: model.weights in a run, --weights in encode",
                 {}};
  }
  const std::string what = settings.script.filename().string();
  MARCIE_TRY(checkScriptFile(settings.script));
  std::shared_ptr<ScriptEncoder> encoder;
  try {
    torch::jit::Module script = torch::jit::load(settings.script.string(), c10::Device(c10::kCPU));
    MARCIE_TRY(checkScriptOperations(script, what));
    if (!script.find_method("forward")) {
      return Error{ErrorCode::format, what + " has no method 'forward'", "Export the whole module", {}};
    }
    encoder = std::make_shared<ScriptEncoder>(std::move(script), hashOf(settings.script));
  } catch (const c10::Error& failure) {
    const std::string text = failure.what_without_backtrace();
    return Error{ErrorCode::format,
                 what + " cannot be loaded: " + text.substr(0, text.find('\n')),
                 "It may be damaged, or of a newer version of PyTorch",
                 {}};
  }
  MARCIE_TRY(encoder->probe(settings.imageSize, what));
  return std::shared_ptr<Encoder>(encoder);
}

}  // namespace

const EncoderEntry& torchscriptEntry() {
  static const EncoderEntry entry{
      .name = "torchscript",
      .title = "A network of yours (TorchScript)",
      .help =
          "A file of torch.jit.script or torch.jit.trace that turns pictures [B, 3, H, W] into features [B, d]; its "
          "parameters are trained as all others. The file is named where weights are (model.weights). It is a "
          "program: operations that do more than compute are refused, but use files that you trust.",
      .make = load,
      .fromFile = true};
  return entry;
}

}  // namespace marcie::nn
