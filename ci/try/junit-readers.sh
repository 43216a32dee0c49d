#!/usr/bin/env bash
# Two public readers of JUnit files, junit2json 4.0.0 and xunit-viewer 10.6.1 (npm), show what nimcert wrote for a build
# that fails REC-02.
# Seen on 2026-11-29, on the file of a whole certification of 9.21.12: junit2json gives name, file and message of each
# of 22 failures; xunit-viewer shows the name and the text of each, and no file. (junitparser of PyPI could not be
# installed.)
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$root/sdks/node_modules/nim-web-sdk-9.12.2/dist/SDK/NIM_Web_SDK_miniapp.js
[ -f "$build" ] || { echo "make sdks installs the build that is certified here"; exit 1; }
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
go build -C "$root" -o "$dir/nimcert" ./cmd/nimcert
./nimcert certify --build "$build" --family nim --run REC-02 --allow-partial --sample off --out out --quiet || true
npm init --yes >/dev/null && npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error junit2json@4.0.0 xunit-viewer@10.6.1 >/dev/null
cat > read.mjs <<'JS'
import { readFile } from "node:fs/promises";
import { parse } from "junit2json";
const all = await parse(await readFile("out/junit.xml", "utf8"));
for (const suite of all.testsuite) {
  for (const c of suite.testcase ?? []) {
    for (const f of c.failure ?? []) console.log("junit2json:", c.name, "|", c.file, "|", (f.message ?? f.inner).slice(0, 70));
  }
}
JS
node read.mjs
npx --no-install xunit-viewer -r out/junit.xml --console --no-color | grep -A 4 "REC-02"
