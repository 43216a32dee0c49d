package session

import (
	"strings"

	"nimcert/clients"
	"nimcert/fakeserver"
)

// spoken makes the scenario's calls in the names of its cast.
type spoken struct {
	clients.Verbs
	cast *cast
}

func (v spoken) Login(o clients.IMOptions) {
	o.Account, o.Token, o.Then = v.cast.account(o.Account), v.cast.token(o.Token), v.cast.then(o.Then)
	v.cast.knows(o.Account, o.Token)
	v.Verbs.Login(o)
}

func (v spoken) EnterChatroom(o clients.RoomOptions) {
	name := o.Instance
	o.Instance, o.Account, o.Token, o.RoomID = v.cast.account(name), v.cast.account(o.Account), v.cast.token(o.Token),
		v.cast.room(o.RoomID)
	v.cast.enters(name, o.Account, o.RoomID)
	v.cast.knows(o.Account, o.Token)
	v.Verbs.EnterChatroom(o)
}

// enters notes the instance to which a chatroom's link belongs, whatever the service calls the link.
func (c *cast) enters(instance, account, room string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.rooms[fakeserver.RoomInstance(account, room)] = instance
}

// instance is the name of an instance, or of a former one.
func (c *cast) instance(name string) string {
	of, former := clients.OfFormer(name)
	if former {
		return clients.Former(c.account(of))
	}
	return c.account(name)
}

func (v spoken) Connect(instance string) { v.Verbs.Connect(v.cast.instance(instance)) }

func (v spoken) Disconnect(instance string, then clients.Then) {
	v.Verbs.Disconnect(v.cast.instance(instance), v.cast.then(then))
}

func (v spoken) Destroy(instance string, then clients.Then) {
	v.Verbs.Destroy(v.cast.instance(instance), v.cast.then(then))
}

func (v spoken) SendText(instance, to, text string) {
	v.Verbs.SendText(v.cast.instance(instance), v.cast.recipient(to), v.cast.text(text))
}

func (v spoken) Renew(instance, token string) {
	account, renewed := v.cast.instance(instance), v.cast.token(token)
	v.cast.knows(account, renewed)
	v.Verbs.Renew(account, renewed)
}

func (c *cast) then(then clients.Then) clients.Then {
	if then == nil {
		return nil
	}
	return func(inner clients.Verbs) { then(spoken{inner, c}) }
}

// onPhone does the same for calls that only clients on the mini-program platform have.
type onPhone struct {
	clients.MiniProgram
	cast *cast
}

func (p onPhone) AddFile(path string, data []byte) { p.MiniProgram.AddFile(p.cast.file(path), data) }

func (p onPhone) SendFile(instance, to, path string) {
	p.MiniProgram.SendFile(p.cast.account(instance), p.cast.recipient(to), p.cast.file(path))
}

func (p onPhone) AbortUpload(instance string) { p.MiniProgram.AbortUpload(p.cast.account(instance)) }

// Store puts alice's account where a key says %alice: applications keep something for each account.
func (p onPhone) Store(key, value string) {
	p.MiniProgram.Store(strings.ReplaceAll(key, "%alice", p.cast.account("alice")), value)
}

// MiniProgram is the platform's side of a client that has the capability OnPlatform; nil for any other.
func (s *Session) MiniProgram() clients.MiniProgram {
	if m, ok := s.client.(clients.MiniProgram); ok {
		return onPhone{m, s.cast}
	}
	return nil
}
