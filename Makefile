# Two commands do everything: `make certify` and `make test`. Both need Go; published SDKs need npm as well.

GO ?= go
OUT ?= out

# Sessions are short and leave much behind them: to collect less often saves the tests a quarter of their time. The
# command has a limit of its own, which an environment overrides.
TESTS := test browser race soak mutation
$(TESTS): export GOGC ?= 400
$(TESTS): export GOMEMLIMIT ?= 1536MiB

.PHONY: certify releases verdicts cross test race browser screenshot soak selftest mutation fuzz bench profile sdks build docs check lint clean

# The pages are tested in a real browser where there is one.
CHROMIUM := $(firstword $(foreach c,chromium chromium-browser google-chrome,$(shell command -v $(c) 2>/dev/null)))

## certify: certify the configured SDKs and write the report
certify: build
	@if command -v npm >/dev/null 2>&1; then \
		$(MAKE) --no-print-directory sdks && bin/nimcert certify --out $(OUT); \
	else \
		echo "npm is not installed, so the published SDKs are not: certifying the reference client alone"; \
		bin/nimcert certify --sdk reference --out $(OUT); \
	fi

## releases: certify every published release, and set them side by side in $(OUT)/releases/releases.html; RELEASES=releases-node.yml those for Node.js, RELEASES=releases-browser.yml those for browsers (in Chromium, on a real clock)
# Releases fail requirements, so nimcert closes the gate with 1. That is the finding, and no reason to stop what comes
# behind this target. It fails only where there is no finding: a verdict is error (3), the configuration is wrong (2),
# or it was interrupted.
releases: build
	@command -v npm >/dev/null 2>&1 || { echo "make releases needs npm: it installs the published SDKs"; exit 1; }
	@$(MAKE) --no-print-directory sdks
	@bin/nimcert certify --config $(or $(RELEASES),releases.yml) --out $(OUT)/releases; code=$$?; \
	if [ $$code -eq 3 ]; then echo "A verdict is error, so this run proves nothing of it: see $(OUT)/releases/releases.html"; fi; \
	if [ $$code -gt 1 ]; then exit $$code; fi

## verdicts: compare the certificates that make releases left in $(OUT)/releases with the recorded verdicts; RECORD=1 records them
verdicts:
	$(GO) test ./cmd/nimcert -count 1 -run '^TestVerdictsAreThoseRecorded$$' -args -releases $(abspath $(OUT))/releases $(if $(RECORD),-record)

# These run thousands of sessions, or the built binary: the race detector makes them some five times slower. `make race`
# runs them under it all the same.
WITHOUT_RACE := nimcert/(suites|runner|selftest|clients/families|clients/external|cmd/nimcert|ci)$$

## cross: what a release is made for compiles and vets, tests included (a few minutes the first time)
cross:
	@for system in windows/amd64 darwin/arm64; do \
		echo "vet for $$system"; \
		GOOS=$${system%/*} GOARCH=$${system#*/} CGO_ENABLED=0 $(GO) vet ./... || exit 1; \
	done
	@for system in linux/arm64 windows/arm64 darwin/amd64; do \
		echo "build for $$system"; \
		GOOS=$${system%/*} GOARCH=$${system#*/} CGO_ENABLED=0 $(GO) build -o /dev/null ./cmd/nimcert || exit 1; \
	done

## test: everything that proves the project
test: build check cross
	@command -v npm >/dev/null 2>&1 || { echo "make test needs npm: the specs run on the published SDK"; exit 1; }
	@$(MAKE) --no-print-directory sdks
	$(GO) test -timeout 40m -race $$($(GO) list ./... | grep -vE '$(WITHOUT_RACE)')
	$(GO) test -timeout 40m $$($(GO) list ./... | grep -E '$(WITHOUT_RACE)')
ifneq ($(CHROMIUM),)
	@$(MAKE) --no-print-directory browser
else
	@echo "The tests in a browser, of the pages and of clients in it, were not run: none of chromium, chromium-browser and google-chrome is in PATH."
endif

## browser: open the pages in headless Chromium, and certify clients in it (some five minutes)
browser:
ifeq ($(CHROMIUM),)
	@echo "make browser needs Chromium: put chromium, chromium-browser or google-chrome into PATH"; exit 1
endif
	$(GO) vet -tags browser ./reports/page ./clients/browser
	$(GO) test -tags browser -count 1 -timeout 20m -parallel 8 -run '^TestBrowser' ./reports/page ./clients/browser

## screenshot: the picture of the README, from the report that make certify left in $(OUT)
screenshot:
	@test -f $(OUT)/report.html || { echo "make screenshot needs the report of make certify in $(OUT)/"; exit 1; }
	NIMCERT_PICTURES=$(CURDIR)/docs NIMCERT_REPORTS=$(CURDIR)/$(OUT) $(GO) test -tags browser -count 1 -run '^TestBrowserTakesThePicture$$' ./reports/page

## race: every test under the race detector
race: sdks
	$(GO) test -race -timeout 1h ./...

## soak: ten thousand live links counted by host, proxy and service (half a minute, 2.5 GB in four processes); then $(RUNS) runs of every case, under the race detector and with every core loaded by something else: one verdict or time line that differs fails, and its evidence is kept in $(OUT)/soak (about a minute for each run)
# The JavaScript engine alone is not watched for races: it takes half the time of a run. `make race` watches it too.
RUNS ?= 100
soak: sdks
	$(GO) test -v -count=1 -timeout 10m -run '^TestTheWitnessesCountManyLinksInProcessesOfTheirOwn$$' ./session -args -session.links 10000
	$(GO) test -race -gcflags=github.com/dop251/goja/...=-race=false -tags soak -v -count=1 -timeout 24h -run '^TestSoak$$' ./runner -args -soak.runs $(RUNS) -soak.out $(abspath $(OUT))/soak

## fuzz: the parsers of the fake service under fuzz, FUZZTIME for each target, one after the other
FUZZTIME ?= 10m
fuzz:
	@for target in $$($(GO) test ./fakeserver -list '^Fuzz' | grep '^Fuzz'); do \
		echo "$$target for $(FUZZTIME)"; \
		$(GO) test ./fakeserver -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1s -parallel 2 || exit 1; \
	done

## selftest: every mutant of the zoo against every requirement; the matrix is in $(OUT)/selftest (10 to 20 minutes; `nimcert selftest` alone asks each mutant's own requirement, in under a minute)
selftest: build
	bin/nimcert selftest --matrix --out $(OUT)/selftest

## mutation: change the judging code in a hundred ways, and see that the zoo and the tests notice each (10 to 20 minutes on two cores, bounded by 40; ONLY=rec_ tries some)
mutation:
	$(GO) test -tags mutation -count 1 -v -timeout 40m -run '^TestMutation$$' ./selftest -args -only '$(ONLY)'

## bench: this work tree beside another revision (BASE; HEAD when left out), in turns on one machine: $(OUT)/bench/base.txt and head.txt, as benchstat reads them
# A whole round certifies two builds with each command and takes some minutes; BENCH_RUN=LIM-04,DST tries some cases, COUNT=6 makes the
# differences sure. Benchmarks that the other revision lacks stand in head.txt alone.
BASE ?= HEAD
COUNT ?= 3
BENCH_RUN ?=
BENCH_PACKAGES ?= ./clock ./ledger ./clients/weapp ./netfaults ./fakeserver ./runner ./reports
bench: sdks
	@bash internal/bench/compare.sh '$(BASE)' '$(COUNT)' '$(abspath $(OUT))/bench' '$(BENCH_RUN)' $(BENCH_PACKAGES)

## profile: record where certifying two builds takes its time; the compiler makes the released binaries after it
profile: sdks
	$(GO) test -run '^$$' -bench '^BenchmarkCertify$$' -benchtime 1x -cpuprofile cmd/nimcert/release.pgo -o /dev/null ./cmd/nimcert

## sdks: install the published SDKs that sdks/package-lock.json pins
sdks: sdks/node_modules/.installed

sdks/node_modules/.installed: sdks/package.json sdks/package-lock.json
	cd sdks && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

## build: the command, in bin/nimcert
build:
	$(GO) build -o bin/nimcert ./cmd/nimcert

## docs: the pages of the requirements, from the catalogue, and that of the assumptions, from their register
docs:
	$(GO) run ./docs/generate docs/requirements

## lint: formatting, vet, staticcheck, and golangci-lint with .golangci.yml (which is built the first time: some minutes)
lint: check
	$(GO) tool -modfile=tools/golangci-lint.mod golangci-lint run ./...

## check: formatting, vet and staticcheck
check:
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "not gofmt'd:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	$(GO) vet ./...
	$(GO) vet -tags soak,mutation,browser ./runner ./selftest ./reports/... ./clients/browser
	$(GO) tool staticcheck ./...

clean:
	rm -rf bin $(OUT) sdks/node_modules
