#!/usr/bin/env bash
# Sees to it that the system libraries are there: installs what is missing on Debian and its kin,
# says what is missing elsewhere. Can be run any number of times.
set -euo pipefail

# What each package is for:
#   git, ca-certificates           fetching the two Swift packages that this one depends on
#   libc6-dev, libstdc++-12-dev    what Swift's linker needs of a C and C++ toolchain
#   libgsl-dev                     integration, special functions, minimisation
#   libopenblas-dev                matrix products and factorisations (loaded when first used)
#   libsleef-dev                   vectorised elementary functions
#   gnuplot-nox                    pictures
packages=(git ca-certificates libc6-dev libstdc++-12-dev
  libgsl-dev libopenblas-dev libsleef-dev gnuplot-nox)

if ! command -v swift > /dev/null; then
  echo "setup: Swift 6.2 or later is needed and not on the PATH: https://www.swift.org/install" >&2
  exit 1
fi

on_debian() {
  local missing=() package
  for package in "${packages[@]}"; do
    dpkg-query --show --showformat='${Status}' "$package" 2> /dev/null |
      grep --quiet '^install ok installed$' && continue
    # Any gnuplot will do, not only the one without windows.
    [ "$package" = gnuplot-nox ] && command -v gnuplot > /dev/null && continue
    missing+=("$package")
  done
  if [ ${#missing[@]} -eq 0 ]; then
    echo "setup: all system packages are installed"
    return
  fi

  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo > /dev/null; then
      echo "setup: missing ${missing[*]}, and neither root nor sudo to install them. As root:" >&2
      echo "  apt-get update && apt-get install ${missing[*]}" >&2
      exit 1
    fi
    as_root=(sudo)
  fi
  echo "setup: installing ${missing[*]}"
  "${as_root[@]}" apt-get update --quiet
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --quiet --no-install-recommends "${missing[@]}"
  echo "setup: done"
}

# Elsewhere: looks for the headers and commands themselves and prints the packages' usual names.
has_header() {
  local flags=()
  local prefix
  for prefix in /opt/homebrew /usr/local; do
    if [ -d "$prefix/include" ]; then flags+=("-I$prefix/include"); fi
  done
  echo "#include <$1>" | clang "${flags[@]}" -fsyntax-only -x c - 2> /dev/null
}

has_library() {
  local folder
  for folder in /usr/lib /usr/lib64 /usr/lib/*-linux-gnu /usr/local/lib /opt/homebrew/lib \
    /usr/local/opt/openblas/lib /opt/homebrew/opt/openblas/lib; do
    if compgen -G "$folder/$1*" > /dev/null; then return 0; fi
  done
  return 1
}

elsewhere() {
  local missing=()
  has_header gsl/gsl_integration.h || missing+=("GSL with headers (gsl, gsl-devel)")
  has_header sleef.h || missing+=("SLEEF with headers (sleef, sleef-devel)")
  has_library libopenblas || missing+=("OpenBLAS (openblas)")
  command -v gnuplot > /dev/null || missing+=("gnuplot")
  if [ ${#missing[@]} -eq 0 ]; then
    echo "setup: everything needed is there"
    return
  fi
  echo "setup: this is not Debian, so please install by hand:" >&2
  printf '  %s\n' "${missing[@]}" >&2
  if [ "$(uname -s)" = Darwin ]; then
    echo "With Homebrew: brew install gsl sleef openblas gnuplot" >&2
  fi
  exit 1
}

if command -v dpkg-query > /dev/null && command -v apt-get > /dev/null; then
  on_debian
else
  elsewhere
fi
