// SPDX-License-Identifier: MIT
//
// A function that script.cc calls, in a unit of its own.
#include "forms.h"

extern "C" {

FUNCTION(near_by, LOCAL)
KEEP near_by(int)
{
	BEGIN(near_by)
	STEP("in near_by");
}

FUNCTION(far_away, 0)
SHARED far_away(int n)
{
	BEGIN(far_away)
	watch_quietly("far_away has begun");
	near_by(n);
	STEP("in far_away");
	near_by(n);
}
SHARED_ENTRY(far_away)

} // extern "C"
