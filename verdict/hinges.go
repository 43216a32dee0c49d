package verdict

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"nimcert/assumptions"
	"nimcert/internal/words"
)

// Verdict is the verdict that the case would have.
func (h Hinge) Verdict() Verdict {
	if len(h.Findings) > 0 {
		return Fail
	}
	return Pass
}

// Said returns the hinge as a sentence.
func (h Hinge) Said() words.Bilingual {
	en, zh := assumed(h.Assuming)
	b := words.Bilingual{
		EN: fmt.Sprintf("It rests on the assumption %s, which no document makes. Assuming %s instead (%s), it passes.",
			h.Assumption, h.Assuming, en),
		ZH: fmt.Sprintf("这个结论依赖假设 %s，没有文档说明这一点。若改为假设 %s（%s），则通过。", h.Assumption, h.Assuming, zh),
	}
	if h.Verdict() == Fail {
		found := h.Findings[0].Bilingual()
		found.ZH = cmp.Or(found.ZH, found.EN)
		b.EN = strings.TrimSuffix(b.EN, "passes.") + "fails: " + found.EN
		b.ZH = strings.TrimSuffix(b.ZH, "通过。") + "不满足：" + found.ZH
	}
	return b
}

// assumed returns the assumption text for a name of --assume, or for the id of an assumption.
func assumed(name string) (en, zh string) {
	for _, a := range assumptions.All() {
		switch {
		case a.Flip != nil && a.Flip.Name == name:
			return strings.TrimSuffix(a.Flip.Text, "."), strings.TrimSuffix(a.Flip.Chinese, "。")
		case a.ID == name:
			return strings.TrimSuffix(a.Text, "."), strings.TrimSuffix(a.Chinese, "。")
		}
	}
	return name, name // of another edition, in a run that was read from a file
}

// rest is an assumption on which conditions of a requirement rest.
type rest struct {
	Assumption, Assuming string
	// Turned is how many of the conditions with the requirement's verdict would have another one.
	Turned, Of int
}

// whole reports whether the requirement's own verdict rests on it: a fail does if no failing condition would be left, a
// pass if one condition would fail.
func (q RequirementResult) whole(r rest) bool {
	if q.Verdict == Pass {
		return r.Turned > 0
	}
	return r.Turned == r.Of
}

// rests lists the assumptions on which the deciding conditions of the requirement rest, in the order of the register.
func (q RequirementResult) rests() []rest {
	var out []rest
	for _, a := range assumptions.All() {
		r := rest{Assumption: a.ID}
		for _, c := range q.Conditions {
			if c.Verdict != q.Verdict {
				continue
			}
			r.Of++
			if i := slices.IndexFunc(c.Case.Hinges, func(h Hinge) bool { return h.Assumption == a.ID }); i >= 0 {
				r.Turned++
				r.Assuming = c.Case.Hinges[i].Assuming
			}
		}
		if r.Turned > 0 {
			out = append(out, r)
		}
	}
	return out
}

// Rests lists the assumptions without which the requirement's own verdict would be another, by their ids.
func (q RequirementResult) Rests() []string {
	var out []string
	for _, r := range q.rests() {
		if q.whole(r) {
			out = append(out, r.Assumption)
		}
	}
	return out
}

// RestWords are the assumptions of a requirement as sentences, for those who do not see its conditions.
func (q RequirementResult) RestWords() []string {
	var out []string
	for _, r := range q.rests() {
		text, _ := assumed(r.Assuming)
		other := "passes"
		if q.Verdict == Pass {
			other = "fails"
		}
		who := "it " + other
		if r.Of > 1 {
			who = fmt.Sprintf("%d of %d conditions %s", r.Turned, r.Of, strings.TrimSuffix(other, "es"))
			if q.Verdict == Pass {
				who = fmt.Sprintf("%d of %d conditions fail", r.Turned, r.Of)
			}
		}
		out = append(out, fmt.Sprintf("Not documented: %s. Assuming %s (%s), %s.", r.Assumption, r.Assuming, text, who))
	}
	return out
}

// PlatformWords describes the run's platform, and the assumptions about it that differ from nimcert's own.
func (r Run) PlatformWords() words.Bilingual {
	p := r.Platform
	if p.Name == "" {
		return words.Bilingual{}
	}
	b := words.Bilingual{EN: fmt.Sprintf("%s: %s", p.Name, words.Count(p.Total, "socket")),
		ZH: fmt.Sprintf("%s：%d 个 socket", p.Name, p.Total)}
	if p.PerDomain > 0 {
		b.EN += fmt.Sprintf(", %d of them to one host name", p.PerDomain)
		b.ZH += fmt.Sprintf("，其中同一域名 %d 个", p.PerDomain)
	}
	for _, name := range r.Assuming() {
		en, zh := assumed(name)
		b.EN += fmt.Sprintf("; assuming %s (%s)", name, en)
		b.ZH += fmt.Sprintf("；假设 %s（%s）", name, zh)
	}
	if r.Elsewhere {
		b.EN += "; known failures are recorded for another platform, and one that passes here stays recorded"
		b.ZH += "；已知问题是为另一个平台登记的，在这里通过的仍保留登记"
	}
	return b
}

// Assuming lists the assumptions that the run turned, as names of --assume.
func (r Run) Assuming() []string {
	if r.Platform.Name == "" {
		return nil
	}
	var out []string
	for _, a := range assumptions.Turned(r.Platform) {
		out = append(out, a.Flip.Name)
	}
	return out
}
