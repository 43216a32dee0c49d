package judgement

// meetConditions are the names of the conditions about ends that meet one another, a beginning, or a late answer.
var meetConditions = [][2]string{
	{"before done, and the close is answered 3 s late", "在 done 之前，关闭晚 3 秒应答"}, {"10 ms apart, before done", "间隔 10 毫秒，在 done 之前"}, {"before done, twice", "在 done 之前，两次"}, {"before done", "在 done 之前"},
	{"connect before done", "在 done 之前调用 connect"}, {"disconnect and destroy at once", "同时调用 disconnect 和 destroy"}, {"destroy 10 ms after disconnect", "disconnect 10 毫秒后 destroy"},
	{"destroy a second after disconnect, and the close is answered 3 s late", "disconnect 一秒后 destroy，关闭晚 3 秒应答"},
	{"a peer that never answers the closes of two accounts", "对端始终不应答两个账号的关闭"}, {"a peer that never answers the closes of IM and of a chatroom", "对端始终不应答 IM 和聊天室的关闭"},
	{"the closes of two accounts", "两个账号的关闭"}, {"the closes of IM and of a chatroom", "IM 和聊天室的关闭"},
	{"disconnect $1, and the answer comes after it", "disconnect（$1），应答在其后到达"}, {"done once, kicked while the logout is not answered", "done 一次，登出没有应答时被踢"},
	{"kicked while the logout is not answered", "登出没有应答时被踢"},
}

// meetFindings are what the specs of those conditions find.
var meetFindings = [][2]string{
	{"connect was called at $1, before disconnect's done: $2 is not connected two minutes later, and no callback says so", "$=1 在 disconnect 的 done 之前调用了 connect：两分钟后 $=2 仍未连接，也没有回调说明"},
	{"done of $1", "$1 的 done"}, {"1 disconnect", "1 次 disconnect"}, {"$1 disconnects", "$1 次 disconnect"}, {"two minutes after connect", "connect 之后两分钟"},
	{"$1's done came at $2, while the host still counted $3", "$=1 的 done 在 $=2 到达，此时宿主仍有 $3"},
}
