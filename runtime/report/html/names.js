/* SPDX-License-Identifier: MIT */
/* Names that fit where there is little room. */

const SIGNS = /operator\s*(<=>|<<=?|>>=?|->\*?|<=?|>=?)/y;

/* Without what is between the angle brackets of templates. */
export function elide(name) {
	let brief = "", depth = 0;
	for (let at = 0; at < name.length; at++) {
		SIGNS.lastIndex = at;
		const sign = SIGNS.exec(name);
		if (sign) {
			brief += depth ? "" : sign[0];
			at += sign[0].length - 1;
		} else if (name[at] === "<" && (depth || /[\w>]/.test(name[at - 1] || ""))) {
			brief += depth++ ? "" : "<…";
		} else if (name[at] === ">" && depth && name[at - 1] !== "-") {
			brief += --depth ? "" : ">";
		} else if (!depth) {
			brief += name[at];
		}
	}
	return brief;
}

/* The place behind the parenthesis that closes the one at AT; 0: none does. */
function closing(name, at) {
	for (let depth = 0; at < name.length; at++) {
		depth += (name[at] === "(") - (name[at] === ")");
		if (!depth)
			return at + 1;
	}
	return 0;
}

/* Without what is between parentheses, and without those of the function itself:
   f(int)::<lambda(int)> is f(…)::<lambda(…)>, and f(int) const is f. */
function elideParameters(name) {
	let brief = "";
	for (let at = 0; at < name.length; at++) {
		const end = name[at] === "(" ? closing(name, at) : 0;
		if (!end) {
			brief += name[at];
			continue;
		}
		const isSign = /(^|\W)operator$/.test(brief) && end === at + 2;
		const isLast = /^( const| volatile| &&?)*( \[.*)?$/.test(name.slice(end));
		if (isLast && !isSign && brief)
			break;
		brief += end === at + 2 ? "()" : "(…)";
		at = end - 1;
	}
	return brief;
}

/* What stands last in a name says most; of what a function holds, not only that. */
export function shorten(name, columns) {
	if (name.length <= columns)
		return name;
	let brief = elideParameters(elide(name));
	while (brief.length > columns && /^[^(]*?::./.test(brief))
		brief = brief.replace(/^[^(]*?::/, "");
	const last = "…" + brief.slice(Math.max(brief.lastIndexOf("::"), 0));
	if (brief.length > columns && last.length <= columns)
		brief = last;
	return brief.length <= columns ? brief : brief.slice(0, Math.max(1, columns - 1)) + "…";
}
