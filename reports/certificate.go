package reports

import (
	"encoding/json"
	"math"

	"nimcert/clients"
)

// CertificateSchema names the form of certificate.json.
const CertificateSchema = "nimcert/certificate/v1"

// Certificate is certificate.json. The order of the fields is the order in the file.
type Certificate struct {
	Schema       string                   `json:"schema"`
	Subject      clients.Subject          `json:"subject"`
	Verdict      Certification            `json:"verdict"`
	Gate         Gate                     `json:"gate"`
	Requirements []CertificateRequirement `json:"requirements"`
	Clock        string                   `json:"clock"`
	Seed         int64                    `json:"seed"`
	Cap          int                      `json:"cap"`
	Harness      CertificateHarness       `json:"harness"`
}

// CertificateRequirement is one requirement's line.
type CertificateRequirement struct {
	ID         string                 `json:"id"`
	Level      string                 `json:"level"`
	Verdict    Verdict                `json:"verdict"`
	Reason     string                 `json:"reason"`
	Seconds    float64                `json:"seconds"` // real time
	Conditions []CertificateCondition `json:"conditions"`
}

// CertificateCondition is one condition under which a requirement was tried.
type CertificateCondition struct {
	Condition string  `json:"condition"`
	Verdict   Verdict `json:"verdict"`
	Reason    string  `json:"reason"`
	Seconds   float64 `json:"seconds"`
}

// CertificateHarness is who issued the certificate.
type CertificateHarness struct {
	Version string `json:"version"`
}

// Certificate is what certificate.json says of the run.
func (r Run) Certificate() Certificate {
	out := Certificate{
		Schema: CertificateSchema, Subject: r.Subject, Verdict: r.Verdict(), Gate: r.Gate(), Requirements: []CertificateRequirement{},
		Clock: r.Clock, Seed: r.Seed, Cap: r.Cap, Harness: CertificateHarness{r.Harness},
	}
	for _, q := range r.Requirements() {
		line := CertificateRequirement{
			ID: q.Requirement.ID, Level: string(q.Requirement.Level), Verdict: q.Verdict, Reason: q.Reason, Seconds: milli(q.Seconds),
			Conditions: []CertificateCondition{}, // empty, never null: a reader need not tell the two apart
		}
		for _, c := range q.Conditions {
			line.Conditions = append(line.Conditions, CertificateCondition{c.Condition, c.Verdict, c.Reason, milli(c.Seconds)})
		}
		out.Requirements = append(out.Requirements, line)
	}
	return out
}

// milli rounds seconds to milliseconds: what lies below is noise of the machine.
func milli(s float64) float64 { return math.Round(s*1000) / 1000 }

// JSON is the certificate as it stands in the file.
func (c Certificate) JSON() ([]byte, error) {
	b, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return nil, err
	}
	return append(b, '\n'), nil
}
