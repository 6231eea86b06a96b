/* SPDX-License-Identifier: MIT */
/*
 * The flame graph: all stacks from the program down, or from the functions that
 * time was spent in up to their callers.
 */
import {byId} from "./data.js";
import {Flames} from "./flames.js";
import {addTools, KEYS, makeChoice, makeLooks, selected, sizeOf, widths} from "./frames.js";
import {fillLegend} from "./legend.js";
import {findPath, fromLeaves, fromProgram} from "./trees.js";
import * as panel from "./panel.js";
import * as state from "./state.js";

const section = byId("flame");
let tree = null, made = ""; // what it was made of
let isOfCallers = false;
let looks = null;

const flames = new Flames(byId("flames"), {
	colourOf: (node) => looks.colourOf(node),
	isWhite: (node) => looks.isWhite(node),
	textOf: (node) => looks.textOf(node),
	classOf: (node) => looks.classOf(node),
	onPoint: (node) => node ? panel.point(node.index, looks.extraOf(node)) : panel.leave(),
	onChoose: (node) => {
		state.set({zoom: node.above ? node.path : ""});
		panel.choose(node.index);
	},
});

/* The share of the width that a search found: calls within others that are
   looked for are part of those. */
export function findShare(isWanted) {
	if (!tree || !tree.value)
		return null;
	const left = [tree];
	let sum = 0;
	while (left.length) {
		const node = left.pop();
		if (isWanted(node.index))
			sum += node.value;
		else if (!isOfCallers || !node.above)
			for (const child of node.children)
				left.push(child);
	}
	return sum / tree.value;
}

function draw() {
	if (section.hidden || !widths.length)
		return;
	const now = ["width", "thread", "fold", "from"].map(state.get).join(" ");
	if (now !== made) {
		isOfCallers = state.get("from") === "leaf";
		tree = isOfCallers ? fromLeaves(selected()) : fromProgram(selected());
		made = now;
	}
	looks = makeLooks(tree, tree);
	/* The legend first: how high it is says how much room there is. */
	const legend = section.querySelector(".legend");
	fillLegend(legend, looks.legend);
	flames.draw(tree, state.get("zoom") && findPath(tree, state.get("zoom")) || tree, sizeOf());
	if (flames.isCut)
		fillLegend(legend, [...looks.legend,
			["cut", "what is deeper is shown when zoomed in"]]);
}

export const view = {
	key: "flame",
	title: "Flame graph",
	isThere: () => widths.length > 0,
	setUp() {
		const tools = section.querySelector(".tools");
		tools.append(makeChoice("From", "from",
			[["program", "the program down"], ["leaf", "each function to its callers"]]));
		addTools(tools);
		state.listen([...KEYS, "from", "zoom"], draw);
		state.listen(["search", "focus"], () => flames.mark());
	},
	show: draw,
	paint: draw,
	resize: draw,
};
