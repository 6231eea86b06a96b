/* SPDX-License-Identifier: MIT */
/*
 * The page: graph, flame graph, table, over one set of data.
 *
 * The graph is a picture that Graphviz drew; d3 moves it, lays out the flame
 * graph, and DataTables sorts and filters the table.
 */
"use strict";
(() => {
const data = JSON.parse(document.getElementById("data").textContent);
const functions = data.functions;
const byId = (id) => document.getElementById(id);

/* Numbers as people read them, as in the picture. */

const count = (n) => n.toLocaleString("en-US");

function scaled(n, units) {
	const size = Math.abs(n);
	let last = units[0];
	for (const unit of units)
		if (size >= (unit[2] || unit[0]) * 0.9995)
			last = unit;
	const value = size / last[0];
	const digits = last[0] === 1 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
	return value.toFixed(digits) + " " + last[1];
}

const time = (ns) => (ns < 0 ? "−" : "") + scaled(ns,
	[[1, "ns"], [1e3, "µs"], [1e6, "ms"], [1e9, "s"], [60e9, "min", 600e9],
	 [3600e9, "h", 7200e9]]);
const bytes = (n) => (n < 0 ? "−" : n > 0 ? "+" : "") + scaled(n,
	[[1, "B"], [1e3, "kB"], [1e6, "MB"], [1e9, "GB"], [1e12, "TB"]]);
/* Of one call: below what a reading of the clock takes there is only noise. */
const duration = (ns) => ns < 10 ? "<10 ns" : time(ns);
const percent = (part) => !(part > 0) ? "0 %" :
	part < 0.001 ? "<0.1 %" : (part * 100).toFixed(part < 0.0995 ? 1 : 0) + " %";

const total = data.total_ns || 0;
const hasTimes = data.total_ns !== undefined;

/* How sure a number is, as in doubt.c: an estimate says so, unless it is a good
   one, and so does what is known to be no less, or only to be less. */
const metrics = new Map([...data.lines, ...data.columns].map((line) => [line.key, line]));
const isRough = (f, key) => (f.estimated || []).includes(key);
const isBound = (f, key) => (f.lower_bound || []).includes(key);
const errorOf = (f, key) => f[(metrics.get(key) || {}).error] || 0;

function signOf(f, key, value = f[key]) {
	const error = errorOf(f, key), {error: hasError} = metrics.get(key) || {};
	if (!isRough(f, key))
		return "";
	if (isBound(f, key))
		return "≥ ";
	if (error > 0 && error >= value)
		return "<";
	return value > 0 && hasError && error < Math.trunc(value / 200) ? "" : "~";
}

function roundUp(n) {
	let unit = 1;
	while (n / unit >= 100)
		unit *= 10;
	return Math.ceil(n / unit) * unit;
}

/* The most that a number can be. */
function mostOf(f, key) {
	const {within, limit} = metrics.get(key), error = errorOf(f, key);
	let most = error ? roundUp(f[key] + error) : f[key];
	if (within && f[within] !== undefined)
		most = Math.min(most, mostOf(f, within));
	return limit >= f[key] ? Math.min(most, limit) : most;
}

/* The number that is shown, and as text; `<` says as much as other signs. */
const shownOf = (f, key) => signOf(f, key) === "<" ? mostOf(f, key) : f[key];
const mark = (text, f, key) => (text[0] === "<" ? "" : signOf(f, key)) + text;
const put = (format, f, key) => mark(format(shownOf(f, key)), f, key);

/* By the unit that the data gives a number. */
const formats = {count, ns: time, bytes, call: duration};

/* The card that follows the pointer */

const card = byId("card");

function line(table, title, value, share) {
	const row = table.insertRow();
	row.insertCell().textContent = title;
	row.insertCell().textContent = value;
	row.insertCell().textContent = share;
}

function fillCard(title, source, numbers, extra) {
	card.replaceChildren();
	const name = document.createElement("b");
	name.textContent = title;
	card.append(name);
	if (source) {
		const at = document.createElement("span");
		at.className = "source";
		at.textContent = source;
		card.append(at);
	}
	const table = document.createElement("table");
	for (const {key, title, unit, whole} of data.lines) {
		if (numbers[key] === undefined)
			continue;
		const isLess = signOf(numbers, key) === "<";
		const part = whole ? percent(shownOf(numbers, key) / whole) : "";
		const error = errorOf(numbers, key);
		line(table, title, put(formats[unit], numbers, key) +
			(error && !isLess ? " ± " + formats[unit](error) : ""),
			isLess && part && part[0] !== "<" ? "<" + part : part);
	}
	for (const [label, value, share] of extra || [])
		line(table, label, value, share || "");
	card.append(table);
}

function placeCard(event) {
	card.hidden = false;
	const x = event.clientX + 16, y = event.clientY + 16;
	const right = window.innerWidth - card.offsetWidth - 8;
	const bottom = window.innerHeight - card.offsetHeight - 8;
	card.style.left = Math.max(8, Math.min(x, right)) + "px";
	card.style.top = Math.max(8, y > bottom ? event.clientY - 16 -
		card.offsetHeight : y) + "px";
}

const hideCard = () => { card.hidden = true; };

function showFunction(index, event, extra) {
	const f = functions[index];
	fillCard(f.function + (f.marked ? " (marked)" : ""), f.source, f, extra);
	placeCard(event);
}

/* Graph: nodes are n1, n2, ... in the order of the functions. */

const svg = d3.select("#graph > svg");
const nodes = new Map();
let zoom = null;
let size = null; // of the picture

function nodeOf(title) {
	return title === "root" ? -1 : Number(title.slice(1)) - 1;
}

function setUpGraph() {
	if (svg.empty())
		return;
	const picture = svg.select("g");
	const box = size = svg.node().viewBox.baseVal;
	const start = picture.attr("transform");
	const inner = picture.node().parentNode.insertBefore(
		document.createElementNS("http://www.w3.org/2000/svg", "g"),
		picture.node());
	inner.append(picture.node());
	picture.attr("transform", start);
	svg.attr("width", null).attr("height", null)
		.attr("viewBox", [0, 0, box.width, box.height].join(" "))
		.attr("preserveAspectRatio", "xMidYMin meet");
	zoom = d3.zoom().scaleExtent([0.2, 40])
		.on("zoom", () => inner.setAttribute("transform", d3.event.transform));
	svg.call(zoom).on("dblclick.zoom", null);
	svg.select("polygon").classed("ground", true);
	/* Titles are for the card; browsers would show theirs as well. */
	svg.selectAll("a").each(function () {
		this.removeAttribute("xlink:title");
		this.removeAttributeNS("http://www.w3.org/1999/xlink", "title");
	});
	svg.selectAll("g.node").each(function () {
		const title = d3.select(this).select("title").text();
		const index = nodeOf(title);
		nodes.set(index, this);
		d3.select(this).classed("is-root", index < 0);
		classText(this);
		if (index < 0)
			return;
		d3.select(this)
			.on("mousemove", () => showFunction(index, d3.event))
			.on("mouseout", hideCard)
			.on("click", () => { d3.event.stopPropagation(); focus(index); });
		this.classList.toggle("is-marked", Boolean(functions[index].marked));
		/* Files are where they were built; the card says where. */
		d3.select(this).selectAll("a").attr("xlink:href", null);
	});
	const calls = new Map(data.edges.filter((e) => !e.kind)
		.map((e) => [(e.caller === null ? -1 : e.caller) + " " + e.callee, e]));
	svg.selectAll("g.edge").each(function () {
		const [from, to] = d3.select(this).select("title").text()
			.split("->").map(nodeOf);
		this.__ends = [from, to];
		const call = calls.get(from + " " + to);
		if (!call)
			return;
		/* Arrows are thin: what is near them counts. */
		for (const path of this.querySelectorAll("path")) {
			const broad = path.cloneNode();
			broad.setAttribute("class", "near");
			path.parentNode.append(broad);
		}
		d3.select(this).on("mousemove", () => {
			fillCard((from < 0 ? data.program : functions[from].function) +
				" → " + functions[to].function, "", call);
			placeCard(d3.event);
		}).on("mouseout", hideCard);
	});
	svg.selectAll("title").remove();
	svg.on("click", () => focus(null));
	begin();
}

/* What the picture has in colours of its own gets a class, for both grounds. */
function classText(node) {
	const classes = {"#4a4a45": "faint", "#ffe9e0": "faint", "#1f6f8b": "freed"};
	for (const text of node.querySelectorAll("text")) {
		const name = classes[text.getAttribute("fill")];
		if (name)
			text.classList.add(name);
		text.removeAttribute("fill");
	}
}

/* What boxes can be coloured by: what is shown, the number, the end of the
   scale, how that is said.  Memory, whatever it is, has one scale. */
const most = (key) => d3.max(functions, (f) => f[key] || 0) || 0;
const mostSize = (key) => d3.max(functions, (f) => Math.abs(f[key] || 0)) || 0;
const mostGrowth = Math.max(most("rss_peak_bytes"), mostSize("rss_bytes"));
const endOf = (key, unit) => unit === "bytes" ? Math.max(mostGrowth, mostSize(key)) :
	key === "total_ns" ? Math.max(total, most(key)) : most(key);
const percentOf = (whole) => (ns) => percent(ns / (whole || total));
const colourings = data.colourings.map(({key, title, unit, meaning, whole}) =>
	[title, key, endOf(key, unit), unit === "ns" ? percentOf(whole) : formats[unit],
	 meaning])
	.filter(([, key, whole]) => whole > 0 && functions.some((f) => f[key]));

const isDark = () => document.documentElement.dataset.theme === "dark";

function colourAt(share) {
	const scale = data.colours[(isDark() ? "dark" : "light") + (share < 0 ? "_freed" : "")];
	const at = Math.min(1, Math.abs(share)) * (scale.length - 1);
	return d3.interpolateRgb(scale[Math.floor(at)], scale[Math.ceil(at)])(at % 1);
}

function paint() {
	const colouring = colourings[byId("colour").value];
	if (!colouring || svg.empty())
		return;
	const [, key, whole] = colouring;
	for (const [index, node] of nodes) {
		if (index < 0)
			continue;
		const share = (functions[index][key] || 0) / whole;
		node.querySelector("path").setAttribute("fill", colourAt(share));
		node.classList.toggle("on-dark", isDark() ||
			Math.abs(share) * (data.colours.light.length - 1) >= data.colours.white_from);
	}
	explain(colouring);
}

/* The legend: only what occurs. */
function explain([, key, whole, format, meaning]) {
	const scale = document.createElement("i");
	const freed = functions.some((f) => f[key] < 0);
	const stops = d3.range(freed ? -1 : 0, 1.01, 0.05).map(colourAt);
	const has = (test) => data.edges.some(test);
	const hasSign = (sign) => functions.some((f) =>
		(f.estimated || []).some((key) => signOf(f, key) === sign));
	const shown = nodes.size - 1;
	scale.style.background = `linear-gradient(to right, ${stops.join(",")})`;
	const rows = [
		[["fill", format(freed ? -whole : 0), scale, format(whole) + " " + meaning +
			(freed ? "; blue: freed" : "")], ["…", ""]],
		[hasTimes && ["arrows", "share of the " +
			(data.colour === "cpu_ns" ? "CPU time" : "recorded time")],
		 hasTimes && ["name size", "share of its own" +
			(data.colour === "cpu_ns" ? ", of the CPU time" : "")],
		 [isDark() ? "light border" : "dark border", "marked with profile"]],
		[mostGrowth > 0 && ["▲ ▼", "resident memory added, freed"],
		 mostGrowth > 0 && ["peak", "most added at once during a call"],
		 functions.some((f) => f.cpu_ns !== undefined) &&
			["time", "wall-clock: on the CPU, and waiting"],
		 hasSign("~") && ["~", "estimated"],
		 hasSign("≥ ") && ["≥", "at least"],
		 hasSign("<") && ["<", "less than: no more is known"]],
		[has((e) => e.kind === "thread") && ["dashed", "started a thread"],
		 hasTimes && data.colour !== "cpu_ns" && most("total_ns") > 1.005 * total && ["above 100 %", "in parallel"],
		 !svg.select("[stroke-dasharray='1,5']").empty() &&
			["dotted", "through functions that are not shown"],
		 svg.selectAll("g.edge").nodes().some((edge) => !edge.querySelector("text")) &&
			["arrow without numbers", "all calls of the box it leads to"]],
		[shown < functions.length &&
			[`${count(shown)} of ${count(functions.length)} functions`, "are shown"]],
	];
	byId("legend").replaceChildren(...rows.map((entries) => {
		const row = document.createElement("div");
		for (const [title, ...rest] of entries.filter(Boolean)) {
			const entry = document.createElement("span");
			const name = document.createElement("b");
			name.textContent = title;
			entry.append(name, " ", ...rest);
			row.append(entry);
		}
		return row;
	}).filter((row) => row.firstChild));
}

/* How much smaller all of it is drawn, so that it can be seen whole. */
const fitted = () => Math.min(svg.node().clientWidth / size.width,
	svg.node().clientHeight / size.height);

/* Where a box is in the picture, the middle of its upper edge. */
function placeOf(index) {
	const at = nodes.get(index).getBBox();
	/* Graphviz puts the origin at the lower left, with a margin. */
	const shift = svg.select(".graph").node().transform.baseVal.consolidate().matrix;
	return [at.x + at.width / 2 + shift.e, at.y + shift.f];
}

/* Moves that place to the middle, DOWN of the height below the upper edge, in
   letters that can be read. */
function show(index, down) {
	const scale = Math.max(0.9 / fitted(), 0.5), [x, y] = placeOf(index);
	svg.call(zoom.transform, d3.zoomIdentity
		.translate(size.width / 2, down * svg.node().clientHeight / fitted())
		.scale(scale).translate(-x, -y + 16));
}

/* A large picture is shown from its top. */
function begin() {
	const fit = fitted();
	if (!nodes.has(-1) || !(fit > 0) || fit >= 0.8)
		return;
	zoom.scaleExtent([0.5, 40 / fit]);
	show(-1, 0);
}

/* Dims all but a function, its callers and its callees. */
function focus(index) {
	const near = new Set([index]);
	svg.selectAll("g.edge").classed("dim", function () {
		if (index === null)
			return false;
		const [from, to] = this.__ends;
		if (from !== index && to !== index)
			return true;
		near.add(from).add(to);
		return false;
	});
	for (const [other, node] of nodes)
		node.classList.toggle("dim", index !== null && !near.has(other));
}

/* Flame graph */

const stacks = data.stacks;
const weights = data.widths.map(({stacks: key, title, unit}) => [key, title, formats[unit]])
	.filter(([key]) => stacks[key] && stacks[key].some((value) => value > 0));
const ROW = 19;
let zoomed = null;
let flames = null; // the whole tree that is shown

/* The tree of all threads or of the one whose root is stack THREAD, with
   recursion as it was recorded, or each function at most once on a path. */
function makeTree(key, folded, thread) {
	const root = {index: -1, own: 0, children: new Map()};
	const places = [];
	stacks.parent.forEach((parent, i) => {
		const index = stacks.function[i];
		if (index < 0) {
			places.push(thread === "" || i === Number(thread) ? root : null);
			return;
		}
		const above = places[parent];
		if (!above) {
			places.push(null);
			return;
		}
		let place = null;
		if (folded)
			for (let at = above; at && !place; at = at.above)
				if (at.index === index)
					place = at;
		if (!place)
			place = above.children.get(index);
		if (!place) {
			place = {index, own: 0, children: new Map(), above};
			above.children.set(index, place);
		}
		place.own += Math.max(0, stacks[key][i]);
		places.push(place);
	});
	return root;
}

/* One hue for a scope; times, calls, memory and the rest do not look alike. */
const tints = {ns: [10, 0.75], calls: [190, 0.45], bytes: [85, 0.4], cpu: [330, 0.6],
	wait: [225, 0.5]};
const otherTint = [265, 0.4];

function colourOf(name, [hue, saturation]) {
	let hash = 0;
	for (const c of name.replace(/[<(].*/s, "").replace(/::[^:]*$/, ""))
		hash = (hash * 31 + c.codePointAt(0)) | 0;
	return d3.hsl(hue + (hash >>> 0) % 45, saturation, 0.7).toString();
}

function nameOf(node) {
	return node.data.index < 0 ? data.program : functions[node.data.index].function;
}

function drawFlames() {
	const box = byId("flames");
	const width = box.clientWidth || 1000;
	const key = byId("weight").value;
	const format = (weights.find((w) => w[0] === key) || weights[0])[2];
	box.replaceChildren();
	if (!weights.length)
		return;
	const root = d3.hierarchy(makeTree(key, byId("fold").checked, byId("thread").value),
		(d) => [...d.children.values()])
		.sum((d) => d.own)
		.sort((a, b) => b.value - a.value);
	d3.partition()(root);
	const whole = zoomed && root.descendants().find((n) => pathOf(n) === zoomed) || root;
	const x = d3.scaleLinear().domain([whole.x0, whole.x1]).range([0, width]);
	const above = new Set(whole.ancestors());
	const shown = root.descendants().filter((n) => n.value > 0 &&
		(above.has(n) || n.x0 >= whole.x0 - 1e-12 && n.x1 <= whole.x1 + 1e-12) &&
		(above.has(n) || x(n.x1) - x(n.x0) >= 0.7));
	const rows = d3.max(shown, (n) => n.depth) + 1;
	const picture = d3.select(box).append("svg")
		.attr("width", width).attr("height", rows * ROW);
	const frame = picture.selectAll("g").data(shown).enter().append("g")
		.attr("class", "frame")
		.attr("transform", (n) =>
			`translate(${above.has(n) ? 0 : x(n.x0)},${n.depth * ROW})`);
	const widthOf = (n) => above.has(n) ? width : x(n.x1) - x(n.x0);
	frame.append("rect").attr("width", widthOf).attr("height", ROW - 1)
		.attr("fill", (n) => colourOf(nameOf(n), tints[key] || otherTint))
		.on("click", (n) => { zoomed = n.depth ? pathOf(n) : null; drawFlames(); })
		.on("mousemove", (n) => {
			const share = percent(n.value / root.value);
			const extra = [["here, in all", format(n.value), share],
				["here, itself", format(n.data.own),
				 percent(n.data.own / root.value)]];
			if (n.data.index < 0) {
				fillCard(data.program, "", {}, extra);
				placeCard(d3.event);
			} else {
				showFunction(n.data.index, d3.event, extra);
			}
		})
		.on("mouseout", hideCard);
	frame.filter((n) => widthOf(n) > 34).append("text")
		.attr("x", 4).attr("y", ROW - 6)
		.text((n) => shorten(nameOf(n), Math.floor((widthOf(n) - 8) / 7.1)));
	flames = root;
	markFlames();
}

function pathOf(node) {
	return node.ancestors().map((n) => n.data.index).join(" ");
}

const SIGNS = /operator\s*(<=>|<<=?|>>=?|->\*?|<=?|>=?)/y;

/* Without what is between the angle brackets of templates. */
function elide(name) {
	let brief = "", depth = 0;
	for (let at = 0; at < name.length; at++) {
		SIGNS.lastIndex = at;
		const sign = SIGNS.exec(name);
		if (sign) {
			brief += depth ? "" : sign[0];
			at += sign[0].length - 1;
		} else if (name[at] === "<" && (depth || /[\w>]/.test(name[at - 1] || ""))) {
			brief += depth++ ? "" : "<…";
		} else if (name[at] === ">" && depth && name[at - 1] !== "-") {
			brief += --depth ? "" : ">";
		} else if (!depth) {
			brief += name[at];
		}
	}
	return brief;
}

/* The place behind the parenthesis that closes the one at AT; 0: none does. */
function closing(name, at) {
	for (let depth = 0; at < name.length; at++) {
		depth += (name[at] === "(") - (name[at] === ")");
		if (!depth)
			return at + 1;
	}
	return 0;
}

/* Without what is between parentheses, and without those of the function itself:
   f(int)::<lambda(int)> is f(…)::<lambda(…)>, and f(int) const is f. */
function elideParameters(name) {
	let brief = "";
	for (let at = 0; at < name.length; at++) {
		const end = name[at] === "(" ? closing(name, at) : 0;
		if (!end) {
			brief += name[at];
			continue;
		}
		const isSign = /(^|\W)operator$/.test(brief) && end === at + 2;
		const isLast = /^( const| volatile| &&?)*( \[.*)?$/.test(name.slice(end));
		if (isLast && !isSign && brief)
			break;
		brief += end === at + 2 ? "()" : "(…)";
		at = end - 1;
	}
	return brief;
}

/* What stands last in a name says most; of what a function holds, not only that. */
function shorten(name, columns) {
	if (name.length <= columns)
		return name;
	let brief = elideParameters(elide(name));
	while (brief.length > columns && /^[^(]*?::./.test(brief))
		brief = brief.replace(/^[^(]*?::/, "");
	const last = "…" + brief.slice(Math.max(brief.lastIndexOf("::"), 0));
	if (brief.length > columns && last.length <= columns)
		brief = last;
	return brief.length <= columns ? brief : brief.slice(0, Math.max(1, columns - 1)) + "…";
}

/* Table */

let table = null;
const NAME_COLUMNS = 60; // of longer names the templates are elided

function setUpTable() {
	const number = (key, shown) => ({
		title: "", className: "number", searchable: false, orderSequence: ["desc", "asc"],
		data: (row) => row[key] === undefined ? null : row[key],
		render: (value, type, row) => type !== "display" ? value === null ? -Infinity : value :
			value === null ? "" : value === 0 && shown(row)[0] === "0" ?
				`<span class="zero">${shown(row)}</span>` :
			shown(row).replace("<", "&lt;"),
	});
	const share = (key, whole) =>
		number(key, (row) => put((value) => percent(value / whole), row, key));
	const titleOf = (key) => isThere(key) ?
		data.columns.find((column) => column.key === key).title : "calls";
	const isThere = (key) => functions.some((f) => f[key] !== undefined &&
		(!metrics.get(key).occasional || f[key] > 0 && f[key] >= f.total_ns / 100));
	const safe = $.fn.dataTable.render.text();
	/* Preemption is no part of it, as it is none of min and max. */
	const mean = (f) => f.total_ns === undefined || !f.calls || f.depth > 1 ? undefined :
		(f.total_ns - (f.preempted_ns || 0)) / f.calls;
	const meanShown = (f) => {
		const preempted = f.preempted_ns || 0;
		const sign = signOf(f, "total_ns", f.total_ns - preempted);
		const text = duration(sign !== "<" ? f.mean_ns :
			roundUp(Math.ceil((mostOf(f, "total_ns") - preempted) / f.calls)));
		return (text[0] === "<" ? "" : sign) + text;
	};
	const columns = [
		{title: "function", className: "name", data: "function",
			render: (name, type) => type !== "display" ? name :
				`<span title="${safe.display(name)}">${safe.display(
					name.length > NAME_COLUMNS ? elide(name) : name)
					.replace(/::/g, "::<wbr>")}</span>`},
	];
	const rows = functions.map((f, index) => Object.assign({index, mean_ns: mean(f)}, f));
	const add = (title, column) => columns.push(Object.assign(column, {title}));
	/* Shares are of what the table is first in the order of. It stands first. */
	const timeOf = (key) => metrics.get(key).within || key;
	const isMain = ({key}) => timeOf(key) === timeOf(data.order);
	const placeOf = (column) => column.unit === "count" ? 0 : isMain(column) ? 1 : 2;
	for (const column of [...data.columns].sort((a, b) => placeOf(a) - placeOf(b))) {
		const {key, title, unit, whole} = column;
		if (key !== "calls" && !isThere(key))
			continue;
		add(title, number(key, (row) => put(formats[unit], row, key)));
		if (whole && isMain(column))
			add(title + " %", share(key, whole));
		if (key === "total_ns")
			add("avg", number("mean_ns", meanShown));
	}
	columns.push({title: "source", className: "source", data: (row) => row.source || "",
		render: (source, type) => type !== "display" ? source :
			`<span title="${safe.display(source)}">${
				safe.display(source.replace(/.*\//, ""))}</span>`});
	table = $("#functions").DataTable({
		data: rows, columns, deferRender: true, pageLength: 50,
		order: [[columns.findIndex((c) => c.title === titleOf(data.order)), "desc"]],
		autoWidth: false,
		lengthMenu: [25, 50, 200, 1000], dom: "lrtip",
	});
	$("#functions tbody").on("click", "tr", function () {
		const row = table.row(this).data();
		if (row && nodes.has(row.index)) {
			choose("graph");
			focus(row.index);
			show(row.index, 0.4);
		}
	});
	table.search(byId("search").value).draw();
}

/* Search, in all views */

const wanted = () => byId("search").value.trim().toLowerCase();

function isWanted(index) {
	return wanted() !== "" && index >= 0 &&
		functions[index].function.toLowerCase().includes(wanted());
}

function markFlames() {
	d3.selectAll("#flames .frame").classed("match", (n) => isWanted(n.data.index));
	tellFound();
}

/* Of what the flame graph shows: calls within others that are looked for are
   part of those. */
function foundIn(node) {
	return isWanted(node.data.index) ? node.value : d3.sum(node.children || [], foundIn);
}

function tellFound() {
	const known = functions.filter((f, index) => isWanted(index)).length;
	const shown = [...nodes.keys()].filter(isWanted).length;
	byId("found").textContent = wanted() === "" ? "" : `${count(known)} found, ` +
		(!byId("flame").hidden && flames && flames.value > 0 ?
			`${percent(foundIn(flames) / flames.value)} of the width` :
			`${count(shown)} in the graph`);
}

/* The next box that is looked for, from the top. */
let found = -1;

function goOn() {
	const boxes = [...nodes.keys()].filter(isWanted).sort((a, b) =>
		placeOf(a)[1] - placeOf(b)[1] || placeOf(a)[0] - placeOf(b)[0]);
	if (!boxes.length || byId("graph").hidden)
		return;
	found = (found + 1) % boxes.length;
	svg.selectAll(".here").classed("here", false);
	nodes.get(boxes[found]).classList.add("here");
	show(boxes[found], 0.4);
}

function search() {
	found = -1;
	svg.selectAll(".here").classed("here", false);
	for (const [index, node] of nodes)
		node.classList.toggle("match", isWanted(index));
	markFlames();
	if (table)
		table.search(byId("search").value).draw();
}

/* The frame of it all */

function choose(view) {
	for (const button of document.querySelectorAll("nav button"))
		button.classList.toggle("chosen", button.dataset.view === view);
	for (const section of document.querySelectorAll("main > section"))
		section.hidden = section.id !== view;
	hideCard();
	tellFound();
	if (view === "flame")
		drawFlames();
	if (view === "table" && !table)
		setUpTable();
}

/* The busiest first; nobody looks for one among thousands. */
const MOST_THREADS = 200;

function setUpThreads() {
	const values = stacks.cpu || stacks[(weights[0] || ["calls"])[0]];
	const format = (weights[0] || ["", "", count])[2];
	const unit = stacks.cpu ? " on CPU" : "";
	const sums = new Map(), root = [];
	stacks.parent.forEach((parent, i) => {
		root.push(parent === i ? i : root[parent]);
		sums.set(root[i], (sums.get(root[i]) || 0) + Math.max(0, values[i]));
	});
	const threads = [...stacks.threads || []];
	threads.sort((a, b) => sums.get(b.stack) - sums.get(a.stack));
	const select = byId("thread");
	select.add(new Option("all", ""));
	for (const thread of threads.slice(0, MOST_THREADS))
		select.add(new Option(
			`${thread.name}, ${format(sums.get(thread.stack))}${unit}`, thread.stack));
	select.parentNode.hidden = threads.length < 2;
	select.addEventListener("change", () => { zoomed = null; drawFlames(); });
}

function setTheme(theme) {
	document.documentElement.dataset.theme = theme;
	paint();
}

function setUp() {
	const plural = (n, what) => `${count(n)} ${what}${n === 1 ? "" : "s"}`;
	const calls = functions.reduce((sum, f) => sum + (f.calls || 0), 0);
	byId("program").textContent = data.program;
	document.title = data.program + " – memcall";
	byId("summary").textContent = [hasTimes ? time(total) : null,
		plural(functions.length, "function"), plural(calls, "call"),
		plural(data.threads, "thread")].filter(Boolean).join(" · ");
	byId("about").textContent = ["memcall " + data.memcall, data.command,
		data.lost ? plural(data.lost, "call") + " lost" : null,
		data.pooled ? plural(data.pooled, "call") +
			" in contexts that were not told apart" : null]
		.filter(Boolean).join(" · ");
	for (const [key, label] of weights)
		byId("weight").add(new Option(label, key));
	setUpThreads();
	byId("weight").addEventListener("change", () => { zoomed = null; drawFlames(); });
	byId("fold").addEventListener("change", () => { zoomed = null; drawFlames(); });
	byId("search").addEventListener("input", search);
	byId("search").addEventListener("keydown", (event) => {
		if (event.key === "Enter")
			goOn();
	});
	colourings.forEach(([label], i) => byId("colour").add(new Option(label, i)));
	byId("colour").value = Math.max(0, colourings.findIndex(([, key]) => key === data.colour));
	byId("colour").addEventListener("change", paint);
	byId("legend").addEventListener("click", () =>
		byId("legend").classList.toggle("open"));
	byId("fit").addEventListener("click", () =>
		svg.call(zoom.transform, d3.zoomIdentity));
	byId("theme").addEventListener("click", () => setTheme(
		document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
	for (const button of document.querySelectorAll("nav button"))
		button.addEventListener("click", () => choose(button.dataset.view));
	document.addEventListener("keydown", (event) => {
		if (event.key === "Escape")
			focus(null);
	});
	window.addEventListener("resize", () => {
		if (!byId("flame").hidden)
			drawFlames();
	});
	setUpGraph();
	setTheme(document.documentElement.dataset.theme ||
		(window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
	const follow = () => {
		if (["graph", "flame", "table"].includes(location.hash.slice(1)))
			choose(location.hash.slice(1));
	};
	window.addEventListener("hashchange", follow);
	follow(); // page.html#flame
}

setUp();
})();
