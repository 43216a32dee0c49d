#!/usr/bin/env bash
# goreleaser v2.15.1 checks .goreleaser.yaml, and makes the archives of all systems without a tag and without publishing. syft
# must be in PATH for the bills of materials, or they are skipped. It works in a clone that has a remote: without one even
# `goreleaser check` calls the file invalid ("scm releases: no remote configured").
# Seen on 2026-11-29, without syft: the file is valid, and for linux/amd64 the release makes the archive (12 MB) and
# checksums.txt in a minute. The other systems were not made in one go: five more builds take long on a busy machine.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
git clone --quiet "$root" "$dir/nimcert" && cd "$dir/nimcert"
git remote set-url origin https://github.com/OWNER/nimcert.git
skip=publish
command -v syft >/dev/null || { echo "syft is not in PATH: no bills of materials"; skip=publish,sbom; }
command -v goreleaser >/dev/null || {
  GOBIN="$dir" go install github.com/goreleaser/goreleaser/v2@v2.15.1 # more than half an hour on a busy machine
  PATH=$dir:$PATH
}
goreleaser check
goreleaser release --snapshot --clean --skip="$skip"
ls dist/*.tar.gz dist/*.zip dist/checksums.txt
