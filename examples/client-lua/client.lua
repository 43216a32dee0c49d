-- VERSION: 1.0.0: an IM client in Lua, which nimcert certifies through the protocol of docs/adapters.md. It is small
-- and keeps every promise of the catalogue; nimcert.lua beside it is the protocol, and the rest is the client.
local here = arg and arg[0] or ""
local unpack = unpack or table.unpack
local nimcert = dofile((here:match("^(.*[/\\])") or "") .. "nimcert.lua")
local call, encode, decode, list = nimcert.call, nimcert.encode, nimcert.decode, nimcert.list

-- ms: of one step of an attempt, between two heartbeats and for the answer of one, until done at the latest
local STEP, BEAT, BEAT_LIMIT, DONE = 7000, 30000, 5000, 10000
local FIRST_WAIT, LAST_WAIT, JITTER, LEAST_GIVEN = 1600, 8000, 0.1, 1000
local BUILT_IN = "wlnimsc0.netease.im:443"
-- Answers to a login that another attempt would not change.
local FINAL = { [201] = true, [302] = true, [317] = true, [403] = true, [404] = true, [417] = true, [422] = true }
local KICKS = { "samePlatformKick", "serverKick", "otherPlatformKick", "silentlyKick" }
local ROOM_KICKS = { "chatroomClosed", "managerKick", "samePlatformKick", "silentlyKick", "blacked" }

-- What waits for the platform, by the numbers that this client gives.
local number, waiting, session = 0, {}, {}

local function numbered(f)
  number = number + 1
  waiting[number] = f
  return number
end

local function after(ms, f)
  local id = numbered(f)
  call({ timer = id, after = ms })
  return id
end

local function cancel(id)
  if id and waiting[id] then
    waiting[id] = nil
    call({ cancel = id })
  end
end

-- random is a number from 0 to 1. It follows from the session's seed, whatever the interpreter's own generator does.
local function random()
  session.random = session.random * 16807 % 2147483647
  return session.random / 2147483647
end

local function unique(what) return ("%s-%d-%d"):format(what, math.floor(random() * 1e9), numbered(nil)) end

local function emit(kind, instance, fields)
  fields.emit, fields.instance = kind, instance.name
  call(fields)
end

-- Link is one attempt to connect, and the connection that it becomes.
local Link = {}
Link.__index = Link

function Link.new(instance, automatic)
  return setmetatable({ of = instance, automatic = automatic, step = "begin", serial = 0, asked = {} }, Link)
end

-- get makes the request of a step.
function Link:get(step, url, go)
  local instance = self.of
  self.step = step
  instance.requests = instance.requests + 1
  local id
  id = numbered(function(answer)
    waiting[id] = nil
    instance.requests = instance.requests - 1
    self.request = nil
    if not self.over then go(answer.status == 200 and answer.body, answer.error or answer.status) end
    instance:released()
  end)
  self.request = id
  call({ request = id, url = url, timeout = STEP })
end

function Link:begin()
  local instance = self.of
  if #instance.addresses == 0 and instance.room then
    instance.addresses = { unpack(instance.given or { session.addresses.room }) }
  end
  if #instance.addresses > 0 then return self:handshake() end
  local url = "https://lbs.netease.im/lbs/wxwebconf.jsp?id=" .. instance.account .. "&sv=0&pv=1&k=" .. session.appKey
  self:get("lookup", url, function(body)
    local common = (body and decode(body) or {}).common
    instance.addresses = {}
    for _, name in ipairs({ "link", "link.default" }) do
      for _, address in ipairs(common and common[name] or {}) do table.insert(instance.addresses, address) end
    end
    -- Whether a client comes back must not depend on the lookup.
    if #instance.addresses == 0 then instance.addresses = { BUILT_IN } end
    self:handshake()
  end)
end

function Link:handshake()
  local host = self.of.addresses[1]
  self:get("handshake", ("https://%s/socket.io/1/?t=%d"):format(host, nimcert.now), function(body, why)
    local id = body and body:match("^([^:]+):")
    if not id then return self:fail({ code = "handshake_failed", reason = why }) end
    self:open("wss://" .. host:gsub(":443$", "") .. "/socket.io/1/websocket/" .. id)
  end)
end

-- open opens the socket once the one before is closed: an instance never holds two.
function Link:open(url)
  self.step = "socket"
  self.limit = after(STEP, function() self:fail({ code = "timeout", reason = "the link did not open" }) end)
  if self.of.sockets == 0 then return self:dial(url) end
  self.of.freed = function() if not self.over then self:dial(url) end end
end

function Link:dial(url)
  local instance, id = self.of, nil
  id = numbered(function(e)
    if e.message then return self:receive(e.text) end
    if not e.closed then return end
    waiting[id] = nil
    instance.sockets = instance.sockets - 1
    self:fail({ code = e.code, reason = e.reason ~= "" and e.reason or "the socket closed" })
    instance:released()
  end)
  if call({ connect = id, url = url }) then
    self.socket, instance.sockets = id, instance.sockets + 1
  else
    waiting[id] = nil
    self:fail({ code = "refused", reason = "the platform has no socket left", refused = true })
  end
end

-- fail ends a link that nobody asked to end. The next attempt uses the next address, unless this one was good.
function Link:fail(why)
  if self.over then return end
  local instance = self.of
  if instance.link == self then instance.link = nil end
  if self.step ~= "live" and not why.refused then table.remove(instance.addresses, 1) end
  self:drop()
  instance:lost(why)
end

-- drop gives a link up: what waits on it fails, and the platform is told to let go.
function Link:drop()
  self.over = true
  cancel(self.limit)
  cancel(self.beat)
  local asked = self.asked
  self.asked = {}
  for serial = 1, self.serial do
    if asked[serial] then asked[serial]({ code = 0 }) end
  end
  if self.request then call({ abort = self.request }) end
  if self.socket then call({ close = self.socket, code = 1000 }) end
end

function Link:post(sid, cid, q)
  self.serial = self.serial + 1
  local packet = { SID = sid, CID = cid, SER = self.serial, Q = list(unpack(q)) }
  call({ send = self.socket, text = "3:::" .. encode(packet) })
  return self.serial
end

-- ask sends a packet; go gets its answer once. An answer with code 0 is none: the time is up, or the link is over.
function Link:ask(sid, cid, q, limit, go)
  local serial = self:post(sid, cid, q)
  local timer = after(limit, function() self:settle(serial, { code = 0 }) end)
  self.asked[serial] = function(a)
    cancel(timer)
    go(a)
  end
end

function Link:settle(serial, a)
  local go = self.asked[serial]
  self.asked[serial] = nil
  if go then go(a) end
end

local function property(fields) return { t = "Property", v = fields } end

function Link:receive(frame)
  if self.over then return end
  local kind = frame:sub(1, 1)
  if kind == "0" then
    self:fail({ code = "0", reason = "the service ended the transport" })
  elseif kind == "1" and self.step == "socket" then
    cancel(self.limit)
    self:login()
  elseif kind == "2" then
    call({ send = self.socket, text = "2::" })
  elseif kind == "3" or kind == "4" then
    local a = decode(frame:match("^[^:]*:[^:]*:[^:]*:(.*)$") or "")
    if type(a) == "table" then self:packet(a) end -- what cannot be read is not for us
  end
end

function Link:packet(a)
  if a.ser > 0 then return self:settle(a.ser, a) end
  local instance, r, what = self.of, a.r or {}, a.sid .. "_" .. a.cid
  local m = r[1]
  if what == "2_5" then
    instance:kick(self, KICKS[r[2]])
  elseif what == "13_3" then
    instance:kick(self, ROOM_KICKS[r[1]])
  elseif what == "7_2" then
    instance:take({ id = m["12"] or m["11"], from = m["2"], text = m["9"] })
  elseif what == "13_7" then
    instance:take({ id = m["1"], from = m["21"], text = m["3"] })
  end
end

function Link:login()
  local instance = self.of
  self.step = "login"
  local im = property({
    [3] = 16, [8] = self.automatic and 0 or 1, [9] = 1, [13] = session.device, [18] = session.appKey,
    [19] = instance.account, [40] = "lua", [44] = "MINIAPP", [1000] = instance.token
  })
  local sid, cid, q = 2, 3, { im }
  if instance.room then -- the chatroom's own map says appLogin the other way round
    sid, cid = 13, 2
    q = { { t = "Byte", v = 1 }, property({
      [1] = session.appKey, [2] = instance.account, [3] = session.device, [5] = instance.room,
      [8] = self.automatic and 1 or 0, [20] = instance.account
    }), im }
  end
  self:ask(sid, cid, q, STEP, function(a)
    if self.over then return end
    if a.code == 0 then return self:fail({ code = "timeout", reason = "the login was not answered" }) end
    if a.code ~= 200 then
      return self:fail({ code = a.code, reason = "the login was refused", final = FINAL[a.code] })
    end
    self.step = "live"
    instance:loggedIn(self)
  end)
end

-- beats sends a heartbeat an interval after the last one was answered. A link that does not answer is lost.
function Link:beats()
  self.beat = after(BEAT, function()
    self:ask(1, 2, {}, BEAT_LIMIT, function(a)
      if a.code == 0 then
        self:fail({ code = "timeout", reason = "the heartbeat was not answered" })
      elseif not self.over then
        self:beats()
      end
    end)
  end)
end

-- Instance is one account's login or one chatroom entry, with a link of its own.
local Instance = {}
Instance.__index = Instance

function Instance.new(o)
  local instance = setmetatable({
    name = o.instance, account = o.account or o.instance, room = o.room, phase = "idle", tries = 0,
    given = o.addresses ~= nimcert.null and o.addresses or nil, -- a chatroom's
    addresses = {}, -- of links, the one in use first
    seen = {}, sockets = 0, requests = 0, -- that the platform still has
    endings = {} -- calls of disconnect and destroy that done answers
  }, Instance)
  return instance
end

function Instance:connect()
  if self.destroyed then
    return emit("call threw", self, { verb = "connect", reason = "the instance is destroyed" })
  end
  if self.phase == "leaving" then
    self.again = true
  elseif self.phase == "idle" or self.phase == "waiting" then
    cancel(self.timer)
    self.tries = 0
    self:attempt(false)
  end
end

-- attempt begins to open a link. automatic says that nobody asked for it.
function Instance:attempt(automatic)
  self.phase = "connecting"
  self.link = Link.new(self, automatic)
  self.link:begin()
end

function Instance:loggedIn(link)
  self.phase, self.tries = "ready", 0
  emit("connected", self, {})
  if self.go then call({ ["then"] = self.go }) end
  if link.over then return end -- the application ended the instance in its callback
  link:beats()
  if not self.room then
    link:ask(5, 1, { property({ [1] = 0 }) }, STEP, function(a)
      if a.code == 200 then emit("sync done", self, {}) end
    end)
  end
end

-- lost is reached when the link ended and nobody asked for that.
function Instance:lost(why)
  self.phase = "idle"
  if why.kicked or why.final or self.noReconnect then
    emit("disconnected", self, { code = tostring(why.code), reason = why.reason })
  elseif self.tries >= self.attempts then
    emit("disconnected", self, { code = "allAttemptsFailed", reason = why.reason })
  else
    self.tries = self.tries + 1
    self:retry()
  end
end

function Instance:retry()
  local wait = math.min(FIRST_WAIT * 2 ^ (self.tries - 1), LAST_WAIT)
  wait = math.floor(wait * (1 + JITTER * (2 * random() - 1)) + 0.5)
  if self.delay > 0 then wait = math.max(LEAST_GIVEN, self.delay) end
  self.phase = "waiting"
  emit("will reconnect", self, { count = self.tries, duration = wait })
  if self.phase == "waiting" then self.timer = after(wait, function() self:attempt(true) end) end
end

function Instance:kick(link, reason)
  if self.link == link then self.link = nil end
  link:drop()
  self:lost({ code = "kicked", reason = reason, kicked = true })
end

-- leave is disconnect and destroy. done comes when the platform has let go of all that is the instance's, or after ten
-- seconds.
function Instance:leave(verb, go)
  table.insert(self.endings, { verb = verb, go = go })
  self.again = false
  self.destroyed = self.destroyed or verb == "destroy"
  if self.phase == "leaving" then return end
  self.phase = "leaving"
  cancel(self.timer)
  local link = self.link
  self.link = nil
  if link then
    if link.step == "live" then -- the logout, and the end of the transport
      link:post(self.room and 13 or 2, self.room and 4 or 6, {})
      call({ send = link.socket, text = "0::" })
    end
    link:drop()
  end
  self.deadline = after(DONE, function() self:finish() end)
  -- done never comes inside the call that asks for it
  self.soon = after(0, function() self:settle() end)
end

-- released is reached when the platform has let go of a socket or a request: what waits for that goes on.
function Instance:released()
  local freed = self.freed
  if self.sockets == 0 and freed then
    self.freed = nil
    freed()
  end
  self:settle()
end

function Instance:settle()
  if self.phase == "leaving" and self.sockets == 0 and self.requests == 0 then self:finish() end
end

function Instance:finish()
  if self.phase ~= "leaving" then return end
  self.phase = "idle"
  cancel(self.deadline)
  cancel(self.soon)
  local endings = self.endings
  self.endings = {}
  for _, e in ipairs(endings) do
    emit("done", self, { verb = e.verb })
    if e.go then call({ ["then"] = e.go }) end
  end
  if not self.destroyed and self.again and self.phase == "idle" then
    self.again = false
    self:connect()
  end
end

-- take gives a message to the application, once: what was away may come again.
function Instance:take(m)
  if self.seen[m.id] then return end
  self.seen[m.id] = true
  emit("message", self, m)
end

function Instance:send(o)
  local function failed(code, reason) emit("error", self, { verb = "send text", code = code, reason = reason }) end
  if self.phase ~= "ready" then return failed("disconnected", "the instance is not connected") end
  local id = unique("lua")
  local sid, cid, fields = 7, 1, { [0] = 0, [1] = o.to, [8] = 0, [9] = o.text, [11] = id, [13] = 0 }
  if self.room then
    sid, cid, fields = 13, 6, { [1] = id, [2] = 0, [3] = o.text }
  elseif o.team then
    sid, cid, fields[0] = 8, 2, 1
  end
  self.link:ask(sid, cid, { property(fields) }, STEP, function(a)
    if a.code == 0 then return failed("timeout", "the message was not confirmed") end
    if a.code ~= 200 then return failed(tostring(a.code), "the message was refused") end
    local m = a.r and a.r[1] or {}
    emit("message sent", self, { verb = "send text", id = m["12"] or id, text = o.text })
  end)
end

-- The application: what nimcert asks for.

local function present(v) if v ~= nimcert.null and v ~= 0 then return v end end

local function begin(o)
  local instance = session.instances[o.instance]
  if not instance or instance.destroyed then
    session.instances["former:" .. o.instance] = instance
    instance = Instance.new(o)
    session.instances[o.instance] = instance
  end
  instance.token, instance.noReconnect, instance.go = o.token, o.noReconnect, present(o["then"])
  instance.attempts = o.attempts == nimcert.null and math.huge or o.attempts
  instance.delay = o.delay or 0
  instance:connect()
end

-- called is the instance that a call is about. What a former one tells comes under that name from then on.
local function called(o)
  local instance = session.instances[o.instance]
  instance.name = o.instance
  return instance
end

local offers = {
  login = begin,
  enter = begin,
  connect = function(o) called(o):connect() end,
  disconnect = function(o) called(o):leave("disconnect", present(o["then"])) end,
  destroy = function(o) called(o):leave("destroy", present(o["then"])) end,
  send = function(o) called(o):send(o) end
}
local verbs = { enter = "enter chatroom", send = "send text" }

nimcert.serve(function(m)
  if m.start then
    number, waiting, session = 0, {}, m.start
    session.instances, session.random = {}, session.seed % 2147483646 + 1
    session.device = unique("device")
    return list("login", "enter", "connect", "disconnect", "destroy", "send")
  elseif m["do"] then
    local ok, why = pcall(offers[m["do"]], m)
    if not ok then emit("call threw", { name = m.instance }, { verb = verbs[m["do"]] or m["do"], reason = why }) end
  else -- what the platform tells: fired, answered, opened, message, closed
    local f = waiting[m.fired or m.answered or m.opened or m.message or m.closed]
    if m.fired then waiting[m.fired] = nil end
    if f then f(m) end
  end
end)
