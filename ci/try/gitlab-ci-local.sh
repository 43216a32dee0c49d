#!/usr/bin/env bash
# gitlab-ci-local 4.61.1 runs ci/examples/gitlab.yml on this machine, without containers: a build that every machine has
# after `make sdks`, and one requirement. (4.75.1 needs Node 22 and does not say so: findings/gitlab-ci-local-engines.sh.) The
# example's include names a project of GitLab; here the file stands beside it. It needs rsync.
# Seen on 2026-11-29 with Node 20.20.2: the file holds against the schema of GitLab, the job passes, and its artifacts are
# junit.xml, report.html and outcome.env, the last as a dotenv report too.
set -euo pipefail
command -v rsync >/dev/null || { echo "gitlab-ci-local needs rsync"; exit 1; }
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$root/sdks/node_modules/nim-web-sdk-9.21.12/dist/SDK/NIM_Web_SDK_miniapp.js
[ -f "$build" ] || { echo "make sdks installs the build that is certified here"; exit 1; }
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
git init --quiet --initial-branch main . && git remote add origin https://gitlab.example.com/group/app.git
mkdir -p ci miniprogram/libs
cp "$root/ci/gitlab.yml" ci/
cp "$build" miniprogram/libs/
sed -e 's#^  - project:.*#  - local: ci/gitlab.yml#' -e '/^    file:/d' -e "s#https://gitlab.example.com/GROUP/nimcert.git#file://$root#" \
  "$root/ci/examples/gitlab.yml" > .gitlab-ci.yml
printf '    NIMCERT_RUN: LIM-01\n    NIMCERT_REF: %s\n    NIMCERT_FAIL_ON: error\n' "$(git -C "$root" rev-parse --abbrev-ref HEAD)" >> .gitlab-ci.yml
git add -A && git -c user.name=try -c user.email=try@example.com commit --quiet -m try
code=0
npm exec --yes -- gitlab-ci-local@4.61.1 --force-shell-executor --no-artifacts-to-source --quiet certify || code=$?
echo "the job ended with $code"
find .gitlab-ci-local -path '*nimcert/junit.xml' -o -path '*nimcert/outcome.env' -o -path '*nimcert/report.html' | sort
