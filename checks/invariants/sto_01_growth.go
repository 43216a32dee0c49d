package invariants

import (
	"nimcert/ledger"
)

var _ = register(Invariant{
	Requirement: "STO-01", Name: "storage-growth",
	Blind: "a schedule that does not look at the storage three times, with messages between",
	check: storageGrowth,
})

// What is held against each other, as in STO-01's condition: so many messages between two looks, and texts that are so
// much longer the second time. A log of what happened grows by as much for short messages.
const (
	storedMessages = 10
	storedLonger   = 200
)

// storageGrowth checks that what is stored does not grow with the messages, whatever it is written in: neither an entry
// for each, nor by more where they are longer.
func storageGrowth(v *view) (out []Finding) {
	var before *span
	for i := 1; i < len(v.Inspected); i++ {
		s := v.between(v.Inspected[i-1], v.Inspected[i])
		if before != nil && before.messages >= storedMessages && s.messages >= storedMessages {
			n := min(before.messages, s.messages)
			content := s.grew - before.grew
			longer := s.letters/s.messages - before.letters/before.messages
			if before.entries >= n && s.entries >= n || longer >= storedLonger && content >= n*longer/2 {
				return append(out, found("grows-with-the-messages", []ledger.Event{v.Timeline[v.Inspected[i]-1]},
					sayStorageGrows, v.Timeline[v.Inspected[i]-1], s.entries, s.grew, s.messages))
			}
		}
		before = &s
	}
	return out
}

// span is what came between two looks at the storage.
type span struct {
	messages, letters int // that were given
	entries, grew     int // by how many entries, and letters, what is stored grew
}

func (v *view) between(first, last int) (s span) {
	for _, e := range v.before(last).After(first).Where(ledger.By(ledger.Client), ledger.Is(ledger.Message)) {
		s.messages++
		s.letters += len(e.Text)
	}
	was, wasSize := v.stored(first)
	is, size := v.stored(last)
	s.entries, s.grew = is-was, size-wasSize
	return s
}

// stored is the storage as inspected after a mark: the number of entries, and the letters in them.
func (v *view) stored(mark int) (entries, size int) {
	for _, e := range v.Timeline.After(mark) {
		if e.Who == ledger.Test {
			break
		}
		if e.Kind == ledger.Stored {
			entries++
			size += len(e.Name) + len(e.Detail)
		}
	}
	return entries, size
}

var sayStorageGrows = say("sto-01.grows",
	"what is stored grows with the messages: at {at} by {entries} entries and {letters} letters for {messages} of them",
	"存储随消息增长：{at} 时，{messages} 条消息增加了 {entries} 个条目、{letters} 个字符")
