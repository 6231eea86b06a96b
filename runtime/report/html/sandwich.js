/* SPDX-License-Identifier: MIT */
/*
 * The sandwich: one function in the middle, all that leads there above it, and
 * all that it calls below it.  Without a choice it is the costliest.
 */
import {byId, data, functions, nameOf} from "./data.js";
import {Flames} from "./flames.js";
import {addTools, KEYS, makeLooks, selected, sizeOf, width, widths} from "./frames.js";
import {fillLegend} from "./legend.js";
import {around, fromProgram} from "./trees.js";
import * as panel from "./panel.js";
import * as state from "./state.js";

const section = byId("sandwich");
let looks = null;

const how = {
	colourOf: (node) => looks.colourOf(node),
	isWhite: (node) => looks.isWhite(node),
	textOf: (node) => looks.textOf(node),
	classOf: (node) => looks.classOf(node),
	onPoint: (node) => node ? panel.point(node.index, looks.extraOf(node)) : panel.leave(),
	onChoose: (node) => panel.choose(node.index),
};
const goTo = (flames) => flames.frames.length && flames.go(flames.frames[0].node);
const callers = new Flames(byId("callers"), {...how, isUp: true, hasNoRoot: true,
	onLeave: () => goTo(callees)});
const callees = new Flames(byId("callees"), {...how, hasNoRoot: true, onLeave: () => goTo(callers)});

const costliest = () => functions.reduce((best, f, index) =>
	(f[data.order] || 0) > (functions[best][data.order] || 0) ? index : best, 0);

function draw() {
	if (section.hidden || !widths.length || !functions.length)
		return;
	const chosen = panel.chosen(), index = chosen === null ? costliest() : chosen;
	const stacks = selected(), both = around(stacks, index), size = sizeOf();
	const whole = fromProgram(stacks);
	looks = makeLooks(whole, whole);
	fillLegend(section.querySelector(".legend"), looks.legend);
	const [name, numbers] = byId("middle").children;
	name.textContent = nameOf(index);
	numbers.textContent = size(both.callers) > 0 ? looks.textOf(both.callers) :
		`has none of the ${width()[1]}`;
	/* Rows are as high in both. */
	const rows = (flames, tree) => Math.max(1, flames.countRows(flames.layOut(tree, size)));
	byId("callers").style.flexGrow = rows(callers, both.callers);
	byId("callees").style.flexGrow = rows(callees, both.callees);
	callers.draw(both.callers, both.callers, size);
	callees.draw(both.callees, both.callees, size);
	byId("callers").dataset.empty = callers.frames.length ? "" :
		"Called from outside of what is recorded.";
	byId("callees").dataset.empty = callees.frames.length ? "" :
		`Calls nothing that has any of the ${width()[1]}.`;
}

export const view = {
	key: "sandwich",
	title: "Sandwich",
	isThere: () => widths.length > 0 && functions.length > 0,
	setUp() {
		addTools(section.querySelector(".tools"));
		state.listen([...KEYS, "focus"], draw);
		state.listen(["search"], () => {
			callers.mark();
			callees.mark();
		});
	},
	show: draw,
	paint: draw,
	resize: draw,
};
