package weapp

import (
	"errors"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"nimcert/clients/platform"
)

// Alipay's errors: npm @mini-types/my@3.0.14 names the fields error and errorMessage, and of the numbers that of a file
// which is not there. The others are those of its documents, github.com/AlipayDocs/open-docs at a74facf,
// mini/api/基础API/网络/: my.request.md (until 69366ef) has 9 for what was cancelled, 12 for the network, 13 for a
// timeout, and 14 for an answer that is not what dataType says; my.sendSocketMessage.md has 10 for a socket that is not
// open. my.request.md has 19 for "HTTP errors" as well, but 网络 API 使用须知.md says that success is called whatever the
// status: so it is here.
const (
	alipayCancelled = 9
	alipayNotOpen   = 10
	alipayFailed    = 12
	alipayTimeout   = 13
	alipayDecoding  = 14
	alipayMissing   = 10022
)

// alipayNoJSON is what a request with the dataType json is told of an answer that is none (my.request 常见问题.md).
const alipayNoJSON = "JSON parse data error"

func alipayCode(why string) int {
	switch {
	case why == alipayNoJSON:
		return alipayDecoding
	case why == platform.ErrNotOpen.Error():
		return alipayNotOpen
	case strings.Contains(why, "time"):
		return alipayTimeout
	case why == "abort":
		return alipayCancelled
	case strings.HasPrefix(why, errMissing.Error()):
		return alipayMissing
	}
	return alipayFailed
}

// alipay makes WeChat's API Alipay's, as npm @mini-types/my@3.0.14, types/lib.my.d.ts, declares it: errors are {error,
// errorMessage}; the synchronous storage takes and returns objects; a request is answered with status and headers; the
// network's types are in capitals; a socket is a task of its own with multiple alone, and a task's events carry their
// facts under data.
func (h *Host) alipay(api *goja.Object) {
	for _, name := range api.Keys() {
		call, ok := goja.AssertFunction(api.Get(name))
		switch {
		case !ok:
		case strings.HasPrefix(name, "on"), strings.HasPrefix(name, "off"), strings.HasSuffix(name, "Sync"):
		case name == "request", name == "uploadFile", name == "downloadFile":
			h.put(api, name, h.taskOfAlipay(call))
		default:
			h.put(api, name, h.answersLikeAlipay(call))
		}
	}
	h.onlyAlipays(api)
	for name, params := range map[string][]string{
		"getStorageSync": {"key"}, "setStorageSync": {"key", "data"}, "removeStorageSync": {"key"},
		"clearStorageSync": nil,
	} {
		call, _ := goja.AssertFunction(api.Get(name))
		h.put(api, name, func(c goja.FunctionCall) goja.Value {
			o := h.options(c)
			args := make([]goja.Value, len(params))
			for i, p := range params {
				if args[i] = o.Get(p); args[i] == nil {
					args[i] = goja.Undefined()
				}
			}
			v, err := call(goja.Undefined(), args...)
			result := map[string]any{"success": err == nil}
			switch {
			case err != nil:
				result["error"], result["errorMessage"] = alipayFailed, h.why(err)
			case name == "getStorageSync":
				result["data"] = v
				if h.storage.values[args[0].String()] == nil {
					result["data"] = nil
				}
			}
			return h.value(result)
		})
	}
	connect, _ := goja.AssertFunction(api.Get("connectSocket"))
	h.put(api, "connectSocket", func(c goja.FunctionCall) goja.Value {
		v := h.options(c).Get("multiple")
		multiple := v != nil && v.ToBoolean()
		if !multiple { // one that is there already is closed
			for _, t := range h.latest {
				_ = h.closes(t, h.vm.NewObject())
			}
		}
		task, err := connect(goja.Undefined(), c.Arguments...)
		if err != nil {
			panic(h.thrown(err))
		}
		if !multiple {
			return goja.Undefined() // its events are those of my.onSocketOpen and its like
		}
		h.tasks++
		return h.alipayTask(task.ToObject(h.vm), strconv.Itoa(h.tasks))
	})
	_ = api.Set("SDKVersion", h.env.Phone().SDKVersion)
}

// why is the reason in an error that a call of the host threw.
func (h *Host) why(err error) string {
	var thrown *goja.Exception
	if errors.As(err, &thrown) {
		if o, ok := thrown.Value().(*goja.Object); ok && given(o, "errMsg") != nil {
			_, why, _ := strings.Cut(o.Get("errMsg").String(), ":fail ")
			return why
		}
	}
	return h.describe(err).Error()
}

// alipayResult is a callback's result in Alipay's words.
func (h *Host) alipayResult(v goja.Value) goja.Value {
	o, ok := v.(*goja.Object)
	if !ok {
		return v
	}
	result := h.vm.NewObject()
	for _, name := range o.Keys() {
		value := o.Get(name)
		switch name {
		case "errMsg":
			if call, why, failed := strings.Cut(value.String(), ":fail "); failed {
				code := alipayCode(why)
				if code == alipayTimeout && call != "request" { // my.uploadFile.md, my.downloadFile.md: as any failure
					code = alipayFailed
				}
				_ = result.Set("error", code)
				_ = result.Set("errorMessage", why)
			}
			continue
		case "errCode":
			continue
		case "statusCode":
			_ = result.Set("status", value)
		case "header":
			_ = result.Set("headers", value)
		case "networkType":
			kind := value.String()
			_ = result.Set("networkAvailable", kind != platform.NoNetwork)
			value = h.vm.ToValue(alipayNetwork(kind))
		}
		_ = result.Set(name, value)
	}
	return result
}

// alipayNetwork is a type of network as Alipay names it.
func alipayNetwork(kind string) string {
	if kind == platform.NoNetwork {
		return "NOTREACHABLE"
	}
	return strings.ToUpper(kind)
}

// alipayTask is a task whose events carry what they tell under data, and its own number with it. A close tells neither
// code nor reason (IOnSocketTaskCloseData).
func (h *Host) alipayTask(task *goja.Object, id string) goja.Value {
	mine := h.vm.NewObject()
	for _, name := range []string{"send", "close"} {
		call, _ := goja.AssertFunction(task.Get(name))
		h.put(mine, name, h.taskOfAlipay(call))
	}
	for _, event := range []string{"Open", "Close", "Error", "Message"} {
		list := &listeners{}
		h.put(mine, "on"+event, list.on)
		h.put(mine, "off"+event, list.off)
		listen, _ := goja.AssertFunction(task.Get("on" + event))
		_, _ = listen(task, h.vm.ToValue(func(c goja.FunctionCall) goja.Value {
			data := map[string]any{"socketTaskID": id}
			told := map[string]any{"data": data}
			switch o := h.options(c); event {
			case "Message":
				data["data"], data["isBuffer"] = alipayData(o)
			case "Error":
				told["error"], told["errorMessage"] = alipayError(o)
			}
			h.tells(*list, told)
			return goja.Undefined()
		}))
	}
	return mine
}
