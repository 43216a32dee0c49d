package session

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// cast gives the parts of a scenario their names outside of it. The scenario speaks of alice, the chatroom lobby and
// what they say; client and service see an account, a room and a text as applications have them, drawn for this
// session, so that no build can tell a certification by its names. What the witnesses write comes back in the
// scenario's words, so checks, time lines and findings know nothing of this. Only addresses on the wire stay as they
// were.
type cast struct {
	seed [sha256.Size]byte
	// knows tells the service with which token an account may log in: the one that its application was given last.
	knows func(account, token string)

	mu    sync.Mutex
	names map[part]string   // as the client knows them
	rooms map[string]string // instances of chatrooms, by account@room
	back  atomic.Pointer[strings.Replacer]
	pairs []string // of back: theirs, ours, and so on
}

// part is one thing of a scenario that has a name.
type part struct{ kind, name string }

func newCast(seed int64, scenario string) *cast {
	c := &cast{seed: sha256.Sum256(fmt.Appendf(nil, "%d %s", seed, scenario)), knows: func(string, string) {},
		names: map[part]string{}, rooms: map[string]string{}}
	c.back.Store(strings.NewReplacer())
	return c
}

// draws is where everything about one thing is drawn from: it depends on the seed, the scenario and the thing alone,
// and not on what was drawn before.
func (c *cast) draws(kind, name string) *rand.Rand {
	return rand.New(rand.NewChaCha8(sha256.Sum256(fmt.Appendf(c.seed[:], "%s %s", kind, name))))
}

// number seeds the random numbers of somebody else.
func (c *cast) number(kind string) int64 { return c.draws("seed", kind).Int64() }

// A session begins in one of these three years and a half, at any moment.
var (
	earliest = time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC)
)

// wall is the date at which the session begins.
func (c *cast) wall() time.Time {
	span := latest.Sub(earliest).Milliseconds()
	return earliest.Add(time.Duration(c.draws("date", "").Int64N(span)) * time.Millisecond)
}

func (c *cast) device() clients.Device {
	all := clients.Devices()
	return all[c.draws("device", "").IntN(len(all))]
}

func (c *cast) appKey() string { return hexDigits(c.draws("appKey", ""), 32) }

// named is the name of a part, which draw makes when the part is met first. No name is part of another, so that each
// can be found in a text.
func (c *cast) named(kind, name string, draw func(*rand.Rand) string) string {
	if name == "" {
		return ""
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	p := part{kind, name}
	if drawn, ok := c.names[p]; ok {
		return drawn
	}
	r := c.draws(kind, name)
	drawn := draw(r)
	for tries := 0; c.takenLocked(drawn) && tries < 100; tries++ {
		drawn = draw(r)
	}
	c.names[p] = drawn
	c.pairs = append(c.pairs, drawn, name)
	c.back.Store(strings.NewReplacer(c.pairs...))
	return drawn
}

func (c *cast) takenLocked(drawn string) bool {
	for i := 0; i < len(c.pairs); i += 2 {
		if strings.Contains(c.pairs[i], drawn) || strings.Contains(drawn, c.pairs[i]) {
			return true
		}
	}
	return false
}

// account is an account's id. The service takes up to 32 small letters, digits and a few signs (server API,
// "account_id"); applications put their own user number there, a phone's, a digest, or the id that the platform gave. A
// chatroom's instance has such a name too, which the client's application alone sees.
func (c *cast) account(name string) string {
	return c.named("account", name, func(r *rand.Rand) string {
		switch r.IntN(5) {
		case 0:
			return fmt.Sprintf("1%d%09d", 3+r.IntN(7), r.IntN(1e9))
		case 1:
			return fmt.Sprint(100000000 + r.IntN(899999999))
		case 2:
			return []string{"u", "user_", "im_", "c2c-", "yx"}[r.IntN(5)] + fmt.Sprint(1000000+r.IntN(98999999))
		case 3:
			return hexDigits(r, 32)
		}
		return "o" + letters(r, 27)
	})
}

func (c *cast) token(name string) string {
	return c.named("token", name, func(r *rand.Rand) string { return hexDigits(r, 32) })
}

func (c *cast) room(name string) string {
	return c.named("room", name, func(r *rand.Rand) string { return fmt.Sprint(100000000 + r.IntN(9899999999)) })
}

func (c *cast) team(name string) string {
	return c.named("team", name, func(r *rand.Rand) string { return fmt.Sprint(1000000000 + r.IntN(8999999999)) })
}

// file is the path of a picture that the user chose, as the platform names its copy.
func (c *cast) file(name string) string {
	return c.named("file", name, func(r *rand.Rand) string {
		return "wxfile://tmp_" + hexDigits(r, 40) + name[max(0, strings.LastIndexByte(name, '.')):]
	})
}

// recipient is to whom a message goes: an account, a team, or nobody (then it is for a room).
func (c *cast) recipient(to string) string {
	id, team := clients.Recipient(to)
	if team {
		return clients.Team(c.team(id))
	}
	return c.account(id)
}

// text is what a message says. Words and numbers change; signs, line breaks and whatever else a codec could break stay
// what they are, and so does the script that a word is in.
func (c *cast) text(said string) string {
	return c.named("text", said, func(r *rand.Rand) string {
		var out strings.Builder
		var word rune // the last letter of the word that was written already
		for _, s := range said {
			switch {
			case unicode.Is(unicode.Han, s):
				if !unicode.Is(unicode.Han, word) {
					out.WriteString(hanWords[r.IntN(len(hanWords))])
				}
			case unicode.IsLetter(s):
				if !unicode.IsLetter(word) || unicode.Is(unicode.Han, word) {
					out.WriteString(words[r.IntN(len(words))])
				}
			case unicode.IsDigit(s):
				out.WriteByte(byte('0' + r.IntN(10)))
			case s > 0xFFFF:
				out.WriteRune(faces[r.IntN(len(faces))])
			default:
				out.WriteRune(s)
			}
			word = s
		}
		// what is short, or signs alone, would not be found again among others
		if out.Len() < 12 || out.String() == said {
			out.WriteByte(' ')
			out.WriteString(letters(r, 8))
		}
		return out.String()
	})
}

// What people write.
var (
	words = strings.Fields("ok thanks see you tomorrow at the office order number received please call back when " +
		"ready about half past seven nice dinner where are we bus late coming meeting " +
		"moved room price ticket photo sent later today maybe question answer fine weekend parcel home station " +
		"weather rain class homework doctor school")
	hanWords = strings.Fields("好的 收到 谢谢 在吗 明天见 稍等 订单 多少钱 哈哈 没问题 晚上好 路上了 请问 已付款 发货了 老师 辛苦了 早点休息")
	faces    = []rune("😀😂🙏👍🎉😭🥰🤔🌹🐶")
)

// told is an event in the scenario's words.
func (c *cast) told(e ledger.Event) ledger.Event {
	e.Instance = c.entry(e.Instance)
	back := c.back.Load()
	for _, field := range []*string{&e.Instance, &e.Verb, &e.Name, &e.Reason, &e.Detail, &e.From, &e.Text} {
		if *field != "" {
			*field = back.Replace(*field)
		}
	}
	return e
}

// entry is the scenario's name of the service's link into a chatroom; another instance stays what it is.
func (c *cast) entry(instance string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if ours, ok := c.rooms[instance]; ok {
		return ours
	}
	return instance
}

// link is one of the service's links in the scenario's words.
func (c *cast) link(l fakeserver.LinkInfo) fakeserver.LinkInfo {
	back := c.back.Load()
	l.Account, l.Room, l.Instance = back.Replace(l.Account), back.Replace(l.Room), back.Replace(c.entry(l.Instance))
	return l
}

func hexDigits(r *rand.Rand, n int) string {
	b := make([]byte, (n+7)/8*8/2)
	for i := 0; i+8 <= len(b); i += 8 {
		binary.BigEndian.PutUint64(b[i:], r.Uint64())
	}
	return hex.EncodeToString(b)[:n]
}

func letters(r *rand.Rand, n int) string {
	const from = "abcdefghijklmnopqrstuvwxyz0123456789"
	b := make([]byte, n)
	for i := range b {
		b[i] = from[r.IntN(len(from))]
	}
	return string(b)
}
