#!/usr/bin/env bash
# packaging/setup.sh stops with cause and remedy where it cannot work, and goes on where it can.
#   setup_test.sh ROOT
source "$1/packaging/setup.sh"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0

# expect passes|fails WORDS COMMAND… : its outcome, and words that its output must contain.
expect() {
  local wanted=$1 words=$2 output outcome=passes
  shift 2
  output=$( ("$@") 2>&1) || outcome=fails
  if [[ $outcome != "$wanted" || $output != *"$words"* ]]; then
    echo "FAILED: $* $outcome, wanted $wanted with '$words': $output"
    failures=$((failures + 1))
  fi
}

release() { printf 'PRETTY_NAME="%s"\nID=%s\nVERSION_ID="%s"\n' "$1" "$2" "$3" >"$scratch/os-release"; }
unset MARCIE_ANY_SYSTEM
release "Debian GNU/Linux 12 (bookworm)" debian 12
expect passes "" checkSystem "$scratch/os-release" amd64
expect fails "Debian GNU/Linux 12 (bookworm) on arm64" checkSystem "$scratch/os-release" arm64
release "Ubuntu 24.04 LTS" ubuntu 24.04
expect fails "this is Ubuntu 24.04 LTS on amd64" checkSystem "$scratch/os-release" amd64
expect fails "Use a Debian 12 machine or container" checkSystem "$scratch/os-release" amd64
MARCIE_ANY_SYSTEM=1 expect passes "Trying anyway" checkSystem "$scratch/os-release" amd64
expect fails "unknown system" checkSystem "$scratch/missing" amd64

expect passes "" checkDisk here 6000 6000
expect fails "only 5999 MB are free for here; about 6000 MB are needed" checkDisk here 5999 6000
expect passes "" checkMemory 3000
expect fails "2999 MB of memory" checkMemory 2999

echo wheel >"$scratch/a.whl"
sum=$(sha256sum "$scratch/a.whl" | cut -d' ' -f1)
expect passes "" verifyHash "$scratch/a.whl" "$sum"
echo x >>"$scratch/a.whl"
expect fails "packaging/dependencies.txt expects $sum" verifyHash "$scratch/a.whl" "$sum"
expect fails "Nothing of it was used" verifyHash "$scratch/a.whl" "$sum"

expect passes "g++" dependencyNames apt run
expect fails "no such group" bash -c "[[ -n \$(source '$1/packaging/setup.sh'; dependencyNames apt nonsense) ]] || { echo no such group; false; }"
[[ $(dependencyNames apt run) != *clang-format* ]] || { echo "FAILED: run lists what only test needs"; failures=$((failures + 1)); }
while read -r _ _ name _ hash; do
  [[ $hash =~ ^[0-9a-f]{64}$ ]] || { echo "FAILED: $name has no SHA-256"; failures=$((failures + 1)); }
done < <(dependencyLines wheel run cuda gpu)
expect passes "torch" dependencyNames wheel run

((failures == 0)) && echo "set-up checks passed"
exit "$failures"
