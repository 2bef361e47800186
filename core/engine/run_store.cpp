#include "core/engine/run_store.h"

#include <cstdlib>

#include "core/base/strings.h"

namespace marcie::engine {
namespace fs = std::filesystem;
namespace {

constexpr int kMaxSameName = 10000;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

std::string displayName(const std::string& name, const RunSpec& spec) {
  if (!trimmed(name).empty()) return std::string(trimmed(name));
  fs::path data = fs::path(spec.data.path).lexically_normal();
  if (!data.has_filename()) data = data.parent_path();
  return data.stem().string() + " " + spec.variantName();
}

}  // namespace

fs::path homeFolder() {
  if (const auto home = environment("MARCIE_HOME"); !home.empty()) return home;
  if (const auto data = environment("XDG_DATA_HOME"); !data.empty()) return fs::path(data) / "marcie";
  if (const auto home = environment("HOME"); !home.empty()) return fs::path(home) / ".local" / "share" / "marcie";
  return fs::temp_directory_path() / "marcie";
}

fs::path defaultRunsRoot() {
  return homeFolder() / "runs";
}

fs::path defaultSampleRoot() {
  return homeFolder() / "samples" / "kitchen";
}

std::string slugOf(std::string_view name) {
  constexpr std::size_t kMaxLength = 60;
  std::string slug;
  for (const char c : toLower(name)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      slug += c;
    } else if (!slug.empty() && slug.back() != '-') {
      slug += '-';
    }
    if (slug.size() == kMaxLength) break;
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug.empty() ? "run" : slug;
}

Result<RunFolder> createRun(const fs::path& root, const std::string& name, const RunSpec& spec) {
  MARCIE_TRY(makeFolders(root));
  const std::string shown = displayName(name, spec);
  const std::string slug = slugOf(shown);
  for (int number = 1; number <= kMaxSameName; ++number) {
    const std::string folder = number == 1 ? slug : slug + "-" + std::to_string(number);
    std::error_code ignored;
    if (fs::exists(root / folder, ignored)) continue;
    auto run = RunFolder::create(root / folder, spec);
    if (!run && run.error().code == ErrorCode::exists) continue;
    if (!run) return run;
    MARCIE_TRY(run->saveNotes({number == 1 ? shown : shown + " " + std::to_string(number), ""}));
    return run;
  }
  return Error{ErrorCode::exists, "too many runs are called '" + shown + "'", "Choose another name", {}};
}

Result<fs::path> trashRun(const RunFolder& run) {
  if (!RunFolder::isRun(run.root())) {
    return Error{ErrorCode::notFound, run.root().string() + " is not a run folder (it has no run.json)", {}, {}};
  }
  if (FileLock::isHeld(run.lockFile()) || isLive(run.status().state)) {
    return Error{ErrorCode::busy, "this run is still training", "Stop it first, then delete it", {}};
  }
  const fs::path trash = run.root().parent_path() / ".trash";
  MARCIE_TRY(makeFolders(trash));
  const std::string stem = run.root().filename().string();
  std::error_code failure;
  fs::path target = trash / stem;
  for (int number = 2; fs::exists(target, failure); ++number) target = trash / (stem + "-" + std::to_string(number));
  fs::rename(run.root(), target, failure);
  if (failure) return Error{ErrorCode::io, "cannot move the run to the trash: " + failure.message(), {}, {}};
  return target;
}

}  // namespace marcie::engine
