/* SPDX-License-Identifier: MIT */
/* Numbers as people read them, as in the picture, and how sure they are. */
import {data} from "./data.js";

export const count = new Intl.NumberFormat("en-US").format;

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

export const time = (ns) => (ns < 0 ? "−" : "") + scaled(ns,
	[[1, "ns"], [1e3, "µs"], [1e6, "ms"], [1e9, "s"], [60e9, "min", 600e9],
	 [3600e9, "h", 7200e9]]);
const bytes = (n) => (n < 0 ? "−" : n > 0 ? "+" : "") + scaled(n,
	[[1, "B"], [1e3, "kB"], [1e6, "MB"], [1e9, "GB"], [1e12, "TB"]]);
/* Of one call: below what a reading of the clock takes there is only noise. */
export const duration = (ns) => ns < 10 ? "<10 ns" : time(ns);
export const percent = (part) => !(part > 0) ? "0 %" :
	part < 0.001 ? "<0.1 %" : (part * 100).toFixed(part < 0.0995 ? 1 : 0) + " %";
export const plural = (n, what) =>
	`${count(n)} ${what}${n === 1 ? "" : what.endsWith("s") ? "es" : "s"}`;

/* By the unit that the data gives a number. */
export const formats = {count, ns: time, bytes, call: duration};

/* A change as people read it, with its sign. */
export const signed = (format, change) =>
	(change < 0 ? "−" : "+") + format(Math.abs(change)).replace(/^\+/, "");

/* How much it grew or shrank: `+12 %`, `new`, `gone`, or nothing.  Of nothing
   there is no percentage. */
export function changeOf(was, is, format) {
	if (was === is)
		return "";
	if (was === undefined)
		return "new";
	if (is === undefined)
		return "gone";
	if (!was)
		return signed(format, is);
	const part = (is - was) / Math.abs(was) * 100;
	return (part < 0 ? "−" : "+") + Math.abs(part).toFixed(Math.abs(part) < 9.95 ? 1 : 0) + " %";
}

/* How sure a number is, as in doubt.c: an estimate says so, unless it is a good
   one, and so does what is known to be no less, or only to be less. */
export const metrics = new Map([...data.lines, ...data.columns].map((line) => [line.key, line]));
const isRough = (f, key) => (f.estimated || []).includes(key);
const isBound = (f, key) => (f.lower_bound || []).includes(key);
export const errorOf = (f, key) => f[(metrics.get(key) || {}).error] || 0;

export function signOf(f, key, value = f[key]) {
	const error = errorOf(f, key), {error: hasError} = metrics.get(key) || {};
	if (!isRough(f, key))
		return "";
	if (isBound(f, key))
		return "≥ ";
	if (error > 0 && error >= value)
		return "<";
	return value > 0 && hasError && error < Math.trunc(value / 200) ? "" : "~";
}

export function roundUp(n) {
	let unit = 1;
	while (n / unit >= 100)
		unit *= 10;
	return Math.ceil(n / unit) * unit;
}

/* The most that a number can be. */
export function mostOf(f, key) {
	const {within, limit} = metrics.get(key), error = errorOf(f, key);
	let most = error ? roundUp(f[key] + error) : f[key];
	if (within && f[within] !== undefined)
		most = Math.min(most, mostOf(f, within));
	return limit >= f[key] ? Math.min(most, limit) : most;
}

/* The number that is shown, and as text; `<` says as much as other signs. */
export const shownOf = (f, key) => signOf(f, key) === "<" ? mostOf(f, key) : f[key];
const mark = (text, f, key) => (text[0] === "<" ? "" : signOf(f, key)) + text;
export const put = (format, f, key) => mark(format(shownOf(f, key)), f, key);
