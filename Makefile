# Two commands do everything: `make certify` and `make test`. Both need Go; published SDKs need npm as well.

GO ?= go
OUT ?= out

.PHONY: certify releases test selftest mutation sdks build lint clean

## certify: certify the configured SDKs and write the report
certify: build
	@if command -v npm >/dev/null 2>&1; then \
		$(MAKE) --no-print-directory sdks && bin/nimcert certify --out $(OUT); \
	else \
		echo "npm is not installed, so the published SDKs are not: certifying the reference client alone"; \
		bin/nimcert certify --sdk reference --out $(OUT); \
	fi

## releases: certify every published release, and set them side by side in $(OUT)/releases/releases.html
# Releases fail requirements, so nimcert closes the gate with 1. That is the finding, and no reason to stop what comes behind this target. It fails only where there
# is no finding: a verdict is error (3), the configuration is wrong (2), or it was interrupted.
releases: build
	@command -v npm >/dev/null 2>&1 || { echo "make releases needs npm: it installs the published SDKs"; exit 1; }
	@$(MAKE) --no-print-directory sdks
	@bin/nimcert certify --config releases.yml --out $(OUT)/releases; code=$$?; \
	if [ $$code -eq 3 ]; then echo "A verdict is error, so this run proves nothing of it: see $(OUT)/releases/releases.html"; fi; \
	if [ $$code -gt 1 ]; then exit $$code; fi

## test: everything that proves the project
test: build lint
	@command -v npm >/dev/null 2>&1 || { echo "make test needs npm: the specs run on the published SDK"; exit 1; }
	@$(MAKE) --no-print-directory sdks
	$(GO) test -race ./...

## selftest: every mutant of the zoo against every requirement; the matrix is in $(OUT)/selftest (10 to 20 minutes; `nimcert selftest` alone asks each mutant's own requirement, in under a minute)
selftest: build
	bin/nimcert selftest --matrix --out $(OUT)/selftest

## mutation: change the judging code in a hundred ways, and see that the zoo and the tests notice each (10 to 20 minutes on two cores, bounded by 40; ONLY=rec.go tries some)
mutation:
	$(GO) test -tags mutation -count 1 -v -timeout 40m -run '^TestMutation$$' ./suites -args -only '$(ONLY)'

## sdks: install the published SDKs that sdks/package-lock.json pins
sdks: sdks/node_modules/.installed

sdks/node_modules/.installed: sdks/package.json sdks/package-lock.json
	cd sdks && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

## build: the command, in bin/nimcert
build:
	$(GO) build -o bin/nimcert ./cmd/nimcert

## lint: formatting, vet and staticcheck
lint:
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "not gofmt'd:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

clean:
	rm -rf bin $(OUT) sdks/node_modules
