-- Trees, a sort with a comparator, strings; arg[1] times.
local function tree(depth)
	if depth == 0 then return {} end
	return { tree(depth - 1), tree(depth - 1) }
end

local function nodes(t)
	return t[1] and 1 + nodes(t[1]) + nodes(t[2]) or 1
end

local seed = 42
local function random(n)
	seed = (seed * 1103515245 + 12345) % 2147483648
	return seed % n
end

for round = 1, tonumber(arg[1]) do
	local count = 0
	for depth = 4, 14 do count = count + nodes(tree(depth)) end

	local list = {}
	for i = 1, 20000 do list[i] = random(100000) end
	table.sort(list, function(a, b) return a < b end)

	local words = {}
	for i = 1, 10000 do words[i] = string.format("w-%05d", random(500)) end
	local text, seen = table.concat(words, " "), {}
	for w in text:gmatch("%S+") do seen[w] = (seen[w] or 0) + 1 end
	print(count, list[1], #text, (text:gsub("w%-0*(%d+)", "<%1>")):sub(1, 20))
end
