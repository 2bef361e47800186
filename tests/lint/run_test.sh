#!/usr/bin/env bash
# What packaging/run.sh does with its arguments, with a display and without. Set-up, CMake and both programs are replaced
# by stand-ins that write down how they were called.
#   run_test.sh ROOT
set -euo pipefail
root=$(cd "$1" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0
calls="$scratch/calls"
mkdir -p "$scratch/packaging" "$scratch/bin" "$scratch/build/release/bin"
cp "$root/packaging/run.sh" "$root/packaging/headless.sh" "$scratch/packaging/"
# The real functions, without installing anything.
cat >"$scratch/packaging/setup.sh" <<EOF
source "$root/packaging/setup.sh"
MARCIE_ROOT="$scratch"
marcieSetUp() { echo "setup \$*" >>"$calls"; }
EOF
# standIn FILE [WORDS]
standIn() {
  printf '#!/usr/bin/env bash\necho "%s $*%s" >>"%s"\n' "$(basename "$1")" "${2:-}" "$calls" >"$1"
  chmod +x "$1"
}
standIn "$scratch/bin/cmake"
# shellcheck disable=SC2016  # expands in the stand-in
standIn "$scratch/build/release/bin/marcie" ' platform=${QT_QPA_PLATFORM:-}'
cat >"$scratch/build/release/bin/marcie-cli" <<EOF
#!/usr/bin/env bash
echo "marcie-cli \$*" >>"$calls"
mkdir -p "$scratch/build/headless" && cd "$scratch/build/headless"
case \$1 in
  data) mkdir -p sample/test && touch sample/test/a.png ;;
  train) mkdir -p run && touch run/run.json && echo "{\"type\":\"\$FINISH\"}" >run/events.jsonl ;;
esac
EOF
chmod +x "$scratch/build/release/bin/marcie-cli"

run() {
  : >"$calls"
  env PATH="$scratch/bin:$PATH" FINISH="${FINISH:-runFinished}" DISPLAY="${SCREEN:-}" WAYLAND_DISPLAY= \
    bash "$scratch/packaging/run.sh" "$@" >"$scratch/output" 2>&1 || {
    echo "FAILED ($name): run.sh ended with $?:" && cat "$scratch/output" && failures=$((failures + 1))
  }
}
# called TEXT: a call that begins so;  notCalled TEXT
called() {
  grep -qF -- "$1" "$calls" || { echo "FAILED ($name): no call '$1' in:" && cat "$calls" && failures=$((failures + 1)); }
}
notCalled() {
  if grep -qF -- "$1" "$calls"; then echo "FAILED ($name): unexpected call '$1'"; failures=$((failures + 1)); fi
}

name="build only"
run --build-only
called "setup run"
called "--build build/release"
notCalled "marcie-cli data"
notCalled "marcie  platform"

name="with a display"
SCREEN=:7 run photos --preset quick
called "marcie photos --preset quick platform="
notCalled "marcie-cli data"

name="with a display, no arguments"
SCREEN=:7 MARCIE_HOME="$scratch/home" run
called "marcie-cli data synth kitchen --out $scratch/home/samples/kitchen"
called "marcie $scratch/home/samples/kitchen platform="
mkdir -p "$scratch/home/samples/kitchen" && touch "$scratch/home/samples/kitchen/samples.csv"
SCREEN=:7 MARCIE_HOME="$scratch/home" run
notCalled "marcie-cli data"
called "marcie $scratch/home/samples/kitchen platform="

name="without a display"
FINISH=stepEnd run
grep -q "There is no display" "$scratch/output" || { echo "FAILED: it does not say that there is no display"; failures=$((failures + 1)); }
called "marcie-cli data synth kitchen --out build/headless/sample --classes 12 --images 1200 --seed 1"
called "marcie-cli train --task marnet --data build/headless/sample --out build/headless/run --preset quick"
called "marcie-cli evaluate build/headless/run --split test"
called "marcie-cli predict build/headless/run build/headless/sample/test/a.png"

name="again after an interruption"
run
notCalled "marcie-cli data"
called "--resume"

name="again after the end"
run
notCalled "marcie-cli train"
called "marcie-cli evaluate"

name="the tour needs no display"
run --tour pictures
called "marcie --tour pictures platform=offscreen"
notCalled "marcie-cli evaluate"

((failures == 0)) && echo "start checks passed"
exit "$failures"
