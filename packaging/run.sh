#!/usr/bin/env bash
# Installs what is missing, builds Marcie, and opens it: on the built-in sample, or with the arguments given.
#   packaging/run.sh [--build-only] [arguments for marcie…]
# Without a display it runs the main job headless on the built-in sample instead, and says so.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source packaging/setup.sh
source packaging/headless.sh

buildOnly=no
if [[ ${1:-} == --build-only ]]; then
  buildOnly=yes
  shift
fi

marcieSetUp run

# The preset of the tests (warnings are errors), so that neither run.sh nor test.sh makes the other compile again.
say "Building (a few minutes the first time)"
tests=()
[[ -f build/release/CMakeCache.txt ]] || tests=(-DMARCIE_BUILD_TESTS=OFF)
cmake --preset ci "${tests[@]}" >build/configure.log 2>&1 || {
  cat build/configure.log >&2
  fail "CMake could not configure the build (its words are above)." "Put right what it says; removing build/release starts afresh."
}
cmake --build build/release --parallel "$(buildJobs)" --target marcie marcie-cli
[[ $buildOnly == no ]] || {
  say "Built: build/release/bin/marcie and build/release/bin/marcie-cli"
  exit 0
}

if [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
  if (($# == 0)); then
    # Where the engine keeps it, too.
    sample="${MARCIE_HOME:-${XDG_DATA_HOME:-$HOME/.local/share}/marcie}/samples/kitchen"
    mkdir -p "$(dirname "$sample")"
    [[ -f $sample/samples.csv ]] || build/release/bin/marcie-cli data synth kitchen --out "$sample"
    set -- "$sample"
  fi
  exec build/release/bin/marcie "$@"
fi
case " $* " in
  *' --tour '* | *' --help '* | *' --version '*)
    # These end by themselves and need no screen.
    QT_QPA_PLATFORM=offscreen exec build/release/bin/marcie "$@"
    ;;
esac
say "There is no display, so no window can open: running the main job headless on the built-in sample instead."
(($# == 0)) || echo "(left aside, because they are for the window: $*)"
marcieHeadless build/headless 12 1200
say "Done. The run is in build/headless/run; build/release/bin/marcie-cli --help lists what else there is."
