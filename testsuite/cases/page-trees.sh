# SPDX-License-Identifier: MIT
# Trees of a page's flame graphs, of two threads and with recursion:
#
#	main 0; main;a 1; main;a;b 2; main;a;b;a 3; main;a;b;a;c 4; other;c 5
#
# From the program down, from each function to its callers, and around one, all
# of the width is there once.
. "$MEMCALL_LIB"
need node
{
	cat <<'END'
const data = {
	program: "p", functions: ["main", "a", "b", "c", "other"].map((name) =>
		({function: name})), edges: [],
	stacks: {parent: [0, 0, 1, 2, 3, 4, 6, 6, 7], function: [-1, 0, 1, 2, 1, 3, -1, 4, 3],
		ns: [0, 0, 1, 2, 3, 4, 0, 0, 5]},
};
globalThis.document = {getElementById: () => ({textContent: JSON.stringify(data)})};
END
	echo "const {select, fromProgram, fromLeaves, around, findPath} =" \
		"await import(\"$MEMCALL_SOURCE/runtime/report/html/trees.js\");"
	cat <<'END'
const [MAIN, A, B, C, OTHER] = [0, 1, 2, 3, 4];
const show = (node) => `${names[node.index] || "p"} ${node.value}` +
	(node.own ? `/${node.own}` : "") + (node.children.length ?
		` (${node.children.map(show).join(", ")})` : "");
const names = ["main", "a", "b", "c", "other"];
const all = select({key: "ns"}), folded = select({key: "ns", fold: true});
const wanted = [
	[fromProgram(all),
	 "p 15 (main 10 (a 10/1 (b 9/2 (a 7/3 (c 4/4)))), other 5 (c 5/5))"],
	[fromProgram(folded),
	 "p 15 (main 10 (a 10/4 (c 4/4, b 2/2)), other 5 (c 5/5))"],
	[fromProgram(select({key: "ns", thread: "6"})), "p 5 (other 5 (c 5/5))"],
	[fromLeaves(all), "p 15 (c 9/9 (other 5, a 4 (b 4 (a 4 (main 4)))), " +
		"a 4/4 (b 3 (a 3 (main 3)), main 1), b 2/2 (a 2 (main 2)))"],
	[fromLeaves(folded), "p 15 (c 9/9 (other 5, a 4 (b 4 (main 4))), " +
		"a 4/4 (b 3 (main 3), main 1), b 2/2 (a 2 (main 2)))"],
	[around(all, A).callees, "a 10/1 (b 9/2 (a 7/3 (c 4/4)))"],
	[around(all, A).callers, "a 10/1 (main 10)"],
	[around(all, C).callers, "c 9/9 (other 5, a 4 (b 4 (a 4 (main 4))))"],
	[around(all, OTHER).callees, "other 5 (c 5/5)"],
	[around(folded, A).callees, "a 10/4 (c 4/4, b 2/2)"],
];
for (const [tree, text] of wanted)
	if (show(tree) !== text) {
		console.log(`${show(tree)}\nnot ${text}`);
		process.exitCode = 1;
	}
const deep = findPath(fromProgram(all), `r.${MAIN}.${A}.${B}`);
if (deep.value !== 9 || deep.path !== "r.0.1.2" || findPath(deep, "r.7")) {
	console.log("paths lead elsewhere");
	process.exitCode = 1;
}
END
} >trees.mjs
run node trees.mjs
expect_status 0
