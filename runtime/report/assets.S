/* SPDX-License-Identifier: MIT */
/*
 * Files that become parts of the page (html.c), each ended by a NUL.  The
 * assembler is told where they are (-I).  Those of others are Debian's: d3
 * (ISC), jQuery (MIT), DataTables (MIT).
 */
#define ASSET(name, file) \
	.globl mc_asset_##name; \
	mc_asset_##name: .incbin file; \
	.byte 0

	.section .rodata
	ASSET(page_html, "page.html")
	ASSET(page_css, "page.css")
	ASSET(page_js, "page.js")
	ASSET(d3, "d3.min.js")
	ASSET(jquery, "jquery.min.js")
	ASSET(datatables, "jquery.dataTables.min.js")
	ASSET(datatables_css, "datatables.css")
	.section .note.GNU-stack, "", @progbits
