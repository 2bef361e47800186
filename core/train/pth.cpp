#include "core/train/pth.h"

#include <algorithm>
#include <array>
#include <caffe2/serialize/inline_container.h>
#include <fstream>
#include <map>
#include <optional>

#include <torch/torch.h>

#include "core/data/pickle.h"
#include "core/train/pth_types.h"

namespace marcie::train {
namespace fs = std::filesystem;
namespace {

using data::Pickle;
using data::PickleValue;
using Kind = PickleValue::Kind;

constexpr std::uint64_t kLargestPickle = std::uint64_t{64} << 20U;  // a description of a million tensors is smaller
constexpr std::uint64_t kLargestRatio = 1032;                       // of deflate
constexpr std::size_t kLargestRank = 16;
constexpr std::string_view kZipStart = "PK\x03\x04";
constexpr std::string_view kOldPickleStart{"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 14};
constexpr std::size_t kTarMagicAt = 257;

Error damaged(const fs::path& path, const std::string& what) {
  return Error{ErrorCode::format, path.filename().string() + " is not a usable PyTorch file: " + what, {}, {}};
}

std::string beginningOf(const fs::path& path) {
  std::string bytes(kTarMagicAt + 5, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  return bytes;
}

bool isOldFormat(std::string_view bytes) {
  return bytes.starts_with(kOldPickleStart) ||
         (bytes.size() > kTarMagicAt && bytes.substr(kTarMagicAt).starts_with("ustar"));
}

class PthReader {
 public:
  explicit PthReader(fs::path path) : path_(std::move(path)) {}

  Result<TensorFile> read() {
    std::error_code failure;
    size_ = fs::file_size(path_, failure);
    if (failure) return Error{ErrorCode::notFound, "cannot read " + path_.string() + ": " + failure.message(), {}, {}};
    const std::string begin = beginningOf(path_);
    if (isOldFormat(begin)) {
      return Error{ErrorCode::format,
                   path_.filename().string() + " is in the format of PyTorch before 1.6, which is a program",
                   "In Python: torch.save(torch.load(FILE, weights_only=True), NEW_FILE) with a newer PyTorch",
                   {}};
    }
    if (!begin.starts_with(kZipStart)) return damaged(path_, "it is no zip archive");
    try {
      archive_.emplace(path_.string());
      return readArchive();
    } catch (const c10::Error& failure) {
      const std::string what = failure.what_without_backtrace();
      return damaged(path_, what.substr(0, what.find('\n')));
    } catch (const std::bad_alloc&) {
      return Error{ErrorCode::memory, "not enough memory for " + path_.filename().string(), {}, {}};
    }
  }

 private:
  Result<TensorFile> readArchive() {
    if (archive_->hasRecord("constants.pkl")) {
      return Error{ErrorCode::format,
                   path_.filename().string() + " is a TorchScript program, not a state dict",
                   "Use it as a network of its own: the encoder 'torchscript' with this file as its weights",
                   {}};
    }
    if (!archive_->hasRecord("data.pkl")) return damaged(path_, "it has no data.pkl");
    if (archive_->hasRecord("byteorder")) {
      MARCIE_ASSIGN(const std::string order, text("byteorder"));
      if (order != "little") return damaged(path_, "its numbers are not little-endian");
    }
    MARCIE_ASSIGN(const std::string description, text("data.pkl"));
    MARCIE_ASSIGN(const Pickle pickle, Pickle::parse(description, path_.filename().string()));
    return collect(stateDict(pickle.root()));
  }

  Result<std::string> text(const std::string& record) {
    const std::uint64_t size = archive_->getRecordSize(record);
    if (size > kLargestPickle || size > size_ * kLargestRatio) return damaged(path_, record + " is too large");
    const auto [data, read] = archive_->getRecord(record);
    if (read != size) return damaged(path_, record + " cannot be read to its end");
    return std::string(static_cast<const char*>(data.get()), size);
  }

  // The dictionary with the tensors, out of what training scripts put around it.
  static const PickleValue& stateDict(const PickleValue& root) {
    for (const char* key : {"state_dict", "model_state_dict", "model"}) {
      const PickleValue* inner = root.find(key);
      if (inner != nullptr && inner->kind == Kind::dict) return *inner;
    }
    return root;
  }

  Result<TensorFile> collect(const PickleValue& dict) {
    if (dict.kind != Kind::dict) return damaged(path_, "it holds no dictionary of tensors");
    std::map<std::string, std::size_t> places;
    TensorFile file;
    for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2) {
      if (dict.items[i + 1]->kind != Kind::tensor) continue;
      if (dict.items[i]->kind != Kind::text) return damaged(path_, "it has a tensor without a name");
      const std::string& name = dict.items[i]->text;
      MARCIE_ASSIGN(at::Tensor tensor, this->tensor(name, *dict.items[i + 1]));
      const auto [place, fresh] = places.emplace(name, file.tensors.size());
      if (fresh) {
        file.tensors.emplace_back(name, std::move(tensor));
      } else {
        file.tensors[place->second].second = std::move(tensor);  // as in Python, the last one counts
      }
    }
    if (file.tensors.empty()) return damaged(path_, "it holds no dictionary of tensors");
    for (const std::string_view prefix : {"module.", "_orig_mod.", "module."}) dropPrefix(file, prefix);
    return file;
  }

  static void dropPrefix(TensorFile& file, std::string_view prefix) {
    if (!std::all_of(file.tensors.begin(), file.tensors.end(),
                     [&](const auto& item) { return item.first.starts_with(prefix); })) {
      return;
    }
    for (auto& [name, tensor] : file.tensors) name.erase(0, prefix.size());
  }

  struct Storage {
    c10::Storage bytes;
    std::uint64_t size = 0;
  };
  Result<Storage> storage(const PickleValue& claim) {
    if (const auto known = storages_.find(claim.text); known != storages_.end()) return known->second;
    const std::string record = "data/" + claim.text;
    if (!archive_->hasRecord(record)) return damaged(path_, record.substr(0, 40) + " is missing");
    const std::uint64_t size = archive_->getRecordSize(record);
    claimed_ += std::min(size, size_ * kLargestRatio);
    if (size > size_ * kLargestRatio || claimed_ > size_ * kLargestRatio) {
      return damaged(path_, "it claims to hold more than such a file can");
    }
    auto [data, read] = archive_->getRecord(record);
    Storage result{c10::Storage(c10::Storage::use_byte_size_t(), read, std::move(data), nullptr, false), read};
    storages_.emplace(claim.text, result);
    return result;
  }

  // Element type of a tensor: its storage's, or its own where storages have none.
  static std::optional<at::ScalarType> typeOf(const PickleValue& tensor) {
    constexpr std::string_view kTorch = "torch.";
    std::string_view of = tensor.type.empty() ? tensor.items[0]->type : tensor.type;
    if (of.starts_with(kTorch)) of.remove_prefix(kTorch.size());
    const auto found = std::find_if(kPthTypes.begin(), kPthTypes.end(), [&](const PthType& known) {
      return of == (tensor.type.empty() ? known.storage : known.name);
    });
    return found == kPthTypes.end() ? std::nullopt : std::optional(found->type);
  }

  static bool readNumbers(const PickleValue& tuple, std::vector<std::int64_t>& numbers) {
    for (const PickleValue* item : tuple.items) {
      if (item->kind != Kind::integer || item->integer < 0) return false;
      numbers.push_back(item->integer);
    }
    return numbers.size() <= kLargestRank;
  }

  Result<at::Tensor> tensor(const std::string& name, const PickleValue& claim) {
    const PickleValue& where = *claim.items[0];
    const auto type = typeOf(claim);
    if (!type) return damaged(path_, "'" + name + "' has an element type that is not supported");
    MARCIE_ASSIGN(const Storage storage, this->storage(where));
    const std::uint64_t elementSize = c10::elementSize(*type);
    const std::uint64_t unit = claim.type.empty() ? elementSize : 1;  // an untyped storage counts bytes
    if (where.integer < 0 || storage.size / unit != static_cast<std::uint64_t>(where.integer) ||
        storage.size % unit != 0) {
      return damaged(path_, "the storage of '" + name + "' has another size than the file says");
    }
    std::vector<std::int64_t> sizes, strides;
    const std::int64_t offset = claim.items[1]->integer;
    if (!readNumbers(*claim.items[2], sizes) || !readNumbers(*claim.items[3], strides) ||
        sizes.size() != strides.size() || offset < 0) {
      return damaged(path_, "'" + name + "' has no valid shape");
    }
    const auto elements = static_cast<std::int64_t>(storage.size / elementSize);
    if (!fits(sizes, strides, offset, elements)) return damaged(path_, "'" + name + "' is larger than its storage");
    return torch::empty({0}, *type).set_(storage.bytes, offset, sizes, strides);
  }

  // Every element lies within the storage, and there are no more of them than the storage has.
  static bool fits(const std::vector<std::int64_t>& sizes, const std::vector<std::int64_t>& strides,
                   std::int64_t offset, std::int64_t elements) {
    if (std::find(sizes.begin(), sizes.end(), 0) != sizes.end()) return offset <= elements;
    std::int64_t count = 1, last = offset;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      std::int64_t step = 0;
      if (__builtin_mul_overflow(count, sizes[i], &count) || count > elements ||
          __builtin_mul_overflow(sizes[i] - 1, strides[i], &step) || __builtin_add_overflow(last, step, &last)) {
        return false;
      }
    }
    return last < elements;
  }

  fs::path path_;
  std::uint64_t size_ = 0, claimed_ = 0;
  std::optional<caffe2::serialize::PyTorchStreamReader> archive_;
  std::map<std::string, Storage> storages_;
};

}  // namespace

Result<TensorFile> readPth(const fs::path& path) {
  return PthReader(path).read();
}

bool looksLikePth(const fs::path& path) {
  const std::string begin = beginningOf(path);
  return begin.starts_with(kZipStart) || isOldFormat(begin);
}

Result<TensorFile> readWeights(const fs::path& path) {
  return looksLikePth(path) ? readPth(path) : readTensors(path);
}

}  // namespace marcie::train
