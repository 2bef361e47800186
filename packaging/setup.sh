#!/usr/bin/env bash
# Installs what dependencies.txt lists. Sourced by run.sh and test.sh:   source packaging/setup.sh; marcieSetUp run [test]
# Idempotent: what is there already is left alone. Asks nothing. Stops early, with cause and remedy, where it cannot work.
set -euo pipefail

MARCIE_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
MARCIE_DEPENDENCIES="$MARCIE_ROOT/packaging/dependencies.txt"
MARCIE_DEPS="$MARCIE_ROOT/build/deps"

say() { printf '\033[1m%s\033[0m\n' "$*"; }

# fail CAUSE REMEDY
fail() {
  printf '\nMarcie cannot be set up: %s\n%s\n' "$1" "$2" >&2
  exit 1
}

# dependencyLines KIND GROUP… : the lines of dependencies.txt;  dependencyNames: their names.
dependencyLines() {
  local kind=$1
  shift
  awk -v kind="$kind" -v groups=" $* " '$1 !~ /^#/ && NF >= 4 && $2 == kind && index(groups, " " $1 " ")' \
    "$MARCIE_DEPENDENCIES"
}
dependencyNames() { dependencyLines "$@" | awk '{ print $3 }'; }

# checkSystem OS_RELEASE_FILE ARCHITECTURE
checkSystem() {
  local id="" version="" name="an unknown system"
  if [[ -r $1 ]]; then
    id=$(sed -n 's/^ID=//p' "$1" | tr -d '"')
    version=$(sed -n 's/^VERSION_ID=//p' "$1" | tr -d '"')
    name=$(sed -n 's/^PRETTY_NAME=//p' "$1" | tr -d '"')
  fi
  [[ $id == debian && $version == 12 && $2 == amd64 ]] && return
  if [[ ${MARCIE_ANY_SYSTEM:-} == 1 ]]; then
    say "This is ${name:-$id} on $2; Marcie is made for Debian 12 on amd64. Trying anyway."
    return
  fi
  fail "this is ${name:-$id} on $2, and Marcie's set-up knows Debian 12 on amd64 only." \
    "Use a Debian 12 machine or container. To try it here all the same, set MARCIE_ANY_SYSTEM=1: it needs apt, Python 3.11, and packages of the versions in packaging/dependencies.txt."
}

# checkDisk FOLDER AVAILABLE_MB NEEDED_MB
checkDisk() {
  (($2 >= $3)) && return
  fail "only $2 MB are free for $1; about $3 MB are needed." \
    "Free some space there, or put the project on a larger disk, and start again."
}

# checkMemory AVAILABLE_MB
checkMemory() {
  (($1 >= 3000)) && return
  fail "this machine has $1 MB of memory and swap; compiling against LibTorch needs 3000 MB." \
    "Use a machine with more memory, or add swap, and start again."
}

freeMegabytes() { df --output=avail -BM "$1" | tail -1 | tr -dc '0-9'; }

# Memory and swap, or the container's limit where that is less.
memoryMegabytes() {
  local total limit
  total=$(awk '/^(MemTotal|SwapTotal):/ { sum += $2 } END { print int(sum / 1024) }' /proc/meminfo)
  limit=$(cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null | head -1 || true)
  if [[ $limit =~ ^[0-9]+$ ]] && ((limit / 1048576 < total)); then total=$((limit / 1048576)); fi
  echo "$total"
}

# As many compilers as there are cores, but no more than memory holds (about 2 GB each).
buildJobs() {
  local jobs byMemory
  jobs=$(nproc)
  byMemory=$(($(memoryMegabytes) / 2000))
  ((byMemory < jobs)) && jobs=$byMemory
  ((jobs > 0)) || jobs=1
  echo "$jobs"
}

asRoot() {
  if (($(id -u) == 0)); then
    "$@"
  elif [[ -t 0 ]]; then
    sudo "$@"
  else
    sudo -n "$@"
  fi
}

missingPackages() {
  local package
  for package in $(dependencyNames apt "$@"); do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || echo "$package"
  done
}

installPackages() {
  local missing log
  mapfile -t missing < <(missingPackages "$@")
  ((${#missing[@]} > 0)) || return 0
  (($(id -u) == 0)) || command -v sudo >/dev/null ||
    fail "packages have to be installed, and you are neither root nor is there sudo." \
      "Ask an administrator to run: apt-get install ${missing[*]}"
  checkDisk "Debian packages (/usr)" "$(freeMegabytes /usr)" 2500
  say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
  log="$MARCIE_ROOT/build/apt.log"
  # A list that cannot be refreshed is no failure yet: what is needed may be known all the same.
  asRoot env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 update >"$log" 2>&1 || true
  asRoot env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends \
    -o DPkg::Lock::Timeout=120 "${missing[@]}" \
    </dev/null >>"$log" 2>&1 && return
  tail -5 "$log" >&2
  if grep -qiE 'could not (resolve|connect)|temporary failure|failed to fetch|network is unreachable' "$log"; then
    fail "the Debian package server cannot be reached (no network?)." "Check the network and the proxy settings of apt, then start again."
  elif grep -q 'Unable to locate package' "$log"; then
    fail "apt does not know some of the packages." "Check that /etc/apt names the Debian 12 'main' archive, then start again."
  elif grep -qiE 'a password is required|not in the sudoers' "$log"; then
    fail "sudo asks for a password, and nobody is there to type it." "Start it from a terminal, or as root."
  fi
  fail "apt-get could not install them (the end of build/apt.log is above)." "Put right what it says and start again."
}

# Says so when an installed package is of another upstream version than the one that the project was tried with.
warnVersions() {
  local name expected installed
  while read -r _ _ name expected; do
    installed=$(dpkg-query -W -f '${Version}' "$name" 2>/dev/null || true)
    [[ ${installed#*:} == "$expected"* ]] ||
      echo "note: $name is of version ${installed:-unknown}; the project was tried with $expected" >&2
  done < <(dependencyLines apt "$@")
}

hasGpu() { [[ -e /dev/nvidia0 ]] || { command -v nvidia-smi >/dev/null && nvidia-smi -L 2>/dev/null | grep -q GPU; }; }

# The same places as in cmake/FindLibTorch.cmake.
hasCudaToolkit() {
  [[ -e /usr/local/cuda/lib64/libcudart.so.13 ]] &&
    [[ -e /usr/local/cuda/lib64/libcupti.so.13 || -e /usr/local/cuda/extras/CUPTI/lib64/libcupti.so.13 ]]
}

# verifyHash FILE SHA256
verifyHash() {
  local actual
  actual=$(sha256sum "$1" | cut -d' ' -f1)
  [[ $actual == "$2" ]] && return
  fail "$(basename "$1") has the SHA-256 $actual, and packaging/dependencies.txt expects $2." \
    "The download was damaged or comes from a mirror that changes files. Nothing of it was used; check the mirror and start again."
}

# download FOLDER NAME VERSION SHA256
download() {
  local log="$MARCIE_ROOT/build/wheels.log"
  rm -rf "$1"
  mkdir -p "$1"
  echo "$2==$3 --hash=sha256:$4" >"$1/wanted.txt"
  if ! PIP_REQUIRE_VIRTUALENV=0 /usr/bin/python3 -m pip download --quiet --disable-pip-version-check --no-cache-dir \
    --no-deps --only-binary=:all: --require-hashes --dest "$1" -r "$1/wanted.txt" </dev/null >"$log" 2>&1; then
    tail -5 "$log" >&2
    if grep -q 'DO NOT MATCH THE HASHES' "$log"; then
      fail "the downloaded $2 $3 has a wrong hash." \
        "The download was damaged or comes from a mirror that changes files. Nothing of it was used; check the mirror and start again."
    elif grep -qiE 'no space left' "$log"; then
      fail "the disk became full while $2 was downloaded." "Free some space and start again."
    elif grep -qiE 'connection|resolution|resolve|timed? ?out|unreachable|proxy|ssl' "$log"; then
      fail "the Python package index cannot be reached (no network?)." "Check the network and the settings of pip, then start again."
    fi
    fail "$2 $3 could not be downloaded (the end of build/wheels.log is above)." "Put right what it says and start again."
  fi
  local wheel
  for wheel in "$1"/*.whl; do verifyHash "$wheel" "$4"; done
}

# The parts of the wheels that are used, laid out as LibTorch expects to find them: torch/lib beside nvidia/*/lib.
unpackWheels() {
  local target=$1 fresh="$MARCIE_DEPS/fresh" name version hash skip
  shift
  rm -rf "$fresh"
  mkdir -p "$fresh/libtorch"
  while read -r _ _ name version hash; do
    say "Fetching $name $version"
    download "$fresh/download" "$name" "$version" "$hash"
    if [[ $name == torch ]]; then
      skip=('torch/lib/libtorch_python.so')
      # Half of the wheel is CUDA kernels, of no use without a GPU.
      hasGpu || skip+=('torch/lib/libtorch_cuda*' 'torch/lib/libtorch_nvshmem.so' 'torch/lib/libcaffe2_nvrtc.so')
      unzip -q "$fresh"/download/*.whl 'torch/lib/*' 'torch/include/*' 'torch/share/*' -x "${skip[@]}" -d "$fresh/libtorch" </dev/null
    else
      unzip -qo "$fresh"/download/*.whl 'nvidia/*/lib/*' -d "$fresh/libtorch" </dev/null
    fi
  done < <(dependencyLines wheel "$@")
  rm -rf "$fresh/download" "$target"
  mv "$fresh/libtorch" "$target"
  rmdir "$fresh"
}

# The groups of wheels that this machine needs.
wheelGroups() {
  if hasGpu; then
    echo run cuda gpu
  elif hasCudaToolkit; then
    echo run
  else
    echo run cuda
  fi
}

# What the unpacked wheels have to be; written into them, and compared at the next start.
# shellcheck disable=SC2046  # groups are words
wantedStamp() { dependencyLines wheel $(wheelGroups) | sha256sum | cut -d' ' -f1; }

hasLibTorch() {
  local stamp="$MARCIE_DEPS/libtorch/.stamp"
  [[ -f $stamp && $(<"$stamp") == "$(wantedStamp)" && -f $MARCIE_DEPS/libtorch/torch/lib/libtorch_cpu.so ]]
}

checkSpace() {
  local needed=6000
  hasGpu && needed=12000
  mkdir -p "$MARCIE_DEPS"
  hasLibTorch || checkDisk "$MARCIE_ROOT" "$(freeMegabytes "$MARCIE_DEPS")" "$needed"
}

installLibTorch() {
  hasLibTorch && return
  # shellcheck disable=SC2046  # groups are words
  unpackWheels "$MARCIE_DEPS/libtorch" $(wheelGroups)
  wantedStamp >"$MARCIE_DEPS/libtorch/.stamp"
}

# marcieSetUp GROUP…
marcieSetUp() {
  checkSystem /etc/os-release "$(dpkg --print-architecture 2>/dev/null || uname -m)"
  checkMemory "$(memoryMegabytes)"
  checkSpace
  installPackages "$@"
  warnVersions "$@"
  installLibTorch
}
