-- One kind of request for wrk, and what came of it in one line.
--
--   wrk … -s load.lua ADDRESS -- METHOD PATH BODY FIRST [NAME:VALUE …]
--
-- Every request has a number, from FIRST on, no two the same. In PATH and in BODY {number} stands for it, {id} for one of 64 in turn, and
-- {start} and {start+N} for an instant of its own and the one N seconds later. Between two instants lie five minutes, from 1970 on.
local apart = 300
local threads = {}

function setup(thread)
  thread:set("order", #threads)
  table.insert(threads, thread)
end

function init(arguments)
  method, path, body = arguments[1], arguments[2], arguments[3]
  number = tonumber(arguments[4]) + order
  headers = {}
  for index = 5, #arguments do
    local name, value = arguments[index]:match("^([^:]+):(.*)$")
    headers[name] = value
  end
  if body == "" then body = nil end
  if not (path .. (body or "")):find("{%l+[+%d]*}") then
    constant = wrk.format(method, path, headers, body)
  end
end

local function fill(template)
  return (template:gsub("{(%l+)%+?(%d*)}", function(name, seconds)
    if name == "number" then return number end
    if name == "id" then return number % 64 end
    return os.date("!%Y-%m-%dT%H:%M:%SZ", number * apart + (tonumber(seconds) or 0))
  end))
end

function request()
  if constant then return constant end
  -- At most two threads.
  number = number + 2
  return wrk.format(method, fill(path), headers, body and fill(body))
end

function done(summary, latency)
  local errors, reached = summary.errors, 0
  for _, thread in ipairs(threads) do reached = math.max(reached, thread:get("number")) end
  print(string.format(
    "load %d %d %d %d %d %d %d",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout, reached
  ))
end
