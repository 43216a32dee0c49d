#!/usr/bin/env bash
# compare.sh BASE COUNT OUT CASES PACKAGE...: the benchmarks of another revision and of this work tree, in turns.
set -euo pipefail
base=$1 count=$2 out=$3 cases=$4
shift 4

git rev-parse --quiet --verify "$base^{commit}" >/dev/null || {
	echo "make bench: $base is no revision: give BASE=REVISION"
	exit 2
}
here=$PWD
work=$(mktemp -d)
trap 'git worktree remove --force "$work/base" 2>/dev/null || true; rm -rf "$work"' EXIT
git worktree add --quiet --detach "$work/base" "$base"
(cd "$work/base" && go build -o "$work/nimcert-base" ./cmd/nimcert)
go build -o "$work/nimcert-head" ./cmd/nimcert
go test -c -o "$work/certify.test" ./internal/bench

rm -rf "$out"
mkdir -p "$out"
for _ in $(seq "$count"); do
	for side in base head; do
		tree=$here
		[ "$side" = head ] || tree=$work/base
		"$work/certify.test" -test.run '^$' -test.bench Certify -test.benchtime 1x -bench.nimcert "$work/nimcert-$side" \
			-bench.sdks "$here/sdks/node_modules" -bench.run "$cases" | tee -a "$out/$side.txt"
		# A revision may lack a package.
		there=()
		for package in "$@"; do [ ! -d "$tree/$package" ] || there+=("$package"); done
		(cd "$tree" && go test -run '^$' -bench . -benchmem "${there[@]}") | tee -a "$out/$side.txt"
	done
done
echo "benchstat $out/base.txt $out/head.txt compares them (golang.org/x/perf/cmd/benchstat)."
