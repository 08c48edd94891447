#!/bin/sh
# setup.sh - are the tools here, and new enough? The Makefile runs it before it builds anything.
#
#   tools/setup.sh main      what `make run` and `make test` need, from Debian packages
#   tools/setup.sh fpga      what the pip tools of lint, synth-check and fmax need
#   tools/setup.sh doctor    print every tool with its version; change nothing
#
# Missing packages are named, then installed when this is root or sudo asks no password; otherwise
# the one line to type is printed. Exit 1: something is missing or too old.
# The tools are those of the environment: VERILATOR, RISCV_PREFIX, QEMU, DTC, CXX, PYTHON.
set -eu

VERILATOR=${VERILATOR:-verilator}
RISCV_PREFIX=${RISCV_PREFIX:-riscv64-unknown-elf-}
QEMU=${QEMU:-qemu-system-riscv32}
DTC=${DTC:-dtc}
CXX=${CXX:-g++}
PYTHON=${PYTHON:-/usr/bin/python3}

MAIN="make g++ python3 verilator gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf
      qemu-system-misc device-tree-compiler libelf-dev libfdt-dev python3-pytest"
FPGA="python3 python3-venv"

say() { echo "setup: $*" >&2; }

# Succeeds where the package's tool is here, from whatever source.
probe() {
  case $1 in
    make)                         command -v make ;;
    g++)                          command -v "$CXX" ;;
    python3)                      command -v "$PYTHON" ;;
    verilator)                    command -v "$VERILATOR" ;;
    gcc-riscv64-unknown-elf)      command -v "${RISCV_PREFIX}gcc" ;;
    picolibc-riscv64-unknown-elf) "${RISCV_PREFIX}gcc" --specs=picolibc.specs -E -x c /dev/null ;;
    qemu-system-misc)             command -v "$QEMU" ;;
    device-tree-compiler)         command -v "$DTC" ;;
    libelf-dev)                   echo '#include <libelf.h>' | "$CXX" -E -x c++ - ;;
    libfdt-dev)                   echo '#include <libfdt.h>' | "$CXX" -E -x c++ - ;;
    python3-pytest)               "$PYTHON" -c 'import pytest' ;;
    python3-venv)                 "$PYTHON" -c 'import venv, ensurepip' ;;
  esac >/dev/null 2>&1 </dev/null
}

# One line that says which version is here.
version() {
  case $1 in
    make)                         make --version ;;
    g++)                          "$CXX" --version ;;
    python3)                      "$PYTHON" --version ;;
    verilator)                    "$VERILATOR" --version ;;
    gcc-riscv64-unknown-elf)      "${RISCV_PREFIX}gcc" --version ;;
    picolibc-riscv64-unknown-elf) echo '#include <picolibc.h>
                                  picolibc __PICOLIBC_VERSION__' |
                                    "${RISCV_PREFIX}gcc" --specs=picolibc.specs -E -P -x c - | tail -n 1 | sed 's|^ *||' ;;
    qemu-system-misc)             "$QEMU" --version ;;
    device-tree-compiler)         "$DTC" --version ;;
    libelf-dev)                   echo "libelf's headers" ;;
    libfdt-dev)                   echo "libfdt's headers" ;;
    python3-pytest)               "$PYTHON" -m pytest --version ;;
    python3-venv)                 echo "venv and ensurepip" ;;
  esac 2>&1 </dev/null | head -n 1
}

missing() { for package in $*; do probe "$package" || printf '%s ' "$package"; done; }

# at_least WANT HAVE: HAVE is not the older one.
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

# require NAME WANT COMMAND: the first number that the command prints is WANT or newer.
require() {
  have=$($3 2>/dev/null | head -n 1 | sed 's/[^0-9]*\([0-9][0-9.]*\).*/\1/')
  at_least "$2" "${have:-0}" && return
  say "$1 is version ${have:-unknown}; $2 or newer is needed (Debian 12's will do)."
  return 1
}

check_versions() {
  require "$VERILATOR" 5.006 "$VERILATOR --version" &&
    require "${RISCV_PREFIX}gcc" 12 "${RISCV_PREFIX}gcc -dumpversion" &&
    require "$PYTHON" 3.9 "$PYTHON --version"
}

install() {
  if ! command -v apt-get >/dev/null; then
    say "missing: $*(Debian's package names)"
    return 1
  fi
  if [ "$(id -u)" = 0 ]; then as=
  elif sudo -n true 2>/dev/null; then as="sudo -n"
  else
    say "missing: $*"
    say "to install them: sudo apt-get install $*"
    return 1
  fi
  say "installing $*"
  export DEBIAN_FRONTEND=noninteractive
  $as apt-get update -qq >&2 || say "apt-get update failed; trying with the lists that are here"
  $as apt-get install -y -qq --no-install-recommends $* >/dev/null
  left=$(missing "$*")
  [ -z "$left" ] || { say "still not usable after the installation: $left"; return 1; }
}

doctor() {
  for package in $MAIN python3-venv; do
    if probe "$package"; then printf '  ok       %-30s %s\n' "$package" "$(version "$package")"
    else                      printf '  missing  %s\n' "$package"
    fi
  done
  left=$(missing "$MAIN python3-venv")
  if [ -n "$left" ]; then
    echo "To install what is missing: sudo apt-get install $left"
    return 1
  fi
  check_versions
}

case ${1:-} in
  main) left=$(missing "$MAIN"); [ -z "$left" ] || install "$left"; check_versions ;;
  fpga) left=$(missing "$FPGA"); [ -z "$left" ] || install "$left" ;;
  doctor) doctor ;;
  *) say "usage: tools/setup.sh main|fpga|doctor"; exit 2 ;;
esac
