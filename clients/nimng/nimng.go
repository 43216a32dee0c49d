// Package nimng certifies mini-program builds of `nim-web-sdk-ng`, unpatched, on the embedded host, seen through one of its two APIs: V2 (10.x) and V1 (0.x, and 10.x where an
// application kept its code). What each API does was read in the package's type declarations (index.d.ts and what it refers to), in the vendor's notes on integration in mini programs
// (doc.yunxin.163.com, messaging-enhanced: the hosts to give, and that a new instance comes after the promise of destroy) and in the builds themselves.
package nimng

import (
	_ "embed"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/dop251/goja"

	"nimcert/clients"
	"nimcert/clients/adapter"
)

// Package is the npm name of the family.
const Package = "nim-web-sdk-ng"

// NameV1 is what the subject of a build is called that is seen through its V1 API.
const NameV1 = Package + " (V1 API)"

// RoomBuild is the file name of the chatroom SDK, which is a build of its own.
const RoomBuild = "CHATROOM_MINIAPP_SDK.js"

//go:embed v2.js
var v2 string

//go:embed v1.js
var v1 string

// LoadV2 reads and compiles a NIM_MINIAPP_SDK.js of dist/v2, and the chatroom build beside it. When the file can be read but is not a script, the factory is returned with the error.
func LoadV2(file string) (*adapter.Factory, error) { return adapter.Load(V2(file), file) }

// V2 is the family of a build that is used through the V2 API.
func V2(file string) adapter.Family {
	room := existing(filepath.Join(filepath.Dir(file), RoomBuild))
	family := adapter.Family{
		Package: Package, Name: Package, Flag: "nimng", Application: v2, Room: room,
		Check: func(sdk *goja.Object) error {
			if _, ok := goja.AssertConstructor(sdk.Get("default")); !ok {
				return errors.New("it exports no class as default: is it a NIM_MINIAPP_SDK.js of dist/v2?")
			}
			return nil
		},
		Capabilities: map[clients.Capability]bool{
			clients.IM: true, clients.Chatroom: room != "", clients.DoneCallback: true, clients.OnPlatform: true, clients.Upload: true, clients.DelayOption: true,
			clients.SilentKick: true, // V2NIMLoginService.d.ts, V2NIMChatroomLoginService.d.ts of 10.8.1
		},
		Lacking: map[clients.Capability]string{
			clients.Chatroom:        noRoom,
			clients.ReconnectCap:    "the V2 API ignores reconnectionAttempts; once logged in it reconnects until it is logged out",
			clients.ReconnectSwitch: "the V2 API ignores needReconnect; once logged in it reconnects until it is logged out",
			clients.AnnouncedDelay:  "the V2 API tells that it waits (onConnectStatus 3), not for how long nor for the how-manieth time",
		},
		Policy: policy(
			// The last reply is up to 30 s old when a beat is sent; it waits 8 s for the answer, then sends 5 more of 3 s.
			30*time.Second+8*time.Second+5*3*time.Second,
			// 8 s each for the lookup, the handshake, the socket and the login, and 2 s more for the second lookup address of 10.9.77.
			4*8*time.Second+2*time.Second),
	}
	family.Policy.Provided = provided
	family.Policy.RoomMinDelay = time.Second // both chatroom builds repeat 1, 2 and 3 s; no declaration speaks of it
	return family
}

// LoadV1 reads and compiles a NIM_MINIAPP_SDK.js to be used through the V1 API, and the chatroom build of that API. When the file can be read but is not a script, the factory is
// returned with the error.
func LoadV1(file string) (*adapter.Factory, error) { return adapter.Load(V1(file), file) }

// V1 is the family of a build that is used through the V1 API.
func V1(file string) adapter.Family {
	dir := filepath.Dir(file)
	if filepath.Base(dir) == "v2" { // 10.8.1 has one IM build for both APIs and a chatroom build for each
		dir = filepath.Join(filepath.Dir(dir), "v1")
	}
	room := existing(filepath.Join(dir, RoomBuild))
	return adapter.Family{
		Package: Package, Name: NameV1, Flag: "nimng-v1", Application: v1, Room: room,
		Check: func(sdk *goja.Object) error {
			if _, ok := goja.AssertConstructor(sdk); ok { // 0.x, and dist/v1 of 10.9
				return nil
			}
			if _, ok := goja.AssertConstructor(sdk.Get("default")); !ok {
				return errors.New("it exports no class: is it a NIM_MINIAPP_SDK.js?")
			}
			return nil
		},
		Capabilities: map[clients.Capability]bool{
			clients.IM: true, clients.Chatroom: room != "", clients.ReconnectCap: true, clients.ReconnectSwitch: true, clients.DoneCallback: true, clients.OnPlatform: true,
			clients.Upload: true, clients.AnnouncedDelay: true,
			clients.SilentKick: true, // NIMInterface.d.ts, ChatroomInterface.d.ts of 0.8.5 to 0.17.2, V1NIMLoginService.d.ts of 10.8.1
		},
		Lacking: map[clients.Capability]string{
			clients.Chatroom:    noRoom,
			clients.DelayOption: "the V1 API has no such option",
		},
		Policy: policy(
			// As with V2.
			53*time.Second,
			// 8 s for the lookup and the login, and 16 s for each of up to four addresses: the V1 API tries them all in one round.
			2*8*time.Second+4*16*time.Second),
		Rounds: true,
	}
}

// provided is what the declaration of setReconnectDelayProvider says: below 1 s the SDK adds 200 to 500 ms.
func provided(d time.Duration) (least, most time.Duration) {
	if d < time.Second {
		return d + 200*time.Millisecond, d + 500*time.Millisecond
	}
	return d, d
}

const noRoom = "there is no " + RoomBuild + " beside the build"

// policy is what both APIs have in common: back-off from 1.6 s to 8 s (the builds' own constants; the declarations name none), and 10 s for the promises of logout and
// destroy, which is the catalogue's own bound: the declarations name none either.
func policy(heartbeat, attempt time.Duration) clients.Policy {
	return clients.Policy{
		MinDelay: 1600 * time.Millisecond, MaxDelay: 8 * time.Second, Jitter: clients.CrowdJitter, DoneWithin: 10 * time.Second, Heartbeat: heartbeat, AttemptTimeout: attempt,
	}
}

func existing(file string) string {
	if _, err := os.Stat(file); err != nil {
		return ""
	}
	return file
}
