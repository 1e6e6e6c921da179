-- wrk script: asks prepared requests by turns. Environment:
--   REQUESTS  a file with one request a line: METHOD, PATH, HEADERS, BODY with TAB between them;
--             HEADERS are "Name: value" with the byte 0x1f between them
--   DEPTH     how many requests go out together
--   OUTER, INNER, STEP   ids with commas between them, and where to begin (see `walk`)
-- In a path or body, {{new}} becomes a word that was never used before; {{outer}} and {{inner}} become the next pair.
local depth = tonumber(os.getenv("DEPTH"))
local step = tonumber(os.getenv("STEP"))
local outer, inner, list, turn, count = {}, {}, {}, 0, 0
local stamp

local function split(text, into)
  for part in (text or ""):gmatch("[^,]+") do into[#into + 1] = part end
end

-- Every inner with the first outer, then with the second: pairs of which none comes twice.
local function walk()
  local pair = { outer = outer[math.floor(step / #inner) % #outer + 1], inner = inner[step % #inner + 1] }
  step = step + 1
  return pair
end

local function filled(slot)
  count = count + 1
  local values = slot.walks and walk() or {}
  values.new = stamp .. count
  local path = slot.path:gsub("{{(%a+)}}", values)
  local body = slot.body and slot.body:gsub("{{(%a+)}}", values)
  return wrk.format(slot.method, path, slot.headers, body)
end

local function prepare(line)
  local method, path, head, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
  local headers = {}
  for name, value in head:gmatch("([^:\31]+): ([^\31]*)") do headers[name] = value end
  if body == "" then body = nil end
  local slot = { method = method, path = path, headers = headers, body = body }
  local text = path .. (body or "")
  slot.walks = text:find("{{inner}}", 1, true) ~= nil
  if text:find("{{", 1, true) then return slot end
  return wrk.format(method, path, headers, body)
end

-- Not before: only now does wrk know the host.
function init()
  math.randomseed(os.time())
  stamp = string.format("w%x%04xn", os.time(), math.random(0, 65535))
  split(os.getenv("OUTER"), outer)
  split(os.getenv("INNER"), inner)
  for line in io.lines(os.getenv("REQUESTS")) do list[#list + 1] = prepare(line) end
end

local function next_request()
  turn = turn % #list + 1
  local slot = list[turn]
  return type(slot) == "string" and slot or filled(slot)
end

function request()
  if depth == 1 then return next_request() end
  local parts = {}
  for i = 1, depth do parts[i] = next_request() end
  return table.concat(parts)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('RESULT {"requests":%d,"microseconds":%d,"refused":%d,"broken":%d,"p50":%d,"p99":%d}\n',
    summary.requests, summary.duration, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
