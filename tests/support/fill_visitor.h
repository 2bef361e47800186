// Fills every member of a visitable struct with a value that differs from its default and lies in its range, so that a
// round trip can tell a forgotten member from a carried one.
#pragma once

#include <cmath>
#include <string>
#include <type_traits>
#include <vector>

#include "core/options/json.h"

namespace marcie::testing {

class FillVisitor {
 public:
  template <class T>
  void operator()(std::string_view, T& member, const Field& field = {}) {
    fill(member, field);
  }

  template <class T>
  void fill(T& value, const Field& field = {}) {
    ++count_;
    if constexpr (std::is_same_v<T, Json>) {
      value = Json{{"n", count_}};
    } else if constexpr (std::is_same_v<T, std::vector<std::uint8_t>>) {
      value = {static_cast<std::uint8_t>(count_), 0, 255};
    } else if constexpr (std::is_same_v<T, bool>) {
      value = !value;
    } else if constexpr (NamedEnum<T>) {
      const auto& entries = EnumTable<T>::entries;
      value = entries.back().value == value ? entries.front().value : entries.back().value;
    } else if constexpr (std::is_arithmetic_v<T>) {
      const bool bounded = std::isfinite(field.min) && std::isfinite(field.max);
      const T wanted = bounded ? static_cast<T>(field.min + (field.max - field.min) * 0.375) : static_cast<T>(count_);
      value = wanted == value ? static_cast<T>(field.max) : wanted;
    } else if constexpr (std::is_same_v<T, std::string>) {
      value = "text " + std::to_string(count_) + " ü";
    } else if constexpr (detail::IsVector<T>::value) {
      value.resize(2);
      for (auto& item : value) fill(item);
    } else if constexpr (detail::IsOptional<T>::value) {
      fill(value.emplace());
    } else if constexpr (detail::IsStringMap<T>::value) {
      fill(value["key"]);
    } else {
      T::visit(value, *this);
    }
  }

 private:
  int count_ = 0;
};

template <class T>
[[nodiscard]] T filled() {
  T value{};
  FillVisitor visitor;
  T::visit(value, visitor);
  return value;
}

}  // namespace marcie::testing
