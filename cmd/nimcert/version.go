package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"nimcert/catalogue"
	"nimcert/clients/weapp"
)

// build describes this nimcert's own build.
type build struct {
	Version string `json:"version"`
	// of the checkout that it was built from; with -dirty if that had changes
	Revision  string            `json:"revision,omitempty"`
	Built     string            `json:"built,omitempty"` // when that revision was made
	Catalogue string            `json:"catalogue"`
	Digest    string            `json:"catalogueDigest"`
	Platform  string            `json:"platform"`
	Engines   map[string]string `json:"engines"`
	Go        string            `json:"go"`
}

// engines lists the modules that influence a session's result, by their role.
var engines = []struct{ what, module string }{
	{"JavaScript", "github.com/dop251/goja"}, {"regular expressions", "modernc.org/libquickjs"},
	{"network faults", "github.com/Shopify/toxiproxy/v2"},
}

func thisBuild(info *debug.BuildInfo) build {
	b := build{
		Version: version(), Catalogue: catalogue.Version(), Digest: catalogue.Digest(),
		Platform: runtime.GOOS + "/" + runtime.GOARCH,
		Engines:  map[string]string{}, Go: runtime.Version(),
	}
	for _, e := range engines {
		if m := weapp.Module(e.module); m != "" {
			b.Engines[e.what] = m
		}
	}
	if info == nil {
		return b
	}
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			b.Revision = s.Value
		case s.Key == "vcs.time":
			b.Built = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			b.Revision += "-dirty"
		}
	}
	return b
}

func versionCommand() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Say what this nimcert is made of: revision, catalogue, engines",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			info, _ := debug.ReadBuildInfo()
			b := thisBuild(info)
			if asJSON {
				return writeJSON(cmd.OutOrStdout(), b)
			}
			out := cmd.OutOrStdout()
			fmt.Fprintf(out, "nimcert %s, %s, %s\n", b.Version, b.Platform, b.Go)
			if b.Revision != "" {
				fmt.Fprintf(out, "revision   %s, of %s\n", b.Revision, b.Built)
			}
			fmt.Fprintf(out, "catalogue  edition %s, SHA-256 %s\n", b.Catalogue, b.Digest)
			for _, e := range engines {
				fmt.Fprintf(out, "engine     %s: %s\n", e.what, b.Engines[e.what])
			}
			if withoutLinux != "" {
				fmt.Fprintf(out, "note       %s\n", withoutLinux)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON instead of text")
	return cmd
}
