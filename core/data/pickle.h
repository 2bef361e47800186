// A reader for the part of Python's pickle format that PyTorch state dicts, and NumPy's lists of objects, are made of.
// It executes nothing: a pickle asks by name for functions to be called, and only a few names are known here, each of
// which is plain data. Every other name is refused with the name in the sentence.
//
// A Pickle belongs to one thread. Every value lives as long as the Pickle it came from.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace marcie::data {

struct PickleValue {
  enum class Kind {
    none,
    boolean,  // integer
    integer,
    real,
    text,     // text (UTF-8) or bytes
    tuple,    // items
    list,     // items
    dict,     // items: key, value, key, value, …
    global,   // text: "torch.float32"; a known name
    storage,  // text: key of its record; type: "torch.FloatStorage"; integer: elements
    tensor,   // items: storage, offset, sizes, strides; type: "torch.float32" where the storage has none
    numbers,  // a NumPy type: text: "f8", "i4", "O8"; type: its byte order, "<", ">" or "|"
    array,  // NumPy's: items: shape, numbers, and a list where it holds objects; text: its bytes; integer: 1 = Fortran
            // order. A NumPy number on its own has no shape: items: numbers
    other,  // a value that state dicts may hold beside tensors, and nobody needs
  };
  Kind kind = Kind::none;
  std::int64_t integer = 0;
  double real = 0;
  std::string text, type;
  std::vector<const PickleValue*> items;

  // Of a dict: the value of that key (the last one), or null.
  [[nodiscard]] const PickleValue* find(std::string_view key) const;
};

// Whose names are known.
enum class PickleNames { torch, numpy };

class Pickle {
 public:
  // Protocols 2 to 5. Errors: format, with what is wrong; `what` names the file in the sentence.
  [[nodiscard]] static Result<Pickle> parse(std::string_view bytes, const std::string& what,
                                            PickleNames names = PickleNames::torch);
  [[nodiscard]] const PickleValue& root() const { return *root_; }

 private:
  friend class PickleMachine;
  std::deque<PickleValue> values_;  // owns all: values may be shared, and even contain each other
  const PickleValue* root_ = nullptr;
};

}  // namespace marcie::data
