#!/usr/bin/env bash
# goreleaser v2.15.1 checks .goreleaser.yaml, and makes the archives of all systems without a tag and without
# publishing; syft must be in PATH for the bills of materials, or they are skipped.
# Not run when this was written: to build goreleaser takes more than half an hour of a busy machine.
set -euo pipefail
cd "$(dirname "$0")/../.."
skip=publish
command -v syft >/dev/null || { echo "syft is not in PATH: no bills of materials"; skip=publish,sbom; }
go run github.com/goreleaser/goreleaser/v2@v2.15.1 check
go run github.com/goreleaser/goreleaser/v2@v2.15.1 release --snapshot --clean --skip="$skip"
ls dist/*.tar.gz dist/*.zip dist/checksums.txt
