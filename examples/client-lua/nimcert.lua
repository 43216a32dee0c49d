-- What a client of nimcert needs in any language: lines of JSON on its standard streams, and a turn that answers. It is
-- the protocol of docs/adapters.md, version 1. Lua 5.1 and later run it.
local nimcert = {}

-- null stands for what JSON calls so, since a table of Lua holds no nil.
local null = {}
nimcert.null = null

-- JSON. A table with a field n is a list of that length, as nimcert.list makes it; every other table is an object.
local escapes = { ['"'] = '"', ["\\"] = "\\", ["/"] = "/", b = "\b", f = "\f", n = "\n", r = "\r", t = "\t" }

function nimcert.list(...) return { n = select("#", ...), ... } end

local function encode(v)
  if type(v) == "string" then
    return '"' .. v:gsub('[%c"\\]', function(c) return ("\\u%04x"):format(c:byte()) end) .. '"'
  elseif type(v) == "number" then
    return v == math.floor(v) and ("%d"):format(v) or ("%.17g"):format(v)
  elseif v == null or v == nil then
    return "null"
  elseif type(v) ~= "table" then
    return tostring(v)
  end
  local parts = {}
  if v.n then
    for i = 1, v.n do parts[i] = encode(v[i]) end
    return "[" .. table.concat(parts, ",") .. "]"
  end
  for name, field in pairs(v) do parts[#parts + 1] = encode(tostring(name)) .. ":" .. encode(field) end
  table.sort(parts)
  return "{" .. table.concat(parts, ",") .. "}"
end
nimcert.encode = encode

-- utf8 is the text of a code point.
local function utf8(c)
  if c < 0x80 then return string.char(c) end
  local function tail(shift) return 0x80 + math.floor(c / 2 ^ shift) % 64 end
  if c < 0x800 then return string.char(0xc0 + math.floor(c / 64), tail(0)) end
  if c < 0x10000 then return string.char(0xe0 + math.floor(c / 4096), tail(6), tail(0)) end
  return string.char(0xf0 + math.floor(c / 262144), tail(12), tail(6), tail(0))
end

local value -- reads a value that begins at i: the value, and where the rest begins

local function text(s, i)
  local parts = {}
  while true do
    local from, to, plain, stop = s:find('^([^"\\]*)(["\\])', i)
    if not from then error("no end of a text") end
    parts[#parts + 1] = plain
    if stop == '"' then return table.concat(parts), to + 1 end
    local c = s:sub(to + 1, to + 1)
    i = to + 2
    if c == "u" then
      local unit = tonumber(s:sub(i, i + 3), 16)
      i = i + 4
      local low = s:match("^\\u(%x%x%x%x)", i)
      if unit >= 0xd800 and unit < 0xdc00 and low then
        unit = 0x10000 + (unit - 0xd800) * 0x400 + tonumber(low, 16) - 0xdc00
        i = i + 6
      end
      parts[#parts + 1] = utf8(unit)
    else
      parts[#parts + 1] = escapes[c] or error("an escape that is none")
    end
  end
end

local function space(s, i) return s:find("[^ \t\r\n]", i) or #s + 1 end

function value(s, i)
  i = space(s, i)
  local c = s:sub(i, i)
  if c == '"' then return text(s, i + 1) end
  if c == "{" or c == "[" then
    local out, n, close = {}, 0, c == "{" and "}" or "]"
    i = space(s, i + 1)
    while s:sub(i, i) ~= close do
      local name
      if c == "{" then
        name, i = text(s, i + 1)
        i = space(s, i) + 1
      end
      local v
      v, i = value(s, i)
      n = n + 1
      out[name or n] = v
      i = space(s, i)
      if s:sub(i, i) == "," then i = space(s, i + 1) elseif s:sub(i, i) ~= close then error("no end of a list") end
    end
    if c == "[" then out.n = n end
    return out, i + 1
  end
  local word = s:match("^[%w%.%+%-]+", i) or error("no value")
  if word == "null" then return null, i + 4 end
  if word == "true" or word == "false" then return word == "true", i + #word end
  return tonumber(word) or error("no number"), i + #word
end

-- decode reads a text, or gives nothing where it is no JSON.
function nimcert.decode(s)
  local ok, v = pcall(value, s, 1)
  if ok then return v end
end

-- now is the date in ms. It moves with messages alone.
nimcert.now = 0

local function read()
  local line = io.read("*l")
  if not line then os.exit(0) end
  local m = nimcert.decode(line)
  nimcert.now = m.now or nimcert.now
  return m
end

local function write(m) io.write(encode(m), "\n") io.flush() end

local handle -- serves a message of nimcert

local function answer(m)
  local ok, result = pcall(handle, m)
  if ok then write({ ["return"] = result == nil and null or result }) else write({ throw = tostring(result) }) end
end

-- call calls nimcert, and serves its calls until it answers.
function nimcert.call(m)
  write(m)
  while true do
    local a = read()
    if a["return"] ~= nil then return a["return"] end
    answer(a)
  end
end

-- serve answers nimcert for as long as it writes. f gets each message; what it returns is the answer.
function nimcert.serve(f)
  handle = f
  while true do answer(read()) end
end

return nimcert
