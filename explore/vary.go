package explore

import (
	"slices"

	"nimcert/clients"
	"nimcert/scenario"
)

// vary draws a variation of a schedule that reached something new.
func (d *drawer) vary(from scenario.Schedule, other scenario.Schedule) scenario.Schedule {
	d.resume(from.Clone())
	for n := 1 + d.r.IntN(3); n > 0; n-- {
		switch d.r.IntN(10) {
		case 0, 1: // more at the end
			d.more()
		case 2, 3: // something between
			rest := d.cut(1 + d.r.IntN(len(d.steps)))
			d.more()
			d.steps = append(d.steps, rest...)
		case 4: // another time
			step := &d.steps[d.r.IntN(len(d.steps))]
			if step.When.Mode != scenario.And && step.When.Mode != scenario.Inside {
				step.When.D = pick(d.r, waits)
			}
		case 5: // another moment
			if i := d.r.IntN(len(d.steps)); i > 0 {
				v := d.steps[i]
				v.When = d.when(scenario.OfApplication(v.Verb))
				d.steps[i] = v
			}
		case 6: // without one
			if i := d.r.IntN(len(d.steps)); i > 0 {
				d.steps = append(d.steps[:i:i], d.steps[i+1:]...)
			}
		case 8, 9: // another reason, code, status or limit
			d.otherArgument(&d.steps[d.r.IntN(len(d.steps))])
		case 7: // the end of another
			if tail := other.Clone().Steps; len(tail) > 1 {
				d.steps = append(d.steps, tail[1+d.r.IntN(len(tail)-1):]...)
			}
		}
	}
	return scenario.Schedule{Steps: d.steps}
}

// otherArgument draws a step's number anew, if it has one.
func (d *drawer) otherArgument(step *scenario.Step) {
	last := len(step.Args) - 1
	switch step.Verb {
	case "kick":
		step.Args[last] = d.kickReason(step.Args[0])
	case "close": // a reason may stand behind the code
		step.Args[1] = pick(d.r, codes)
	case "fail":
		if step.Args[last] != "0" {
			step.Args[last] = pick(d.r, statuses)
		}
	case "refuse-login", "refuse-entry", "refuse-sync":
		if step.Args[last] != "0" {
			step.Args[last] = d.refusal(step.Verb)
		}
	case "hold":
		if to := pick(d.r, held); !slices.ContainsFunc(d.steps,
			func(s scenario.Step) bool { return s.Verb == "hold" && s.Args[0] == to }) {
			from := step.Args[0]
			for i := range d.steps {
				if s := &d.steps[i]; len(s.Args) == 1 && s.Args[0] == from {
					s.Args[0] = to
				}
			}
		}
	}
}

// resume continues an existing schedule.
func (d *drawer) resume(s scenario.Schedule) {
	d.steps, d.names, d.armed, d.dynamic = s.Steps, nil, false, map[string]bool{}
	for _, step := range s.Steps {
		switch step.Verb {
		case "login", "enter", clients.ActLogIn, clients.ActEnterRoom:
			if !has(d.names, step.Args[0]) {
				d.names = append(d.names, step.Args[0])
			}
		case "renew":
			d.dynamic[step.Args[0]] = true
		case "reset", "cut":
			d.armed = true
		}
	}
}

// cut removes the steps from a position on and returns them.
func (d *drawer) cut(at int) []scenario.Step {
	rest := append([]scenario.Step(nil), d.steps[at:]...)
	d.steps = d.steps[:at:at]
	return rest
}
