#!/usr/bin/env bash
# goreleaser v2.15.1: `goreleaser check` calls a valid file invalid in a repository without a remote.
#
# One would guess: check reads .goreleaser.yaml, and needs nothing else; it "checks if configuration is valid".
# What happens: "configuration is invalid: scm releases: no remote configured to list refs from". With any remote, which
# nobody contacts, the same file is valid. goreleaser is taken from PATH, or built, which takes long.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
command -v goreleaser >/dev/null || {
  GOBIN="$dir/bin" go install github.com/goreleaser/goreleaser/v2@v2.15.1
  PATH=$dir/bin:$PATH
}
version=$(goreleaser --version | sed -n 's/^GitVersion: *//p')
[ "$version" = v2.15.1 ] || { echo "this is about v2.15.1, and goreleaser is $version"; exit 2; }
mkdir probe && cd probe && git init --quiet .
printf 'version: 2\nproject_name: probe\nbuilds: [{main: ., goos: [linux]}]\n' > .goreleaser.yaml
seen=$(goreleaser check 2>&1 | grep -o 'configuration is invalid: .*\|file(s) validated' || true
  git remote add origin https://github.com/owner/probe.git
  goreleaser check 2>&1 | grep -o 'configuration is invalid: .*\|file(s) validated' || true)
want='configuration is invalid: scm releases: no remote configured to list refs from
file(s) validated'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
