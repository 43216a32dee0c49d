#!/usr/bin/env bash
# node:test of Node.js 20.20.2, its mock timers: tick() over a minute makes one attempt of a client that tries each five
# seconds.
#
# One would guess: tick(60000) is what happens in a minute: each timer at its time, and those that are set meanwhile as
# well, twelve attempts, as with @sinonjs/fake-timers 15.0.0 (and so in Jest, Vitest and Sinon).
# What happens: the clock stands at the end of the minute before the first timer is called, and what that sets is due
# five seconds later still. A loop that reconnects without a limit seems to keep a cap of one, and Date.now() in the
# attempt says 60000 instead of 5000. Twelve ticks of 5000 make twelve attempts.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @sinonjs/fake-timers@15.0.0 >/dev/null
cat > probe.js <<'JS'
const { mock } = require("node:test"), FakeTimers = require("@sinonjs/fake-timers");
const client = () => {
  const attempts = [];
  const connect = () => { attempts.push(Date.now()); setTimeout(connect, 5000); }; // each attempt fails
  setTimeout(connect, 5000);
  return attempts;
};
const say = (what, attempts) => console.log(what + ": attempts", attempts.length + ", the first at", attempts[0]);
const minute = (what, enable, tick, disable) => {
  for (const [step, times] of [[60000, 1], [5000, 12]]) {
    enable();
    const attempts = client();
    for (let i = 0; i < times; i++) tick(step);
    say(what + ", " + times + " times " + step + " ms", attempts);
    disable();
  }
};
let clock;
minute("fake-timers", () => clock = FakeTimers.install({ now: 0 }), (ms) => clock.tick(ms), () => clock.uninstall());
minute("node:test", () => mock.timers.enable({ apis: ["setTimeout", "Date"], now: 0 }),
  (ms) => mock.timers.tick(ms), () => mock.timers.reset());
JS
seen=$(node --no-warnings probe.js)
want='fake-timers, 1 times 60000 ms: attempts 12, the first at 5000
fake-timers, 12 times 5000 ms: attempts 12, the first at 5000
node:test, 1 times 60000 ms: attempts 1, the first at 60000
node:test, 12 times 5000 ms: attempts 12, the first at 5000'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
