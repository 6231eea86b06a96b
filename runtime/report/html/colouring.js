/* SPDX-License-Identifier: MIT */
/*
 * What the boxes of the graph can be coloured by: a metric, as in the picture, or
 * of two sides what changed.  A colouring is
 *
 *	{key, title, shareOf(numbers), colourOf(share), isWhite(share), scale()}
 *
 * where numbers are those of a function or an edge, and scale() is the entry of
 * the legend that says what a colour means.
 */
import {data, functions, isDiff} from "./data.js";
import {formats, percent} from "./numbers.js";
import {colourOfChange, colourOfShare, isWhiteOn, isWhiteOnChange, makeStrip} from "./scales.js";

export const most = (key) => functions.reduce((most, f) => Math.max(most, f[key] || 0), 0);
const mostSize = (key) => functions.reduce((most, f) => Math.max(most, Math.abs(f[key] || 0)), 0);
/* Memory, whatever it is, has one scale. */
export const mostGrowth = Math.max(most("rss_peak_bytes"), mostSize("rss_bytes"));
const endOf = ({key, unit}) => unit === "bytes" ? Math.max(mostGrowth, mostSize(key)) :
	key === "total_ns" ? Math.max(data.total_ns || 0, most(key)) : most(key);

function ofMetric(metric) {
	const {key, title, unit, meaning, whole} = metric, end = endOf(metric);
	const format = unit === "ns" ? (ns) => percent(ns / (whole || data.total_ns)) : formats[unit];
	const hasFreed = functions.some((f) => f[key] < 0);
	return {
		key, title, end,
		shareOf: (numbers) => (numbers[key] || 0) / end,
		colourOf: colourOfShare,
		isWhite: isWhiteOn,
		scale: () => ["fill", format(hasFreed ? -end : 0),
			makeStrip(hasFreed ? -1 : 0, 1, colourOfShare),
			format(end) + " " + meaning + (hasFreed ? "; blue: freed" : "")],
	};
}

/* A change that may be chance has no colour. */
export function changeOfKey(numbers, key) {
	const was = (numbers.before || {})[key] || 0;
	return (numbers.unsure || []).includes(key) ? 0 : (numbers[key] || 0) - was;
}

function ofChange({key, title, unit}, isFirst) {
	const end = functions.reduce((most, f) =>
		Math.max(most, Math.abs(changeOfKey(f, key))), 0);
	const size = formats[unit](end).replace(/^\+/, "");
	return {
		key: isFirst ? "change" : "change_" + key, title: `change of ${title}`, end: end || 1,
		shareOf: (numbers) => changeOfKey(numbers, key) / (end || 1),
		colourOf: colourOfChange,
		isWhite: isWhiteOnChange,
		lineOf: (share) => share ? colourOfChange(Math.sign(share) * (0.4 + 0.6 * Math.abs(share))) :
			"#9a9a96",
		scale: () => !end ? ["fill", `grey: no change of ${title} that could not be chance`] :
			["fill", `−${size}`, makeStrip(-1, 1, colourOfChange),
			`+${size} change of ${title}; grey: none, or it may be chance`],
	};
}

export const colourings = data.colourings.map(ofMetric).filter(({key, end}) =>
	end > 0 && functions.some((f) => f[key]));
if (isDiff) {
	/* What is compared, and what is exact. */
	const find = (name) => data.colourings.find(({key}) => key === name);
	const others = ["calls", "rss_bytes"].filter((key) => key !== data.colour)
		.map(find).filter((metric) => metric &&
			functions.some((f) => changeOfKey(f, metric.key)));
	colourings.unshift(ofChange(find(data.colour) || data.colourings[0], true),
		...others.map((metric) => ofChange(metric, false)));
}

export const firstColouring = () => isDiff ? "change" :
	(colourings.find(({key}) => key === data.colour) || colourings[0] || {key: ""}).key;
