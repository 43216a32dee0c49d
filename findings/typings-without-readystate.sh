#!/usr/bin/env bash
# miniprogram-api-typings 5.2.3: a SocketTask has no readyState, and getSystemInfoAsync returns no promise, while its
# neighbours do.
#
# One would guess: the typings name what phones have (tasks have had readyState for years), and all calls of one sort
# that take success and fail return a promise when neither is given.
# What happens: the word readyState stands in no file of the typings, and getSystemInfoAsync is typed `void` where
# getSystemInfo and getNetworkType are typed as promises. Code in TypeScript that waits for it, or asks a task for its
# state, does not compile.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error miniprogram-api-typings@5.2.3 typescript@5.9.3 >/dev/null
compiles() {
	printf '%s\n' "$2" > probe.ts
	result=yes
	node_modules/.bin/tsc --noEmit --strict --target es2020 --lib es2020 --types miniprogram-api-typings probe.ts >errors.txt || result=no
	echo "$1: $result"
}
seen=$(compiles "waits for getSystemInfo" 'wx.getSystemInfo().then((info) => info.model);'
	compiles "waits for getNetworkType" 'wx.getNetworkType().then((type) => type.networkType);'
	compiles "waits for getSystemInfoAsync" 'wx.getSystemInfoAsync().then((info: any) => info.model);'
	compiles "closes a task" 'wx.connectSocket({ url: "wss://example.com" }).close({});'
	compiles "asks a task for its readyState" 'wx.connectSocket({ url: "wss://example.com" }).readyState;')
want='waits for getSystemInfo: yes
waits for getNetworkType: yes
waits for getSystemInfoAsync: no
closes a task: yes
asks a task for its readyState: no'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
