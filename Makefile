# Two commands do everything: `make certify` and `make test`. Both need Go; published SDKs need npm as well.

GO ?= go
OUT ?= out

.PHONY: certify releases test browser screenshots sdks build lint clean

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
ifneq ($(CHROMIUM),)
	@$(MAKE) --no-print-directory browser
else
	@echo "The browser tests of the pages were not run: none of chromium, chromium-browser and google-chrome is in PATH."
endif

## browser: open the pages in headless Chromium
browser:
ifeq ($(CHROMIUM),)
	@echo "make browser needs Chromium: put chromium, chromium-browser or google-chrome into PATH"; exit 1
endif
	$(GO) vet -tags browser ./reports
	$(GO) test -tags browser -count 1 -run '^TestBrowser' ./reports

## screenshots: the pictures of the README, from the reports that make certify and make releases left in $(OUT)
screenshots:
	@test -f $(OUT)/report.html -a -f $(OUT)/releases/releases.html || { echo "make screenshots needs the reports of make certify and make releases in $(OUT)/"; exit 1; }
	NIMCERT_PICTURES=$(CURDIR)/docs NIMCERT_REPORTS=$(CURDIR)/$(OUT) $(GO) test -tags browser -count 1 -run '^TestBrowserTakesPictures$$' ./reports

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
