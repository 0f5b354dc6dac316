#!/usr/bin/env bash
# Builds and runs every snippet; fails with the first that fails.
set -euo pipefail
cd "$(dirname "$0")/.."

for file in Snippets/*.swift; do
  name="$(basename "$file" .swift)"
  echo "snippet $name"
  swift run -c release --quiet "$name"
  echo
done
