// SPDX-License-Identifier: MIT
//
// The script of calls that every form of the inline protocol runs.
//
// Each function has a line FUNCTION, with its flags, and begins with BEGIN.
// Calls that leave the unit stand in OUT, with the name of what is called, or in
// THROUGH.  All functions have C names: the index that a function has among the
// kids of its callers follows from the name.  Those of leaf and moves are the
// same, and those of even and odd.
#include "forms.h"

#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <sys/mman.h>

static jmp_buf place;

extern "C" {

DECLARE_SHARED(far_away)

FUNCTION(leaf, LOCAL)
KEEP leaf(int)
{
	BEGIN(leaf)
	STEP("in leaf");
}
ENTRY(leaf)

FUNCTION(twig, LOCAL)
KEEP twig(int n)
{
	BEGIN(twig)
	leaf(n);
	STEP("in twig, behind leaf");
	leaf(n);
}

FUNCTION(bud, LOCAL)
KEEP bud(int n)
{
	BEGIN(bud)
	watch_quietly("bud has begun");
	leaf(n);
	STEP("in bud");
}
ENTRY(bud)

// Recursion that is no tail call.
FUNCTION(fib, LOCAL)
KEEP fib(int n)
{
	BEGIN(fib)
	STEP("in fib");
	if (n < 2)
		return;
	fib(n - 1);
	fib(n - 2);
	STEP("in fib, behind both");
}

FUNCTION(odd, LOCAL)
KEEP odd(int n);

FUNCTION(even, LOCAL)
KEEP even(int n)
{
	BEGIN(even)
	STEP("in even");
	if (n)
		odd(n - 1);
	STEP("in even, behind odd");
}

KEEP odd(int n)
{
	BEGIN(odd)
	STEP("in odd");
	if (n)
		even(n - 1);
	STEP("in odd, behind even");
}

// Circles of calls in tail position: of one function, and of two.
FUNCTION(count, LOCAL)
KEEP count(int n)
{
	BEGIN(count)
	STEP("in count");
	if (n)
		RETURN_TAIL(count(n - 1));
}

FUNCTION(pong, LOCAL)
KEEP pong(int n);

FUNCTION(ping, LOCAL)
KEEP ping(int n)
{
	BEGIN(ping)
	STEP("in ping");
	if (n)
		RETURN_TAIL(pong(n - 1));
}

KEEP pong(int n)
{
	BEGIN(pong)
	STEP("in pong");
	if (n)
		RETURN_TAIL(ping(n - 1));
}

// Ways out by an exception.
FUNCTION(thrower, LOCAL)
KEEP thrower(int n)
{
	BEGIN(thrower)
	STEP("in thrower");
	if (n) {
		LEAVING(__cxa_throw)
		throw n;
	}
}

FUNCTION(passes, LOCAL)
KEEP passes(int n)
{
	BEGIN(passes)
	thrower(n);
	STEP("in passes, behind thrower");
}

FUNCTION(catcher, LOCAL)
KEEP catcher(int n)
{
	BEGIN(catcher)
	try {
		passes(n);
		STEP("in catcher, nothing thrown");
	} catch (int) {
		CAUGHT
		STEP("in catcher, behind a throw");
	}
	leaf(n);
}

// A jump over calls.
FUNCTION(jumps, LOCAL)
KEEP jumps(int n)
{
	BEGIN(jumps)
	STEP("in jumps");
	if (n) {
		LEAVING(longjmp)
		longjmp(place, n);
	}
}

FUNCTION(lands, LOCAL | LANDS)
KEEP lands(int n)
{
	BEGIN(lands)
	int value = setjmp(place);

	BEHIND_SETJMP
	STEP(value ? "in lands, behind a jump" : "in lands");
	if (!value)
		jumps(n);
	leaf(n);
}

// What moves memory.
FUNCTION(moves, LOCAL)
KEEP moves(int)
{
	BEGIN(moves)
	MOVE(SHRINKS, NULL, munmap(NULL, 4096));
	STEP("in moves");
}

// Memory changes in a call that makes none.
FUNCTION(touches, LOCAL)
KEEP touches(int)
{
	BEGIN(touches)
	OUT(watch_touch, watch_touch());
}

// A function that begins extents, called within one.
FUNCTION(inner, LOCAL | IS_MARKED)
MARKED KEEP inner(int n)
{
	BEGIN(inner)
	watch_quietly("inner has begun");
	leaf(n);
	STEP("in inner");
}
ENTRY(inner)

FUNCTION(plain_calls, LOCAL)
KEEP plain_calls(int n)
{
	BEGIN(plain_calls)
	leaf(n);
	leaf(n);
	STEP("behind leaf twice");
	twig(n);
	twig(n);
	STEP("behind twig twice");
	fib(3);
	STEP("behind fib");
	even(3);
	even(2);
	STEP("behind even and odd");
	RESTORING(count(3));
	STEP("behind count");
	RESTORING(count(2));
	RESTORING(ping(4));
	STEP("behind ping and pong");
	RESTORING(ping(3));
	STEP("behind ping and pong again");
}

FUNCTION(odd_calls, LOCAL)
KEEP odd_calls(int n)
{
	BEGIN(odd_calls)
	watch_pointed_to = POINTER(bud);
	void (*pointer)(int) = watch_pointed_to;
	THROUGH(pointer, n);
	STEP("behind a call through a pointer");
	OUT(watch_call, watch_call(POINTER(bud), n));
	STEP("behind bud, called by code that is not instrumented");
	OUT(watch_call, watch_call(POINTER(leaf), n));
	STEP("behind leaf, called so");
	OUT(far_away, POINTER(far_away)(n));
	STEP("behind a call of another unit");
	OUT(watch_call, watch_call(POINTER(far_away), n));
	STEP("behind the same, called by code that is not instrumented");
	catcher(0);
	catcher(1);
	STEP("behind a throw");
	lands(0);
	lands(1);
	STEP("behind a jump");
	inner(n);
	STEP("behind a marked function");
}

FUNCTION(memory_calls, LOCAL)
KEEP memory_calls(int n)
{
	BEGIN(memory_calls)
	moves(n);
	leaf(n);
	moves(n);
	STEP("behind moves");
	OUT(watch_pretend_other, watch_pretend_other(1));
	moves(n);
	leaf(n);
	OUT(watch_pretend_other, watch_pretend_other(0));
	STEP("behind moves, of two threads");
	touches(n);
	STEP("behind a change of memory, seen by an exit");
	OUT(watch_touch, watch_touch());
	twig(n);
	STEP("behind a change of memory, seen by an entry");
}

FUNCTION(all_calls, LOCAL)
KEEP all_calls(int n)
{
	BEGIN(all_calls)
	plain_calls(n);
	odd_calls(n);
	memory_calls(n);
}

FUNCTION(paused_calls, LOCAL)
KEEP paused_calls(int n)
{
	BEGIN(paused_calls)
	OUT(watch_pause, watch_pause());
	STEP("paused");
	leaf(n);
	twig(n);
	RESTORING(count(1));
	STEP("paused, behind calls");
	OUT(watch_unpause, watch_unpause());
	leaf(n);
	STEP("not paused any more");
}

FUNCTION(work, LOCAL | IS_MARKED)
MARKED KEEP work(int n)
{
	BEGIN(work)
	OUT(watch_begin, watch_begin());
	STEP("an extent has begun");
	all_calls(n);
	STEP("each call has been timed");
	OUT(watch_put_off, watch_put_off());
	all_calls(n);
	STEP("calls have been counted");
	all_calls(n);
	OUT(watch_make_due, watch_make_due());
	STEP("the next call of each link is to be timed");
	all_calls(n);
	paused_calls(n);
	paused_calls(n);
}
ENTRY(work)

} // extern "C"

int main(void)
{
	watch_step("before there is a thread");
	leaf(1);
	POINTER(work)(1);
	watch_step("behind the first extent");
	leaf(1);
	twig(1);
	POINTER(inner)(1);
	POINTER(work)(1);
	watch_step("behind all");
	return 0;
}
