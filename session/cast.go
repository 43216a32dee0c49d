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

// cast gives the parts of a scenario the names that client and service see. The scenario speaks of alice, the chatroom
// lobby and their messages. Client and service see accounts, rooms and texts like those of applications, drawn for this
// session, so that no build can recognise a certification by its names. Events of the witnesses are translated back
// into the scenario's words, so checks, time lines and findings know nothing of this. Only addresses (URLs) keep the
// drawn names.
type cast struct {
	seed [sha256.Size]byte
	// numbers says that tokens are numbers. It does not depend on the seed, so that who takes them for such fails in
	// each session of the scenario.
	numbers bool
	// knows tells the service the token with which an account may log in: the one that its application was given last.
	knows func(account, token string)

	mu    sync.Mutex
	names map[part]string   // under the names that the client knows
	rooms map[string]string // instances of chatrooms, by account@room
	back  atomic.Pointer[strings.Replacer]
	pairs []string // the pairs of `back`: their name, our name, and so on
}

// part is one kind of named thing in a scenario.
type part struct{ kind, name string }

func newCast(seed int64, scenario string) *cast {
	c := &cast{seed: sha256.Sum256(fmt.Appendf(nil, "%d %s", seed, scenario)),
		numbers: sha256.Sum256([]byte("tokens " + scenario))[0]%4 == 0,
		knows:   func(string, string) {}, names: map[part]string{}, rooms: map[string]string{}}
	c.back.Store(strings.NewReplacer())
	return c
}

// draws returns the random numbers for everything about one thing. They depend only on the seed, the scenario and the
// thing, not on earlier draws.
func (c *cast) draws(kind, name string) *rand.Rand {
	return rand.New(rand.NewChaCha8(sha256.Sum256(fmt.Appendf(c.seed[:], "%s %s", kind, name))))
}

// number draws a seed for the random numbers of client or service.
func (c *cast) number(kind string) int64 { return c.draws("seed", kind).Int64() }

// A session begins at any moment of these three and a half years.
var (
	earliest = time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC)
)

// wall is the date at which the session begins. One session in four begins in the last minute of a day: a program that
// reckons with the time of day goes wrong at midnight, and few sessions would meet it by chance.
func (c *cast) wall() time.Time {
	span := latest.Sub(earliest).Milliseconds()
	r := c.draws("date", "")
	at := earliest.Add(time.Duration(r.Int64N(span)) * time.Millisecond)
	if r.IntN(4) == 0 {
		const midnight = 16 * time.Hour // of China, where the phones are (clients/weapp/date.go), in UTC
		at = at.Truncate(24 * time.Hour).Add(midnight - time.Duration(1+r.IntN(60_000))*time.Millisecond)
	}
	return at
}

// mobile is the network that the device has beside Wi-Fi, in the platform's word for it (npm
// miniprogram-api-typings@5.2.3, types/wx/lib.wx.api.d.ts, OnNetworkStatusChangeListenerResult.networkType).
func (c *cast) mobile() string {
	return []string{"4g", "4g", "5g", "5g", "3g", "unknown"}[c.draws("network", "").IntN(6)]
}

func (c *cast) device() clients.Device {
	all := clients.Devices()
	return all[c.draws("device", "").IntN(len(all))]
}

func (c *cast) appKey() string { return hexDigits(c.draws("appKey", ""), 32) }

// named returns the name of a part; draw makes it at the first use. No name contains another, so that each can be found
// in a text.
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
// chatroom's instance has such a name too; only the client's application sees it. In two of three sessions the accounts
// are alike but for three signs near their end, as numbers that an application gave one after the other are: a client
// that goes by the beginning of a name takes one account for another.
func (c *cast) account(name string) string {
	application := c.draws("accounts", "")
	form, alike, place := application.IntN(5), application.IntN(3) > 0, 3+application.IntN(4)
	first := accountOf(form, application)
	if local, _, at := strings.Cut(name, "@"); at { // a member of several organisations has a name of each
		return c.named("account", name, func(r *rand.Rand) string {
			return letters(c.draws("local", local), 8) + "@" + letters(r, 8)
		})
	}
	return c.named("account", name, func(r *rand.Rand) string {
		own := accountOf(form, r)
		if !alike {
			return own
		}
		at := len(first) - place
		return first[:at] + own[len(own)-3:] + first[at+3:]
	})
}

// accountOf draws an account's id in one of five forms.
func accountOf(form int, r *rand.Rand) string {
	switch form {
	case 0:
		return fmt.Sprintf("1%d%09d", 3+r.IntN(7), r.IntN(1e9))
	case 1: // of its own: numbers of one length
		return fmt.Sprintf("00%07d", r.IntN(1e7))
	case 2:
		return []string{"u", "user_", "im_", "c2c-", "yx"}[r.IntN(5)] + fmt.Sprint(1000000+r.IntN(98999999))
	case 3:
		return hexDigits(r, 32)
	}
	return "o" + letters(r, 27)
}

// token is a token of an account. The service makes 32 hexadecimal digits where the application gives none. In one of
// four scenarios the application gives numbers of its own, with a zero in front: no number of JavaScript's is the same.
func (c *cast) token(name string) string {
	return c.named("token", name, func(r *rand.Rand) string {
		if c.numbers {
			return fmt.Sprintf("0%015d", r.Int64N(1e15))
		}
		return hexDigits(r, 32)
	})
}

func (c *cast) room(name string) string {
	return c.named("room", name, func(r *rand.Rand) string { return fmt.Sprint(100000000 + r.IntN(9899999999)) })
}

func (c *cast) team(name string) string {
	return c.named("team", name, func(r *rand.Rand) string { return fmt.Sprint(1000000000 + r.IntN(8999999999)) })
}

// file is the path of a picture that the user chose, in the form in which the platform names its copy.
func (c *cast) file(name string) string {
	return c.named("file", name, func(r *rand.Rand) string {
		if strings.Contains(name, "/usr/") { // in the program's own folder, wx.env.USER_DATA_PATH, as the user named it
			return "wxfile://usr/照片 " + hexDigits(r, 12) + name[max(0, strings.LastIndexByte(name, '.')):]
		}
		return "wxfile://tmp_" + hexDigits(r, 40) + name[max(0, strings.LastIndexByte(name, '.')):]
	})
}

// recipient is the recipient of a message: an account, a team, or nobody (then the message is for a room).
func (c *cast) recipient(to string) string {
	id, team := clients.Recipient(to)
	if team {
		return clients.Team(c.team(id))
	}
	return c.account(id)
}

// text is the text of a message. Words and numbers change. Signs, line breaks and everything else that a codec could
// break stay as they are, and each word stays in its script.
func (c *cast) text(said string) string {
	if bare[said] {
		return said
	}
	return c.named("text", said, func(r *rand.Rand) string {
		var out strings.Builder
		var word rune // the last letter of the word so far
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
		// a text that is short, or has only signs, could not be found again among others
		if out.Len() < 12 || out.String() == said {
			out.WriteByte(' ')
			out.WriteString(letters(r, 8))
		}
		return out.String()
	})
}

// bare are texts that a program may take for no text. They stay as they are, and cannot be found among others.
var bare = map[string]bool{"0": true, "   ": true, "null": true, "false": true}

// What people write.
var (
	words = strings.Fields("ok thanks see you tomorrow at the office order number received please call back when " +
		"ready about half past seven nice dinner where are we bus late coming meeting " +
		"moved room price ticket photo sent later today maybe question answer fine weekend parcel home station " +
		"weather rain class homework doctor school")
	hanWords = strings.Fields("好的 收到 谢谢 在吗 明天见 稍等 订单 多少钱 哈哈 没问题 晚上好 路上了 请问 已付款 发货了 老师 辛苦了 早点休息")
	faces    = []rune("😀😂🙏👍🎉😭🥰🤔🌹🐶")
)

// told returns an event in the scenario's words.
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

// entry is the scenario's name for the service's link into a chatroom; any other instance keeps its name.
func (c *cast) entry(instance string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if ours, ok := c.rooms[instance]; ok {
		return ours
	}
	return instance
}

// link returns one of the service's links in the scenario's words.
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
