/* SPDX-License-Identifier: MIT */
/*
 * Files that become parts of the page (html.c), each ended by a NUL.  The
 * assembler is told where they are (-I).  page.js and page.css are what the
 * build has bundled, with the modules of d3 (ISC) that page.js uses.
 */
#define ASSET(name, file) \
	.globl mc_asset_##name; \
	mc_asset_##name: .incbin file; \
	.byte 0

	.section .rodata
	ASSET(page_html, "page.html")
	ASSET(page_css, "page.css")
	ASSET(page_js, "page.js")
	.section .note.GNU-stack, "", @progbits
