#!/usr/bin/env bash
# nim-web-sdk-ng 10.8.1: dist/v1 has no IM build for mini programs; the one in dist/v2 carries both APIs.
#
# One would guess: an application on the V1 API takes dist/v1/NIM_MINIAPP_SDK.js, as its neighbour
# dist/v1/CHATROOM_MINIAPP_SDK.js.
# What happens: dist/v1 holds chatroom (and QChat) builds only. dist/v2/NIM_MINIAPP_SDK.js is the build for the V1 API
# as well: it has its events beside the V2 services. 10.9.77-alpha.4 has an IM build in each folder again.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
seen=$(for version in 10.8.1 10.9.77-alpha.4; do
	npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error nim-web-sdk-ng@$version >/dev/null
	for folder in v1 v2; do
		file=node_modules/nim-web-sdk-ng/dist/$folder/NIM_MINIAPP_SDK.js
		if [ ! -f $file ]; then echo "$version $folder: no IM build"; continue; fi
		v1=no; grep -q '"willReconnect"' $file && v1=yes
			echo "$version $folder: knows the V1 event willReconnect: $v1"
	done
done)
want='10.8.1 v1: no IM build
10.8.1 v2: knows the V1 event willReconnect: yes
10.9.77-alpha.4 v1: knows the V1 event willReconnect: yes
10.9.77-alpha.4 v2: knows the V1 event willReconnect: yes'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
