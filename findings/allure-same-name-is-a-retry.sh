#!/usr/bin/env bash
# allure 3.18.0 (npm), Allure's report of a JUnit file: of two suites that have a test of the same name, the later one's
# is shown, and the earlier one's is its "retry". A failure there passes.
#
# One would guess: each <testcase> is a test, so one file with a <testsuite> for each build of an SDK, or each platform,
# gives all of them; Allure's pages have the suites' names.
# What happens: a test is known by classname and name alone. Where the first suite fails and the second passes the
# report is "passed" with half of the tests; the other way round it has failed. The suite's name in classname helps.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error allure@3.18.0 >/dev/null
report() {
  mkdir results
  printf '<testsuites>%s</testsuites>' "$2" > results/junit.xml
  npx allure generate results -o out >/dev/null
  echo "$1: $(node -p 'const s = require("./out/summary.json"); s.status + ", " + JSON.stringify(s.stats)')"
  rm -rf results out
}
ok() {
  echo "<testsuite name=\"$1\" tests=\"2\" failures=\"0\"><testcase classname=\"${2:-reconnect}\" name=\"gives up\"/>
    <testcase classname=\"${2:-reconnect}\" name=\"comes back\"/></testsuite>"
}
bad() {
  echo "<testsuite name=\"$1\" tests=\"2\" failures=\"1\"><testcase classname=\"${2:-reconnect}\" name=\"gives up\">
    <failure message=\"one attempt too many\"/></testcase>
    <testcase classname=\"${2:-reconnect}\" name=\"comes back\"/></testsuite>"
}
seen=$(report "the first fails" "$(bad sdk-8)$(ok sdk-9)"
report "the second fails" "$(ok sdk-8)$(bad sdk-9)"
report "the first fails, other classnames" "$(bad sdk-8 sdk-8)$(ok sdk-9 sdk-9)")
want='the first fails: passed, {"total":2,"retries":2,"passed":2}
the second fails: failed, {"total":2,"retries":2,"failed":1,"passed":1}
the first fails, other classnames: failed, {"total":4,"failed":1,"passed":3}'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
