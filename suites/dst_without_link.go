// DST-01 and DST-09: destroy and disconnect of an instance that has no link: refused, or kicked.

package suites

import (
	"time"

	"nimcert/ledger"
)

// Each call has its own done, whatever the other does.
var (
	_ = alsoUnder("DST-01", boths(), func(t *Trial, b both) {
		_, begin := b.ends(t)
		t.Check(t.doneOnce("destroy", loss{room: b.room}.instance(), begin))
		t.Check(holds(t.Timeline(), 0, tenMinutesAfter.Of("destroy")))
	})
	_ = alsoUnder("DST-09", boths(), func(t *Trial, b both) {
		begin, _ := b.ends(t)
		t.Check(t.doneOnce("disconnect", loss{room: b.room}.instance(), begin))
	})
)

// noLink lists the states without a link in which disconnect and destroy must still answer.
func noLink(verb string) []under[func(*Trial)] {
	once := func(u under[func(*Trial) string]) under[func(*Trial)] {
		return with(u, func(t *Trial) {
			instance := u.value(t)
			t.Let(time.Second)
			begin := t.endOf(verb, instance)
			t.Let(quiet)
			t.Check(t.doneOnce(verb, instance, begin))
			t.Check(none(attempts(t.Timeline().After(begin.Seq)), opensAgain))
			t.Check(holds(t.Timeline(), 0, tenMinutesAfter.Of(verb)))
		})
	}
	list := []under[func(*Trial)]{
		once(under[func(*Trial) string]{"after-refusal", "after a login refused for good", "登录被永久拒绝之后",
			func(t *Trial) string {
				refused := t.RefuseLogin(302)
				t.begin(im(alice))
				t.Expect(serviceRefuses, refused, t.exhaust(1)+loginWithin, ledger.By(ledger.Server),
					ledger.Is(ledger.LoginRefused))
				return alice
			}}),
		once(under[func(*Trial) string]{"after-automatic-refusal", "after an automatic login refused for good",
			"自动登录被永久拒绝之后",
			func(t *Trial) string {
				t.LogIn(im(alice))
				t.Let(time.Second)
				refused := t.RefuseLogin(403)
				t.Drop()
				t.Expect(serviceRefuses, refused, t.exhaust(1)+loginWithin, ledger.By(ledger.Server),
					ledger.Is(ledger.LoginRefused))
				return alice
			}}),
	}
	if verb == "disconnect" { // destroy after a kick is KCK-06
		for _, m := range moments {
			kicked := m.as("kicked-%s", "after a kick: %s", "被踢之后：%s")
			list = append(list, once(with(kicked, func(t *Trial) string {
				k := m.value.kick()
				k.enter(t)
				t.Let(time.Second)
				k.kick(t)
				t.Let(m.value.later)
				return k.instance()
			})))
		}
	}
	return list
}

var (
	_ = alsoUnder("DST-01", noLink("destroy"), func(t *Trial, act func(*Trial)) { act(t) })
	_ = alsoUnder("DST-09", noLink("disconnect"), func(t *Trial, act func(*Trial)) { act(t) })
)
