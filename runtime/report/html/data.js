/* SPDX-License-Identifier: MIT */
/*
 * What html.c wrote into the page, and who calls whom.
 *
 * A function is its index in `functions`; ROOT is the program.  An edge is an
 * object with `caller` (null: the program), `callee` and its numbers.
 */
export const data = JSON.parse(document.getElementById("data").textContent);
export const functions = data.functions;
export const ROOT = -1;

export const byId = (id) => document.getElementById(id);
export const nameOf = (index) => index < 0 ? data.program : functions[index].function;

/* Of two sides (memcall diff); the numbers of functions are those after. */
export const isDiff = data.before !== undefined;

function addChanges(things, changes) {
	things.forEach((thing, i) => Object.assign(thing, changes[i]));
}

if (isDiff) {
	addChanges(functions, data.changes.functions);
	addChanges(data.edges, data.changes.edges);
	delete data.parts; // those of both sides
}

const called = new Map(), calling = new Map();

function put(map, key, edge) {
	if (map.has(key))
		map.get(key).push(edge);
	else
		map.set(key, [edge]);
}

export const callerOf = (edge) => edge.caller === null ? ROOT : edge.caller;

for (const edge of data.edges) {
	put(called, edge.callee, edge);
	put(calling, callerOf(edge), edge);
}

/* What an edge costs, to tell which of several matters most. */
export const costOf = (edge) => edge.total_ns === undefined ? edge.calls || 0 : edge.total_ns;
const byCost = (a, b) => costOf(b) - costOf(a) || (b.calls || 0) - (a.calls || 0);

for (const edges of [...called.values(), ...calling.values()])
	edges.sort(byCost);

/* Costliest first. */
export const edgesTo = (index) => called.get(index) || [];
export const edgesFrom = (index) => calling.get(index) || [];

/* Names that stand in the address.  Of functions of one name each has a number. */
const places = new Map(), names = [];

functions.forEach((f, index) => {
	let name = f.function;
	for (let i = 2; places.has(name); i++)
		name = `${f.function}#${i}`;
	places.set(name, index);
	names.push(name);
});

export const keyOf = (index) => index === null ? "" : index < 0 ? "" : names[index];
export const findKey = (key) => places.has(key) ? places.get(key) : null;

/* An element with a class and what is in it. */
export function make(tag, className, ...inside) {
	const element = document.createElement(tag);
	if (className)
		element.className = className;
	element.append(...inside);
	return element;
}

export function makeSvg(tag, attributes) {
	const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
	for (const [key, value] of Object.entries(attributes || {}))
		element.setAttribute(key, value);
	return element;
}
