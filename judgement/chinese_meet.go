package judgement

// meetFindings are what the specs of those conditions find.
var meetFindings = [][2]string{
	{"connect was called at $1, before disconnect's done: $2 is not connected two minutes later, and no callback says so", "$=1 在 disconnect 的 done 之前调用了 connect：两分钟后 $=2 仍未连接，也没有回调说明"},
	{"done of $1", "$1 的 done"}, {"1 disconnect", "1 次 disconnect"}, {"$1 disconnects", "$1 次 disconnect"}, {"two minutes after connect", "connect 之后两分钟"},
	{"$1's done came at $2, while the host still counted $3", "$=1 的 done 在 $=2 到达，此时宿主仍有 $3"},
}
