/* SPDX-License-Identifier: MIT */
/* What signs, sizes and colours mean, in a strip below a view.  Only what occurs. */
import {data, functions, isDiff, make} from "./data.js";
import {count, signOf} from "./numbers.js";
import {most, mostGrowth} from "./colouring.js";
import {isDark} from "./scales.js";

/* Entries are [title, text or element, ...], or nothing. */
export function fillLegend(legend, entries) {
	legend.replaceChildren(...entries.filter(Boolean).map(([title, ...rest]) =>
		make("span", "", make("b", "", title), " ", ...rest)));
}

const hasTimes = data.total_ns !== undefined;
const hasSign = (sign) => functions.some((f) =>
	(f.estimated || []).some((key) => signOf(f, key) === sign));

/* How sure the numbers are. */
export function explainSigns() {
	const signs = [["~", "estimated"], ["≥ ", "at least"],
		["<", "less than, as far as is known"]].filter(([sign]) => hasSign(sign));
	return signs.length ? [[signs.map(([sign]) => sign.trim()).join(" "),
		signs.map(([, meaning]) => meaning).join("; ")]] : [];
}

/* What the picture says besides the fill. */
export function explainGraph(svg, shown) {
	const ofTime = data.colour === "cpu_ns" ? "the CPU time" : "the recorded time";
	const has = (selector) => svg.querySelector(selector) !== null;
	return [
		hasTimes && !isDiff && ["arrows", "share of " + ofTime],
		hasTimes && !isDiff && ["letters", "share of its own"],
		functions.some((f) => f.marked) &&
			[isDark() ? "light border" : "dark border", "marked with profile"],
		mostGrowth > 0 && !isDiff && ["▲ ▼", "resident memory added, freed"],
		mostGrowth > 0 && !isDiff && ["peak", "most added at once during a call"],
		...explainSigns(),
		data.edges.some((e) => e.kind === "thread") && ["dashed", "started a thread"],
		hasTimes && !isDiff && data.colour !== "cpu_ns" && most("total_ns") > 1.005 * data.total_ns &&
			["above 100 %", "in parallel"],
		has("[stroke-dasharray='1,5']") &&
			["dotted", "through functions that are not shown"],
		[...svg.querySelectorAll("g.edge")].some((edge) => !edge.querySelector("text")) &&
			["arrow without numbers", "all calls of the box it leads to"],
		shown < functions.length &&
			[`${count(shown)} of ${count(functions.length)} functions`, "are in the picture"],
	];
}
