#!/usr/bin/env bash
# Writes the reference of the public modules, from the comments in the sources, to out/docs.
set -euo pipefail
cd "$(dirname "$0")/.."
modules=(Distributions Tensors SpecialFunctions RandomGenerators Quadrature Losses GAN
  DistributionLaws)
graphs=.build/symbol-graphs
mkdir -p out/docs
rm -rf "$graphs"

swift build -c release
triple="$(swift -print-target-info | sed -n 's/.*"unversionedTriple" *: *"\(.*\)",*/\1/p')"
# The C modules that ours import: those that SwiftPM made maps for, and those that bring one.
maps=()
for map in .build/release/*.build/module.modulemap Sources/CGSL/module.modulemap \
  .build/checkouts/swift-numerics/Sources/_NumericsShims/include/module.modulemap; do
  maps+=(-Xcc "-fmodule-map-file=$map")
done

for module in "${modules[@]}"; do
  mkdir -p "$graphs/$module"
  swift symbolgraph-extract -module-name "$module" -target "$triple" \
    -I .build/release/Modules "${maps[@]}" -minimum-access-level public \
    -output-dir "$graphs/$module"
  docc convert --additional-symbol-graph-dir "$graphs/$module" \
    --fallback-display-name "$module" \
    --fallback-bundle-identifier "swift-distributions.$module" \
    --output-path "out/docs/$module.doccarchive"
  echo "docs: out/docs/$module.doccarchive"
done
