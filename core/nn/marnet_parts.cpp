#include "core/nn/marnet_parts.h"

#include <span>
#include <string>
#include <vector>

#include "core/base/strings.h"

namespace marcie::nn {
namespace {

template <class Entry>
Result<const Entry*> findOption(std::span<const Entry* const> catalog, const std::string& name, const char* key) {
  if (const Entry* entry = findEntry(catalog, name)) return entry;
  std::vector<std::string> known;
  for (const Entry* entry : catalog) known.emplace_back(entry->name);
  const std::string near = nearestSpelling(name, known);
  return Error{ErrorCode::option,
               std::string(key) + ": '" + name + "' is not one of " + join(known, ", "),
               near.empty() ? std::string() : "Did you mean '" + near + "'?",
               {}};
}

}  // namespace

Result<const EncoderEntry*> findEncoder(const MarnetOptions& options) {
  return findOption(encoders(), options.encoder, "model.encoder");
}

Result<MarnetParts> findMarnetParts(const MarnetOptions& options) {
  MarnetParts parts;
  // A feature matrix is no network: the caller brings what passes its rows on.
  if (options.encoder != "matrix") {
    MARCIE_ASSIGN(parts.encoder, findEncoder(options));
  }
  MARCIE_ASSIGN(parts.text, findOption(textEncoders(), options.textEncoder, "model.textEncoder"));
  MARCIE_ASSIGN(parts.alignment, findOption(alignmentLosses(), options.ema.loss, "model.ema.loss"));
  MARCIE_ASSIGN(parts.schedule, findOption(noiseSchedules(), options.cdr.schedule, "model.cdr.schedule"));
  MARCIE_ASSIGN(parts.denoiser, findOption(denoisers(), options.cdr.denoiser, "model.cdr.denoiser"));
  MARCIE_ASSIGN(parts.fusion, findOption(fusions(), options.fusion, "model.fusion"));
  return parts;
}

}  // namespace marcie::nn
