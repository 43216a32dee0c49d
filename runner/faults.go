package runner

import (
	"nimcert/clients"
	"nimcert/judgement"
)

// faults are the sentences of what ends a client or its session, by the key that clients.Faultf gives them.
var faults = sentences{
	"fault.loops": judgement.Say("fault.loops",
		"the script ran for more than {limit} without giving the thread back", "脚本连续运行超过 {limit}，没有让出线程"),
	"fault.no-answer": judgement.Say("fault.no-answer",
		"the client did not answer within {limit}", "客户端在 {limit} 内没有应答"),
	"fault.memory": judgement.Say("fault.memory",
		"the script took more than {most} MiB of memory", "脚本占用的内存超过 {most} MiB"),
	"fault.host-down": judgement.Say("fault.host-down",
		"the script brought the host down: {why}", "脚本使宿主崩溃：{why}"),
	"fault.does-not-load": judgement.Say("fault.does-not-load", "{file} does not load: {why}", "{file} 无法加载：{why}"),
	"fault.script-wrong": judgement.Say("fault.script-wrong",
		"the application script is wrong: {why}", "应用脚本有错误：{why}"),
	"fault.restless-code": judgement.Say("fault.restless-code",
		"the client never comes to rest: its code was called {n} times within {time} of session time",
		"客户端停不下来：它的代码在会话时间 {time} 内被调用了 {n} 次"),
	"fault.restless-network": judgement.Say("fault.restless-network",
		"the client never comes to rest: requests and sockets were begun {n} times within {time} of session time",
		"客户端停不下来：在会话时间 {time} 内发起了 {n} 次请求和 socket"),
	"fault.flood": judgement.Say("fault.flood",
		"the client floods the time line: it caused more than {n} entries", "客户端产生的时间线条目过多：超过 {n} 条"),
	"fault.budget": judgement.Say("fault.budget",
		"the session did not end within its budget of real time: the client keeps the host busy, "+
			"or something under way never arrives",
		"会话没有在规定的真实时间内结束：客户端让宿主一直忙碌，或者有在途的数据一直没有到达"),
	"fault.witnesses": judgement.Say("fault.witnesses",
		"the witnesses disagree at {time} s: {what}", "{time} 秒时各方的 socket 计数不一致：{what}"),
	"fault.harness": judgement.Say("fault.harness", "the harness could not go on: {why}", "测试工具自身无法继续：{why}"),
}

type sentences map[string]judgement.Sentence

// broke is an error that ended a session, or a build's first load, in words: a sentence in both languages where it is a
// fault with a key, and else what the error says.
func broke(err error) judgement.Phrase {
	if f, ok := clients.FaultOf(err); ok {
		if s, known := faults[f.Key]; known {
			return s.Of(f.Args...)
		}
	}
	return judgement.Plain(err.Error())
}
