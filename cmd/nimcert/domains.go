package main

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"nimcert/clients"
	"nimcert/config"
	"nimcert/ledger"
	"nimcert/scenario"
)

func domainsCommand() *cobra.Command {
	var t target
	cmd := &cobra.Command{
		Use:   "domains",
		Short: "List the domains that a build contacts, ready for the platform's console",
		Long: `domains plays the life of an application on a build: a login, a chatroom, messages, a picture, a loss
until the known addresses are used up, a refused login, a kick, and an address lookup that fails. It lists the origins
that were contacted, by the kind of call as the platform's console has them, and those that the configuration's lists
do not have. What a build would contact in some other state it cannot know.

Exit codes: 0 all that was contacted is listed, 1 something is missing, 2 usage or configuration, 3 the harness or
the client broke, 130 interrupted.`,
		Example: `  nimcert domains --sdk nim-web-sdk-9.21.12
  nimcert domains --build path/NIM_Web_SDK_miniapp.js --family nim --json`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return domains(cmd.Context(), cmd, t) },
	}
	t.flags(cmd)
	return cmd
}

// lives lists what an application goes through, to collect its domains. Each runs in a session of its own.
var lives = []string{
	`at 0s: login alice
after connected alice +1s: send alice
+1s: enter lobby
after connected lobby +1s: send lobby
+1s: push alice
+1s: send-file alice
+10s: refuse
+2m: heal
+2m: destroy lobby
+1s: destroy alice`,
	`at 0s: fail lbs 500
+0s: login alice
+2m: fail lbs 0`,
	`at 0s: refuse-login 302
+0s: login alice
+1m: refuse-login 0
+1s: connect alice
+10s: background
+10s: foreground
+1m: black-hole
+2m: heal
+1m: kick alice 1`,
}

// kinds lists the kinds of call in the terms of the platform's console.
var kinds = []struct {
	name string
	kind ledger.Kind
	of   func(config.Domains) []string
}{
	{"request", ledger.RequestStart, func(d config.Domains) []string { return d.Request }},
	{"socket", ledger.SocketConnecting, func(d config.Domains) []string { return d.Socket }},
	{"uploadFile", ledger.UploadStart, func(d config.Domains) []string { return d.Upload }},
	{"downloadFile", ledger.DownloadStart, func(d config.Domains) []string { return d.Download }},
}

// contacted is one kind of call.
type contacted struct {
	Kind    string   `json:"kind"`
	Domains []string `json:"domains"` // origins, in order
	Missing []string `json:"missing"` // those of them that no list of the configuration has
}

func domains(ctx context.Context, cmd *cobra.Command, t target) error {
	subject, cfg, err := t.load(ctx, cmd)
	if err == nil {
		err = skipsWaits(subject)
	}
	if err != nil {
		return err
	}
	var seen ledger.Timeline
	for _, text := range lives {
		schedule, err := life(text, subject.Client)
		if err != nil {
			return broke(fmt.Errorf("the life of an application: %w", err))
		}
		played := setting(subject, cfg).Play(ctx, schedule)
		switch {
		case ctx.Err() != nil:
			return context.Canceled
		case played.Broke != "":
			return broke(fmt.Errorf("%s", played.Broke))
		}
		seen = append(seen, played.World.Timeline...)
	}
	var found []contacted
	missing := 0
	for _, k := range kinds {
		c := contacted{Kind: k.name, Domains: origins(seen, k.kind), Missing: []string{}}
		for _, origin := range c.Domains {
			if !slices.ContainsFunc(k.of(cfg.Domains), func(listed string) bool { return bare(listed) == origin }) {
				c.Missing = append(c.Missing, origin)
			}
		}
		missing += len(c.Missing)
		found = append(found, c)
	}
	if err := sayDomains(cmd, t, subject.Client.Subject(), found); err != nil {
		return err
	}
	if missing > 0 {
		return &exitError{code: exitClosed}
	}
	return nil
}

func sayDomains(cmd *cobra.Command, t target, subject clients.Subject, found []contacted) error {
	out := cmd.OutOrStdout()
	if t.json {
		return writeJSON(out, struct {
			Subject clients.Subject `json:"subject"`
			Kinds   []contacted     `json:"kinds"`
		}{subject, found})
	}
	fmt.Fprintln(out, subject.Label())
	for _, c := range found {
		said := strings.Join(c.Domains, ";")
		if said == "" {
			said = "none was contacted"
		}
		fmt.Fprintf(out, "\n%s\n  %s\n", c.Kind, said)
		if len(c.Missing) > 0 {
			fmt.Fprintf(out, "  ✗ missing in the configured list: %s\n", strings.Join(c.Missing, ", "))
		}
	}
	return nil
}

// life is a schedule without the steps that a client cannot do.
func life(text string, f clients.Factory) (scenario.Schedule, error) {
	has := f.Capabilities()
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		if !has[clients.IM] && strings.Contains(line, " alice") ||
			!has[clients.Chatroom] && strings.Contains(line, " lobby") {
			continue
		}
		lines = append(lines, line)
	}
	schedule, err := scenario.Parse(strings.Join(lines, "\n"))
	if err != nil {
		return schedule, err
	}
	for {
		i, missing := schedule.Lacks(has)
		if missing == "" {
			return schedule, nil
		}
		schedule.Steps = slices.Delete(schedule.Steps, i, i+1)
	}
}

// origins are the origins of one kind of call, in order.
func origins(line ledger.Timeline, kind ledger.Kind) []string {
	out := []string{}
	for _, e := range line.Where(ledger.By(ledger.Host), ledger.Is(kind)) {
		if o := bare(e.URL); o != "" && !slices.Contains(out, o) {
			out = append(out, o)
		}
	}
	slices.Sort(out)
	return out
}

// bare is an address in the console's form: scheme, host, and the port if it is not the scheme's own.
func bare(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	host := u.Hostname()
	if p := u.Port(); p != "" && p != "443" {
		host = u.Host
	}
	return u.Scheme + "://" + host
}
