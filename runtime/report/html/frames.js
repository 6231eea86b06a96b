/* SPDX-License-Identifier: MIT */
/*
 * What is the same in all views of stacks (the flame graph, the sandwich): what
 * is chosen of the stacks, the meaning of the frames' colours, and what is said
 * of a frame.
 */
import {data, functions, isDiff} from "./data.js";
import {changeOf, count, formats, percent, time} from "./numbers.js";
import {explainSigns} from "./legend.js";
import {colourOfChange, colourOfGroup, colourOfShare, isDark, isWhiteOn, isWhiteOnChange,
	makeStrip, MOST_GROUPS} from "./scales.js";
import {elide} from "./names.js";
import {isWanted} from "./search.js";
import {chosen} from "./panel.js";
import {select} from "./trees.js";
import * as state from "./state.js";

const has = (stacks, key) => stacks && stacks[key] && stacks[key].some((value) => value > 0);
/* What the width of a frame can be: [key in the stacks, title, format]. */
export const widths = data.widths.map(({stacks: key, title, unit}) => [key, title, formats[unit]])
	.filter(([key]) => has(data.stacks, key) || isDiff && has(data.before.stacks, key));
if (isDiff) {
	/* First what is compared. */
	const {stacks} = data.widths.find(({key}) => key === data.order) || {};
	widths.sort((a, b) => (b[0] === stacks) - (a[0] === stacks));
}

const MOST_THREADS = 200; // nobody looks for one among thousands

/* The busiest first. */
function listThreads() {
	const {stacks} = data, sums = new Map(), root = [];
	const values = stacks.cpu || stacks[(widths[0] || ["calls"])[0]];
	const format = stacks.cpu ? time : (widths[0] || ["", "", count])[2];
	stacks.parent.forEach((parent, i) => {
		root.push(parent === i ? i : root[parent]);
		sums.set(root[i], (sums.get(root[i]) || 0) + Math.max(0, values[i]));
	});
	return [...stacks.threads || []].sort((a, b) => sums.get(b.stack) - sums.get(a.stack))
		.slice(0, MOST_THREADS).map(({stack, name}) => [String(stack),
			`${name}, ${format(sums.get(stack))}${stacks.cpu ? " on CPU" : ""}`]);
}

/* Groups of functions, those first that have most of their own: [name, place]
   pairs of the largest. */
function findGroups(groupOf) {
	const sums = new Map();
	for (const f of functions)
		sums.set(groupOf(f), (sums.get(groupOf(f)) || 0) + (f[data.order] || 0));
	sums.delete("");
	return new Map([...sums].sort((a, b) => b[1] - a[1]).slice(0, MOST_GROUPS)
		.map(([name], place) => [name, place]));
}

const fileOf = (f) => (f.source || "").replace(/:\d+$/, "").replace(/.*\//, "");
const scopeOf = (f) => (/^(.*)::/.exec(elide(f.function).replace(/\(.*/s, "")) || ["", ""])[1];

function colourByGroup(title, groupOf, groups) {
	const placeOf = ({index}) => {
		const place = index < 0 ? undefined : groups.get(groupOf(functions[index]));
		return place === undefined ? -1 : place;
	};
	return {
		title,
		begin: () => ({
			colourOf: (node) => colourOfGroup(placeOf(node)),
			isWhite: isDark,
			legend: [...groups, ["others", -1]].map(([name, place]) =>
				[makeStrip(0, 0, () => colourOfGroup(place)), name]),
		}),
	};
}

/* The most that a frame has. */
function mostOf(tree, of) {
	let most = 0;
	const left = [tree];
	while (left.length) {
		const node = left.pop();
		most = Math.max(most, Math.abs(of(node)));
		for (const below of node.below.values())
			left.push(below);
	}
	return most || 1;
}

function colourByChange(title, of) {
	return {
		title,
		begin: ({tree, format}) => {
			const most = mostOf(tree, of);
			const shareOf = (node) => of(node) / most;
			const size = format(most).replace(/^\+/, "");
			return {
				colourOf: (node) => colourOfChange(shareOf(node)),
				isWhite: (node) => isWhiteOnChange(shareOf(node)),
				legend: [["colour", `−${size}`, makeStrip(-1, 1, colourOfChange),
					`+${size} ${title}`]],
			};
		},
	};
}

/* What the colour of a frame can mean; begin() gets the tree and returns how it
   is coloured. */
const colourings = {
	own: {
		title: "what it has itself",
		begin: ({tree, of}) => {
			const most = mostOf(tree, (node) => node.own);
			const shareOf = (node) => node.own / most;
			return {
				colourOf: (node) => colourOfShare(shareOf(node)),
				isWhite: (node) => isWhiteOn(shareOf(node)),
				legend: [["colour", "0 %", makeStrip(0, 1, colourOfShare),
					`${percent(most / (tree.value || 1))} of ${of}: ` +
					"what the frame has itself"]],
			};
		},
	},
};
for (const [key, title, groupOf] of [["file", "source file", fileOf],
	["scope", "class or namespace", scopeOf]]) {
	const groups = findGroups(groupOf);
	/* One colour for all says nothing. */
	if (groups.size > 1)
		colourings[key] = colourByGroup(title, groupOf, groups);
}
if (isDiff) {
	delete colourings.own;
	colourings.change = colourByChange("change", (node) => node.value - node.was);
	colourings.changeOwn = colourByChange("change of its own",
		(node) => node.own - node.ownWas);
}
const firstColouring = isDiff ? "change" : "own";

export const width = () => widths.find(([key]) => key === state.get("width")) || widths[0];
const colouring = () => colourings[state.get("frames")] || colourings[firstColouring];
/* Of a diff, frames are as wide as they are, or as they were. */
export const sizeOf = () => isDiff && state.get("side") === "before" ?
	(node) => node.was : (node) => node.value;

export const selected = () => select({key: width()[0], thread: state.get("thread"),
	fold: state.get("fold") === "1"});

/* The keys of the state that a picture of stacks depends on. */
export const KEYS = ["width", "thread", "fold", "side", "frames", "theme"];

/* The number of a stack is an estimate if that of its function is. */
function signOfNode({index, children}) {
	const {key, within} = data.widths.find(({stacks}) => stacks === width()[0]);
	const isRough = (f) => (f.estimated || []).includes(children.length && within || key);
	return (index < 0 ? functions.some(isRough) : isRough(functions[index])) ? "~" : "";
}

/* How frames of a tree look, and what is said of them; WHOLE is all there is. */
export function makeLooks(tree, whole) {
	const [, title, format] = width(), size = sizeOf();
	const looks = colouring().begin({tree, format, of: title === "time" ? "the time" : title});
	const {key, within = key} = data.widths.find(({stacks}) => stacks === width()[0]);
	const changeText = ({index, was, value}) => {
		const text = isDiff ? changeOf(was || undefined, value || undefined, format) : "";
		const isUnsure = text && index >= 0 && functions[index].unsure.includes(within);
		return (isUnsure ? "~" : "") + text;
	};
	const textOf = (node) => signOfNode(node) +
		`${format(size(node))} · ${percent(size(node) / size(whole))}` +
		(changeText(node) ? ` · ${changeText(node)}` : "");
	const extraOf = (node) => isDiff ?
		[["here, before", format(node.was), ""], ["here, after", format(node.value), ""],
		 ["change", changeText(node), ""]] :
		[["here, in all", signOfNode(node) + format(node.value),
		  percent(node.value / whole.value)],
		 ["here, itself", signOfNode(node) + format(node.own),
		  percent(node.own / whole.value)]];
	const classOf = (node) => [isWanted(node.index) && "match",
		node.index >= 0 && node.index === chosen() && "chosen"].filter(Boolean);
	return {...looks, textOf, extraOf, classOf,
		legend: [["width", title + (isDiff ? `, ${state.get("side")}` : "")],
			 ...looks.legend, ...explainSigns()]};
}

/* A choice among OPTIONS, [value, title] pairs, of which the first is not in the
   address.  Where there is no choice, it is not shown. */
export function makeChoice(title, key, options) {
	const label = document.createElement("label"), choice = document.createElement("select");
	for (const [value, text] of options)
		choice.add(new Option(text, value));
	label.append(title + " ", choice);
	label.hidden = options.length < 2;
	choice.dataset.key = key;
	const first = options.length ? options[0][0] : "";
	choice.addEventListener("change", () => state.set({[key]: choice.value, zoom: ""}));
	state.listen([key], (now) => {
		choice.value = options.some(([value]) => value === now[key]) ? now[key] : first;
	});
	return label;
}

/* Fills in the tools of a view: what is the same in all of them. */
export function addTools(box) {
	const threads = isDiff ? [] : listThreads();
	const fold = document.createElement("label"), check = document.createElement("input");
	check.type = "checkbox";
	check.dataset.key = "fold";
	fold.append(check, " recursion folded");
	check.addEventListener("change", () =>
		state.set({fold: check.checked ? "1" : "", zoom: ""}));
	state.listen(["fold"], (now) => { check.checked = now.fold === "1"; });
	box.append(
		makeChoice("Width", "width", widths),
		...isDiff ? [makeChoice("Side", "side", [["after", "after"], ["before", "before"]])] : [],
		makeChoice("Colour", "frames", [firstColouring,
			...Object.keys(colourings).filter((key) => key !== firstColouring)]
			.map((key) => [key, colourings[key].title])),
		makeChoice("Thread", "thread", threads.length < 2 ? [] : [["", "all"], ...threads]),
		fold);
}

