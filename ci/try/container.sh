#!/usr/bin/env bash
# buildah 1.28.2 makes the image of Containerfile's last stage, and nimcert certifies a build in it. With a registry of images
# at hand, `podman build -t nimcert .` does both stages; here the binary of the first is made outside, so that no registry is
# needed, and no container engine either.
# Seen on 2026-11-29, as root, with isolation chroot: the image holds /nimcert and /tmp alone; version says the engines, and
# LIM-01 is certified. The first stage, which fetches golang:1.26, was not run.
set -euo pipefail
command -v buildah >/dev/null || { echo "this needs buildah"; exit 1; }
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$root/sdks/node_modules/nim-web-sdk-9.21.12/dist/SDK
[ -d "$build" ] || { echo "make sdks installs the build that is certified here"; exit 1; }
dir=$(mktemp -d)
buildah="buildah --storage-driver vfs --root $dir/storage --runroot $dir/run"
trap '$buildah rm --all >/dev/null 2>&1 || true; rm -rf "$dir"' EXIT
mkdir -p "$dir/stage/tmp"
CGO_ENABLED=0 go build -C "$root" -trimpath -o "$dir/stage/nimcert" ./cmd/nimcert
sed -n '/^FROM scratch/,$p' "$root/Containerfile" | sed 's/--from=build //' > "$dir/stage/Containerfile"
sed -i 's#^COPY --chmod=1777 /tmp#COPY --chmod=1777 tmp#' "$dir/stage/Containerfile"
$buildah bud --quiet --isolation chroot -t nimcert-try "$dir/stage"
container=$($buildah from nimcert-try)
$buildah run --isolation chroot "$container" -- /nimcert version
$buildah run --isolation chroot -v "$build:/sdk:ro" "$container" -- \
  /nimcert certify --build /sdk/NIM_Web_SDK_miniapp.js --family nim --run LIM-01 --allow-partial --sample off --out out
