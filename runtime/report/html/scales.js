/* SPDX-License-Identifier: MIT */
/*
 * Colours with a meaning: the picture's scale for shares, hues for what belongs
 * together, red and green for what grew and shrank.
 */
import {data} from "./data.js";

export const isDark = () => document.documentElement.dataset.theme === "dark";

function mix(a, b, part) {
	const byte = (text, at) => parseInt(text.slice(at, at + 2), 16);
	return "#" + [1, 3, 5].map((at) => Math.round(byte(a, at) * (1 - part) + byte(b, at) * part)
		.toString(16).padStart(2, "0")).join("");
}

/* The colour at -1 to 1 of a scale, which is an array of colours from 0 on. */
function pick(scale, share) {
	const at = Math.min(1, Math.abs(share)) * (scale.length - 1);
	return mix(scale[Math.floor(at)], scale[Math.ceil(at)], at % 1);
}

/* Of a share, as in the picture: what was freed is blue. */
export const colourOfShare = (share) =>
	pick(data.colours[(isDark() ? "dark" : "light") + (share < 0 ? "_freed" : "")], share);

/* Whether text on that colour is white. */
export const isWhiteOn = (share) => isDark() ||
	Math.abs(share) * (data.colours.light.length - 1) >= data.colours.white_from;

const changes = {
	light: {grew: ["#f4f4f2", "#f6b5a4", "#d8482b"], shrank: ["#f4f4f2", "#a9d9ad", "#2f9146"]},
	dark: {grew: ["#3a3a37", "#84402f", "#c2401f"], shrank: ["#3a3a37", "#2f6a3d", "#1f8a3f"]},
};

/* Of a change, from -1 (gone) to 1 (new). */
export const colourOfChange = (change) =>
	pick(changes[isDark() ? "dark" : "light"][change < 0 ? "shrank" : "grew"], change);
export const isWhiteOnChange = (change) => isDark() || Math.abs(change) >= 0.85;

/* One for each of the largest groups; others are grey. */
const hues = {
	light: ["#f2b183", "#9cc6e8", "#a8d5a2", "#d9b3e0", "#f0d27a", "#8fd3cb", "#f0a7b4", "#b9b8ec"],
	dark: ["#8f5428", "#2d628c", "#3d7340", "#71478a", "#7d6417", "#23726a", "#8c3f50", "#504fa0"],
};
export const MOST_GROUPS = 8;
export const colourOfGroup = (place) => place < 0 ? (isDark() ? "#4a4a46" : "#dcdcd6") :
	hues[isDark() ? "dark" : "light"][place];

/* A strip of a scale from one number to another, for a legend. */
export function makeStrip(from, to, colourAt) {
	const strip = document.createElement("i");
	const stops = [];
	for (let i = 0; i <= 20; i++)
		stops.push(colourAt(from + (to - from) * i / 20));
	strip.style.background = `linear-gradient(to right, ${stops.join(",")})`;
	return strip;
}
