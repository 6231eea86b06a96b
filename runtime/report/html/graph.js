/* SPDX-License-Identifier: MIT */
/*
 * The graph: the picture that Graphviz drew, to move and to walk through.
 *
 * Its boxes are n1, n2, ... in the order of the functions, and root.  It begins
 * in letters that can be read; where it is larger than its place then, a map in
 * the corner shows the whole.
 */
import {select} from "d3-selection";
import {zoom as makeZoom, zoomIdentity, zoomTransform} from "d3-zoom";
import {byId, callerOf, data, edgesFrom, edgesTo, functions, make, makeSvg, nameOf, ROOT}
	from "./data.js";
import {colourings, firstColouring} from "./colouring.js";
import {explainGraph, fillLegend} from "./legend.js";
import {put, time} from "./numbers.js";
import {setUpMap, updateMap} from "./map.js";
import * as panel from "./panel.js";
import * as state from "./state.js";

const READABLE = 11.5; // px: letters are not smaller at first
const LARGE = 17; // px: nor, where there is room, larger
const STEP = 60; // px that a key moves the picture

const svg = byId("graph").querySelector(".picture > svg");
export const nodes = new Map(); // boxes by function
const edges = []; // {element, from, to, edge}
let zoom = null;
let size = null; // of the picture
let smallest = 9; // letters in it

const indexOf = (title) => title === "root" ? ROOT : Number(title.slice(1)) - 1;
const titleOf = (element) => element.querySelector("title").textContent;

/* Puts the picture into a group that zoom moves. */
function wrapPicture() {
	const picture = svg.querySelector("g"), box = svg.viewBox.baseVal;
	const inner = makeSvg("g");
	size = {width: box.width, height: box.height};
	svg.insertBefore(inner, picture);
	inner.append(picture);
	for (const name of ["width", "height", "viewBox"])
		svg.removeAttribute(name);
	svg.setAttribute("role", "group");
	svg.setAttribute("aria-label", "Call graph of " + data.program);
	picture.querySelector("polygon").classList.add("ground");
	zoom = makeZoom().on("zoom", ({transform}) => {
		inner.setAttribute("transform", transform);
		updateMap(transform, svg, size);
	});
	select(svg).call(zoom).on("dblclick.zoom", null);
}

/* What the picture has in colours of its own gets a class, for both grounds. */
function classText(node) {
	const classes = {"#4a4a45": "faint", "#ffe9e0": "faint", "#1f6f8b": "freed"};
	for (const text of node.querySelectorAll("text")) {
		const name = classes[text.getAttribute("fill")];
		if (name)
			text.classList.add(name);
		text.removeAttribute("fill");
		smallest = Math.min(smallest, parseFloat(text.getAttribute("font-size")) || smallest);
	}
}

function setUpNode(node) {
	const index = indexOf(titleOf(node));
	nodes.set(index, node);
	node.classList.toggle("is-root", index < 0);
	node.classList.toggle("is-marked", index >= 0 && Boolean(functions[index].marked));
	classText(node);
	node.setAttribute("tabindex", 0);
	node.setAttribute("role", "button");
	const f = functions[index];
	node.setAttribute("aria-label", nameOf(index) + (!f ? "" : f.total_ns === undefined ? "" :
		", " + put(time, f, "total_ns")));
	node.addEventListener("mousemove", () => panel.point(index));
	node.addEventListener("mouseleave", panel.leave);
	node.addEventListener("focus", () => { panel.point(index); keepInSight(index); });
	node.addEventListener("blur", panel.leave);
	node.addEventListener("click", (event) => {
		event.stopPropagation();
		panel.choose(index);
	});
}

function setUpEdge(element, calls) {
	const [from, to] = titleOf(element).split("->").map(indexOf);
	const edge = calls.get(from + " " + to);
	edges.push({element, from, to, edge});
	if (!edge)
		return;
	/* Arrows are thin: what is near them counts. */
	for (const path of element.querySelectorAll("path")) {
		const broad = path.cloneNode();
		broad.setAttribute("class", "near");
		path.parentNode.append(broad);
	}
	element.addEventListener("mousemove", () => panel.pointAtEdge(edge));
	element.addEventListener("mouseleave", panel.leave);
}

/* Where the boxes are in the picture, as soon as that is in sight. */
const places = new Map();

function findPlaces() {
	/* Graphviz puts the origin at the lower left, with a margin. */
	const shift = svg.querySelector(".graph").transform.baseVal.consolidate().matrix;
	for (const [index, node] of nodes) {
		const {x, y, width, height} = node.getBBox();
		places.set(index, {x: x + shift.e, y: y + shift.f, width, height});
	}
}

const placeOf = (index) => places.get(index);

/* From the top, as Tab goes. */
function inOrder() {
	const middle = ({y, height}) => Math.round(y + height / 2);
	return [...places.keys()].sort((a, b) => middle(placeOf(a)) - middle(placeOf(b)) ||
		placeOf(a).x - placeOf(b).x);
}

/* As much of the whole as can be seen. */
function fit() {
	const scale = Math.min(svg.clientWidth / size.width, svg.clientHeight / size.height,
		LARGE / smallest);
	select(svg).call(zoom.transform, zoomIdentity
		.translate((svg.clientWidth - size.width * scale) / 2, 0).scale(scale));
	return scale;
}

/* Moves a box to the middle, DOWN of the height below the upper edge. */
function show(index, down) {
	const scale = READABLE / smallest, at = placeOf(index);
	select(svg).call(zoom.transform, zoomIdentity
		.translate(svg.clientWidth / 2, down * svg.clientHeight)
		.scale(scale).translate(-at.x - at.width / 2, -at.y + 8));
}

/* All of it if it can be read; else the top of it, with what matters most. */
function begin() {
	if (!svg.clientWidth)
		return;
	const whole = fit();
	zoom.scaleExtent([Math.min(whole, 1) * 0.8, 12]);
	if (whole * smallest < READABLE && nodes.has(ROOT))
		show(ROOT, 0);
}

/* On paper is all of it, whatever is in sight on the screen. */
function showWhole(isPrinted) {
	const inner = svg.querySelector("g");
	if (isPrinted) {
		svg.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
		inner.removeAttribute("transform");
	} else {
		svg.removeAttribute("viewBox");
		inner.setAttribute("transform", zoomTransform(svg));
	}
}

/* Moves no more than is needed to see all of a box. */
function keepInSight(index) {
	const box = nodes.get(index).getBoundingClientRect(), all = svg.getBoundingClientRect();
	const miss = (low, high, from, to) => low < from ? from - low + 20 :
		high > to ? Math.max(to - high - 20, from - low + 20) : 0;
	const x = miss(box.left, box.right, all.left, all.right);
	const y = miss(box.top, box.bottom, all.top, all.bottom);
	const {k} = zoomTransform(svg);
	if (x || y)
		select(svg).call(zoom.translateBy, x / k, y / k);
}

/* The nearest box in a row, to the left (-1) or right (1). */
function beside(index, step) {
	const from = placeOf(index), middle = from.y + from.height / 2;
	return inOrder().filter((other) => {
		const at = placeOf(other);
		return (at.x - from.x) * step > 0 && at.y < middle && at.y + at.height > middle;
	}).sort((a, b) => Math.abs(placeOf(a).x - from.x) - Math.abs(placeOf(b).x - from.x))[0];
}

/* Arrows walk: down to the costliest callee, up to the costliest caller. */
function walk(index, key) {
	const shown = (list, end) => list.map(end).find((other) =>
		other !== index && nodes.has(other));
	const moves = {
		ArrowDown: () => shown(edgesFrom(index), (edge) => edge.callee),
		ArrowUp: () => shown(edgesTo(index), callerOf),
		ArrowLeft: () => beside(index, -1),
		ArrowRight: () => beside(index, 1),
		Home: () => inOrder()[0],
	};
	return moves[key] && {to: moves[key]()};
}

function press(event) {
	if (event.ctrlKey || event.altKey || event.metaKey)
		return;
	const at = [...nodes].find(([, node]) => node === document.activeElement);
	const shifts = {ArrowDown: [0, -STEP], ArrowUp: [0, STEP], ArrowLeft: [STEP, 0],
		ArrowRight: [-STEP, 0]};
	const step = at && walk(at[0], event.key);
	if (step) {
		if (step.to !== undefined)
			nodes.get(step.to).focus({preventScroll: true});
	} else if (at && (event.key === "Enter" || event.key === " ")) {
		panel.choose(at[0]);
	} else if (event.key === "+" || event.key === "-") {
		select(svg).call(zoom.scaleBy, event.key === "+" ? 1.25 : 0.8);
	} else if (event.key === "0") {
		fit();
	} else if (!at && shifts[event.key]) {
		const [x, y] = shifts[event.key], {k} = zoomTransform(svg);
		select(svg).call(zoom.translateBy, x / k, y / k);
	} else {
		return;
	}
	event.preventDefault();
}

/* Dims all but the chosen function, its callers and its callees. */
function focus() {
	const index = panel.chosen(), near = new Set([index]);
	const isShown = index !== null && nodes.has(index);
	for (const {element, from, to} of edges) {
		const isNear = from === index || to === index;
		element.classList.toggle("dim", isShown && !isNear);
		if (isNear)
			near.add(from).add(to);
	}
	for (const [other, node] of nodes) {
		node.classList.toggle("dim", isShown && !near.has(other));
		node.classList.toggle("chosen", other === index);
	}
}

function paintEdge(element, colour) {
	for (const line of element.querySelectorAll("path:not(.near), polygon")) {
		line.setAttribute("stroke", colour);
		if (line.tagName === "polygon")
			line.setAttribute("fill", colour);
	}
}

function paint() {
	const colouring = colourings.find(({key}) => key === byId("colour").value);
	if (!colouring)
		return;
	for (const [index, node] of nodes) {
		if (index < 0)
			continue;
		const share = colouring.shareOf(functions[index]);
		node.querySelector("path").setAttribute("fill", colouring.colourOf(share));
		node.classList.toggle("on-dark", colouring.isWhite(share));
	}
	if (colouring.lineOf)
		for (const {element, edge} of edges)
			paintEdge(element, colouring.lineOf(edge ? colouring.shareOf(edge) : 0));
	fillLegend(byId("graph").querySelector(".legend"),
		[colouring.scale(), ...explainGraph(svg, nodes.size - nodes.has(ROOT))]);
	setUpMap(svg, size, nodes, places);
	updateMap(zoomTransform(svg), svg, size);
}

function setUpTools() {
	const colour = byId("colour");
	for (const {key, title} of colourings)
		colour.add(new Option(title, key));
	colour.parentNode.hidden = !colourings.length;
	colour.addEventListener("change", () => state.set({
		color: colour.value === firstColouring() ? "" : colour.value}));
	byId("fit").addEventListener("click", fit);
	state.listen(["color"], ({color}) => {
		colour.value = colourings.some(({key}) => key === color) ? color : firstColouring();
		paint();
	});
}

/* The boxes that search() finds, and the one that is looked at. */
export function mark(isWanted) {
	for (const [index, node] of nodes) {
		node.classList.toggle("match", isWanted(index));
		node.classList.remove("here");
	}
}

let found = -1;

/* Goes to the next box that is looked for, from the top. */
export function goOn(isWanted, isFirst) {
	const boxes = inOrder().filter(isWanted);
	if (!boxes.length)
		return;
	found = ((isFirst ? -1 : found) + 1) % boxes.length;
	mark(isWanted);
	nodes.get(boxes[found]).classList.add("here");
	show(boxes[found], 0.4);
}

let hasBegun = false;

export const view = {
	key: "graph",
	title: "Graph",
	isThere: () => svg !== null,
	setUp() {
		const calls = new Map(data.edges.filter((e) => !e.kind)
			.map((e) => [callerOf(e) + " " + e.callee, e]));
		wrapPicture();
		svg.querySelectorAll("g.node").forEach(setUpNode);
		svg.querySelectorAll("g.edge").forEach((edge) => setUpEdge(edge, calls));
		/* Files are where they were built; the panel says where. Titles are
		   for the panel, too: browsers would show theirs as well. */
		for (const a of svg.querySelectorAll("a"))
			a.replaceWith(...a.childNodes);
		svg.querySelectorAll("title").forEach((title) => title.remove());
		svg.addEventListener("click", () => panel.choose(null));
		svg.addEventListener("mousedown", () => byId("graph").focus());
		byId("graph").addEventListener("keydown", press);
		setUpTools();
		panel.add((index) => index === null || nodes.has(index) ? null :
			make("p", "faint", "It is not in the picture; the other views have it."));
		state.listen(["focus"], focus);
		window.addEventListener("beforeprint", () => showWhole(true));
		window.addEventListener("afterprint", () => showWhole(false));
	},
	/* Begins when it is first seen: before, nothing has a size. */
	show() {
		if (hasBegun)
			return;
		hasBegun = true;
		findPlaces();
		const graph = svg.querySelector(".graph");
		graph.append(...inOrder().map((index) => nodes.get(index)));
		begin();
		paint();
		if (nodes.has(panel.chosen()))
			show(panel.chosen(), 0.4);
	},
	paint,
	resize() {
		updateMap(zoomTransform(svg), svg, size);
	},
	find: (index) => places.has(index) && show(index, 0.4),
};
