#!/usr/bin/env bash
# Writes the reference of the public modules, from the comments in the sources, to out/docs: a site of
# files for any server, such as `python3 -m http.server --directory out/docs`.
set -euo pipefail
cd "$(dirname "$0")/.."
modules=(Distributions Tensors SpecialFunctions RandomGenerators Quadrature Losses GAN
  DistributionLaws)
targets=()
for module in "${modules[@]}"; do targets+=(--target "$module"); done

rm -rf out/docs
mkdir -p out
DISTRIBUTIONS_DOCC=1 swift package --allow-writing-to-directory out \
  generate-documentation "${targets[@]}" --enable-experimental-combined-documentation \
  --transform-for-static-hosting --output-path out/docs
# The plugin succeeds even where the last step has failed.
test -f out/docs/index.html
echo "docs: out/docs"
