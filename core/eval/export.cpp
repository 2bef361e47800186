#include "core/eval/export.h"

#include <torch/torch.h>

#include "core/train/checkpoint.h"
#include "core/train/pth.h"
#include "core/train/safetensors.h"

namespace marcie::eval {

Result<Exported> exportRun(const RunFolder& folder, const std::filesystem::path& out, ExportPart part) {
  const std::string ending = out.extension().string();
  const bool pth = ending == ".pth" || ending == ".pt";
  if (!pth && ending != ".safetensors") {
    return Error{ErrorCode::usage,
                 "'" + out.filename().string() + "' says no format",
                 "End the name in .safetensors, or in .pth for a PyTorch state dict",
                 {}};
  }
  MARCIE_ASSIGN(const RunSpec spec, folder.spec());
  MARCIE_ASSIGN(const auto path, train::currentCheckpoint(folder, spec.trainer.selection));
  MARCIE_ASSIGN(const train::Checkpoint checkpoint, train::readCheckpoint(path));
  constexpr std::string_view kEncoder = "encoder.";
  train::TensorFile file;
  Exported result{.step = checkpoint.meta.step};
  for (const auto& [name, tensor] : checkpoint.evaluationWeights()) {
    if (part == ExportPart::encoder && !name.starts_with(kEncoder)) continue;
    file.tensors.emplace_back(part == ExportPart::encoder ? name.substr(kEncoder.size()) : name, tensor);
    ++result.tensors;
    result.values += tensor.numel();
  }
  if (file.tensors.empty()) {
    return Error{ErrorCode::checkpoint,
                 "this run trained on features and has no picture network to export",
                 "Export the rest with --part model",
                 {}};
  }
  file.metadata = {{"format", "pt"}};
  MARCIE_TRY(pth ? train::writePth(out, file) : train::writeTensors(out, file));
  return result;
}

}  // namespace marcie::eval
