#!/usr/bin/env bash
# Two public readers of JUnit files, junitparser 5.0.3 (PyPI) and junit2json 4.0.0 (npm), show name, file and failure of what
# nimcert wrote for a build that fails REC-02.
# SEEN
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$root/sdks/node_modules/nim-web-sdk-9.12.2/dist/SDK/NIM_Web_SDK_miniapp.js
[ -f "$build" ] || { echo "make sdks installs the build that is certified here"; exit 1; }
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
go build -C "$root" -o "$dir/nimcert" ./cmd/nimcert
./nimcert certify --build "$build" --family nim --run REC-02 --allow-partial --sample off --out out --quiet || true
python3 -m pip install --quiet --disable-pip-version-check --target lib junitparser==5.0.3
PYTHONPATH=lib python3 - <<'PY'
from junitparser import JUnitXml, Failure
for suite in JUnitXml.fromfile("out/junit.xml"):
    for case in suite:
        for result in case.result:
            if isinstance(result, Failure):
                print("junitparser:", case.name, "|", case._elem.get("file"), "|", result.message[:70])
PY
npm init --yes >/dev/null && npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error junit2json@4.0.0 >/dev/null
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
