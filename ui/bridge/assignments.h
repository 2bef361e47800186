// Options as --set spells them.
#pragma once

#include <QStringList>

#include "core/options/json.h"

namespace marcie::ui {

// "trainer.batchSize=16" for every leaf of a patch, in the order of its keys.
[[nodiscard]] QStringList assignmentsOf(const Json& patch);

}  // namespace marcie::ui
