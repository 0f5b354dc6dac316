#!/usr/bin/env bash
# Builds and runs every snippet, and sees to it that the documents quote nothing else; fails with the
# first that fails.
set -euo pipefail
cd "$(dirname "$0")/.."

perl Scripts/check-quotes.pl README.md Docs/*.md Docs/Examples/*.md

for file in Snippets/*.swift; do
  name="$(basename "$file" .swift)"
  echo "snippet $name"
  swift run -c release --quiet "$name"
  echo
done
