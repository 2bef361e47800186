// marcie-cli embed RUN: where a run's pictures lie in one of its spaces, as a NumPy file.
#include <filesystem>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/interrupts.h"
#include "app/cli/progress.h"
#include "core/base/files.h"
#include "core/eval/embeddings.h"
#include "core/nn/npy.h"

namespace marcie::cli {
namespace fs = std::filesystem;
namespace {

struct EmbedOptions {
  std::string run, space, split = "all", checkpoint, out, index;
};

Result<ExitCode> embed(const EmbedOptions& options) {
  EmbeddingSpace space = EmbeddingSpace::visual;
  Problems problems;
  fromJson(Json(options.space), space, problems, "--space");
  MARCIE_TRY(problems.toResult());
  const std::optional<data::Split> split = data::splitNamed(options.split);  // none: all
  const RunFolder folder(fs::absolute(options.run));
  MARCIE_TRY(folder.spec());
  StopToken stop;
  const InterruptGuard guard(stop, "stopping");
  ProgressLine line("pictures");
  const auto progress = [&](std::int64_t done, std::int64_t total) { line.update(done, total, "embedding"); };
  MARCIE_ASSIGN(const auto embeddings,
                eval::embedRun(folder, eval::EmbedChoice{split, 0, 1}, options.checkpoint, stop, progress));
  line.finish();
  MARCIE_ASSIGN(const at::Tensor matrix, embeddings.of(space));
  MARCIE_TRY(nn::writeNpy(options.out, matrix));
  if (!options.index.empty()) MARCIE_TRY(writeFileAtomically(options.index, eval::indexCsv(embeddings)));
  print(options.out + "  " + std::to_string(matrix.size(0)) + " x " + std::to_string(matrix.size(1)));
  return ExitCode::done;
}

}  // namespace

void addEmbed(CLI::App& app, Exit& exit) {
  auto options = std::make_shared<EmbedOptions>();
  auto* command = app.add_subcommand("embed", "Write where a run's pictures lie in one of its spaces");
  command->add_option("RUN", options->run, "Run folder")->required();
  command->add_option("--space", options->space, "visual, aligned, semantic, fused or reconstructed")->required();
  command->add_option("--split", options->split, "Which pictures: all, train, val or test")
      ->check(CLI::IsMember({"all", "train", "val", "test"}))
      ->capture_default_str();
  command->add_option("--checkpoint", options->checkpoint, "A checkpoint file of the run (default: its current one)");
  command->add_option("--out", options->out, "File to write, [N, d] float32; NaN rows for missing texts")->required();
  command->add_option("--index", options->index, "CSV to write: path,label,split,prediction,confidence of each row");
  command->callback([options, &exit] { exit = report([&] { return embed(*options); }); });
}

}  // namespace marcie::cli
