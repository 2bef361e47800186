#!/usr/bin/env bash
# Installs what is missing and runs every check: shell scripts, format, a build in which warnings are errors, the main
# job headless, memory and undefined-behaviour checks of the layers that read files, and every test through CTest.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source packaging/setup.sh
source packaging/headless.sh

marcieSetUp run test
export QT_QPA_PLATFORM=offscreen
jobs=$(buildJobs)

# tracked PATTERN… : files under version control, also when the folder belongs to another user than who tests.
tracked() { git -c safe.directory="$PWD" ls-files -z -- "$@"; }

say "Shell scripts"
tracked '*.sh' .ci/run | xargs -0 shellcheck -x

say "Format"
tracked '*.h' '*.cpp' | xargs -0 -n 40 clang-format-14 --dry-run -Werror

say "Build: warnings are errors"
cmake --preset ci -DMARCIE_BUILD_TESTS=ON
cmake --build build/release --parallel "$jobs"

say "Main job, headless"
job=$(mktemp -d)
trap 'rm -rf "$job"' EXIT
export MARCIE_HOME="$job/home" MARCIE_CACHE_DIR="$job/cache"  # not the runs and caches of whoever tests
marcieHeadless "$job" 4 120
grep -q '"outcome":"completed"' "$job/run/events.jsonl" || fail "the training did not end as completed." "See what it printed above."
grep -qE '"n": 48,' "$job/metrics.json" || fail "the evaluation did not see the 48 test pictures." "See what it printed above."

# The layers below LibTorch and Qt compile in a minute; they are the ones that read what others wrote.
say "Address and undefined-behaviour sanitizers"
cmake --preset dev -DMARCIE_BUILD_UI=OFF >build/configure.log 2>&1 || { cat build/configure.log && exit 1; }
cmake --build build/dev --parallel "$jobs" --target marcie_base_tests marcie_options_tests \
  marcie_api_tests core_image_tests
ctest --preset dev --no-tests=error -j2 -R '^core\.(base|options|api|image)\.'

say "The core and the CLI need no Qt"
cmake --preset core-only >build/configure.log 2>&1 || { cat build/configure.log && exit 1; }
if grep -q 'Qt[56]' build/core-only/build.ninja; then
  fail "the preset core-only uses Qt: $(grep -om1 'Qt[56][A-Za-z]*' build/core-only/build.ninja)." "Only ui/ and app/gui may link it."
fi

say "Every test"
ctest --preset ci --no-tests=error -j2
