-- One kind of request for wrk, and what came of it in one line.
--
--   wrk … -s load.lua ADDRESS -- METHOD PATH BODY FIRST [NAME:VALUE …]
--
-- Every request has a number, from FIRST on, no two the same. Template.cs says what stands for it in PATH and in BODY. A header that is
-- there several times has each of its values in turn.
local threads = {}

function setup(thread)
  thread:set("order", #threads)
  table.insert(threads, thread)
end

function init(arguments)
  method, path, body = arguments[1], arguments[2], arguments[3]
  number = tonumber(arguments[4]) + order
  names, values = {}, {}
  for index = 5, #arguments do
    local name, value = arguments[index]:match("^([^:]+):(.*)$")
    if not values[name] then
      values[name] = {}
      table.insert(names, name)
    end
    table.insert(values[name], value)
  end
  headers = {}
  if body == "" then body = nil end
  if #names == #arguments - 4 and not (path .. (body or "")):find("{%l+[+%d]*}") then
    set_headers()
    constant = wrk.format(method, path, headers, body)
  end
end

function set_headers()
  for _, name in ipairs(names) do
    headers[name] = values[name][number % #values[name] + 1]
  end
end

local function instant(seconds) return os.date("!%Y-%m-%dT%H:%M:%SZ", seconds) end

local function fill(template)
  return (template:gsub("{(%l+)%+?(%d*)}", function(name, seconds)
    if name == "number" then return number end
    if name == "id" then return number % 64 end
    if name == "home" then return instant(1735689600 + number % 64 * 300) end
    return instant(number * 300 + (tonumber(seconds) or 0))
  end))
end

function request()
  if constant then return constant end
  -- At most two threads.
  number = number + 2
  set_headers()
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
