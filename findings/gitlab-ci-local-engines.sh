#!/usr/bin/env bash
# gitlab-ci-local 4.75.1 (npm) on Node 20: it installs without a warning, and does not start.
#
# One would guess: a package that needs a newer Node says so in "engines", as gitlab-ci-local 4.61.1 does (node >= 18), so
# that npm warns when it installs it.
# What happens: 4.75.1 has no "engines" any more, and ends at once on Node 20: it calls Set.prototype.union, which came with
# Node 22. 4.61.1 starts there.
set -euo pipefail
case $(node -p 'process.versions.node.split(".")[0]') in
  18 | 20) ;;
  *) echo "this is about Node 20, and node is $(node --version)"; exit 2 ;;
esac
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
seen=$(for version in 4.61.1 4.75.1; do
  mkdir "$version"
  npm i --prefix "$version" --engine-strict --no-audit --no-fund --loglevel=error "gitlab-ci-local@$version" >/dev/null
  echo "$version engines: $(node -p "JSON.stringify(require('./$version/node_modules/gitlab-ci-local/package.json').engines)")"
  { node "$version/node_modules/.bin/gitlab-ci-local" --version 2>&1 || true; } | grep -E '^[0-9.]+$|^TypeError' | head -1
done)
want='4.61.1 engines: {"node":">=18"}
4.61.1
4.75.1 engines: undefined
TypeError: kW.union is not a function'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
