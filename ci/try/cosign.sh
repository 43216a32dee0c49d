#!/usr/bin/env bash
# cosign v2.6.1 signs, offline and with a key of its own, what nimcert writes for a build: the certificate, the statement
# that nimcert makes, and one that cosign makes of nimcert's predicate. cosign and nimcert accept each, and refuse it for
# another file. cosign in PATH is used; otherwise it is built, which takes some eight minutes of a busy machine.
# Seen on 2026-11-29: each `Verified OK`, and "holds for … It is signed with the key cosign.pub"; for another file
# "provided artifact digest does not match any digest in statement" and exit code 1. For a bundle cosign asks for a
# trusted root even where a key is given and no log is looked at: an empty one, which `cosign trusted-root create` makes,
# will do.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$root/sdks/node_modules/nim-web-sdk-9.21.12/dist/SDK/NIM_Web_SDK_miniapp.js
[ -f "$build" ] || { echo "make sdks installs the build that is certified here"; exit 1; }
type=https://in-toto.io/attestation/test-result/v0.1
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
PATH=$dir:$PATH
go build -C "$root" -o "$dir/nimcert" ./cmd/nimcert
command -v cosign >/dev/null || GOBIN=$dir GOFLAGS=-p=2 go install github.com/sigstore/cosign/v2/cmd/cosign@v2.6.1
cosign version | grep GitVersion
nimcert certify --build "$build" --family nim --config "$root/ginkgo.yml" --sample off --out out --quiet
export COSIGN_PASSWORD=
cosign generate-key-pair
cosign trusted-root create --out root.json
offline="--yes --tlog-upload=false --key cosign.key"
holds() { nimcert verify "$@" --build "$build" --key cosign.pub --signed --allow-known-failures; }

echo "== the certificate, as a file"
cosign sign-blob $offline --output-signature out/certificate.json.sig out/certificate.json
cosign verify-blob --insecure-ignore-tlog --key cosign.pub --signature out/certificate.json.sig out/certificate.json
holds out/certificate.json --signature out/certificate.json.sig

cosign attest-blob $offline --new-bundle-format --type $type --predicate out/attestation.predicate.json \
  --bundle out/predicate.sigstore.json "$build" >/dev/null
cosign attest-blob $offline --new-bundle-format --statement out/attestation.json \
  --bundle out/statement.sigstore.json >/dev/null
for bundle in out/predicate.sigstore.json out/statement.sigstore.json; do
  echo "== the attestation $bundle"
  check="cosign verify-blob-attestation --insecure-ignore-tlog --trusted-root root.json --key cosign.pub --type $type"
  $check --new-bundle-format --bundle $bundle "$build"
  holds $bundle
  echo "another" > another.js
  ! $check --new-bundle-format --bundle $bundle another.js || { echo "cosign takes another file for it"; exit 1; }
  ! nimcert verify $bundle --build another.js --key cosign.pub --signed --allow-known-failures || {
    echo "nimcert takes another file for it"; exit 1; }
done
