/* SPDX-License-Identifier: MIT */
/*
 * Trees of stacks, for flame graphs.
 *
 * A stack is a place in columns of the data: its parent, which stands before it
 * and is itself for a root, its function (ROOT for a root), and what it has of
 * each width itself.  A node of a tree is
 *
 *	{index, depth, above, value, was, own, ownWas, children}
 *
 * with the function, its numbers with all below and its own, and of a diff what
 * they were.  Children come largest first.  Those of callers are made when they
 * are asked for: the callers' tree of all functions is as large as the square of
 * the stacks, and who looks at it sees a small part.
 */
import {data, ROOT} from "./data.js";

/* Each of the two sides of a diff, or the one that there is. */
const sides = [{stacks: data.stacks, runs: (data.after || {}).runs || 1}];
if (data.before)
	sides.push({stacks: data.before.stacks, runs: data.before.runs});

/* The sums over all stacks below, for each; and the root of each. */
function prepare({stacks, runs}, key) {
	const own = (stacks[key] || []).map((value) => Math.max(0, value) / runs);
	const sum = own.slice(), root = [];
	const {parent} = stacks;
	parent.forEach((at, i) => root.push(at === i ? i : root[at]));
	for (let i = parent.length - 1; i >= 0; i--)
		if (parent[i] !== i)
			sum[parent[i]] += sum[i];
	return {stacks, own, sum, root};
}

/* The stacks that are looked at: by a width, in one thread or all ("").  Of the
   two sides of a diff the second is what was. */
export function select({key, thread = "", fold = false}) {
	const parts = sides.map((side) => {
		const part = prepare(side, key);
		part.isIn = (i) => thread === "" || part.root[i] === Number(thread);
		return part;
	});
	return {parts, fold};
}

class Node {
	constructor(index, above) {
		this.index = index;
		this.above = above;
		this.depth = above ? above.depth + 1 : 0;
		this.value = this.was = this.own = this.ownWas = 0;
		this.below = new Map(); // by function
		this.sorted = null;
	}

	child(index) {
		if (!this.below.has(index))
			this.below.set(index, new this.constructor(index, this));
		return this.below.get(index);
	}

	/* What side P, 0 or the one before, has with all below, and itself. */
	add(p, value, own) {
		if (p === 0) {
			this.value += value;
			this.own += own;
		} else {
			this.was += value;
			this.ownWas += own;
		}
	}

	get size() {
		return Math.max(this.value, this.was);
	}

	get children() {
		if (!this.sorted)
			this.sorted = [...this.below.values()].filter((node) => node.size > 0)
				.sort((a, b) => b.size - a.size);
		return this.sorted;
	}

	get path() {
		const steps = [];
		for (let at = this; at.above; at = at.above)
			steps.push(at.index);
		return ["r", ...steps.reverse()].join(".");
	}
}

/* The node of that function that is NODE or above it. */
function findAbove(node, index) {
	for (let at = node; at; at = at.above)
		if (at.index === index)
			return at;
	return null;
}

/* Adds the stacks of side P below TREE: with recursion as it was recorded or,
   folded, each function at most once on a path.  BEGINS says of a stack that it
   is TREE itself. */
function addCallees(tree, p, part, fold, begins) {
	const {parent, function: functions} = part.stacks, places = [];
	parent.forEach((above, i) => {
		const isTop = begins(i);
		const at = isTop ? tree : above === i ? null : places[above];
		const index = functions[i];
		const place = isTop || !at ? at :
			fold && findAbove(at, index) || at.child(index);
		places.push(place);
		if (place)
			place.add(p, 0, part.own[i]);
	});
}

/* Adds up what is below, from the last to the first. */
function sumUp(tree) {
	const nodes = [tree];
	for (let i = 0; i < nodes.length; i++)
		for (const node of nodes[i].below.values())
			nodes.push(node);
	for (const node of nodes.reverse()) {
		node.add(0, node.own, 0);
		node.add(1, node.ownWas, 0);
		if (node.above) {
			node.above.add(0, node.value, 0);
			node.above.add(1, node.was, 0);
		}
	}
	return tree;
}

/* Whose children are the callers of some stacks: [side, stack, value]. */
class Callee extends Node {
	items = [];

	addItem(p, value, own, stack) {
		this.add(p, value, own);
		this.items.push([p, stack, value]);
	}

	get children() {
		if (!this.sorted)
			this.spread(this.selected);
		return super.children;
	}

	get selected() {
		return this.above ? this.above.selected : this.chosen;
	}

	spread({parts, fold}) {
		for (const [p, stack, value] of this.items) {
			const {parent, function: functions} = parts[p].stacks;
			let at = parent[stack];
			while (fold && functions[at] >= 0 && findAbove(this, functions[at]))
				at = parent[at];
			if (functions[at] >= 0)
				this.child(functions[at]).addItem(p, value, 0, at);
		}
	}
}

/* The program at the top, and below what it calls. */
export function fromProgram({parts, fold}) {
	const tree = new Node(ROOT, null);
	parts.forEach((part, p) => addCallees(tree, p, part, fold,
		(i) => part.stacks.parent[i] === i && part.isIn(i)));
	return sumUp(tree);
}

/* All functions by what they have themselves, and below each its callers. */
export function fromLeaves(selected) {
	const tree = new Callee(ROOT, null);
	tree.chosen = selected;
	selected.parts.forEach((part, p) => part.own.forEach((own, i) => {
		const index = part.stacks.function[i];
		if (!(own > 0) || index < 0 || !part.isIn(i))
			return;
		tree.add(p, own, 0);
		tree.child(index).addItem(p, own, own, i);
	}));
	return tree;
}

/* Both ends of one function: its outermost calls with what they call, and the
   same calls with their callers. */
export function around(selected, index) {
	const callees = new Node(index, null), callers = new Callee(index, null);
	callers.chosen = selected;
	selected.parts.forEach((part, p) => {
		const {parent, function: functions} = part.stacks;
		const isInside = []; // of an outer call
		parent.forEach((above, i) => isInside.push(above !== i &&
			(isInside[above] || functions[above] === index)));
		const begins = (i) => functions[i] === index && !isInside[i] && part.isIn(i);
		addCallees(callees, p, part, selected.fold, begins);
		parent.forEach((above, i) => {
			if (begins(i))
				callers.addItem(p, part.sum[i], part.own[i], i);
		});
	});
	return {callees: sumUp(callees), callers};
}

/* The node of a path, or null. */
export function findPath(tree, path) {
	const [, ...steps] = path.split(".");
	let at = tree;
	for (const step of steps) {
		at = at.children.find((node) => String(node.index) === step);
		if (!at)
			return null;
	}
	return at;
}
