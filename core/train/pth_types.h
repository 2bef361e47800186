// Element types as PyTorch files name them. For core/train/pth*.cpp.
#pragma once

#include <array>
#include <string_view>

#include <c10/core/ScalarType.h>

namespace marcie::train {

struct PthType {
  at::ScalarType type;
  std::string_view storage;  // "torch.FloatStorage" without "torch."
  std::string_view name;     // "torch.float32" without "torch."
};
inline constexpr std::array kPthTypes{
    PthType{at::kFloat, "FloatStorage", "float32"}, PthType{at::kDouble, "DoubleStorage", "float64"},
    PthType{at::kHalf, "HalfStorage", "float16"},   PthType{at::kBFloat16, "BFloat16Storage", "bfloat16"},
    PthType{at::kLong, "LongStorage", "int64"},     PthType{at::kInt, "IntStorage", "int32"},
    PthType{at::kShort, "ShortStorage", "int16"},   PthType{at::kChar, "CharStorage", "int8"},
    PthType{at::kByte, "ByteStorage", "uint8"},     PthType{at::kBool, "BoolStorage", "bool"}};

}  // namespace marcie::train
