#!/usr/bin/env bash
# cosign v2.6.1 signs the attestation of a certificate with a key of its own, offline, and nimcert verify accepts it.
# Not run as a whole when this was written: to build cosign takes more than 25 minutes of a processor. What nimcert
# verify does with such files is tested with the libraries that cosign is made of (cmd/nimcert/verify_signed_test.go,
# signature/signature_test.go).
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
build=$root/sdks/node_modules/nim-web-sdk-9.21.12/dist/SDK/NIM_Web_SDK_miniapp.js
go build -C "$root" -o "$dir/nimcert" ./cmd/nimcert
GOBIN="$dir" go install github.com/sigstore/cosign/v2/cmd/cosign@v2.6.1
./nimcert certify --build "$build" --family nim --config "$root/ginkgo.yml" --sample off --out out --quiet || true
export COSIGN_PASSWORD=
./cosign generate-key-pair
./cosign sign-blob --yes --tlog-upload=false --key cosign.key --output-signature out/certificate.json.sig out/certificate.json
./cosign verify-blob --insecure-ignore-tlog --key cosign.pub --signature out/certificate.json.sig out/certificate.json
./nimcert verify out/certificate.json --build "$build" --key cosign.pub --signature out/certificate.json.sig --signed --allow-known-failures
