package certificate

import (
	"fmt"
	"slices"
	"time"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/internal/words"
	"nimcert/verdict"
)

// Policy is what a certificate must satisfy before somebody relies on it.
type Policy struct {
	Now    time.Time
	MaxAge time.Duration // real time since the run began
	// Catalogue is the oldest acceptable edition.
	Catalogue string
	// AllowKnown accepts recorded failures of MUST requirements, as the gate does.
	AllowKnown bool
	// Signed demands a signature: whoever can write a certificate can write another, without a contradiction in it.
	Signed bool
}

// clockSkew is how far the clock of the machine that certified may run ahead of the one that verifies. Machines that
// keep time by NTP differ by less than a second.
const clockSkew = 5 * time.Minute

// Reasons says why a certificate is not valid for a build, a line each; none means that it is. build has the digests of
// the build file.
func (p Policy) Reasons(c Certificate, build clients.Subject) []string {
	return slices.Concat(c.ofAnother(build), c.contradictions(), p.verdicts(c), p.age(c), p.edition(c))
}

func (c Certificate) ofAnother(build clients.Subject) []string {
	switch s := c.Subject; {
	case s.SHA512 == "" && s.SHA256 == "":
		return []string{fmt.Sprintf("it is for %s, which is no build file: it proves nothing of one", named(s))}
	case s.SHA512 != build.SHA512 || s.SHA256 != build.SHA256:
		algorithm, of, is := "SHA-512", s.SHA512, build.SHA512
		if of == is {
			algorithm, of, is = "SHA-256", s.SHA256, build.SHA256
		}
		return []string{fmt.Sprintf("it is for another build, %s: its %s begins with %.16s, that of %s with %.16s",
			named(s), algorithm, of, build.Build, is)}
	case s.Family != clients.File{} && s.Family.SHA512 != build.Family.SHA512:
		if build.Family == (clients.File{}) {
			return []string{fmt.Sprintf("it was judged by the family in the folder %s, which is none of nimcert's "+
				"own: name the folder with --family to say that it may judge", words.OneLine(s.Family.Build))}
		}
		return []string{fmt.Sprintf("it was judged by another family, %s: the SHA-512 of its files begins with "+
			"%.16s, that of %s with %.16s", words.OneLine(s.Family.Build), s.Family.SHA512,
			build.Family.Build, build.Family.SHA512)}
	case s.Chatroom == clients.File{}:
	case build.Chatroom == clients.File{}:
		return []string{fmt.Sprintf("it is for a build with %s, and no such file was found with this one: name it "+
			"with --chatroom", words.OneLine(s.Chatroom.Build))}
	case s.Chatroom.SHA512 != build.Chatroom.SHA512 || s.Chatroom.SHA256 != build.Chatroom.SHA256:
		return []string{fmt.Sprintf("it is for another chatroom build, %s: its SHA-512 begins with %.16s, that of "+
			"%s with %.16s", words.OneLine(s.Chatroom.Build), s.Chatroom.SHA512,
			build.Chatroom.Build, build.Chatroom.SHA512)}
	}
	return nil
}

// contradictions are claims of the certificate that its own requirements do not support: it was changed by hand, or
// damaged.
func (c Certificate) contradictions() []string {
	var out []string
	claim := func(what string, said, is any) {
		if said != is {
			out = append(out,
				fmt.Sprintf("it contradicts itself: %s is %v, where its requirements give %v", what, said, is))
		}
	}
	counts := countVerdicts(c.Requirements)
	if c.Counts != counts {
		out = append(out, "it contradicts itself: its counts are not those of its requirements")
	}
	broke := counts.Must.Error+counts.Should.Error > 0
	if broke {
		claim("complete", c.Complete, false)
	}
	switch {
	case counts.Must.Fail+counts.Must.KnownFailure+counts.Must.Error > 0:
		claim("its verdict", c.Verdict, verdict.NotCertified)
	case c.Complete:
		claim("its verdict", c.Verdict, verdict.Certified)
	default:
		claim("its verdict", c.Verdict, verdict.Partial)
	}
	switch {
	case broke || c.Gate == verdict.GateError && !c.Complete: // a run can break although no requirement shows it
		claim("its gate", c.Gate, verdict.GateError)
	case counts.Must.Fail > 0:
		claim("its gate", c.Gate, verdict.Closed)
	case c.Gate == verdict.Closed && !c.Complete: // a part opens no gate unless it was asked to
	default:
		claim("its gate", c.Gate, verdict.Open)
	}
	for _, q := range c.Requirements {
		claim("the verdict of "+q.ID, q.Verdict, worstOf(q))
		if r, ok := catalogue.Get(q.ID); ok && c.Catalogue.SHA256 == catalogue.Digest() {
			claim("the level of "+q.ID, q.Level, string(r.Level))
		}
	}
	return out
}

// worstOf is a requirement's verdict from its conditions.
func worstOf(q Requirement) verdict.Verdict {
	for _, v := range verdict.Weight {
		if slices.ContainsFunc(q.Conditions, func(c Condition) bool { return c.Verdict == v }) {
			return v
		}
	}
	return verdict.Error // never tried
}

func (p Policy) verdicts(c Certificate) []string {
	var out []string
	ids := func(v verdict.Verdict, level catalogue.Level) (list []string) {
		for _, q := range c.Requirements {
			if q.Verdict == v && q.Level == string(level) {
				list = append(list, q.ID)
			}
		}
		return list
	}
	if failed := ids(verdict.Fail, catalogue.Must); len(failed) > 0 {
		out = append(out,
			fmt.Sprintf("%s: %s", verb(len(failed), "MUST requirement fails", "MUST requirements fail"),
				words.Enumerate(failed)))
	}
	if known := ids(verdict.KnownFailure, catalogue.Must); len(known) > 0 && !p.AllowKnown {
		out = append(out,
			fmt.Sprintf("%s as recorded: %s (--allow-known-failures lets recorded failures pass)",
				verb(len(known), "MUST requirement fails", "MUST requirements fail"), words.Enumerate(known)))
	}
	if broke := slices.Concat(ids(verdict.Error, catalogue.Must), ids(verdict.Error, catalogue.Should)); len(
		broke) > 0 {
		out = append(out,
			fmt.Sprintf("%s no verdict, because the harness or the client broke: %s",
				verb(len(broke), "requirement has", "requirements have"), words.Enumerate(broke)))
	} else if !c.Complete || c.Verdict == verdict.Partial || c.Gate == verdict.GateError {
		out = append(out, "it is partial: not everything was executed; certify without --run, to the end")
	}
	if c.Catalogue.SHA256 == catalogue.Digest() {
		var missing []string
		for _, r := range catalogue.All() {
			if r.Level == catalogue.Must &&
				!slices.ContainsFunc(c.Requirements, func(q Requirement) bool { return q.ID == r.ID }) {
				missing = append(missing, r.ID)
			}
		}
		if len(missing) > 0 {
			out = append(out,
				fmt.Sprintf("%s of its catalogue: %s",
					verb(len(missing), "MUST requirement is missing", "MUST requirements are missing"),
					words.Enumerate(missing)))
		}
	}
	return out
}

func verb(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func (p Policy) age(c Certificate) []string {
	age := p.Now.Sub(c.Date)
	switch {
	case age < -clockSkew:
		return []string{fmt.Sprintf("its date %s lies in the future: it is %s now", c.Date.Format(time.RFC3339),
			p.Now.UTC().Format(time.RFC3339))}
	case age > p.MaxAge:
		return []string{fmt.Sprintf("it is %s old, from %s; --max-age allows %s", days(age),
			c.Date.Format(time.DateOnly), days(p.MaxAge))}
	}
	return nil
}

// days writes a span of real time in days, the usual unit for certificates.
func days(d time.Duration) string {
	const day = 24 * time.Hour
	if d < 2*day {
		return d.Truncate(time.Minute).String()
	}
	return fmt.Sprintf("%d days", d/day)
}

func (p Policy) edition(c Certificate) []string {
	version := c.Catalogue.Version
	if catalogue.CompareVersions(version, p.Catalogue) < 0 {
		return []string{fmt.Sprintf("it was made with catalogue %s, and %s or newer is asked", version, p.Catalogue)}
	}
	if known, ok := catalogue.Find(version); ok && known.Digest != c.Catalogue.SHA256 {
		return []string{fmt.Sprintf("its catalogue calls itself %s and asks for something else than edition %s "+
			"does: its digest begins with %.16s, not %.16s", version, version, c.Catalogue.SHA256, known.Digest)}
	}
	return nil
}

// named is a subject's name in a reason.
func named(s clients.Subject) string {
	if label := words.OneLine(s.Label()); label != "" {
		return label
	}
	return "an unnamed build"
}
