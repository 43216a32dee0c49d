//go:build mutation

package selftest

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nimcert/catalogue"
)

// mutationLimit is the real time after which a mutated program counts as hanging, and as noticed. Judged one by one,
// the whole zoo takes 10 to 40 s.
const mutationLimit = 3 * time.Minute

// only chooses some of the changes: make mutation ONLY='checks.go'.
var only = flag.String("only", "", "try only the changes whose line contains this")

// TestMutation makes each change of the list by an overlay, which leaves the source alone, and asks the package's own
// tests and the zoo whether they notice. `make mutation` runs it.
func TestMutation(t *testing.T) {
	noticed, tried, begin := 0, 0, time.Now()
	for i, m := range mutations {
		if !strings.Contains(m.file+": "+m.what, *only) {
			continue
		}
		tried++
		by, err := m.try(t.Context(), t.TempDir())
		if err != nil {
			t.Errorf("%s: %s: %s", m.file, m.what, err)
			continue
		}
		result := "noticed by " + by
		switch {
		case by != "" && m.survives != "":
			t.Errorf("%s: %s: it is noticed (by %s): strike out the reason why it is not", m.file, m.what, by)
		case by == "" && m.survives == "":
			t.Errorf("%s: it survives: %s\n%s\nbecomes\n%s", m.file, m.what, m.old, m.new)
		}
		if by == "" {
			result = "SURVIVES"
			if m.survives != "" {
				result += ", as recorded: " + m.survives
			}
		} else {
			noticed++
		}
		fmt.Fprintf(os.Stderr, "[%3d/%d] %s: %s: %s\n", i+1, len(mutations), m.file, m.what, result)
	}
	if tried == 0 {
		t.Fatalf("no change's line contains %q", *only)
	}
	fmt.Fprintf(os.Stderr, "mutation: %d of %d changes of the judging code are noticed (%.0f %%), in %s\n",
		noticed, tried, 100*float64(noticed)/float64(max(1, tried)), time.Since(begin).Round(time.Second))
}

// try makes the change and says what noticed it; empty: nothing did.
func (m mutation) try(ctx context.Context, dir string) (by string, err error) {
	source, err := m.read()
	if err != nil {
		return "", err
	}
	root, err := filepath.Abs("..")
	if err != nil {
		return "", err
	}
	changed, overlay, binary := filepath.Join(dir, "changed.go"), filepath.Join(dir, "overlay.json"),
		filepath.Join(dir, "nimcert")
	replace, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(root, m.file): changed}})
	if err != nil {
		return "", err
	}
	if err := errors.Join(os.WriteFile(changed, []byte(strings.Replace(source, m.old, m.new, 1)), 0o600),
		os.WriteFile(overlay, replace, 0o600)); err != nil {
		return "", err
	}
	// A change that does not compile proves nothing.
	if out, err := m.run(ctx, root, "go", "build", "-overlay", overlay, "-o", binary, "./cmd/nimcert"); err != nil {
		return "", fmt.Errorf("the change does not compile: %w\n%s", err, out)
	}
	type step struct {
		name    string
		command []string
	}
	var steps []step
	selfTest := []string{binary, "selftest", "--fail-fast"}
	if folder := filepath.Dir(m.file); folder != "suites" && folder != "runner" { // theirs is the zoo
		steps = append(steps,
			step{"the tests of " + folder, []string{"go", "test", "-overlay", overlay, "./" + folder}})
	}
	ask := m.ask
	if ask == "" {
		// rec_delays.go has requirements of REC
		group, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(m.file), ".go"), "_")
		ask = strings.ToUpper(group)
	}
	if _, err := catalogue.Select([]string{ask}); err == nil { // the quickest to ask
		steps = append(steps, step{"the mutants of " + ask, append(selfTest, "--run", ask)})
	}
	steps = append(steps, step{"the zoo", selfTest})
	for _, s := range steps {
		out, err := m.run(ctx, root, s.command...)
		var exit *exec.ExitError
		switch {
		case err == nil:
		case errors.Is(err, context.DeadlineExceeded):
			return s.name + ": it did not end within " + mutationLimit.String(), nil
		case errors.As(err, &exit) && exit.ExitCode() == 1:
			return s.name + why(string(out)), nil
		default: // it was ended from outside, or never began: that proves nothing
			return "", fmt.Errorf("%s could not be asked: %w\n%s", s.name, err, out)
		}
	}
	return "", nil
}

// why is the first problem of a self-test, after a colon.
func why(out string) string {
	if _, found, ok := strings.Cut(out, "\n  ✗ "); ok {
		first, _, _ := strings.Cut(found, "\n")
		return ": " + first
	}
	return ""
}

// run runs a command in the module's root, for at most mutationLimit.
func (mutation) run(ctx context.Context, root string, command ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, mutationLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	return out, cmp.Or(ctx.Err(), err)
}
