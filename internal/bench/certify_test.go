// Package bench_test measures a built command from outside, so that revisions can be compared that share nothing but
// their command line: see `make bench`.
package bench_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

var (
	command = flag.String("bench.nimcert", "", "the built command to measure")
	builds  = flag.String("bench.sdks", "", "the folder of the published builds: sdks/node_modules")
	cases   = flag.String("bench.run", "", "what to certify, as nimcert certify --run takes it; everything when empty")
)

// measured are the builds, as every revision's configuration knows them.
var measured = []struct{ name, family, file string }{
	{"nim-web-sdk-9.21.12", "nim", "nim-web-sdk-9.21.12/dist/SDK/NIM_Web_SDK_miniapp.js"},
	{"nim-web-sdk-ng-10.8.1", "nimng", "nim-web-sdk-ng-10.8.1/dist/v2/NIM_MINIAPP_SDK.js"},
}

// BenchmarkCertify certifies a build in each round. cpu-ms/case is what the command's processes computed for each case
// that applies: a loaded machine changes it little, and a revision that tries more cases can be compared with one that
// tries fewer. A sample of cases is tried again by revisions that can; here it is not.
func BenchmarkCertify(b *testing.B) {
	if *command == "" || *builds == "" {
		b.Skip("make bench says which command and which builds to measure")
	}
	for _, m := range measured {
		b.Run(m.name, func(b *testing.B) {
			config := filepath.Join(b.TempDir(), "bench.yml")
			yml := fmt.Sprintf("clock: skip\nseed: 1\nsdks:\n  - name: %s\n    family: %s\n    build: %s\n",
				m.name, m.family, filepath.Join(*builds, m.file))
			if err := os.WriteFile(config, []byte(yml), 0o600); err != nil {
				b.Fatal(err)
			}
			args := append([]string{"certify", "--config", config, "-q"}, supported(b)...)
			var computed time.Duration
			judged := 0
			for b.Loop() {
				out := b.TempDir()
				cmd := exec.Command(*command, append(args, "--out", out)...)
				said, err := cmd.CombinedOutput()
				if code := cmd.ProcessState.ExitCode(); code != 0 && code != 1 { // the gate may be closed
					b.Fatalf("%v: %s", err, said)
				}
				computed += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
				judged += applying(b, filepath.Join(out, "certificate.json"))
			}
			b.ReportMetric(computed.Seconds()*1000/float64(judged), "cpu-ms/case")
			b.ReportMetric(float64(judged)/float64(b.N), "cases/op")
		})
	}
}

// supported are the flags of the measured command that make revisions comparable; older ones lack some.
func supported(b *testing.B) []string {
	help, err := exec.Command(*command, "certify", "--help").CombinedOutput()
	if err != nil {
		b.Fatalf("%v: %s", err, help)
	}
	var flags []string
	if bytes.Contains(help, []byte("--sample")) {
		flags = append(flags, "--sample", "off")
	}
	if *cases != "" {
		flags = append(flags, "--run", *cases)
	}
	return flags
}

// applying counts the conditions of a certificate that were judged. GLB-04 has no scenario of its own.
func applying(b *testing.B, file string) int {
	data, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	var certificate struct {
		Requirements []struct {
			ID         string
			Conditions []struct{ Verdict string }
		}
	}
	if err := json.Unmarshal(data, &certificate); err != nil {
		b.Fatal(err)
	}
	n := 0
	for _, r := range certificate.Requirements {
		for _, c := range r.Conditions {
			if r.ID != "GLB-04" && c.Verdict != "not applicable" {
				n++
			}
		}
	}
	if n == 0 {
		b.Fatalf("%s: nothing was judged", file)
	}
	return n
}
