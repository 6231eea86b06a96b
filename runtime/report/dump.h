/* SPDX-License-Identifier: MIT */
/*
 * `memcall dump`: everything in a profile as text, one line a record, stable
 * and made to be matched by tests and scripts.
 *
 *	profile program="x" ... own_bytes=N
 *	function "ns::f" symbol="_ZN2ns1fEv" source="f.cc:1" marked=1 calls=2
 *... edge (root) -> "ns::f" calls=2 ... thread number=1 tid=17 name="x" ...
 *	context thread=1 id=8192 parent=4288 target=8192 function="ns::f" ...
 *
 * Functions and edges are the model's, sorted by name; contexts hold the raw
 * values, in nanoseconds where the rate of the clock is known and else in
 * ticks.  Absent values are left out.  Strings have the escapes of C.
 */
#ifndef MC_DUMP_H
#define MC_DUMP_H

#include "report/model.h"

#include <stdio.h>

void mc_dump_write(const struct mc_model *model, FILE *out);

#endif
