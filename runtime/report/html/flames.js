/* SPDX-License-Identifier: MIT */
/*
 * Draws a tree (trees.js) as frames: each as wide as what it has, and its
 * children side by side below it, or above it.  Rows are as high as there is
 * room for.  Only the rows in sight are drawn, and no frame that nobody could
 * see; so the largest tree costs no more than a screen.
 *
 * Arrows go from frame to frame, Enter does what a click does.
 */
import {makeSvg, nameOf} from "./data.js";
import {shorten} from "./names.js";

const LEAST = 0.7; // px: narrower frames are not drawn
const MOST = 20000; // frames: the callers of all functions can be millions
const LOW = 22, HIGH = 108; // px, of a row
const TWO_LINES = 42, LARGE = 60; // px, of a row that has room for them
const LETTER = 7.4, LARGE_LETTER = 8.5; // px, of a name, on average

/* Lays out in rows what is to be seen of a tree: the frames above ZOOMED are as
   wide as all, those below it share its width. */
function layOut(zoomed, width, sizeOf) {
	const frames = [];
	for (let at = zoomed.above; at; at = at.above)
		frames.unshift({node: at, x: 0, width, isAbove: true});
	const first = frames.length;
	frames.push({node: zoomed, x: 0, width});
	const scale = width / (sizeOf(zoomed) || 1);
	for (let i = first; i < frames.length && frames.length < MOST; i++) {
		let x = frames[i].x;
		for (const node of frames[i].node.children) {
			const wide = sizeOf(node) * scale;
			if (wide >= LEAST)
				frames.push({node, x, width: wide});
			x += wide;
		}
	}
	return frames;
}

export class Flames {
	/* HOW: isUp, that children stand above; hasNoRoot, that the root is drawn
	   elsewhere; colourOf(node) and isWhite(node); textOf(node), its numbers;
	   classOf(node); onPoint(node or null), onChoose(node), and where an arrow
	   leads beyond the root, onLeave(). */
	constructor(box, how) {
		this.box = box;
		this.how = how;
		this.frames = [];
		this.current = null;
		box.classList.add("flames");
		box.addEventListener("scroll", () => this.paint());
		box.addEventListener("keydown", (event) => this.press(event));
		box.addEventListener("mouseleave", () => how.onPoint(null));
		window.addEventListener("beforeprint", () => this.paint(true));
	}

	/* Shows a tree with one of its nodes in full width. */
	draw(tree, zoomed, sizeOf) {
		const {box, how} = this;
		this.sizeOf = sizeOf;
		const width = box.clientWidth - 2, height = box.clientHeight - 4;
		this.frames = this.layOut(zoomed, sizeOf);
		this.rows = this.countRows();
		this.row = Math.max(LOW, Math.min(HIGH, Math.floor(height / this.rows)));
		this.height = this.rows * this.row;
		if (!this.frames.some(({node}) => node === this.current))
			this.current = (this.frames[0] || {}).node;
		this.picture = makeSvg("svg", {width, class: this.row >= LARGE ? "large" : "", height: this.height,
			viewBox: `0 0 ${width} ${this.height || 1}`,
			role: "group", "aria-label": "Flame graph"});
		box.replaceChildren(this.picture);
		if (how.isUp)
			box.scrollTop = box.scrollHeight;
		this.paint();
	}

	layOut(zoomed, sizeOf) {
		const width = this.box.clientWidth - 2;
		const frames = sizeOf(zoomed) > 0 && width > 0 ? layOut(zoomed, width, sizeOf) : [];
		return this.how.hasNoRoot ? frames.filter(({node}) => node.above) : frames;
	}

	/* Whether there is more than is shown, which a zoom shows. */
	get isCut() {
		return this.frames.length >= MOST;
	}

	rowOf(node) {
		return node.depth - (this.how.hasNoRoot ? 1 : 0);
	}

	countRows(frames = this.frames) {
		return frames.reduce((most, {node}) => Math.max(most, this.rowOf(node) + 1), 0);
	}

	topOf(node) {
		const row = this.rowOf(node);
		return this.how.isUp ? this.height - (row + 1) * this.row : row * this.row;
	}

	/* Draws the frames in sight, or all of them. */
	paint(isAll) {
		if (!this.picture)
			return;
		const more = this.box.clientHeight / 2;
		const from = this.box.scrollTop - more;
		const to = this.box.scrollTop + this.box.clientHeight + more;
		const had = this.box.contains(document.activeElement);
		const frames = this.frames.filter(({node}) => isAll === true ||
			this.topOf(node) > from && this.topOf(node) < to);
		this.picture.replaceChildren(...frames.map((frame) => this.make(frame)));
		if (had)
			this.focus();
	}

	/* Marks what is looked for and what is chosen. */
	mark() {
		for (const {node, element} of this.frames) {
			if (!element || !element.isConnected)
				continue;
			const classes = this.how.classOf(node);
			for (const name of ["match", "chosen"])
				element.classList.toggle(name, classes.includes(name));
		}
	}

	make(frame) {
		const {how, row} = this, {node, x, width} = frame;
		const group = makeSvg("g", {class: "frame", role: "button",
			transform: `translate(${x + 1},${this.topOf(node) + 1})`,
			tabindex: node === this.current ? 0 : -1,
			"aria-label": `${nameOf(node.index)}, ${how.textOf(node)}`});
		const rect = makeSvg("rect", {width: Math.max(0.5, width - 1), height: row - 1,
			rx: Math.min(3, width / 4), fill: how.colourOf(node)});
		group.append(rect);
		group.classList.toggle("on-dark", how.isWhite(node));
		group.classList.toggle("above", Boolean(frame.isAbove));
		group.classList.add(...how.classOf(node));
		if (width > 34)
			group.append(...this.write(node, width, row));
		group.addEventListener("click", () => {
			this.current = node;
			how.onChoose(node);
		});
		group.addEventListener("mousemove", () => how.onPoint(node));
		group.addEventListener("focus", () => {
			this.current = node;
			how.onPoint(node);
		});
		frame.element = group;
		return group;
	}

	/* The name, and in a high row the numbers below it. */
	write(node, width, row) {
		const isTall = row >= TWO_LINES, texts = [];
		const room = Math.floor((width - 12) / (row >= LARGE ? LARGE_LETTER : LETTER));
		const said = this.how.textOf(node), hasNumbers = isTall && said.length <= room * 1.1;
		const name = makeSvg("text", {x: 6, y: row / 2 + (hasNumbers ? -3 : 4.5), class: "name"});
		name.textContent = shorten(nameOf(node.index), room);
		texts.push(name);
		if (hasNumbers) {
			const numbers = makeSvg("text", {x: 6, y: row / 2 + 15, class: "faint"});
			numbers.textContent = said;
			texts.push(numbers);
		}
		return texts;
	}

	/* Goes to a frame, which may be out of sight. */
	go(node) {
		const top = this.topOf(node), {box, row} = this;
		this.current = node;
		if (top < box.scrollTop)
			box.scrollTop = top;
		else if (top + row > box.scrollTop + box.clientHeight)
			box.scrollTop = top + row - box.clientHeight + 4;
		this.paint();
		this.focus();
	}

	focus() {
		const frame = this.frames.find(({node}) => node === this.current);
		if (frame && frame.element && frame.element.isConnected)
			frame.element.focus({preventScroll: true});
	}

	/* Goes to a frame; NODE is null or not drawn beyond the root. */
	goOrLeave(node, isToRoot) {
		if (this.frames.some((frame) => frame.node === node))
			this.go(node);
		else if (isToRoot && this.how.onLeave)
			this.how.onLeave();
	}

	press(event) {
		const at = this.frames.findIndex(({node}) => node === this.current);
		if (at < 0 || event.ctrlKey || event.altKey || event.metaKey)
			return;
		const {node} = this.frames[at], {isUp} = this.how;
		const inRow = this.frames.filter((frame) => frame.node.depth === node.depth);
		const beside = (step) => (inRow[inRow.findIndex((f) => f.node === node) + step] || {}).node;
		const inner = () => (this.frames.find((frame) => frame.node.above === node) || {}).node;
		const moves = {
			ArrowDown: () => isUp ? node.above : inner(),
			ArrowUp: () => isUp ? inner() : node.above,
			ArrowLeft: () => beside(-1),
			ArrowRight: () => beside(1),
			Home: () => this.frames[0].node,
		};
		if (event.key === "Enter" || event.key === " ")
			this.how.onChoose(node);
		else if (!moves[event.key])
			return;
		else
			this.goOrLeave(moves[event.key](),
				event.key === (isUp ? "ArrowDown" : "ArrowUp"));
		event.preventDefault();
	}
}
