// The fake engine's answers about maps, films and alignment: small, deterministic, without any model. A t-SNE map ends
// at once; a UMAP map goes on until it is cancelled; the space `reconstructed` is missing.
#pragma once

#include <functional>
#include <string>

#include "core/api/protocol_alignment.h"
#include "core/base/result.h"

namespace marcie {

using FakeNotify = std::function<void(std::string_view method, const Json& params)>;
// Of projection.*, embedding.*; anything else is an unknown method.
[[nodiscard]] Result<Json> answerAboutMaps(const std::string& method, const Json& params, const FakeNotify& notify);

}  // namespace marcie
