/* SPDX-License-Identifier: MIT */
/*
 * The hooks, and the two worlds.
 *
 *	  code outside of extents	   code within
 *
 *	  main, ...			   f clone  --hooks-->  recorder
 *	    |	\			     |	^
 *	    |	 `---> f entry ..in an.......|..'
 *	    |		  |	 extent?     |
 *	    v		  v		     v
 *	  f body <------- '		   g clone  --hooks-->  recorder
 *	    |
 *	    v
 *	  g body
 *
 * Of a function that a marked one can reach there are
 *
 *	the clone	f.memcall, with hooks; calls clones
 *	the body	without any; calls bodies, so it is optimised as if the
 *			plugin were not there
 *	the entry	under the function's own name, if the function can be
 *			entered from elsewhere: from another unit, through a
 *			pointer or a table.  One branch decides between the two;
 *			a marked function's asks whether there is a recorder
 *
 * worlds.cc makes them of the one body with tests that is described here, which
 * is also what remains of a function that cannot be parted.
 *
 * Before GCC's pass "lower", while a body is still a tree of statements, it is
 * wrapped by what runtime/memcall-abi.h shows in C, here as it looks in
 * -fdump-tree-memcall-wrap:
 *
 *	slot = __memcall_recording[0];
 *	handle = slot->current;
 *	if (handle != 0B)
 *		{
 *			link = handle->kid[function.slot];
 *			if (link->function == function.id)
 *				{
 *					asm (--link->left);
 *					if (link->left != 0)
 *						slot->current = link->target;
 *						goto done;
 *				}
 *		}
 *	else
 *		{
 *			link = 0B;
 *			extent = __memcall_recording[1];
 *			if (extent == 0B) goto done;
 *		}
 *	handle = __memcall_hooks[ENTER] (slot, &function, link, cfa);
 *	done:
 *	try
 *		{
 *			the body; after calls that return twice:
 *			if (__memcall_recording[1] != 0B)
 *				__memcall_hooks[RESUME] (slot, handle, cfa);
 *		}
 *	finally
 *		{
 *			if (handle != 0B)
 *				if (handle & 1)
 *					__memcall_hooks[LEAVE] (handle);
 *				else
 *					slot->current = handle;
 *		}
 *
 * The finally is what lets GCC find every way out: return, exception, cleanup,
 * cancellation.  Being there before anything is inlined or cloned, the hooks
 * count the calls of the source, and go wherever the body goes.
 *
 * Every function that may be recorded is wrapped, because what a unit's marked
 * functions reach is known only when all of it has been read.  Then those that
 * none reaches, and the bodies of the others, are unwrapped: the tests are
 *folded to "no" and the exception region of the finally, empty now, is removed.
 *What follows calls that return twice stays: by longjmp, control may come back
 *from an extent.
 *
 * -finstrument-functions (gimplify.cc) and -fsanitize=thread do the same thing
 * at the same place.
 */
#include "instrument.h"
#include "describe.h"
#include "movers.h"
#include "select.h"
#include "../runtime/memcall-abi.h"

/* A wrapper's variables.  The function's body keeps them alive. */
struct wrapper {
	tree slot;
	tree handle;
	tree inside; /* the position while the body runs */
	tree told; /* the slot, or if nothing is recorded a place like it */
	tree descriptor;
	tree extent; /* or, of a marked function, the hook START */
	tree mover; /* the slot, around a call that moves memory */
	bool has_finally; /* or leaves at each return and tail call */
	bool has_movers;
	bool has_landings;
	bool has_announcements;
};

/* The functions that are wrapped, by DECL_UID. */
static hash_map<int_hash<unsigned, 0, UINT_MAX>, struct wrapper> wrappers;

bool mc_instrument_is_touched(cgraph_node *node)
{
	return wrappers.get(DECL_UID(node->decl)) != NULL;
}

bool mc_instrument_is_wrapped(cgraph_node *node)
{
	const struct wrapper *w = wrappers.get(DECL_UID(node->decl));

	return w && w->handle;
}

/* The statements of an `if (value != 0) then`. */
static gimple_seq build_if(tree value, gimple_seq then)
{
	tree yes = create_artificial_label(UNKNOWN_LOCATION);
	tree no = create_artificial_label(UNKNOWN_LOCATION);
	gimple_seq seq = NULL;

	gimple_seq_add_stmt(
		&seq,
		gimple_build_cond(NE_EXPR, value, null_pointer_node, yes, no));
	gimple_seq_add_stmt(&seq, gimple_build_label(yes));
	gimple_seq_add_stmt(&seq,
			    gimple_build_predict(PRED_COLD_LABEL, NOT_TAKEN));
	gimple_seq_add_seq(&seq, then);
	gimple_seq_add_stmt(&seq, gimple_build_label(no));
	return seq;
}

/* Loads HOOK into a new variable of a pointer to a function of TYPE. */
static tree build_load(gimple_seq *seq, enum mc_hook hook, tree type)
{
	tree loaded = create_tmp_var(ptr_type_node, "hook");
	tree address = create_tmp_var(build_pointer_type(type), "hook");

	gimple_seq_add_stmt(
		seq, gimple_build_assign(loaded, mc_describe_hook(hook)));
	gimple_seq_add_stmt(seq,
			    gimple_build_assign(address, NOP_EXPR, loaded));
	return address;
}

static gcall *build_call(tree address, tree type,
			 std::initializer_list<tree> args)
{
	auto_vec<tree> vector;

	for (tree arg : args)
		vector.safe_push(arg);

	gcall *call = gimple_build_call_vec(address, vector);

	gimple_call_set_fntype(call, type);
	gimple_call_set_nothrow(call, true);
	return call;
}

/* What compiled code shares with the recorder (runtime/memcall-abi.h).  It may
   be anything, for all that GCC's alias analysis can tell. */
static tree build_member(tree type, tree address, size_t offset)
{
	tree alias = build_pointer_type_for_mode(type, ptr_mode, true);
	tree member = build2(MEM_REF, type, address,
			     build_int_cst(alias, (HOST_WIDE_INT)offset));

	TREE_THIS_NOTRAP(member) = 1;
	return member;
}

#define MEMBER(type, address, record, member) \
	build_member(type, address, offsetof(struct record, member))

static tree build_label(void)
{
	return create_artificial_label(UNKNOWN_LOCATION);
}

static void add_label(gimple_seq *seq, tree label, bool is_cold)
{
	gimple_seq_add_stmt(seq, gimple_build_label(label));
	if (is_cold)
		gimple_seq_add_stmt(
			seq, gimple_build_predict(PRED_COLD_LABEL, NOT_TAKEN));
}

static void add_goto(gimple_seq *seq, tree label)
{
	gimple_seq_add_stmt(seq, gimple_build_goto(label));
}

static void add_test(gimple_seq *seq, tree_code code, tree a, tree b, tree yes,
		     tree no)
{
	gimple_seq_add_stmt(seq, gimple_build_cond(code, a, b, yes, no));
}

/* A new variable of TYPE that holds VALUE. */
static tree add_variable(gimple_seq *seq, tree type, const char *name,
			 tree value)
{
	tree var = create_tmp_var(type, name);

	gimple_seq_add_stmt(seq, gimple_build_assign(var, value));
	return var;
}

/*
 *	if (slot->faults != 0B)
 *		if (*slot->faults + *slot->brk != slot->seen)
 *			LOOK (slot);
 */
static void add_look(gimple_seq *seq, tree slot)
{
	tree type = build_function_type_list(void_type_node, ptr_type_node,
					     NULL_TREE);
	tree word = pointer_sized_int_node;
	tree watched = build_label(), changed = build_label();
	tree end = build_label();
	tree faults =
		add_variable(seq, ptr_type_node, "faults",
			     MEMBER(ptr_type_node, slot, mc_slot, faults));

	add_test(seq, NE_EXPR, faults, null_pointer_node, watched, end);
	add_label(seq, watched, false);

	tree brk = add_variable(seq, ptr_type_node, "brk",
				MEMBER(ptr_type_node, slot, mc_slot, brk));
	tree a = build_member(word, faults, 0), b = build_member(word, brk, 0);

	/* The kernel writes there, and malloc. */
	TREE_THIS_VOLATILE(a) = TREE_THIS_VOLATILE(b) = 1;
	a = add_variable(seq, word, "faults", a);
	b = add_variable(seq, word, "brk", b);

	tree sum = create_tmp_var(word, "sum");
	tree seen = add_variable(seq, word, "seen",
				 MEMBER(word, slot, mc_slot, seen));

	gimple_seq_add_stmt(seq, gimple_build_assign(sum, PLUS_EXPR, a, b));
	add_test(seq, NE_EXPR, sum, seen, changed, end);
	add_label(seq, changed, true);

	tree address = build_load(seq, MC_HOOK_LOOK, type);

	gimple_seq_add_stmt(seq, build_call(address, type, {slot}));
	add_label(seq, end, false);
}

/* if (handle != 0B)
	if (handle & 1) LEAVE (handle);
	else { look; slot->current = handle; } */
static gimple_seq build_exit(const struct wrapper *w)
{
	tree type = build_function_type_list(void_type_node, ptr_type_node,
					     NULL_TREE);
	tree some = build_label(), framed = build_label();
	tree counted = build_label(), end = build_label();
	gimple_seq seq = NULL;

	add_test(&seq, NE_EXPR, w->handle, null_pointer_node, some, end);
	add_label(&seq, some, false);

	tree bits = create_tmp_var(pointer_sized_int_node, "bits");
	tree bit = create_tmp_var(pointer_sized_int_node, "bits");

	gimple_seq_add_stmt(&seq,
			    gimple_build_assign(bits, NOP_EXPR, w->handle));
	gimple_seq_add_stmt(
		&seq,
		gimple_build_assign(bit, BIT_AND_EXPR, bits,
				    build_one_cst(pointer_sized_int_node)));
	add_test(&seq, NE_EXPR, bit, build_zero_cst(pointer_sized_int_node),
		 framed, counted);
	add_label(&seq, framed, true);

	tree address = build_load(&seq, MC_HOOK_LEAVE, type);

	gimple_seq_add_stmt(&seq, build_call(address, type, {w->handle}));
	add_goto(&seq, end);
	add_label(&seq, counted, false);

	gimple_seq_add_stmt(&seq,
			    gimple_build_assign(MEMBER(ptr_type_node, w->slot,
						       mc_slot, current),
						w->handle));
	add_label(&seq, end, false);
	return seq;
}

/* The canonical frame address, in a new variable. */
static tree build_cfa(gimple_seq *seq)
{
	tree cfa = create_tmp_var(ptr_type_node, "cfa");
	gcall *call =
		gimple_build_call(builtin_decl_explicit(BUILT_IN_DWARF_CFA), 0);

	gimple_call_set_lhs(call, cfa);
	gimple_seq_add_stmt(seq, call);
	return cfa;
}

/* extent = __memcall_recording[1]; if (extent != 0B) RESUME (extent, handle,
   cfa); not the wrapper's extent: it stays when the function is unwrapped. */
static gimple_seq build_landing(tree handle)
{
	tree type = build_function_type_list(void_type_node, ptr_type_node,
					     ptr_type_node, ptr_type_node,
					     NULL_TREE);
	gimple_seq seq = NULL, resume = NULL;
	tree extent = add_variable(&seq, ptr_type_node, "extent",
				   mc_describe_extent());
	tree address = build_load(&resume, MC_HOOK_RESUME, type);
	tree cfa = build_cfa(&resume);

	gimple_seq_add_stmt(&resume,
			    build_call(address, type, {extent, handle, cfa}));
	gimple_seq_add_seq(&seq, build_if(extent, resume));
	return seq;
}

/* --link->left, by one instruction where that can be had: a signal handler may
   count the same link.  Returns what tells that it is not 0 now. */
static tree add_decrement(gimple_seq *seq, tree link)
{
	tree left = MEMBER(integer_type_node, link, mc_link, left);

#if defined(__x86_64__) || defined(__i386__)
	tree is_due = create_tmp_var(integer_type_node, "due");
	tree is_not = create_tmp_var(integer_type_node, "left");
	vec<tree, va_gc> *inputs = NULL, *outputs = NULL;

	vec_safe_push(outputs,
		      build_tree_list(build_tree_list(NULL_TREE,
						      build_string(6, "=@ccz")),
				      is_due));
	vec_safe_push(outputs,
		      build_tree_list(
			      build_tree_list(NULL_TREE, build_string(3, "=m")),
			      left));
	vec_safe_push(inputs,
		      build_tree_list(
			      build_tree_list(NULL_TREE, build_string(2, "m")),
			      unshare_expr(left)));

	gasm *text = gimple_build_asm_vec("subl $1, %1", inputs, outputs, NULL,
					  NULL);

	gimple_asm_set_volatile(text, true);
	gimple_asm_set_inline(text, true);
	gimple_seq_add_stmt(seq, text);
	gimple_seq_add_stmt(seq, gimple_build_assign(is_not, BIT_XOR_EXPR,
						     is_due, integer_one_node));
	return is_not;
#else
	tree before = add_variable(seq, integer_type_node, "left", left);
	tree after = create_tmp_var(integer_type_node, "left");

	gimple_seq_add_stmt(seq, gimple_build_assign(after, MINUS_EXPR, before,
						     integer_one_node));
	gimple_seq_add_stmt(seq,
			    gimple_build_assign(unshare_expr(left), after));
	return after;
#endif
}

/* handle->kid[function.slot] */
static tree add_kid(gimple_seq *seq, tree handle, tree descriptor)
{
	tree kid = create_tmp_var(sizetype, "kid");
	tree offset = create_tmp_var(sizetype, "offset");
	tree at = create_tmp_var(ptr_type_node, "at");
	tree slot = add_variable(
		seq, uint32_type_node, "number",
		MEMBER(uint32_type_node, descriptor, mc_function, slot));

	gimple_seq_add_stmt(seq, gimple_build_assign(kid, NOP_EXPR, slot));
	gimple_seq_add_stmt(seq, gimple_build_assign(offset, MULT_EXPR, kid,
						     size_int(sizeof(void *))));
	gimple_seq_add_stmt(seq, gimple_build_assign(at, POINTER_PLUS_EXPR,
						     handle, offset));
	return MEMBER(ptr_type_node, at, mc_link, kid);
}

/*
 *	link = handle->kid[function.slot];
 *	if (link->function == function.id)
 *		{
 *			--link->left;
 *			if (link->left != 0)
 *				slot->current = link->target; goto done;
 *		}
 */
static void add_counting(gimple_seq *seq, const struct wrapper *w, tree link,
			 tree descriptor, tree slow, tree done)
{
	tree found = build_label(), counted = build_label();
	tree kid = add_kid(seq, w->handle, descriptor);

	gimple_seq_add_stmt(seq, gimple_build_assign(link, kid));

	tree number =
		add_variable(seq, uint32_type_node, "number",
			     MEMBER(uint32_type_node, link, mc_link, function));
	tree id = add_variable(
		seq, uint32_type_node, "id",
		MEMBER(uint32_type_node, descriptor, mc_function, id));

	add_test(seq, EQ_EXPR, number, id, found, slow);
	add_label(seq, found, false);
	add_test(seq, NE_EXPR, add_decrement(seq, link), integer_zero_node,
		 counted, slow);
	add_label(seq, counted, false);

	tree target =
		add_variable(seq, ptr_type_node, "target",
			     MEMBER(ptr_type_node, link, mc_link, target));

	gimple_seq_add_stmt(seq,
			    gimple_build_assign(MEMBER(ptr_type_node, w->slot,
						       mc_slot, current),
						target));
	add_goto(seq, done);
}

/* handle = HOOK (slot, &function, link, cfa); */
static void add_call(gimple_seq *seq, const struct wrapper *w,
		     enum mc_hook hook, tree descriptor, tree link)
{
	tree type = build_function_type_list(ptr_type_node, ptr_type_node,
					     ptr_type_node, ptr_type_node,
					     ptr_type_node, NULL_TREE);
	tree address = build_load(seq, hook, type);
	tree cfa = build_cfa(seq);
	gcall *call =
		build_call(address, type, {w->slot, descriptor, link, cfa});

	gimple_call_set_lhs(call, w->handle);
	gimple_seq_add_stmt(seq, call);
}

static void add_slot(gimple_seq *seq, const struct wrapper *w)
{
	gimple_seq_add_stmt(
		seq, gimple_build_assign(w->slot, mc_describe_recording()));
}

/*
 *	inside = slot->current;
 *	told = slot;
 *	if (handle == 0B) told = &nowhere;
 *
 * so that announcements need no test of their own, and threads that do not
 * record do not all write to one place.
 */
static void add_told(gimple_seq *seq, const struct wrapper *w)
{
	tree none = build_label(), end = build_label();
	tree words = build_array_type_nelts(ptr_type_node, MC_SLOT_WORDS);
	tree nowhere = create_tmp_var(words, "nowhere");

	TREE_ADDRESSABLE(nowhere) = 1;
	gimple_seq_add_stmt(
		seq,
		gimple_build_assign(w->inside, MEMBER(ptr_type_node, w->slot,
						      mc_slot, current)));
	gimple_seq_add_stmt(seq, gimple_build_assign(w->told, w->slot));
	add_test(seq, EQ_EXPR, w->handle, null_pointer_node, none, end);
	add_label(seq, none, false);
	gimple_seq_add_stmt(
		seq,
		gimple_build_assign(w->told, build_fold_addr_expr(nowhere)));
	add_label(seq, end, false);
}

static gimple_seq build_entry(const struct wrapper *w, bool is_marked)
{
	tree descriptor = w->descriptor;
	tree inside = build_label(), outside = build_label();
	tree slow = build_label(), begin = build_label();
	tree done = build_label();
	tree link = create_tmp_var(ptr_type_node, "link");
	gimple_seq seq = NULL;

	add_slot(&seq, w);
	gimple_seq_add_stmt(
		&seq,
		gimple_build_assign(w->handle, MEMBER(ptr_type_node, w->slot,
						      mc_slot, current)));
	add_test(&seq, NE_EXPR, w->handle, null_pointer_node, inside, outside);
	add_label(&seq, inside, false);
	add_look(&seq, w->slot);
	add_counting(&seq, w, link, descriptor, slow, done);

	add_label(&seq, outside, false);
	gimple_seq_add_stmt(&seq, gimple_build_assign(link, null_pointer_node));
	gimple_seq_add_stmt(
		&seq,
		gimple_build_assign(w->extent,
				    is_marked ? mc_describe_hook(MC_HOOK_START)
					      : mc_describe_extent()));
	add_test(&seq, NE_EXPR, w->extent, null_pointer_node,
		 is_marked ? begin : slow, done);
	if (is_marked) {
		add_label(&seq, begin, true);
		add_call(&seq, w, MC_HOOK_START, descriptor, link);
		add_slot(&seq, w);
		add_goto(&seq, done);
	}
	add_label(&seq, slow, true);
	add_call(&seq, w, MC_HOOK_ENTER, descriptor, link);
	add_label(&seq, done, false);
	if (w->has_announcements)
		add_told(&seq, w);
	return seq;
}

/* True if control may come to STMT from a call that is open above: by longjmp,
   or by the goto of a nested function. */
static bool is_landing(gimple *stmt)
{
	if (is_gimple_call(stmt))
		return gimple_call_flags(stmt) & ECF_RETURNS_TWICE;
	return gimple_code(stmt) == GIMPLE_LABEL &&
	       DECL_NONLOCAL(gimple_label_label(as_a<glabel *>(stmt)));
}

/*
 *	mover = __memcall_recording[1];
 *	if (mover != 0B)
 *		mover = __memcall_hooks[MOVING] (mover, block, kind);
 *	the call
 *	if (mover != 0B)
 *		__memcall_hooks[MOVED] (mover);
 */
static void add_move(gimple_stmt_iterator *gsi, tree mover, enum mc_mover kind)
{
	gimple *stmt = gsi_stmt(*gsi);
	bool has_block = kind == FREES_BLOCK || kind == DELETES_BLOCK;
	tree block = has_block && gimple_call_num_args(stmt) > 0
			     ? gimple_call_arg(stmt, 0)
			     : null_pointer_node;
	tree before_type = build_function_type_list(
		ptr_type_node, ptr_type_node, ptr_type_node, integer_type_node,
		NULL_TREE);
	tree after_type = build_function_type_list(void_type_node,
						   ptr_type_node, NULL_TREE);
	gimple_seq before = NULL, moving = NULL, moved = NULL;
	tree hook = build_load(&moving, MC_HOOK_MOVING, before_type);
	gcall *call = build_call(
		hook, before_type,
		{mover, block, build_int_cst(integer_type_node, kind)});

	gimple_call_set_lhs(call, mover);
	gimple_seq_add_stmt(&moving, call);
	gimple_seq_add_stmt(&before,
			    gimple_build_assign(mover, mc_describe_extent()));
	gimple_seq_add_seq(&before, build_if(mover, moving));
	gsi_insert_seq_before(gsi, before, GSI_SAME_STMT);

	hook = build_load(&moved, MC_HOOK_MOVED, after_type);
	gimple_seq_add_stmt(&moved, build_call(hook, after_type, {mover}));
	gsi_insert_seq_after(gsi, build_if(mover, moved), GSI_CONTINUE_LINKING);
}

/* A coroutine hands over to the next one by a tail call (symmetric transfer):
   with anything behind it the stack would grow each time. */
static bool is_tail_call(gimple *stmt)
{
	gcall *call = dyn_cast<gcall *>(stmt);

	return call &&
	       (gimple_call_tail_p(call) || gimple_call_must_tail_p(call));
}

static tree find_tail_call(gimple_stmt_iterator *gsi, bool *handled,
			   struct walk_stmt_info *)
{
	*handled = is_tail_call(gsi_stmt(*gsi));
	return *handled ? null_pointer_node : NULL_TREE;
}

static bool has_tail_call(gimple_seq body)
{
	struct walk_stmt_info info;

	memset(&info, 0, sizeof(info));
	return walk_gimple_seq(body, find_tail_call, NULL, &info) != NULL;
}

/* Before a return or tail call of a function without a finally. */
static void add_exit(gimple_stmt_iterator *gsi, const struct wrapper *w)
{
	gimple_seq seq = build_exit(w);

	gimple_seq_add_stmt(&seq,
			    gimple_build_assign(w->handle, null_pointer_node));
	gsi_insert_seq_before(gsi, seq, GSI_SAME_STMT);
}

/* Whether STMT may lead to code that is not instrumented and calls back, or
   jumps: not what is defined here, nor what its header promises to be a leaf.
 */
static bool leaves_unit(gimple *stmt)
{
	tree callee;

	if (!is_gimple_call(stmt) || gimple_call_internal_p(stmt) ||
	    gimple_call_flags(stmt) & ECF_LEAF)
		return false;
	callee = gimple_call_fndecl(stmt);
	if (!callee)
		return true;
	if (fndecl_built_in_p(callee))
		return false;
	return (DECL_EXTERNAL(callee) && !DECL_INITIAL(callee)) ||
	       (TREE_PUBLIC(callee) && flag_shlib);
}

static gimple *build_return_to(const struct wrapper *w)
{
	return gimple_build_assign(
		MEMBER(ptr_type_node, w->told, mc_slot, current), w->inside);
}

/* told->calling = ...; the call; told->current = inside; */
static void add_announcement(gimple_stmt_iterator *gsi, const struct wrapper *w)
{
	gimple *stmt = gsi_stmt(*gsi);
	tree callee = gimple_call_fndecl(stmt);
	tree word = pointer_sized_int_node;
	gimple_seq before = NULL;
	tree token;

	if (callee) {
		token = mc_describe_token(callee);
	} else {
		token = create_tmp_var(word, "calling");
		gimple_seq_add_stmt(&before,
				    gimple_build_assign(token, NOP_EXPR,
							gimple_call_fn(stmt)));
	}
	gimple_seq_add_stmt(
		&before,
		gimple_build_assign(MEMBER(word, w->told, mc_slot, calling),
				    token));
	gsi_insert_seq_before(gsi, before, GSI_SAME_STMT);
	if (!(gimple_call_flags(stmt) & ECF_NORETURN) && !is_tail_call(stmt))
		gsi_insert_after(gsi, build_return_to(w), GSI_CONTINUE_LINKING);
}

/* Adds to the body what belongs behind landings, around movers, and before
   exits that no finally takes care of. */
static tree add_inner(gimple_stmt_iterator *gsi, bool *handled,
		      struct walk_stmt_info *info)
{
	gimple *stmt = gsi_stmt(*gsi);
	struct wrapper *w = (struct wrapper *)info->info;
	enum mc_mover kind = mc_movers_kind(stmt);

	*handled = false;
	if (kind != NO_MOVER)
		w->has_movers = true;
	if (w->handle && !w->has_finally &&
	    (is_tail_call(stmt) || gimple_code(stmt) == GIMPLE_RETURN))
		add_exit(gsi, w);
	if (is_landing(stmt)) {
		w->has_landings = true;
		gsi_insert_seq_after(
			gsi, build_landing(w->handle ?: null_pointer_node),
			GSI_CONTINUE_LINKING);
	} else if (kind != NO_MOVER) {
		add_move(gsi, w->mover, kind);
	} else if (w->handle && leaves_unit(stmt)) {
		w->has_announcements = true;
		add_announcement(gsi, w);
	}
	/* What was thrown may have passed C functions that do not clean up. */
	if (gcatch *handler = dyn_cast<gcatch *>(stmt); handler && w->handle) {
		gimple_seq seq = NULL;

		w->has_announcements = true;
		gimple_seq_add_stmt(&seq, build_return_to(w));
		gimple_seq_add_seq(&seq, gimple_catch_handler(handler));
		gimple_catch_set_handler(handler, seq);
	}
	return NULL_TREE;
}

/* BODY with what add_inner adds. */
static gimple_seq walk_body(gimple_seq body, struct wrapper *w)
{
	struct walk_stmt_info info;

	w->mover = create_tmp_var(ptr_type_node, "mover");
	memset(&info, 0, sizeof(info));
	info.info = w;
	walk_gimple_seq_mod(&body, add_inner, NULL, &info);
	return body;
}

static gbind *outermost_bind(function *fun)
{
	return as_a<gbind *>(gimple_seq_first_stmt(gimple_body(fun->decl)));
}

void mc_instrument_watch(function *fun)
{
	gbind *bind = outermost_bind(fun);
	struct wrapper w = {};

	gimple_bind_set_body(bind, walk_body(gimple_bind_body(bind), &w));
	if (w.has_movers)
		wrappers.put(DECL_UID(fun->decl), w);
}

void mc_instrument_wrap(function *fun)
{
	gbind *bind = outermost_bind(fun);
	struct wrapper w = {};

	w.slot = create_tmp_var(ptr_type_node, "slot");
	w.handle = create_tmp_var(ptr_type_node, "handle");
	w.extent = create_tmp_var(ptr_type_node, "extent");
	w.inside = create_tmp_var(ptr_type_node, "inside");
	w.told = create_tmp_var(ptr_type_node, "told");
	w.descriptor = mc_describe_function(fun->decl);

	w.has_finally = !has_tail_call(gimple_bind_body(bind));

	gimple_seq inner = walk_body(gimple_bind_body(bind), &w);
	gimple_seq seq = build_entry(&w, mc_select_is_marked(fun->decl));

	if (w.has_landings)
		mc_describe_as_framed(w.descriptor);

	if (w.has_finally)
		gimple_seq_add_stmt(&seq,
				    gimple_build_try(inner, build_exit(&w),
						     GIMPLE_TRY_FINALLY));
	else
		gimple_seq_add_seq(&seq, inner);
	if (!w.has_finally && gimple_seq_may_fallthru(seq))
		gimple_seq_add_seq(&seq, build_exit(&w));
	gimple_bind_set_body(bind, seq);
	wrappers.put(DECL_UID(fun->decl), w);
}

void mc_instrument_frame(cgraph_node *node)
{
	const struct wrapper *w = wrappers.get(DECL_UID(node->decl));

	if (w && w->handle)
		mc_describe_as_framed(w->descriptor);
}

/* Purity */

/* The type of the called function, as the call has it, may be const too. */
static void clear_call_purity(gcall *call)
{
	tree type = gimple_call_fntype(call);

	if (type && TYPE_READONLY(type))
		gimple_call_set_fntype(
			call,
			build_qualified_type(type, TYPE_QUALS(type) &
							   ~TYPE_QUAL_CONST));
}

void mc_instrument_clear_purity(cgraph_node *node)
{
	tree decl = node->decl;

	for (cgraph_edge *e = node->callers; e; e = e->next_caller)
		if (e->call_stmt)
			clear_call_purity(e->call_stmt);
	TREE_READONLY(decl) = 0;
	DECL_PURE_P(decl) = 0;
	DECL_LOOPING_CONST_OR_PURE_P(decl) = 0;
	DECL_IS_NOVOPS(decl) = 0;
	DECL_IS_MALLOC(decl) = 0;
	DECL_ATTRIBUTES(decl) =
		remove_attribute("fn spec", DECL_ATTRIBUTES(decl));
}

/* Unwrapping */

static bool is_wrappers(const struct wrapper *w, tree var)
{
	return var && (var == w->slot || var == w->handle || var == w->extent ||
		       var == w->inside || var == w->told || var == w->mover);
}

/* STMT is an announcement. */
static bool is_announcement(const struct wrapper *w, tree lhs)
{
	return w->told && TREE_CODE(lhs) == MEM_REF &&
	       TREE_OPERAND(lhs, 0) == w->told;
}

/* A landing has no frame to return to any more. */
static void forget_handle(const struct wrapper *w, gcall *call)
{
	for (unsigned i = 0; i < gimple_call_num_args(call); i++)
		if (w->handle && gimple_call_arg(call, i) == w->handle)
			gimple_call_set_arg(call, i, null_pointer_node);
}

/* Folds the tests of the current function to "not recording". */
static void fold_tests(const struct wrapper *w)
{
	basic_block bb;

	FOR_EACH_BB_FN (bb, cfun) {
		gimple_stmt_iterator gsi = gsi_start_bb(bb);

		while (!gsi_end_p(gsi)) {
			gimple *stmt = gsi_stmt(gsi);
			gcond *cond = dyn_cast<gcond *>(stmt);
			tree lhs = is_gimple_assign(stmt)
					   ? gimple_assign_lhs(stmt)
					   : NULL_TREE;

			if (is_gimple_call(stmt))
				forget_handle(w, as_a<gcall *>(stmt));
			if (cond && is_wrappers(w, gimple_cond_lhs(cond)))
				gimple_cond_make_false(cond);
			if (lhs &&
			    (is_wrappers(w, lhs) || is_announcement(w, lhs)))
				gsi_remove(&gsi, true);
			else
				gsi_next(&gsi);
		}
	}
}

/* True if STMT unwinds to a landing pad of REGION. */
static bool unwinds_to(gimple *stmt, eh_region region)
{
	int number = lookup_stmt_eh_lp(stmt);

	return number > 0 &&
	       get_eh_landing_pad_from_number(number)->region == region;
}

/*
 * Removes the exception region of the finally.  It is the outermost cleanup;
 * the body's own are inside of it.
 */
static void remove_outermost_cleanup(void)
{
	eh_region region = cfun->eh ? cfun->eh->region_tree : NULL;
	basic_block bb;

	while (region && region->type != ERT_CLEANUP)
		region = region->next_peer;
	if (!region)
		return;
	FOR_EACH_BB_FN (bb, cfun) {
		gimple *last = gsi_stmt(gsi_last_bb(bb));

		if (last && unwinds_to(last, region)) {
			remove_stmt_from_eh_lp(last);
			gimple_purge_dead_eh_edges(bb);
		}
	}
	remove_eh_handler(region);
}

void mc_instrument_unwrap(cgraph_node *node)
{
	struct wrapper *w = wrappers.get(DECL_UID(node->decl));

	push_cfun(DECL_STRUCT_FUNCTION(node->decl));
	fold_tests(w);
	if (w->handle && w->has_finally)
		remove_outermost_cleanup();
	free_dominance_info(CDI_DOMINATORS);
	free_dominance_info(CDI_POST_DOMINATORS);
	cleanup_tree_cfg();
	cgraph_edge::rebuild_edges();
	pop_cfun();
	wrappers.remove(DECL_UID(node->decl));
}
