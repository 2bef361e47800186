// What an option says of itself, beside its member. One static visit() per struct is the only declaration: JSON, --set,
// --help, the window's form, its tooltips, the docs and validation all come from it.
//
//   struct CropOptions {
//     double minArea = 0.4;
//     template <class Self, class Visitor>
//     static void visit(Self& self, Visitor& v) {
//       v("minArea", self.minArea, {.label = MARCIE_TR("Options", "Smallest crop"), .help = ..., .min = 0.05, .max =
//       1});
//     }
//   };
#pragma once

#include <array>
#include <limits>
#include <string_view>

// Marks a text for translation without needing Qt (lupdate -tr-function-alias QT_TRANSLATE_NOOP+=MARCIE_TR).
#define MARCIE_TR(context, text) text

namespace marcie {

struct Field {
  std::string_view label{};                               // two or three words, sentence case
  std::string_view help{};                                // what it does, its range in words, when to touch it
  double min = -std::numeric_limits<double>::infinity();  // inclusive
  double max = std::numeric_limits<double>::infinity();   // inclusive
  std::string_view unit{};                                // "px", "epochs", "s"
  bool advanced = false;                                  // folded in the form
  bool hidden = false;                                    // in files and --set, never in the form
  bool isPath = false;                                    // a text that names a file: the form offers to browse
};

// The keys of an enumeration, in the order in which they are offered. Specialise for each enum:
//   template <> struct EnumTable<Optimizer> {
//     static constexpr std::array entries{EnumEntry{Optimizer::sgd, "sgd", MARCIE_TR("Options", "SGD")}, ...};
//   };
template <class E>
struct EnumEntry {
  E value;
  std::string_view key;
  std::string_view label;
};
template <class E>
struct EnumTable;

template <class E>
concept NamedEnum = std::is_enum_v<E> && requires {
  EnumTable<E>::entries;
};

template <NamedEnum E>
[[nodiscard]] constexpr std::string_view enumKey(E value) {
  for (const auto& entry : EnumTable<E>::entries) {
    if (entry.value == value) return entry.key;
  }
  return "?";
}

// True when T declares its members through a static visit().
struct ProbeVisitor {
  template <class T>
  void operator()(std::string_view, T&, const Field& = {}) {}
};
template <class T>
concept Visitable = requires(T& object, ProbeVisitor& visitor) {
  T::visit(object, visitor);
};

}  // namespace marcie
