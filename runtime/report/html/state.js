/* SPDX-License-Identifier: MIT */
/*
 * What the page shows, in its address: page.html#view=flame&focus=main.
 *
 * So a link leads to what somebody saw, and the browser's Back goes back.  What
 * is as it is at first is not in the address.  Modules set() what changed, and
 * listen() to keys that they show, whoever changed them.
 */
const first = {
	view: "graph",
	focus: "", // name of a function (keyOf in data.js)
	color: "", // what boxes are coloured by
	width: "", // what the width of a frame is
	frames: "own", // what frames are coloured by
	from: "program", // which end of the stacks is at the top: or "leaf"
	side: "after", // of a diff
	thread: "",
	fold: "",
	zoom: "", // path of a frame
	sort: "",
	search: "",
	theme: "",
};
/* These are steps of the reader, to which Back leads. */
const steps = new Set(["view", "focus"]);
const MOST = 1500; // characters; the path of a frame can be any length
const listeners = [];
let state = read();

function read() {
	const text = location.hash.slice(1);
	/* A view's name alone is an address, too. */
	const words = new URLSearchParams(/^\w+$/.test(text) ? "view=" + text : text);
	const now = {...first};
	for (const key of Object.keys(first))
		if (words.has(key))
			now[key] = words.get(key);
	return now;
}

function write(isStep) {
	const words = new URLSearchParams();
	for (const [key, value] of Object.entries(state))
		if (value !== first[key] && value.length <= MOST)
			words.set(key, value);
	const address = "#" + words;
	if (isStep)
		history.pushState(null, "", address);
	else
		history.replaceState(null, "", address);
}

function tell(changed) {
	for (const [keys, call] of listeners)
		if (keys.some((key) => changed.has(key)))
			call(state);
}

/* Takes over another state; returns the keys of what is different. */
function take(now) {
	const changed = new Set(Object.keys(first).filter((key) => now[key] !== state[key]));
	state = now;
	return changed;
}

export const get = (key) => state[key];

export function set(changes) {
	const changed = take({...state, ...changes});
	if (!changed.size)
		return;
	write([...changed].some((key) => steps.has(key)));
	tell(changed);
}

export function listen(keys, call) {
	listeners.push([keys, call]);
}

export function follow() {
	const again = () => tell(take(read()));
	window.addEventListener("hashchange", again);
	window.addEventListener("popstate", again);
	tell(new Set(Object.keys(first)));
}
