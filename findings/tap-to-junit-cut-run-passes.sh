#!/usr/bin/env bash
# tap-xunit 2.4.1 and tap-junit 5.0.4, which turn TAP into JUnit: a run that ended early becomes one in which all is
# well.
#
# One would guess: TAP has its plan, "1..5", and its "Bail out!" for exactly that: where two of five tests came, or the
# run was given up, the file has a failure or an error, or the converter fails. tap-parser 18.3.4 calls both "not ok".
# What happens: of the plan that is not kept tap-xunit says nothing, failures="0" and exit 0; tap-junit counts a failure
# that no <testcase> has, so that who counts those is green. "Bail out!" is failures="0" and exit 0 in tap-junit;
# tap-xunit fails there, without a file. bats, for one, writes its plan first, and what kills its run leaves the former.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error tap-xunit@2.4.1 tap-junit@5.0.4 \
  tap-parser@18.3.4 >/dev/null
printf '1..5\nok 1 reconnects\nok 2 closes\n' > cut.tap
printf 'ok 1 reconnects\nok 2 closes\nBail out! the proxy is gone\n' > "bail out.tap"
seen=$(for run in cut "bail out"; do
  code=0; node_modules/.bin/tap-parser < "$run.tap" >/dev/null || code=$?
  echo "$run, tap-parser: exit $code"
  for converter in tap-xunit tap-junit; do
    code=0; "node_modules/.bin/$converter" < "$run.tap" > out.xml 2>/dev/null || code=$?
    total=$(grep -o 'failures="[0-9]*"' out.xml | tail -1 || true)
    echo "$run, $converter: exit $code, testcases $(grep -o '<testcase ' out.xml | wc -l), failed ones" \
      "$(grep -o '<failure\|<error' out.xml | wc -l)${total:+, }$total"
  done
done)
want='cut, tap-parser: exit 1
cut, tap-xunit: exit 0, testcases 2, failed ones 0, failures="0"
cut, tap-junit: exit 0, testcases 2, failed ones 0, failures="1"
bail out, tap-parser: exit 1
bail out, tap-xunit: exit 1, testcases 0, failed ones 0
bail out, tap-junit: exit 0, testcases 2, failed ones 0, failures="0"'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
