#include "core/nn/script_check.h"

#include <algorithm>
#include <array>
#include <caffe2/serialize/inline_container.h>
#include <string>
#include <string_view>

#include <torch/csrc/jit/api/compilation_unit.h>
#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/api/module.h>

namespace marcie::nn {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kLargestText = std::uint64_t{64} << 20U;

// Operations that are not computation though they are in the namespace of those that are.
constexpr std::array<std::string_view, 9> kRefusedAten{"save",         "from_file", "_print",   "seed", "manual_seed",
                                                       "initial_seed", "wait",      "backward", "hash"};
// Of the language itself: values, branches, loops, attributes, and calls of functions in the same file.
constexpr std::array<std::string_view, 46> kAllowedPrim{"Constant",
                                                        "ListConstruct",
                                                        "ListUnpack",
                                                        "TupleConstruct",
                                                        "TupleUnpack",
                                                        "TupleIndex",
                                                        "TupleSlice",
                                                        "DictConstruct",
                                                        "If",
                                                        "Loop",
                                                        "GetAttr",
                                                        "SetAttr",
                                                        "CallMethod",
                                                        "CallFunction",
                                                        "NumToTensor",
                                                        "ImplicitTensorToNum",
                                                        "RaiseException",
                                                        "Uninitialized",
                                                        "isinstance",
                                                        "unchecked_cast",
                                                        "StringIndex",
                                                        "rangelist",
                                                        "data",
                                                        "device",
                                                        "dtype",
                                                        "layout",
                                                        "shape",
                                                        "min",
                                                        "max",
                                                        "abs",
                                                        "index",
                                                        "type",
                                                        "is_cuda",
                                                        "is_cpu",
                                                        "is_mkldnn",
                                                        "is_quantized",
                                                        "is_sparse",
                                                        "is_nested",
                                                        "is_meta",
                                                        "requires_grad",
                                                        "itemsize",
                                                        "nbytes",
                                                        "tolist",
                                                        "unchecked_unwrap_optional",
                                                        "ConstantChunk",
                                                        "CreateObject"};

Error refused(const std::string& what, const std::string& because) {
  return Error{ErrorCode::format,
               what + " is refused: " + because,
               "A picture network only needs operations that compute on tensors; remove the others and export it again",
               {}};
}

bool isAllowed(const c10::Symbol& kind) {
  const std::string_view name = kind.toUnqualString();
  const auto among = [name](const auto& list) { return std::find(list.begin(), list.end(), name) != list.end(); };
  if (kind.is_prim()) return among(kAllowedPrim);
  return kind.is_aten() && !among(kRefusedAten);
}

// An object of a class made in C++. The text of a file can hide its name: 'torch .classes' means the same.
bool isForeign(const torch::jit::Value* value) {
  const auto made = value->type()->cast<c10::ClassType>();
  return made && made->name() && made->name()->qualifiedName().starts_with("__torch__.torch.classes.");
}

// The first operation that is refused, or null.
const torch::jit::Node* refusedIn(const torch::jit::Block* block) {
  for (const torch::jit::Node* node : block->nodes()) {
    if (!isAllowed(node->kind())) return node;
    if (std::any_of(node->outputs().begin(), node->outputs().end(), isForeign)) return node;
    for (const torch::jit::Block* inner : node->blocks()) {
      if (const auto* found = refusedIn(inner)) return found;
    }
  }
  return nullptr;
}

Result<void> checkArchive(caffe2::serialize::PyTorchStreamReader& archive, const std::string& what) {
  if (!archive.hasRecord("constants.pkl")) {
    return Error{ErrorCode::format,
                 what + " is no TorchScript file",
                 "Save the network with torch.jit.script(network).save(FILE) or torch.jit.trace(…).save(FILE)",
                 {}};
  }
  for (const std::string& record : archive.getAllRecords()) {
    const bool code = record.starts_with("code/") && record.ends_with(".py");
    if (!code && record != "data.pkl" && record != "constants.pkl") continue;
    if (archive.getRecordSize(record) > kLargestText) return refused(what, record + " is too large");
    const auto [data, size] = archive.getRecord(record);
    const std::string_view text(static_cast<const char*>(data.get()), size);
    if (code && text.find("__setstate__") != std::string_view::npos) {
      return refused(what, "it wants to run code while it is loaded (__setstate__)");
    }
    if (text.find("torch.classes") != std::string_view::npos) {
      return refused(what, "it has objects of classes that are not TorchScript (torch.classes)");
    }
  }
  return {};
}

}  // namespace

Result<void> checkScriptFile(const fs::path& path) {
  std::error_code failure;
  if (!fs::is_regular_file(path, failure)) {
    return Error{ErrorCode::notFound, "cannot read " + path.string(), "Check the path of the TorchScript file", {}};
  }
  const std::string what = path.filename().string();
  try {
    caffe2::serialize::PyTorchStreamReader archive(path.string());
    return checkArchive(archive, what);
  } catch (const c10::Error&) {
    return Error{ErrorCode::format, what + " is no TorchScript file", "It may be damaged; save it again", {}};
  }
}

Result<void> checkScriptOperations(const torch::jit::Module& module, const std::string& what) {
  for (torch::jit::Function* function : module._ivalue()->compilation_unit()->get_functions()) {
    if (function == nullptr || !function->isGraphFunction()) continue;
    const auto& graph = torch::jit::toGraphFunction(*function).graph();
    if (const auto* node = refusedIn(graph->block())) {
      return refused(what, "it wants to call " + std::string(node->kind().toQualString()));
    }
  }
  return {};
}

}  // namespace marcie::nn
