# SPDX-License-Identifier: MIT
# Names in the frames of a page's flame graph: what a function holds is not called
# as the function is, and operators keep their names.
. "$MEMCALL_LIB"
need node
{
	echo "import {shorten} from \"$MEMCALL_SOURCE/runtime/report/html/names.js\";"
	cat <<'END'
const wanted = [
	["Simulation::hits(Point)::<lambda>", 32, "Simulation::hits(…)::<lambda>"],
	["Simulation::hits(Point)::<lambda>", 20, "hits(…)::<lambda>"],
	["Simulation::hits(Point)::<lambda>", 16, "…::<lambda>"],
	["Simulation::hits(Point)::<lambda(int, long)>", 22, "hits(…)::<lambda(…)>"],
	["f(void (*)(int))::Local::run(char)", 19, "f(…)::Local::run"],
	["f(void (*)(int))::Local::run(char)", 8, "…::run"],
	["ns::f(int, std::vector<int>)", 20, "ns::f"],
	["ns::Class::method(int) const", 20, "ns::Class::method"],
	["ns::Class::method(int) const", 10, "method"],
	["ns::Class::operator()(int, int)", 24, "ns::Class::operator()"],
	["f(int)::<lambda(int)>::operator()(int) const", 34,
	 "f(…)::<lambda(…)>::operator()"],
	["(anonymous namespace)::work(int)", 20, "(…)::work"],
	["A::operator<<(std::ostream&)", 20, "A::operator<<"],
	["shop::Index<std::map<int, long>>::build(int)", 24, "shop::Index<…>::build"],
	["short(int)", 20, "short(int)"],
	["unclosed(int", 11, "unclosed(i…"],
];
for (const [name, columns, brief] of wanted)
	if (shorten(name, columns) !== brief) {
		console.log(`${name} in ${columns}: ${shorten(name, columns)}, not ${brief}`);
		process.exitCode = 1;
	}
END
} >names.mjs
run node names.mjs
expect_status 0
