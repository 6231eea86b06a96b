-- A second's worth of Lua: trees, sorting with a comparator, strings, closures,
-- coroutines, errors that unwind through C, the collector.  Prints results.

local function tree(depth)
	if depth == 0 then return {} end
	return { tree(depth - 1), tree(depth - 1) }
end

local function nodes(t)
	return t[1] and 1 + nodes(t[1]) + nodes(t[2]) or 1
end

for depth = 4, 15 do print("tree", nodes(tree(depth))) end

local seed = 42
local function random(n)
	seed = (seed * 1103515245 + 12345) % 2147483648
	return seed % n
end

local list = {}
for i = 1, 20000 do list[i] = random(100000) end
local compared = 0
table.sort(list, function(a, b) compared = compared + 1; return a < b end)
print("sort", list[1], list[10000], list[20000], compared)

local words = {}
for i = 1, 20000 do words[#words + 1] = string.format("%s-%05d", "w", random(500)) end
local text = table.concat(words, " ")
local seen, distinct = {}, 0
for w in text:gmatch("%S+") do
	if not seen[w] then seen[w] = true; distinct = distinct + 1 end
end
print("words", #text, distinct, (text:gsub("w%-0*(%d+)", "<%1>")):sub(1, 40))

local caught = 0
for i = 1, 20000 do
	local ok, message = pcall(function()
		local inner = pcall(error, "inner")
		if i % 3 == 0 then error({ code = i }) end
		if i % 3 == 1 then return nil + i end
		return string.rep("x", -1):bad()
	end)
	if not ok then caught = caught + 1 end
end
print("errors", caught)

local function numbers(n)
	return coroutine.wrap(function()
		for i = 1, n do coroutine.yield(i) end
	end)
end
local sum = 0
for i = 1, 2000 do
	for v in numbers(10) do sum = sum + v end
end
local co = coroutine.create(function() error("in a coroutine") end)
print("coroutines", sum, coroutine.resume(co))

local class = setmetatable({}, { __index = function(_, k) return k .. "!" end })
local account = setmetatable({ total = 0 }, {
	__add = function(a, n) a.total = a.total + n; return a end,
	__tostring = function(a) return "account " .. a.total end,
	__close = function() end,
	__gc = function() end,
})
for i = 1, 1000 do account = account + i end
do local scoped <close> = account end
print(class.hello, tostring(account))

local chunk = assert(load("local a = ... ; return function(b) return a + b end"))
print("load", chunk(40)(2), load("x ="))
collectgarbage()
print("end")
