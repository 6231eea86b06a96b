/* SPDX-License-Identifier: MIT */
/*
 * The table of all functions: sorted by a click on a title, filtered by the
 * search.  Only the rows in sight are drawn, so it may have any number.
 */
import {byId, data, functions, isDiff, make} from "./data.js";
import {duration, formats, metrics, mostOf, percent, put, roundUp, signed, signOf} from "./numbers.js";
import {elide} from "./names.js";
import {isSearching, isWanted} from "./search.js";
import {makeBar} from "./panel.js";
import * as panel from "./panel.js";
import * as state from "./state.js";

const ROW = 28; // px, as in page.css
const MORE = 10; // rows beyond those in sight
const PRINTED = 300; // rows on paper
const section = byId("table"), scroller = byId("rows"), table = byId("functions");
let columns = [];
let rows = [];
let current = 0; // the row that has the focus
let drawn = [0, 0];

/* Preemption is no part of it, as it is none of min and max. */
const meanOf = (f) => f.total_ns === undefined || !f.calls || f.depth > 1 ? undefined :
	(f.total_ns - (f.preempted_ns || 0)) / f.calls;

function showMean(f) {
	const preempted = f.preempted_ns || 0;
	const sign = signOf(f, "total_ns", f.total_ns - preempted);
	const text = duration(sign !== "<" ? meanOf(f) :
		roundUp(Math.ceil((mostOf(f, "total_ns") - preempted) / f.calls)));
	return (text[0] === "<" ? "" : sign) + text;
}

const isThere = (key) => functions.some((f) => f[key] !== undefined &&
	(!metrics.get(key).occasional || f[key] > 0 && f[key] >= f.total_ns / 100));

/* Columns are {key, title, valueOf(f), textOf(f), shareOf(f)}. */
function listColumns() {
	columns = [{key: "name", title: "function", valueOf: (f) => f.function,
		textOf: (f) => elide(f.function), isText: true}];
	/* Shares are of what the table is first in the order of. It stands first. */
	const timeOf = (key) => metrics.get(key).within || key;
	const isMain = ({key}) => timeOf(key) === timeOf(data.order);
	const placeOf = (column) => column.unit === "count" ? 0 : isMain(column) ? 1 : 2;
	for (const metric of [...data.columns].sort((a, b) => placeOf(a) - placeOf(b))) {
		const {key, title, unit, whole} = metric;
		if (key !== "calls" && !isThere(key))
			continue;
		columns.push({key, title, valueOf: (f) => f[key],
			textOf: (f) => put(formats[unit], f, key)});
		if (isDiff && (key === "calls" || isMain(metric) || key === "rss_bytes"))
			columns.push(ofChange(metric));
		else if (whole && isMain(metric))
			columns.push({key: key + "%", title: title + " %", valueOf: (f) => f[key],
				shareOf: (f) => f[key] / whole,
				textOf: (f) => put((value) => percent(value / whole), f, key)});
		if (key === "total_ns" && !isDiff)
			columns.push({key: "avg", title: "avg", valueOf: meanOf, textOf: showMean});
	}
	if (data.parts)
		columns.push(ofBalance(data.total_ns === undefined ? "calls" : "total_ns"));
	columns.push({key: "source", title: "source", valueOf: (f) => f.source || "",
		textOf: (f) => (f.source || "").replace(/.*\//, ""), isText: true});
}

/* How uneven it is over ranks or processes: the most by the mean (balance.h). */
function ofBalance(key) {
	const valueOf = ({balance}) => balance && balance[key] ? balance[key].imbalance : undefined;
	return {key: "imbalance", title: "most/mean", valueOf,
		textOf: (f) => valueOf(f).toFixed(2) + " ×"};
}

/* How much it is more than it was; `~` if that may be chance. */
function ofChange({key, title, unit}) {
	const valueOf = (f) => (f[key] || 0) - ((f.before || {})[key] || 0);
	return {key: key + "+", title: title + " ±", valueOf, isChange: true, textOf: (f) => {
		const change = valueOf(f), sign = (f.unsure || []).includes(key) ? "~" : "";
		return change ? sign + signed(formats[unit], change) : "0";
	}};
}

/* The column that it is sorted by, and whether the largest comes first. */
function order() {
	const sort = state.get("sort"), name = sort.replace(/^-/, "");
	const column = columns.find(({key}) => key === name);
	if (sort && column)
		return {column, isDown: sort[0] === "-"};
	const first = isDiff ? data.order + "+" : data.order;
	return {column: columns.find(({key}) => key === first) || columns[1], isDown: true};
}

function sort() {
	const {column, isDown} = order(), sign = isDown ? -1 : 1;
	const worst = column.isText ? "" : -Infinity;
	const keyed = [];
	for (const [index, f] of functions.entries()) {
		if (isSearching() && !isWanted(index))
			continue;
		let value = column.valueOf(f);
		if (value === undefined)
			value = worst;
		keyed.push({index, value: column.isChange && !state.get("sort") ? Math.abs(value) : value});
	}
	keyed.sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0) * sign ||
		a.index - b.index);
	rows = keyed.map(({index}) => index);
	current = Math.max(0, rows.indexOf(panel.chosen()));
}

function makeCell(column, f) {
	const isAbsent = column.valueOf(f) === undefined;
	const text = isAbsent ? "" : column.textOf(f);
	const cell = make("td", column.isText ? column.key : "number", text);
	if (column.isText && column.valueOf(f) !== text)
		cell.title = column.valueOf(f);
	if (!isAbsent && column.shareOf)
		cell.append(makeBar(column.shareOf(f)));
	if (text[0] === "0" && !column.valueOf(f))
		cell.classList.add("zero");
	if (column.isChange && text !== "0" && text[0] !== "~")
		cell.classList.add(column.valueOf(f) > 0 ? "grew" : "shrank");
	return cell;
}

function makeRow(place) {
	const index = rows[place];
	const row = make("tr", "", ...columns.map((column) => makeCell(column, functions[index])));
	row.tabIndex = place === current ? 0 : -1;
	row.classList.toggle("chosen", index === panel.chosen());
	row.setAttribute("aria-rowindex", place + 2);
	row.dataset.place = place;
	return row;
}

/* Draws the rows in sight or, on paper, the first; and room for the others. */
function paint(isPrinted) {
	const isFocused = table.contains(document.activeElement) &&
		document.activeElement.tagName === "TR";
	const end = scroller.scrollTop + scroller.clientHeight;
	const first = isPrinted ? 0 : Math.max(0, Math.floor(scroller.scrollTop / ROW) - MORE);
	const last = Math.min(rows.length, isPrinted ? PRINTED : Math.ceil(end / ROW) + MORE);
	const room = (count) => {
		const row = make("tr", "room", make("td", ""));
		row.firstChild.style.height = count * ROW + "px";
		return count && !isPrinted ? [row] : [];
	};
	const shown = [];
	for (let i = first; i < last; i++)
		shown.push(makeRow(i));
	table.tBodies[0].replaceChildren(...room(first), ...shown, ...room(rows.length - last));
	table.setAttribute("aria-rowcount", rows.length + 1);
	drawn = [first, last];
	if (isFocused)
		focus();
}

/* Marks the row that is chosen, and the one that has the focus. */
function mark() {
	for (const row of table.querySelectorAll("tr[data-place]")) {
		const place = Number(row.dataset.place);
		row.tabIndex = place === current ? 0 : -1;
		row.classList.toggle("chosen", rows[place] === panel.chosen());
	}
}

const focus = () => {
	const row = table.querySelector(`tr[data-place="${current}"]`);
	if (row)
		row.focus({preventScroll: true});
};

function paintHead() {
	const {column: by, isDown} = order();
	const head = make("tr", "");
	for (const column of columns) {
		const title = make("button", "", column.title);
		const cell = make("th", column.isText ? column.key : "number", title);
		cell.scope = "col";
		if (column === by) {
			cell.setAttribute("aria-sort", isDown ? "descending" : "ascending");
			title.append(isDown ? " ▼" : " ▲");
		}
		title.addEventListener("click", () => {
			const first = column.isText ? column.key : "-" + column.key;
			const other = column.isText ? "-" + column.key : column.key;
			const isFirst = column === by && isDown !== Boolean(column.isText);
			state.set({sort: isFirst ? other : first});
		});
		head.append(cell);
	}
	table.tHead.replaceChildren(head);
}

/* Columns are as wide as their longest text: rows that come into sight must not
   move them. */
function setWidths() {
	const group = make("colgroup", "");
	for (const column of columns) {
		const longest = functions.reduce((most, f) => column.valueOf(f) === undefined ? most :
			Math.max(most, column.textOf(f).length), column.title.length + 2);
		const col = make("col", "");
		/* Names get what is left. */
		if (column.key !== "name")
			col.style.width = Math.min(longest, 26) * 0.645 + 1.7 + "em";
		group.append(col);
	}
	table.prepend(group);
	const numbers = [...group.children].reduce((sum, col) => sum + (parseFloat(col.style.width) || 0), 0);
	table.style.minWidth = numbers + 18 + "em";
}

function draw() {
	if (section.hidden)
		return;
	if (!table.querySelector("colgroup"))
		setWidths();
	sort();
	paintHead();
	paint();
}

function go(place) {
	current = Math.max(0, Math.min(rows.length - 1, place));
	const top = current * ROW, head = table.tHead.offsetHeight;
	if (top < scroller.scrollTop)
		scroller.scrollTop = top;
	else if (top + ROW + head > scroller.scrollTop + scroller.clientHeight)
		scroller.scrollTop = top + ROW + head - scroller.clientHeight;
	if (current < drawn[0] || current >= drawn[1])
		paint();
	mark();
	focus();
}

function press(event) {
	if (event.target.tagName !== "TR" || event.ctrlKey || event.altKey || event.metaKey)
		return;
	const page = Math.floor(scroller.clientHeight / ROW) - 1;
	const steps = {ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page,
		Home: -rows.length, End: rows.length};
	if (event.key === "Enter" || event.key === " ")
		panel.choose(rows[current]);
	else if (steps[event.key])
		go(current + steps[event.key]);
	else
		return;
	event.preventDefault();
}

const placeAt = (event) => {
	const row = event.target.closest("tr[data-place]");
	return row ? Number(row.dataset.place) : null;
};

export const view = {
	key: "table",
	title: "Table",
	isThere: () => functions.length > 0,
	setUp() {
		listColumns();
		scroller.addEventListener("scroll", () => {
			const first = Math.floor(scroller.scrollTop / ROW);
			const last = first + scroller.clientHeight / ROW;
			if (drawn[0] > 0 && first < drawn[0] + MORE / 2 ||
			    drawn[1] < rows.length && last > drawn[1] - MORE / 2)
				paint();
		});
		table.addEventListener("keydown", press);
		table.addEventListener("click", (event) => {
			if (placeAt(event) === null)
				return;
			current = placeAt(event);
			panel.choose(rows[current]);
			mark();
		});
		table.addEventListener("dblclick", (event) => {
			if (placeAt(event) !== null)
				state.set({view: "graph", focus: state.get("focus")});
		});
		table.addEventListener("focusin", (event) => {
			if (placeAt(event) === null)
				return;
			current = placeAt(event);
			panel.point(rows[current]);
		});
		table.addEventListener("focusout", panel.leave);
		window.addEventListener("beforeprint", () => section.hidden || paint(true));
		window.addEventListener("afterprint", () => section.hidden || paint());
		state.listen(["sort", "search"], () => {
			scroller.scrollTop = 0;
			draw();
		});
		state.listen(["focus"], () => {
			if (!section.hidden)
				mark();
		});
	},
	show: draw,
	paint() {},
	resize: () => section.hidden || paint(),
};
