#!/usr/bin/env bash
# Builds the benchmarks, sets up the peers in a Python environment of their own, runs both and
# writes Docs/Performance.md. Arguments go to Benchmarks/report.py.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v python3 > /dev/null; then
  echo "bench: Python 3 (with venv) is needed to run the peers and write the report" >&2
  exit 1
fi
# SwiftPM does not look for new files in a package that another depends on, unless it plans anew.
touch Benchmarks/Package.swift
swift build -c release --package-path Benchmarks
# The program whose start is timed.
swift build -c release --product distributions

environment=Benchmarks/peers/.venv
requirements=Benchmarks/peers/requirements.txt
if ! cmp --silent "$requirements" "$environment/requirements.txt"; then
  python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet --retries 2 --requirement "$requirements"
  cp "$requirements" "$environment/requirements.txt"
fi
exec "$environment/bin/python" Benchmarks/report.py "$@"
