// Files of tensors, by the names that training knows them under. The format is in core/data/safetensors.h.
#pragma once

#include "core/data/safetensors.h"

namespace marcie::train {

using data::readTensorMetadata;
using data::readTensors;
using data::TensorFile;
using data::writeTensors;

}  // namespace marcie::train
