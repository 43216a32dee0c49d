#!/usr/bin/env bash
# @yxim/nim-web-sdk 9.21.12: the builds with IM alone and with chatrooms alone export the class itself, and no object
# with its name.
#
# One would guess: NIM_Web_NIM_miniapp.js exports {NIM} and NIM_Web_Chatroom_miniapp.js exports {Chatroom}, as the whole
# build exports {NIM, Chatroom}, so that an application can change the file and keep its code.
# What happens: module.exports is a function with getInstance; `require(…).NIM` is undefined.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @yxim/nim-web-sdk@9.21.12 >/dev/null
cat > probe.js <<'JS'
const nothing = () => {};
global.wx = {
  getSystemInfoSync: () => ({}), getStorageSync: nothing, setStorageSync: nothing, onAppShow: nothing, onAppHide: nothing,
  onNetworkStatusChange: nothing, getFileSystemManager: () => ({}), env: {}
};
for (const part of ["SDK", "NIM", "Chatroom"]) {
  const sdk = require("@yxim/nim-web-sdk/dist/SDK/NIM_Web_" + part + "_miniapp.js");
  const names = Object.keys(sdk).filter((key) => key === "NIM" || key === "Chatroom");
  console.log(part + ":", typeof sdk, "with", names.join(", ") || "neither name", "and getInstance:", typeof sdk.getInstance);
}
process.exit(0);
JS
seen=$(node probe.js)
want='SDK: object with NIM, Chatroom and getInstance: undefined
NIM: function with neither name and getInstance: function
Chatroom: function with neither name and getInstance: function'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
