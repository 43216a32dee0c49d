package suites
import ("testing";"nimcert/clients/reference";"nimcert/reports")
func TestProbe(t *testing.T) {
	for _, m := range reference.Probes() {
		killed := ""
		for _, c := range judge(t, m.New(), 2, m.Breaks) {
			v, r := Outcome(c)
			if v != reports.Pass && (m.Condition == "" || m.Condition == c.Condition) && killed == "" { killed = string(v)+" "+c.Condition+": "+r }
		}
		if killed == "" { killed = "SURVIVES" }
		t.Logf("%-8s %s => %s", m.Breaks, m.Name, killed)
	}
}
