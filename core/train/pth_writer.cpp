#include <algorithm>
#include <caffe2/serialize/inline_container.h>
#include <set>

#include <torch/torch.h>

#include "core/base/files.h"
#include "core/train/pth.h"
#include "core/train/pth_types.h"

namespace marcie::train {
namespace {

// Builds the pickle (protocol 2) of an OrderedDict of tensors.
class PickleText {
 public:
  PickleText() { bytes_ = "\x80\x02" + std::string("ccollections\nOrderedDict\n)R("); }

  void addTensor(const std::string& name, const PthType& type, const std::string& key, const at::Tensor& tensor) {
    text(name);
    bytes_ += "ctorch._utils\n_rebuild_tensor_v2\n((";
    text("storage");
    bytes_ += "ctorch\n" + std::string(type.storage) + "\n";
    text(key);
    text("cpu");
    number(tensor.numel());
    bytes_ += "tQ";
    number(0);  // offset
    numbers(tensor.sizes());
    numbers(tensor.strides());
    bytes_ += "\x89";  // no gradient
    bytes_ += "ccollections\nOrderedDict\n)RtR";
  }
  std::string finished() && { return std::move(bytes_) + "u."; }

 private:
  void littleEndian(std::uint64_t value, int size) {
    for (int i = 0; i < size; ++i) bytes_ += static_cast<char>((value >> (8 * i)) & 0xFFU);
  }
  void text(const std::string& value) {
    bytes_ += 'X';
    littleEndian(value.size(), 4);
    bytes_ += value;
  }
  void number(std::int64_t value) {
    bytes_ += "\x8a\x08";  // an integer of 8 bytes
    littleEndian(static_cast<std::uint64_t>(value), 8);
  }
  void numbers(at::IntArrayRef values) {
    bytes_ += '(';
    for (const std::int64_t value : values) number(value);
    bytes_ += 't';
  }
  std::string bytes_;
};

struct Record {
  const PthType* type = nullptr;
  at::Tensor tensor;
};

void writeArchive(const ByteSink& put, const std::string& pickle, const std::vector<Record>& records) {
  // A failed write is noted by `put`; told of it, the writer would throw from its destructor.
  caffe2::serialize::PyTorchStreamWriter archive([&put](const void* data, std::size_t size) {
    put({static_cast<const char*>(data), size});
    return size;
  });
  archive.writeRecord("data.pkl", pickle.data(), pickle.size());
  constexpr std::string_view kOrder = "little";
  archive.writeRecord("byteorder", kOrder.data(), kOrder.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    archive.writeRecord("data/" + std::to_string(i), records[i].tensor.data_ptr(), records[i].tensor.nbytes());
  }
  archive.writeEndOfFile();
}

}  // namespace

Result<void> writePth(const std::filesystem::path& path, const TensorFile& file) {
  PickleText pickle;
  std::vector<Record> records;
  std::set<std::string> names;
  for (const auto& [name, tensor] : file.tensors) {
    Record record{nullptr, tensor.detach().to(torch::kCPU).contiguous()};
    const auto type = std::find_if(kPthTypes.begin(), kPthTypes.end(),
                                   [&](const PthType& known) { return known.type == record.tensor.scalar_type(); });
    if (type == kPthTypes.end() || !names.insert(name).second) {
      return Error{
          ErrorCode::format, "'" + name + "' cannot be stored: its type is unknown or its name occurs twice", {}, {}};
    }
    record.type = &*type;
    pickle.addTensor(name, *type, std::to_string(records.size()), record.tensor);
    records.push_back(std::move(record));
  }
  const std::string text = std::move(pickle).finished();
  return writeFileAtomically(path, [&](const ByteSink& put) { writeArchive(put, text, records); });
}

}  // namespace marcie::train
