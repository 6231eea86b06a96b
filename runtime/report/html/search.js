/* SPDX-License-Identifier: MIT */
/* What is looked for: part of a function's name, in all views. */
import {functions} from "./data.js";
import * as state from "./state.js";

const wanted = () => state.get("search").trim().toLowerCase();

export const isSearching = () => wanted() !== "";
export const isWanted = (index) => isSearching() && index >= 0 &&
	functions[index].function.toLowerCase().includes(wanted());
