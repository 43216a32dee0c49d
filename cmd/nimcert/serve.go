package main

import (
	"fmt"
	"net"
	"time"

	"github.com/spf13/cobra"

	"nimcert/clock"
	"nimcert/fakeserver"
	"nimcert/ledger"
	"nimcert/reports/evidence"
)

// servedEvents is how many events the ring keeps at least: what comes while a slow terminal draws. They take about 10
// MiB.
const servedEvents = 1 << 14

func serveCommand() *cobra.Command {
	var addr string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run the fake NIM service alone, and show what it sees",
		Long: `serve runs the fake NIM service until Ctrl-C. It prints the options that point an SDK at it, and then
every request, link and packet as it comes. Every account and token is accepted.

It may run for as long as you like: its ledger is a ring of the last events, and it remembers the last accounts and
handshakes alone. What comes faster than it can be shown is counted and left out.

Exit codes: 0 it was ended by Ctrl-C or SIGTERM, 2 usage, 3 the answer could not be written.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := loopback(addr); err != nil {
				return err
			}
			clk := clock.New(clock.Real, time.Now())
			defer clk.Stop()
			events := ledger.New(clk)
			events.KeepLast(servedEvents)
			server, err := fakeserver.Start(fakeserver.Options{Clock: clk, Ledger: events, Addr: addr})
			if err != nil {
				return fmt.Errorf("--addr: %w: port 0 takes a free one", err)
			}
			defer server.Close()
			out := cmd.OutOrStdout()
			fmt.Fprintf(out, "The fake NIM service listens on http://%s and ws://%s. Ctrl-C ends it.\n\nOptions for "+
				"NIM.getInstance and Chatroom.getInstance:\n\n%s\n\n", server.Addr(), server.Addr(),
				server.SDKOptions())
			next := make(chan ledger.Event, 1)
			for seq := 0; ; {
				cancel := events.OnNext(seq, func(ledger.Event) bool { return true },
					func(e ledger.Event) { next <- e })
				select {
				case e := <-next:
					if missed := e.Seq - seq - 1; missed > 0 {
						fmt.Fprintf(out, "%d events came faster than they could be shown\n", missed)
					}
					seq = e.Seq
					fmt.Fprintf(out, "%s  %s\n", time.Now().Format("15:04:05.000"), evidence.Describe(e))
				case <-cmd.Context().Done():
					cancel()
					fmt.Fprintln(out, "\nThe service has ended.")
					return nil
				}
			}
		},
	}
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:0", "where to listen, on loopback alone; port 0 takes a free one")
	return cmd
}

// loopback refuses an address that other machines could reach: the service lets everybody in.
func loopback(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("--addr %s is no address: give a host and a port, such as 127.0.0.1:8080", addr)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("--addr %s can be reached from outside, and the service lets everybody in: use 127.0.0.1, "+
			"[::1] or localhost", addr)
	}
	return nil
}
