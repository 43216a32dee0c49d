package weapp

import (
	"strconv"
	"time"

	"nimcert/clients"
	"nimcert/clients/platform"
)

// What the network tells a program of a request or a socket, with the documented fields (npm
// miniprogram-api-typings@5.2.3, RequestProfile, SocketProfile, RequestException). Times are those of the program's
// clock, in ms. Between the beginning and the end nothing is measured: an address is known, and the connection is there
// at once. No field of the estimates has a meaning here.

// requestProfile is the profile of a request that began at a time and is over.
func (h *Host) requestProfile(began time.Time, sent, received int) map[string]any {
	from, to := began.UnixMilli(), h.env.Clock.Time().UnixMilli()
	out := map[string]any{
		"redirectStart": 0, "redirectEnd": 0, "rtt": to - from, "estimate_nettype": 6, "httpRttEstimate": to - from,
		"transportRttEstimate": to - from, "downstreamThroughputKbpsEstimate": 10_000, "throughputKbps": 10_000,
		"peerIP": "203.0.113.1", "port": 443, "protocol": "http1.1", "socketReused": false, "sendBytesCount": sent,
		"receivedBytedCount": received, "usingHighPerformanceMode": false, "responseStart": to, "responseEnd": to,
	}
	for _, name := range []string{"invokeStart", "queueStart", "queueEnd", "fetchStart", "domainLookUpStart",
		"domainLookUpEnd", "connectStart", "SSLconnectionStart", "SSLconnectionEnd", "connectEnd", "requestStart",
		"requestEnd"} {
		out[name] = from
	}
	return out
}

// socketProfile is the profile of a socket that began to open at a time and is open.
func (h *Host) socketProfile(began time.Time) map[string]any {
	from, to := began.UnixMilli(), h.env.Clock.Time().UnixMilli()
	out := map[string]any{"connectEnd": to, "cost": to - from, "handshakeCost": to - from, "rtt": to - from}
	for _, name := range []string{"fetchStart", "domainLookUpStart", "domainLookUpEnd", "connectStart"} {
		out[name] = from
	}
	return out
}

// exception says what went wrong on the way to an answer, which was tried once (RequestException, ExceptionReason).
func (h *Host) exception(r platform.Response) map[string]any {
	reasons := []any{}
	if r.Err != "" {
		reasons = append(reasons, map[string]any{"errMsg": r.Err, "errno": strconv.Itoa(errno(r.Err))})
	}
	return map[string]any{"retryCount": 0, "reasons": reasons}
}

// errno is the number of a request's failure. A timeout has 5 (lei-mu/luch-request#153); the others are WeChat's table
// of them, https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html, where what it does
// not name gets the number that applications quote with all sorts of causes: see the assumption request-words.
func errno(why string) int {
	switch why {
	case "timeout":
		return 5 // the time limit is exceeded
	case "interrupted":
		return 600003 // network interrupted
	}
	return 600001 // the network's component failed
}

// numbered gives a failed request's result the number of its failure. Alipay's is made of the words; the builds of
// nim-web-sdk-ng take Douyin's errNo 21103 and Baidu's errCode 1 for a timeout, and no document with others was found.
func (h *Host) numbered(result map[string]any, why string) map[string]any {
	timeout := why == "timeout"
	switch {
	case h.api == clients.APIDouyin && timeout:
		result["errNo"] = 21103
	case h.api == clients.APIBaidu && timeout:
		result["errCode"] = 1
	case h.api == "" || h.api == clients.APIQQ:
		result["errno"] = errno(why)
	}
	return result
}
