// marcie-cli encode: features of pictures as a NumPy file.
#include "core/eval/encode.h"

#include <filesystem>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/interrupts.h"
#include "app/cli/progress.h"
#include "core/data/reader.h"
#include "core/nn/npy.h"

namespace marcie::cli {
namespace fs = std::filesystem;
namespace {

struct EncodeOptions {
  eval::EncodeRequest request;
  std::vector<std::string> images;
  std::string weights, data, out, dumpInput;
};

Result<std::vector<fs::path>> picturesOf(const EncodeOptions& options, const StopToken& stop) {
  std::vector<fs::path> paths(options.images.begin(), options.images.end());
  if (paths.empty() == options.data.empty()) {
    return Error{ErrorCode::usage, "encode needs either pictures or --data PATH", {}, {}};
  }
  if (options.data.empty()) return paths;
  DataOptions data;
  data.path = fs::absolute(options.data).lexically_normal().string();
  MARCIE_ASSIGN(const auto dataset, data::readDataset(data, stop));
  for (const auto& sample : dataset.samples) paths.emplace_back(sample.path);
  return paths;
}

Result<ExitCode> encode(EncodeOptions& options) {
  StopToken stop;
  const InterruptGuard guard(stop, "stopping");
  options.request.weights = options.weights;
  MARCIE_ASSIGN(options.request.images, picturesOf(options, stop));
  ProgressLine line("pictures");
  const auto progress = [&](std::int64_t done, std::int64_t total) { line.update(done, total, "encoding"); };
  MARCIE_ASSIGN(const auto encoded, eval::encodeImages(options.request, !options.dumpInput.empty(), stop, progress));
  line.finish();
  MARCIE_TRY(nn::writeNpy(options.out, encoded.output));
  if (!options.dumpInput.empty()) MARCIE_TRY(nn::writeNpy(options.dumpInput, encoded.input));
  print(options.out + "  " + std::to_string(encoded.output.size(0)) + " x " + std::to_string(encoded.output.size(1)));
  return ExitCode::done;
}

}  // namespace

void addEncode(CLI::App& app, Exit& exit) {
  auto options = std::make_shared<EncodeOptions>();
  auto* command = app.add_subcommand("encode", "Write features or class scores of pictures as a NumPy array");
  command->add_option("--encoder", options->request.encoder, "Picture network by name, or a run folder")->required();
  command->add_option(
      "--weights", options->weights,
      "Weights for a named network, safetensors or .pth (default: random, seed 1); of torchscript, the network");
  command->add_flag("--logits", options->request.logits,
                    "Class scores instead of features: of the run, or of the classifier in the weights file");
  command->add_option("--size", options->request.imageSize, "Picture size in px for a named network")
      ->check(CLI::Range(16, 1024))
      ->capture_default_str();
  command->add_option("--width", options->request.width, "Width of small_resnet")
      ->check(CLI::Range(4, 256))
      ->capture_default_str();
  command->add_option("--dump-input", options->dumpInput, "Also write what the network saw, [N, 3, S, S]");
  command->add_option("--out", options->out, "File to write, [N, d] float32")->required();
  command->add_option("IMAGE", options->images, "Pictures");
  command->add_option("--data", options->data, "All pictures of a data set, in its order");
  command->callback([options, &exit] { exit = report([&] { return encode(*options); }); });
}

}  // namespace marcie::cli
