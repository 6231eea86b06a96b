/* SPDX-License-Identifier: MIT */
/*
 * The page: views of one set of data, of which one is shown, and a panel beside
 * them.
 *
 * A view is {key, title, isThere(), setUp(), show(), paint(), resize()}: key names
 * its section in page.html; show() follows when it came into sight, paint() when
 * the theme is another.  It keeps what it shows in the address (state.js).  One
 * more view is one more row here.
 */
import {byId, data, functions, isDiff, make} from "./data.js";
import {count, percent, plural, time} from "./numbers.js";
import {isSearching, isWanted} from "./search.js";
import * as balance from "./balance.js";
import * as flame from "./flame.js";
import * as graph from "./graph.js";
import * as panel from "./panel.js";
import * as sandwich from "./sandwich.js";
import * as state from "./state.js";
import * as table from "./table.js";

const views = [graph, flame, sandwich, table].map(({view}) => view)
	.filter((view) => view.isThere());
const current = () => views.find(({key}) => key === state.get("view")) || views[0];

function choose() {
	const now = current();
	for (const section of document.querySelectorAll("main > section"))
		section.hidden = section.id !== now.key;
	for (const tab of document.querySelectorAll("nav button")) {
		tab.setAttribute("aria-selected", tab.dataset.view === now.key);
		tab.tabIndex = tab.dataset.view === now.key ? 0 : -1;
	}
	now.show();
	tellFound();
}

function setUpTabs() {
	const nav = document.querySelector("nav");
	for (const {key, title} of views) {
		const tab = make("button", "", title);
		tab.dataset.view = key;
		tab.setAttribute("role", "tab");
		tab.setAttribute("aria-controls", key);
		tab.addEventListener("click", () => state.set({view: key}));
		nav.append(tab);
	}
	nav.addEventListener("keydown", ({key}) => {
		const step = {ArrowLeft: -1, ArrowRight: 1}[key];
		if (!step)
			return;
		const place = views.indexOf(current()) + step + views.length;
		state.set({view: views[place % views.length].key});
		nav.children[place % views.length].focus();
	});
}

function tellFound() {
	const known = functions.filter((f, index) => isWanted(index)).length;
	const shown = [...graph.nodes.keys()].filter(isWanted).length;
	const share = isSearching() && current() === flame.view ? flame.findShare(isWanted) : null;
	byId("found").textContent = !isSearching() ? "" : `${count(known)} found` +
		(share !== null ? `, ${percent(share)} of the width` :
			current() === graph.view ? `, ${count(shown)} in the graph` : "");
}

function setUpSearch() {
	const field = byId("search");
	let isFirst = true;
	field.addEventListener("input", () => state.set({search: field.value}));
	field.addEventListener("keydown", ({key}) => {
		if (key !== "Enter" || current() !== graph.view)
			return;
		graph.goOn(isWanted, isFirst);
		isFirst = false;
	});
	state.listen(["search"], ({search}) => {
		isFirst = true;
		if (field.value !== search)
			field.value = search;
		graph.mark(isWanted);
		tellFound();
	});
	state.listen(["width", "thread", "fold", "from"], tellFound);
}

function setTheme(theme) {
	document.documentElement.dataset.theme = theme;
	current().paint();
}

function setUpTheme() {
	const own = document.documentElement.dataset.theme ||
		(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
	document.documentElement.dataset.theme = own;
	const other = () => document.documentElement.dataset.theme === "dark" ? "light" : "dark";
	byId("theme").addEventListener("click", () =>
		state.set({theme: other() === own ? "" : other()}));
	state.listen(["theme"], ({theme}) => setTheme(theme || own));
	/* Paper is white. */
	let before = own;
	window.addEventListener("beforeprint", () => {
		before = document.documentElement.dataset.theme;
		setTheme("light");
	});
	window.addEventListener("afterprint", () => setTheme(before));
}

function setUp() {
	const calls = functions.reduce((sum, f) => sum + (f.calls || 0), 0);
	byId("program").textContent = data.program;
	document.title = data.program + " – memcall";
	const {before, after} = data;
	byId("summary").textContent = isDiff ? [before.total_ns === undefined ? null :
		`${time(before.total_ns)} → ${time(after.total_ns)}`,
		before.runs + after.runs > 2 ? `means of ${before.runs} and ${after.runs} runs` :
			"two runs compared", plural(functions.length, "function")]
		.filter(Boolean).join(" · ") :
		[data.total_ns === undefined ? null : time(data.total_ns),
		plural(functions.length, "function"), plural(calls, "call"),
		data.parts ? plural(data.parts, data.over) : plural(data.threads, "thread")]
		.filter(Boolean).join(" · ");
	setUpTheme();
	setUpTabs();
	panel.setUp();
	balance.setUp();
	for (const view of views)
		view.setUp();
	setUpSearch();
	state.listen(["view"], choose);
	document.addEventListener("keydown", (event) => {
		if (event.key === "Escape" && event.target !== byId("search"))
			state.set({focus: "", zoom: ""});
		else if (event.key === "/" && event.target.tagName !== "INPUT") {
			byId("search").focus();
			event.preventDefault();
		}
	});
	window.addEventListener("resize", () => current().resize());
	state.follow();
}

setUp();
