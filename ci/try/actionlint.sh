#!/usr/bin/env bash
# actionlint v1.7.12 reads the workflows that docs/ci.md shows, and the one that releases nimcert.
# Seen on 2026-11-29: nothing to say, exit code 0.
set -euo pipefail
cd "$(dirname "$0")/../.."
go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.12 ci/examples/github*.yml ci/release.yml
echo "actionlint has nothing to say"
