// marcie-cli export: the weights of a run as a file for Python.
#include "core/eval/export.h"

#include <filesystem>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console.h"

namespace marcie::cli {
namespace {

struct ExportOptions {
  std::string run, out, part = "model";
};

Result<ExitCode> exportWeights(const ExportOptions& options) {
  const auto part = options.part == "encoder" ? eval::ExportPart::encoder : eval::ExportPart::model;
  MARCIE_ASSIGN(const eval::Exported done,
                eval::exportRun(RunFolder(std::filesystem::absolute(options.run)), options.out, part));
  print(options.out + "  " + std::to_string(done.tensors) + " tensors, " + std::to_string(done.values) +
        " values, step " + std::to_string(done.step));
  return ExitCode::done;
}

}  // namespace

void addExport(CLI::App& app, Exit& exit) {
  auto options = std::make_shared<ExportOptions>();
  auto* command = app.add_subcommand("export", "Write the weights of a run as a file that Python reads");
  command->add_option("RUN", options->run, "Run folder")->required();
  command->add_option("--out", options->out, "File to write: NAME.safetensors, or NAME.pth for a PyTorch state dict")
      ->required();
  command
      ->add_option("--part", options->part, "encoder: the picture network, with torchvision's names; model: everything")
      ->check(CLI::IsMember({"encoder", "model"}))
      ->capture_default_str();
  command->callback([options, &exit] { exit = report([&] { return exportWeights(*options); }); });
}

}  // namespace marcie::cli
