// Package clients says what a client under test is: the verbs that a scenario calls and the events that the client
// reports, whatever its language or SDK family. Each folder below is one implementation.
//
// A client writes to the ledger what its application would see (witness Client) and what its platform sees (witness
// Host). It never judges.
package clients

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"strings"
	"time"

	"nimcert/clock"
	"nimcert/internal/words"
	"nimcert/ledger"
)

// Verbs are the calls of an application. Each is recorded on the ledger when the client makes it. They return at once;
// their results come as events. An instance is named by the scenario: the account of an IM login, the name of a
// chatroom entry.
type Verbs interface {
	// Login creates the account's instance, which connects and logs in.
	Login(o IMOptions)
	// Connect asks a disconnected instance to connect again.
	Connect(instance string)
	// Disconnect ends an instance's connection and keeps the instance. then runs inside the done callback; it may be
	// nil.
	Disconnect(instance string, then Then)
	// Destroy ends an instance for good. then runs inside the done callback; it may be nil.
	Destroy(instance string, then Then)
	// EnterChatroom opens a chatroom with a socket of its own. Destroy and Disconnect take its instance too.
	EnterChatroom(o RoomOptions)
	// SendText sends a text message from an IM instance to an account or a team (see Team), or, with an empty to, from
	// a chatroom's instance to its room.
	SendText(instance, to, text string)
	// Renew gives an account's instance another token for its next logins (capability TokenRenewal; the login must
	// have said Dynamic).
	Renew(instance, token string)
	// Throw makes the callback inside which it is called throw OwnMistake when its other calls are made. A client that
	// is no mini program does nothing.
	Throw()
}

// OwnMistake is what a callback of the application throws: see Throw. An SDK sees it, so it reads like an
// application's.
const OwnMistake = "the list of chats is not on this page"

// NoCodeFromText is how a platform words its error where a program makes code of text.
const NoCodeFromText = "code generation from strings is not allowed in a mini program"

// teamPrefix marks a team among the recipients of a message. No account begins with it.
const teamPrefix = "team:"

// Team names a team as the recipient of a message.
func Team(id string) string { return teamPrefix + id }

// formerPrefix marks the instance that had a name before. No account begins with it.
const formerPrefix = "former:"

// Former names the instance that an account or a chatroom entry had before its newest one: the application destroyed it
// and kept what the SDK gave it. Calls on it reach that, and what it tells from the first such call on comes under this
// name (capability FormerHandle).
func Former(instance string) string { return formerPrefix + instance }

// OfFormer splits the name of a former instance; any other is not one.
func OfFormer(instance string) (name string, former bool) {
	return strings.CutPrefix(instance, formerPrefix)
}

// Recipient splits a recipient into account and team.
func Recipient(to string) (id string, team bool) { return strings.CutPrefix(to, teamPrefix) }

// Then runs inside a callback, like an application's code: v acts at once, in the same turn of the client's loop.
type Then func(v Verbs)

// IMOptions are the options of a login.
type IMOptions struct {
	Account string // also the instance's name
	Token   string
	Options
	// ReconnectDelay, if not 0, is the constant answer of the option reconnectDelayProvider.
	ReconnectDelay time.Duration
	// ReconnectStep is by how much each answer is longer than the one before (capability VaryingDelay).
	ReconnectStep time.Duration
	// Dynamic says that the token expires, so that Renew will give the instance others (authType 1).
	Dynamic bool
	// Then runs inside the first callback that tells of the login; it may be nil. If the login also returns a promise,
	// an event before it may be that callback.
	Then Then
}

// RoomOptions are the options of a chatroom entry.
type RoomOptions struct {
	Instance       string
	Account, Token string
	RoomID         string
	// Addresses are the room's, host:port each, as the application got them from its server (chatroomAddresses); nil:
	// one, the client's own.
	Addresses []string
	Options
}

// Options are those that accounts and chatrooms have in common. The zero value leaves each unset.
type Options struct {
	// ReconnectionAttempts caps the automatic reconnects; nil leaves the option unset.
	ReconnectionAttempts *int
	// NoReconnect sets needReconnect to false.
	NoReconnect bool
	// Frugal says that the application keeps one object of options for all instances of a name, and gives the SDK no
	// callbacks but those of a login and of messages: all others are optional.
	Frugal bool
	// Debug asks the SDK to write what it does to the console.
	Debug bool
}

// Client is a client under test, alive for one session.
type Client interface {
	Verbs
	// Inside makes then run inside the nth callback from now on that tells an instance of a kind of event: see
	// Callbacks.
	Inside(kind ledger.Kind, instance string, nth int, then Then)
	// SetNetwork changes the device's network, as the platform names it: "wifi", "4g" and so on, or "none". It does not
	// say what the network then does to live sockets.
	SetNetwork(kind string)
	// Rest reports what the client still holds at its platform: pending timers, requests and sockets.
	Rest() Rest
	// Close ends the client without ceremony and frees everything. It may be called twice.
	Close()
}

// Rest counts what a client holds at its platform.
type Rest struct{ Timers, Requests, Sockets, Listeners int }

// Env is what a session gives to a client.
type Env struct {
	Clock  *clock.Clock
	Ledger *ledger.Ledger
	// Addr is the address to which every name leads: the session's link to the fake service.
	Addr string
	// Reachable reports whether a host name can be reached; nil means that every name can.
	Reachable func(host string) bool
	// Profile is what the platform does with sockets at this moment; nil means the default.
	Profile func() Profile
	// Seed feeds the client's random numbers.
	Seed int64
	// AppKey and Device are the application's key and the phone in this session. The defaults are a constant key and
	// the first of Devices.
	AppKey string
	Device Device
	// Globals says that the session will ask what the program did to the realm's globals (Inspect). To remember them
	// when the program begins is a twentieth of what a session computes, so only those that ask do.
	Globals bool
	// Kept is what an earlier program of this session left on the device; nil on a device that no program ran on.
	Kept Kept
	// Broken is called when the client cannot go on (it threw at load, it loops forever). It may be called more than
	// once.
	Broken func(error)
}

// Capability is a feature that a requirement may need.
type Capability string

// The capabilities.
const (
	IM           Capability = "im"
	Chatroom     Capability = "chatroom"
	ReconnectCap Capability = "reconnect cap" // a limit of automatic reconnects can be set
	DoneCallback Capability = "done callback"
	OnPlatform   Capability = "mini program" // it runs on the mini-program platform: see MiniProgram
	Upload       Capability = "upload"
	DelayOption  Capability = "reconnect delay provider"
	// ReconnectSwitch is an option that turns automatic reconnects off (needReconnect).
	ReconnectSwitch Capability = "reconnect switch"
	// AnnouncedDelay is a callback before each automatic reconnect with its number and the wait before it. Without it,
	// events WillReconnect have neither Count nor Duration.
	AnnouncedDelay Capability = "announced delay"
	// SilentKick is the kick reason 4, of the same account on the same device. Only some documentations have it.
	SilentKick Capability = "kick reason 4"
	// TokenRenewal is a documented way to give a live instance another token, by which its next login authenticates:
	// setOptions, or a provider of tokens. A family may say nothing of it, and lacks it then.
	TokenRenewal Capability = "token renewal"
	// FormerHandle is that the client can be called on the instance before the newest of a name: see Former. A family
	// may say nothing of it, and lacks it then.
	FormerHandle Capability = "former handle"
	// VaryingDelay is that the application's reconnectDelayProvider can give another answer each time: see
	// ReconnectStep. A family may say nothing of it, and lacks it then.
	VaryingDelay Capability = "varying reconnect delay"
	// UploadAbort is a documented way to call off an upload that runs. A family may say nothing of it, and lacks it
	// then.
	UploadAbort Capability = "upload abort"
	// Direct is messages between accounts and to teams, kept for who is away. Without it SendText goes to a channel. A
	// family that says nothing of it has it.
	Direct Capability = "direct messages"
	// Lookup is that the SDK asks LBS for the addresses of its links. A family that says nothing of it has it.
	Lookup Capability = "address lookup"
)

// Capabilities lists those that an SDK has or lacks. An application has others: see Application.
func Capabilities() []Capability {
	return []Capability{IM, Chatroom, ReconnectCap, ReconnectSwitch, DoneCallback, OnPlatform, Upload, DelayOption,
		AnnouncedDelay, SilentKick, TokenRenewal, FormerHandle, VaryingDelay, UploadAbort, Direct,
		Lookup}
}

// MiniProgram is the interface of a client with the capability OnPlatform. Like the verbs, the calls return at once.
type MiniProgram interface {
	// AddFile puts a file on the platform, under a path that SendFile can name.
	AddFile(path string, data []byte)
	// SendFile sends a picture by its path (capability Upload). Events: upload progress, message sent or error.
	SendFile(instance, to, path string)
	// AbortUpload calls off the upload that an instance began last (capability UploadAbort). Event: upload called off,
	// unless the SDK gave no handle of it.
	AbortUpload(instance string)
	// Store puts an entry of the application's own into the storage. Inspect tells if it was lost.
	Store(key, value string)
	// BreakStorage makes calls of the platform's storage, and of its files, throw from now on.
	BreakStorage(f StorageFault)
	// Background takes the program off the screen. A while later the platform closes its sockets, and does whatever
	// else its profile says. Foreground brings it back.
	Background()
	Foreground()
	// Disturb raises the events of the platform that are about the phone or the application, and no business of an SDK.
	Disturb()
	// Inspect writes to the ledger what the program stored and how it changed the realm's globals (kinds Stored,
	// GlobalAdded, GlobalChanged).
	Inspect()
}

// Kept is what a program leaves on the device for the next one. Only its host knows what is inside.
type Kept any

// Restartable is the interface of a client whose program can be ended as a user or the platform ends it, and started
// again on the same device.
type Restartable interface {
	// Kill ends the program's sockets and requests without ceremony. None of its code runs any more.
	Kill()
	// Kept is what it left on the device. Call it after Close.
	Kept() Kept
}

// StorageFault is what is wrong with the platform's storage.
type StorageFault int

// The faults.
const (
	StorageFull   StorageFault = iota + 1 // calls that would store more throw
	StorageBroken                         // every call throws
)

// StorageFilling is a storage that takes n more entries, and then is StorageFull.
func StorageFilling(n int) StorageFault { return StorageBroken + StorageFault(n) }

// CrowdJitter is the jitter that REC-14 asks for and no family documents: waits may differ from the documented one by a
// tenth, without breaking another requirement.
const CrowdJitter = 0.1

// Policy is a family's documented timing. The checks derive their windows and bounds from it.
type Policy struct {
	// MinDelay and MaxDelay bound the wait before an automatic reconnect; Jitter is the share by which one may differ.
	MinDelay, MaxDelay time.Duration
	Jitter             float64
	// RoomMinDelay is the shortest wait of a chatroom, if its waits differ from those of IM and are not documented; 0
	// if they are the same.
	RoomMinDelay time.Duration
	// DoneWithin is the longest time that disconnect and destroy take to call done.
	DoneWithin time.Duration
	// Heartbeat is how long a link may be silent before the client must notice: the interval, plus time-outs and
	// intervals of the beats that may be missed.
	Heartbeat time.Duration
	// Provided bounds the wait that follows if reconnectDelayProvider answers d; nil if the family has no such option.
	Provided func(d time.Duration) (least, most time.Duration)
	// AttemptTimeout is the longest time that one attempt takes to fail if nobody answers.
	AttemptTimeout time.Duration
}

// Factory makes clients of one subject: an SDK build, or the reference client. It holds what all sessions share, such
// as a compiled program.
type Factory interface {
	Subject() Subject
	Capabilities() map[Capability]bool
	Policy() Policy
	New(env Env) (Client, error)
}

// Explainer is a factory that can say what its subject has instead of a missing capability: the second half of a
// sentence, or nothing.
type Explainer interface {
	Lacks(c Capability) words.Bilingual
}

// Subject names what is certified.
type Subject struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	// Configured is its name in the configuration, if that says more than package and version do.
	Configured string `json:"configured,omitempty"`
	Build      string `json:"build"`          // the build file's name
	SHA512     string `json:"sha512"`         // of the build file, in hex; empty where there is no file
	SHA256     string `json:"sha256"`         // the same; tools that sign attestations name a file by it
	Size       int64  `json:"size,omitempty"` // of the build file, in bytes
	// Chatroom is the build of the chatroom SDK, if that is a separate file that was certified with the other.
	Chatroom File `json:"chatroom,omitzero"`
	// Family is the family by whose policy and script the build was judged, if it is not built in: its folder's name,
	// and the digests of family.yml and its script.
	Family File `json:"family,omitzero"`
}

// Label names the subject in a sentence so that two builds of one release differ: with its name in the configuration,
// and with the file's name if the version is unknown.
func (s Subject) Label() string {
	label := strings.TrimSpace(s.Name + " " + s.Version)
	switch {
	case s.Configured != "":
		label += " (" + s.Configured + ")"
	case s.Version == "unknown" && s.Build != "":
		label += " (" + s.Build + ")"
	}
	return label
}

// File names a further build file of the subject.
type File struct {
	Build  string `json:"build"` // the file's name
	SHA512 string `json:"sha512"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size,omitempty"` // in bytes
}

// PackageLimit is what the main package of a WeChat mini program, or one of its subpackages, may hold, in bytes: 2M, of
// which the developer tools count 2048 kB (developers.weixin.qq.com/miniprogram/dev/framework/subpackages.html, read in
// November 2026).
const PackageLimit = 2 << 20

// Digest records the digests of the build file's bytes, and their number.
func (s *Subject) Digest(source []byte) {
	s.SHA512, s.SHA256 = digests(source)
	s.Size = int64(len(source))
}

// NewFile names a file by its bytes.
func NewFile(name string, source []byte) File {
	f := File{Build: name, Size: int64(len(source))}
	f.SHA512, f.SHA256 = digests(source)
	return f
}

func digests(source []byte) (sha512Hex, sha256Hex string) {
	long, short := sha512.Sum512(source), sha256.Sum256(source)
	return hex.EncodeToString(long[:]), hex.EncodeToString(short[:])
}
