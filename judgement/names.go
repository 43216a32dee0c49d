package judgement

import (
	"nimcert/clients"
	"nimcert/ledger"
)

// Values that have a name in the code and a word in each language. Any other value is shown unchanged.
var (
	witnesses = map[ledger.Witness]Sentence{
		ledger.Host:   Say("witness.host", "host", "平台上"),
		ledger.Server: Say("witness.server", "server", "服务端"),
	}
	kinds = map[ledger.Kind]Sentence{
		ledger.Connected:        Say("kind.connected", "connected", "已连接"),
		ledger.Disconnected:     Say("kind.disconnected", "disconnected", "已断开"),
		ledger.Done:             Say("kind.done", "done", "done"),
		ledger.SyncDone:         Say("kind.sync-done", "sync done", "同步完成"),
		ledger.WillReconnect:    Say("kind.will-reconnect", "will reconnect", "即将重连"),
		ledger.SocketConnecting: Say("kind.socket-connecting", "socket connecting", "socket 开始连接"),
		ledger.SocketOpen:       Say("kind.socket-open", "socket open", "socket 打开"),
	}
	capabilities = map[clients.Capability]Sentence{
		clients.IM:              Say("capability.im", "im", "IM"),
		clients.Chatroom:        Say("capability.chatroom", "chatroom", "聊天室"),
		clients.ReconnectCap:    Say("capability.reconnect-cap", "reconnect cap", "重连次数上限"),
		clients.DoneCallback:    Say("capability.done-callback", "done callback", "done 回调"),
		clients.OnPlatform:      Say("capability.mini-program", "mini program", "小程序形态"),
		clients.Upload:          Say("capability.upload", "upload", "上传"),
		clients.DelayOption:     Say("capability.delay-provider", "reconnect delay provider", "重连延迟函数"),
		clients.ReconnectSwitch: Say("capability.reconnect-switch", "reconnect switch", "重连开关"),
		clients.AnnouncedDelay:  Say("capability.announced-delay", "announced delay", "预告的等待"),
		clients.TokenRenewal:    Say("capability.token-renewal", "token renewal", "更新 token"),
		clients.FormerHandle:    Say("capability.former-handle", "former handle", "旧实例的引用"),
		clients.UploadAbort:     Say("capability.upload-abort", "upload abort", "取消上传"),
		clients.VaryingDelay:    Say("capability.varying-delay", "varying reconnect delay", "每次不同的重连间隔"),
		clients.Direct:          Say("capability.direct-messages", "direct messages", "单聊和群聊消息"),
		clients.Lookup:          Say("capability.address-lookup", "address lookup", "查询地址"),
	}
)
