// Package nim certifies builds of the `@yxim/nim-web-sdk` family (7.x to 9.x, mini-program builds), unpatched, on the embedded host.
package nim

import (
	_ "embed"
	"errors"
	"time"

	"github.com/dop251/goja"

	"nimcert/clients"
	"nimcert/clients/adapter"
)

// Package is the npm name of the family.
const Package = "@yxim/nim-web-sdk"

//go:embed driver.js
var driver string

// Load reads and compiles a build. When the file can be read but is not a script, the factory is returned with the error, so that the subject can still be named.
func Load(file string) (*adapter.Factory, error) { return adapter.Load(Family(file), file) }

// Compile makes a factory of a build's source. When it is not a script, the factory is returned with the error, so that the subject can still be named.
func Compile(subject clients.Subject, source string) (*adapter.Factory, error) {
	return adapter.Compile(Family(""), subject, source)
}

// Family is the family of a build, whatever its file.
func Family(string) adapter.Family {
	return adapter.Family{
		Package: Package, Name: Package, Flag: "nim", Application: driver,
		Check: func(sdk *goja.Object) error {
			for _, name := range []string{"NIM", "Chatroom"} {
				if v := sdk.Get(name); v == nil || goja.IsUndefined(v) {
					return errors.New("it exports no " + name + ": is it a NIM_Web_SDK mini-program build?")
				}
			}
			return nil
		},
		Capabilities: map[clients.Capability]bool{
			clients.IM: true, clients.Chatroom: true, clients.ReconnectCap: true, clients.ReconnectSwitch: true, clients.DoneCallback: true,
			clients.OnPlatform: true, clients.Upload: true, clients.DelayOption: true, clients.AnnouncedDelay: true,
		},
		Lacking: map[clients.Capability]string{
			// NIMOnDisconnectResultKicked of IM and chatroom, @yxim/nim-web-sdk@8.9.124 and @9.21.12, dist/types/{nim,chatroom}/types.d.ts.
			// 8.9.103 and 9.11.0 tell the application nothing of such a kick, on purpose.
			clients.SilentKick: "its typings do not document silentlyKick",
		},
		// What the SDK's documentation and code declare: back-off from 1.6 s to 8 s, done after at most 10 s, 8 s for the LBS and the handshake, 10 s for the
		// socket, and a floor of 1 s under reconnectDelayProvider.
		Policy: clients.Policy{
			MinDelay: 1600 * time.Millisecond, MaxDelay: 8 * time.Second, Jitter: clients.CrowdJitter, DoneWithin: 10 * time.Second, Heartbeat: 80 * time.Second, AttemptTimeout: 30 * time.Second,
			Provided: func(d time.Duration) (least, most time.Duration) { return max(d, time.Second), max(d, time.Second) },
		},
	}
}
