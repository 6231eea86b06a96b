/* SPDX-License-Identifier: MIT */
/*
 * The panel at the side: what is known of the function that was chosen, or of
 * what is pointed at, or else of the whole.  It covers nothing.
 *
 * What it says of a function are sections: add() adds one.  A section is a
 * function that gets the function's index and returns an element, or null where
 * it has nothing to say.
 */
import {byId, callerOf, data, edgesFrom, edgesTo, findKey, functions, isDiff, keyOf, make, nameOf}
	from "./data.js";
import {changeOf, count, errorOf, formats, percent, plural, put, shownOf, signed, signOf, time}
	from "./numbers.js";
import {elide} from "./names.js";
import * as state from "./state.js";

const panel = byId("panel");
const sections = [];
const WAIT = 150; // ms, so that it does not flicker between two boxes
const MOST_LINKS = 12;
let waiting = 0;

export const add = (section) => sections.push(section);
export const chosen = () => findKey(state.get("focus"));

export function choose(index) {
	state.set({focus: index === null || index < 0 ? "" : keyOf(index)});
}

const heading = (text) => make("h3", "", text);

function makeName(index) {
	const name = make("h2", "", nameOf(index));
	if (index >= 0 && functions[index].marked)
		name.append(" ", make("span", "badge", "marked"));
	return name;
}

/* A row of the table of numbers. */
function addRow(table, title, cells) {
	const row = (table.tBodies[0] || table.createTBody()).insertRow();
	const head = make("th", "", title);
	head.scope = "row";
	row.append(head);
	for (const cell of cells)
		row.insertCell().append(cell);
	/* Where there is no share, the number stands at the right. */
	if (cells.length === 2 && cells[1] === "") {
		row.deleteCell(2);
		row.cells[1].colSpan = 2;
	}
}

function addNumber(table, numbers, {key, title, unit, whole}) {
	const isLess = signOf(numbers, key) === "<";
	const part = whole ? percent(shownOf(numbers, key) / whole) : "";
	const error = errorOf(numbers, key);
	addRow(table, title, [put(formats[unit], numbers, key) +
		(error && !isLess ? " ± " + formats[unit](error) : ""),
		isLess && part && part[0] !== "<" ? "<" + part : part]);
}

function addChange(table, numbers, {key, title, unit}) {
	const was = (numbers.before || {})[key], is = numbers[key];
	const text = (value) => value === undefined ? "" : formats[unit](value);
	const sign = (numbers.unsure || []).includes(key) ? "~" : "";
	const change = changeOf(was, is, formats[unit]);
	const cell = make("b", is > was || was === undefined ? "grew" : is < was ? "shrank" : "",
		change && sign + change);
	addRow(table, title, [text(was), text(is), sign ? change && sign + change : cell]);
}

/* The table of all numbers; EXTRA are rows that come first. */
export function makeNumbers(numbers, extra) {
	const table = make("table", "numbers");
	for (const [title, ...cells] of extra || [])
		addRow(table, title, cells);
	if (isDiff && numbers.calls !== undefined) {
		const head = table.createTHead().insertRow();
		for (const title of ["", "before", "after", "change"])
			head.append(make("th", "", title));
	}
	for (const line of data.lines) {
		const was = (numbers.before || {})[line.key];
		if (isDiff && (numbers[line.key] !== undefined || was !== undefined))
			addChange(table, numbers, line);
		else if (!isDiff && numbers[line.key] !== undefined)
			addNumber(table, numbers, line);
	}
	return table;
}

/* A bar behind a share, from 0 to 1. */
export function makeBar(share) {
	const bar = make("i", "bar");
	bar.style.width = Math.max(0, Math.min(1, share)) * 100 + "%";
	return bar;
}

function makeLink(index, texts, share) {
	const link = make("button", "link", make("span", "", elide(nameOf(index))),
		...texts.map((text) => make("span", "number", text)));
	link.title = nameOf(index);
	if (share > 0)
		link.append(makeBar(share));
	link.disabled = index < 0;
	link.addEventListener("click", () => choose(index));
	return link;
}

function listEdges(title, edges, other) {
	if (!edges.length)
		return null;
	const most = Math.max(...edges.map((edge) => edge.total_ns || 0));
	const list = make("div", "links", heading(title));
	for (const edge of edges.slice(0, MOST_LINKS)) {
		const texts = edge.kind === "thread" ? ["started", ""] :
			[edge.calls === undefined ? "" : count(edge.calls) + "×",
			 edge.total_ns === undefined ? "" : put(time, edge, "total_ns")];
		list.append(makeLink(other(edge), texts, (edge.total_ns || 0) / most));
	}
	if (edges.length > MOST_LINKS)
		list.append(make("p", "faint", `and ${count(edges.length - MOST_LINKS)} more`));
	return list;
}

function fill(...parts) {
	panel.replaceChildren(...parts.filter(Boolean));
	panel.scrollTop = 0;
}

function showFunction(index, extra) {
	const f = functions[index];
	fill(makeName(index), f.source && make("p", "source", f.source),
		...(extra ? [makeNumbers({}, extra)] : []),
		makeNumbers(f), ...sections.map((section) => section(index)));
}

/* What of the functions is costliest, when nothing is chosen. */
function listCostliest() {
	const key = data.order, metric = data.columns.find((column) => column.key === key) || {};
	const rows = functions.map((f, index) => [index, f[key] || 0])
		.sort((a, b) => b[1] - a[1]).slice(0, 10).filter(([, value]) => value > 0);
	const list = make("div", "links", heading(key === "calls" ? "Most calls" :
		`Most ${key.startsWith("cpu") ? "CPU time" : "time"} of their own`));
	for (const [index, value] of rows)
		list.append(makeLink(index, [put(formats[metric.unit || "count"], functions[index], key),
			metric.whole ? percent(value / metric.whole) : ""], value / rows[0][1]));
	return rows.length ? list : null;
}

/* What changed most, in a comparison. */
function listChanges() {
	const key = data.order, {unit} = data.columns.find((column) => column.key === key) || {};
	const rows = functions.map((f, index) => [index, (f[key] || 0) - ((f.before || {})[key] || 0)])
		.sort((a, b) => Math.abs(b[1]) - Math.abs(a[1])).slice(0, 10)
		.filter(([, change]) => change);
	const list = make("div", "links", heading("Changed most, of their own"));
	for (const [index, change] of rows) {
		const isUnsure = functions[index].unsure.includes(key);
		const link = makeLink(index, [(isUnsure ? "~" : "") +
			signed(formats[unit || "count"], change)], Math.abs(change / rows[0][1]));
		if (!isUnsure)
			link.classList.add(change > 0 ? "grew" : "shrank");
		list.append(link);
	}
	return rows.length ? list : null;
}

function showWhole() {
	const rows = [];
	const sides = isDiff ? [["before", data.before], ["after", data.after]] : [["", data]];
	for (const [side, {total_ns: ns, runs}] of sides)
		if (ns !== undefined)
			rows.push([side ? `${side}${runs > 1 ? `, mean of ${runs}` : ""}` :
				"recorded time", time(ns), ""]);
	rows.push(["functions", count(functions.length), ""]);
	if (data.threads && !isDiff)
		rows.push(["threads", count(data.threads), ""]);
	if (data.parts)
		rows.push([data.over === "rank" ? "ranks" : "processes", count(data.parts), ""]);
	if (data.lost)
		rows.push(["lost calls", count(data.lost), ""]);
	const hint = make("p", "faint", "Point at a box for its numbers. Click: its callers and " +
		"callees. Arrow keys walk, Enter chooses, Esc lets go.");
	fill(make("h2", "", data.program), make("p", "source", data.command),
		makeNumbers({}, rows), isDiff ? listChanges() : listCostliest(),
		isDiff && make("p", "faint", "~ may be chance"), ...sections.map((section) => section(null)), hint);
}

/* Shows the chosen function or the whole again. */
function rest() {
	const index = chosen();
	panel.classList.remove("preview");
	if (index === null)
		showWhole();
	else
		showFunction(index);
}

/* Shows for now what is pointed at: a function, with rows of numbers that are of
   the place. */
export function point(index, extra) {
	clearTimeout(waiting);
	panel.classList.add("preview");
	if (index < 0)
		fill(makeName(index), makeNumbers({}, extra || []));
	else
		showFunction(index, extra);
}

export function pointAtEdge(edge) {
	clearTimeout(waiting);
	panel.classList.add("preview");
	fill(make("h2", "", nameOf(callerOf(edge)), make("span", "arrow", " → "),
		nameOf(edge.callee)), makeNumbers(edge));
}

export function leave() {
	clearTimeout(waiting);
	waiting = setTimeout(rest, WAIT);
}

export function setUp() {
	add((index) => index === null ? null : listEdges("Called by", edgesTo(index), callerOf));
	add((index) => index === null ? null :
		listEdges("Calls", edgesFrom(index), (edge) => edge.callee));
	state.listen(["focus", "view"], () => {
		clearTimeout(waiting);
		rest();
	});
	byId("about").textContent = ["memcall " + data.memcall, data.command,
		data.lost ? plural(data.lost, "call") + " lost" : null,
		data.pooled ? plural(data.pooled, "call") +
			" in contexts that were not told apart" : null]
		.filter(Boolean).join(" · ");
}
