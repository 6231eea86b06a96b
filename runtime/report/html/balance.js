/* SPDX-License-Identifier: MIT */
/*
 * How evenly the ranks or processes of a parallel job share a function: the
 * least, the mean and the most that one of them has, as balance.h says.
 */
import {data, functions, make, nameOf} from "./data.js";
import {count, formats, metrics} from "./numbers.js";
import {elide} from "./names.js";
import * as panel from "./panel.js";

const SHOWN = ["total_ns", "self_ns", "cpu_ns", "calls", "rss_bytes", "rss_peak_bytes"];
const MOST_LISTED = 6;
const WORTH = 0.01; // of the time, that it is said of
const noun = data.over || "process";

/* The mean of few calls is no whole number, as it is in the data. */
const meanOf = ({mean, most, imbalance}) =>
	imbalance && most < 1000 ? Math.round(most / imbalance * 10) / 10 : mean;

/* From 0 to the most, with the range that all are in and the mean. */
function makeRange({least, most, ...rest}) {
	const range = make("i", "range"), inside = make("i", ""), at = make("b", "");
	if (most <= 0)
		return range;
	const place = (value) => Math.max(0, value / most) * 100;
	inside.style.left = place(least) + "%";
	inside.style.width = 100 - place(least) + "%";
	at.style.left = `min(${place(meanOf({most, ...rest}))}%, 100% - 2px)`;
	range.append(inside, at);
	return range;
}

function ofFunction(index) {
	const balance = functions[index].balance || {};
	const keys = SHOWN.filter((key) => balance[key] && balance[key].most > 0);
	if (!keys.length)
		return null;
	const table = make("table", "balance");
	const head = table.createTHead().insertRow();
	for (const title of ["", "least", "mean", "most", ""])
		head.append(make("th", "", title));
	const body = table.createTBody();
	for (const key of keys) {
		const value = balance[key], {title, unit} = metrics.get(key);
		const row = body.insertRow(), head = make("th", "", title);
		head.scope = "row";
		row.append(head);
		for (const part of [value.least, meanOf(value), value.most])
			row.insertCell().textContent = formats[unit](part);
		row.insertCell().textContent = `${noun} ${count(value.most_at)}`;
		const cell = body.insertRow().insertCell();
		cell.colSpan = 5;
		cell.append(makeRange(value));
		if (value.imbalance)
			cell.append(`most is ${value.imbalance.toFixed(2)} × the mean`);
	}
	return make("div", "", make("h3", "", `Over ${count(data.parts)} ` +
		(noun === "rank" ? "ranks" : "processes")), table);
}

/* Where even shares would save most: what the slowest has above the mean. */
function ofWhole() {
	const key = data.total_ns === undefined ? "calls" : "total_ns";
	const lossOf = ({balance}) => balance && balance[key] ?
		balance[key].most - balance[key].mean : 0;
	const rows = functions.map((f, index) => [index, lossOf(f)])
		.filter(([index, loss]) => loss > 0 &&
			loss > WORTH * functions[index].balance[key].mean)
		.sort((a, b) => b[1] - a[1]).slice(0, MOST_LISTED);
	if (!rows.length)
		return null;
	const list = make("div", "links", make("h3", "", `Least even over ${noun === "rank" ?
		"ranks" : "processes"}`));
	for (const [index, loss] of rows) {
		const {imbalance} = functions[index].balance[key];
		const link = make("button", "link", make("span", "", elide(nameOf(index))),
			make("span", "number", `${(imbalance || 0).toFixed(2)} ×`),
			panel.makeBar(loss / rows[0][1]));
		link.title = `${nameOf(index)}: the most is so many times the mean`;
		link.addEventListener("click", () => panel.choose(index));
		list.append(link);
	}
	return list;
}

export function setUp() {
	if (data.parts)
		panel.add((index) => index === null ? ofWhole() : ofFunction(index));
}
