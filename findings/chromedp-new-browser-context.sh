#!/usr/bin/env bash
# chromedp 0.14.2 with Chromium 156: a tab in a new browser context, chromedp.WithNewBrowserContext, is never made in
# headless mode.
#
# One would guess: it works as its documentation and its example say, as long as a first tab is there, and each test gets
# an incognito context of its own.
# What happens: "Failed to open new tab - no browser is open (-32000)". chromedp starts Chromium with --headless, which
# since Chromium 132 is the new headless mode alone; in that a context has no window, and Target.createTarget makes a tab
# in it only with newWindow. chromedp does not set it; a target that one makes oneself can be attached to.
set -euo pipefail
command -v chromium >/dev/null || { echo "it needs Debian's chromium"; exit 2; }
dir=$(mktemp -d); trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
cat > go.mod <<'MOD'
module probe
go 1.26
MOD
cat > main.go <<'GO'
package main

import (
	"context"
	"fmt"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

func main() {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath("chromium"), chromedp.NoSandbox)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	first, end := chromedp.NewContext(allocator)
	defer end()
	fmt.Println("first tab:", chromedp.Run(first, chromedp.Navigate("about:blank")))

	other, _ := chromedp.NewContext(first, chromedp.WithNewBrowserContext())
	fmt.Println("WithNewBrowserContext:", chromedp.Run(other, chromedp.Navigate("about:blank")))

	browser := cdp.WithExecutor(first, chromedp.FromContext(first).Browser)
	id, err := target.CreateBrowserContext().Do(browser)
	if err != nil {
		panic(err)
	}
	tab, err := target.CreateTarget("about:blank").WithBrowserContextID(id).WithNewWindow(true).Do(browser)
	fmt.Println("createTarget with newWindow:", err)
	mine, _ := chromedp.NewContext(first, chromedp.WithTargetID(tab))
	fmt.Println("attached:", chromedp.Run(mine, chromedp.Navigate("about:blank")))
}
GO
go get github.com/chromedp/chromedp@v0.14.2 2>/dev/null
seen=$(go run . 2>/dev/null)
want='first tab: <nil>
WithNewBrowserContext: Failed to open new tab - no browser is open (-32000)
createTarget with newWindow: <nil>
attached: <nil>'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
