/* SPDX-License-Identifier: MIT */
/* A map of the whole graph in a corner, with a frame around what is in sight. */
import {byId, makeSvg} from "./data.js";

const WIDTH = 190, HEIGHT = 120; // px, at most
const map = byId("map");
let frame = null;

/* Draws the boxes in their colours. */
export function setUpMap(svg, size, nodes, places) {
	if (!places.size)
		return;
	const scale = Math.min(WIDTH / size.width, HEIGHT / size.height);
	const picture = makeSvg("svg", {width: size.width * scale, height: size.height * scale,
		viewBox: `0 0 ${size.width} ${size.height}`, "aria-hidden": true});
	for (const [index, node] of nodes) {
		const path = node.querySelector("path");
		picture.append(makeSvg("rect", {...places.get(index),
			fill: path && index >= 0 ? path.getAttribute("fill") : "currentColor"}));
	}
	frame = makeSvg("rect", {class: "frame", "stroke-width": 1.5 / scale});
	picture.append(frame);
	map.replaceChildren(picture);
}

/* Moves the frame; where all is in sight there is no map. */
export function updateMap({x, y, k}, svg, size) {
	const left = -x / k, top = -y / k;
	const width = svg.clientWidth / k, height = svg.clientHeight / k;
	const isAll = left <= 1 && top <= 1 && left + width >= size.width - 1 &&
		top + height >= size.height - 1;
	map.hidden = isAll;
	if (!frame)
		return;
	const from = Math.max(0, left), above = Math.max(0, top);
	const set = {x: from, y: above,
		width: Math.max(0, Math.min(size.width, left + width) - from),
		height: Math.max(0, Math.min(size.height, top + height) - above)};
	for (const [key, value] of Object.entries(set))
		frame.setAttribute(key, value);
}
