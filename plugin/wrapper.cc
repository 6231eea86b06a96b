/* SPDX-License-Identifier: MIT */
/*
 * Builds what wrapper.h lists.
 *
 * Runs in GCC, single-threaded, before bodies are lowered: labels, gotos and
 * conditions, but no control flow graph yet.
 */
#include "wrapper.h"
#include "blocks.h"
#include "describe.h"
#include "../runtime/memcall-abi.h"

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
			     MC_MEMBER(ptr_type_node, slot, mc_slot, faults));

	add_test(seq, NE_EXPR, faults, null_pointer_node, watched, end);
	add_label(seq, watched, false);

	tree brk = add_variable(seq, ptr_type_node, "brk",
				MC_MEMBER(ptr_type_node, slot, mc_slot, brk));
	tree a = mc_blocks_member(word, faults, 0),
	     b = mc_blocks_member(word, brk, 0);

	/* The kernel writes there, and malloc. */
	TREE_THIS_VOLATILE(a) = TREE_THIS_VOLATILE(b) = 1;
	a = add_variable(seq, word, "faults", a);
	b = add_variable(seq, word, "brk", b);

	tree sum = create_tmp_var(word, "sum");
	tree seen = add_variable(seq, word, "seen",
				 MC_MEMBER(word, slot, mc_slot, seen));

	gimple_seq_add_stmt(seq, gimple_build_assign(sum, PLUS_EXPR, a, b));
	add_test(seq, NE_EXPR, sum, seen, changed, end);
	add_label(seq, changed, true);

	tree address = mc_blocks_hook(seq, MC_HOOK_LOOK, type);

	gimple_seq_add_stmt(seq, mc_blocks_call(address, type, {slot}));
	add_label(seq, end, false);
}

/* if (handle != 0B)
	if (handle & 1) LEAVE (handle);
	else { look; slot->current = handle; } */
gimple_seq mc_wrapper_exit(const struct mc_wrapper *w)
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

	tree address = mc_blocks_hook(&seq, MC_HOOK_LEAVE, type);

	gimple_seq_add_stmt(&seq, mc_blocks_call(address, type, {w->handle}));
	add_goto(&seq, end);
	add_label(&seq, counted, false);
	add_look(&seq, w->slot);

	gimple_seq_add_stmt(
		&seq, gimple_build_assign(MC_MEMBER(ptr_type_node, w->slot,
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
gimple_seq mc_wrapper_landing(tree handle)
{
	tree type = build_function_type_list(void_type_node, ptr_type_node,
					     ptr_type_node, ptr_type_node,
					     NULL_TREE);
	gimple_seq seq = NULL, resume = NULL;
	tree extent = add_variable(&seq, ptr_type_node, "extent",
				   mc_describe_extent());
	tree address = mc_blocks_hook(&resume, MC_HOOK_RESUME, type);
	tree cfa = build_cfa(&resume);

	gimple_seq_add_stmt(
		&resume, mc_blocks_call(address, type, {extent, handle, cfa}));
	gimple_seq_add_seq(&seq, build_if(extent, resume));
	return seq;
}

/* --link->left, by one instruction where that can be had: a signal handler may
   count the same link.  Returns what tells that it is not 0 now. */
static tree add_decrement(gimple_seq *seq, tree link)
{
	tree left = MC_MEMBER(integer_type_node, link, mc_link, left);

#if defined(__x86_64__) || defined(__i386__)
	tree is_due = create_tmp_var(integer_type_node, "due");
	tree is_not = create_tmp_var(integer_type_node, "left");
	vec<tree, va_gc> *inputs = NULL, *outputs = NULL;

	vec_safe_push(outputs, mc_blocks_operand("=@ccz", is_due));
	vec_safe_push(outputs, mc_blocks_operand("=m", left));
	vec_safe_push(inputs, mc_blocks_operand("m", unshare_expr(left)));

	/* The other spelling is for -masm=intel. */
	gasm *text = gimple_build_asm_vec("sub{l}\t{$1, %1|%1, 1}", inputs,
					  outputs, NULL, NULL);

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

/* The pointer that is NUMBER times BYTES behind BASE. */
static tree add_offset(gimple_seq *seq, tree base, tree number, size_t bytes)
{
	tree wide = create_tmp_var(sizetype, "number");
	tree offset = create_tmp_var(sizetype, "offset");
	tree sum = create_tmp_var(ptr_type_node, "at");

	gimple_seq_add_stmt(seq, gimple_build_assign(wide, NOP_EXPR, number));
	gimple_seq_add_stmt(seq, gimple_build_assign(offset, MULT_EXPR, wide,
						     size_int(bytes)));
	gimple_seq_add_stmt(
		seq, gimple_build_assign(sum, POINTER_PLUS_EXPR, base, offset));
	return sum;
}

/* (char *)handle + 64 * handle->kid[function.slot] */
static tree add_kid(gimple_seq *seq, tree handle, tree descriptor)
{
	tree slot = add_variable(
		seq, uint32_type_node, "slot",
		MC_MEMBER(uint32_type_node, descriptor, mc_function, slot));
	tree at = add_offset(seq, handle, slot, sizeof(int32_t));
	tree kid = add_variable(seq, integer_type_node, "kid",
				MC_MEMBER(integer_type_node, at, mc_link, kid));

	return add_offset(seq, handle, kid, MC_LINK_BYTES);
}

/*
 *	link = (char *)handle + 64 * handle->kid[function.slot];
 *	if (link->function == function.id)
 *		{
 *			--link->left;
 *			if (link->left != 0)
 *				slot->current = link; goto done;
 *		}
 */
static void add_counting(gimple_seq *seq, const struct mc_wrapper *w, tree link,
			 tree descriptor, tree slow, tree done)
{
	tree found = build_label(), counted = build_label();
	tree kid = add_kid(seq, w->handle, descriptor);

	gimple_seq_add_stmt(seq, gimple_build_assign(link, kid));

	tree number = add_variable(
		seq, uint32_type_node, "number",
		MC_MEMBER(uint32_type_node, link, mc_link, function));
	tree id = add_variable(
		seq, uint32_type_node, "id",
		MC_MEMBER(uint32_type_node, descriptor, mc_function, id));

	add_test(seq, EQ_EXPR, number, id, found, slow);
	add_label(seq, found, false);
	add_test(seq, NE_EXPR, add_decrement(seq, link), integer_zero_node,
		 counted, slow);
	add_label(seq, counted, false);

	gimple_seq_add_stmt(
		seq, gimple_build_assign(MC_MEMBER(ptr_type_node, w->slot,
						   mc_slot, current),
					 link));
	add_goto(seq, done);
}

/* handle = HOOK (slot, &function, link, cfa); */
static void add_call(gimple_seq *seq, const struct mc_wrapper *w,
		     enum mc_hook hook, tree descriptor, tree link)
{
	tree type = build_function_type_list(ptr_type_node, ptr_type_node,
					     ptr_type_node, ptr_type_node,
					     ptr_type_node, NULL_TREE);
	tree address = mc_blocks_hook(seq, hook, type);
	tree cfa = build_cfa(seq);
	gcall *call =
		mc_blocks_call(address, type, {w->slot, descriptor, link, cfa});

	gimple_call_set_lhs(call, w->handle);
	gimple_seq_add_stmt(seq, call);
}

static void add_slot(gimple_seq *seq, const struct mc_wrapper *w)
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
static void add_told(gimple_seq *seq, const struct mc_wrapper *w)
{
	tree none = build_label(), end = build_label();
	tree words = build_array_type_nelts(ptr_type_node, MC_SLOT_WORDS);
	tree nowhere = create_tmp_var(words, "nowhere");

	TREE_ADDRESSABLE(nowhere) = 1;
	gimple_seq_add_stmt(
		seq,
		gimple_build_assign(w->inside, MC_MEMBER(ptr_type_node, w->slot,
							 mc_slot, current)));
	gimple_seq_add_stmt(seq, gimple_build_assign(w->told, w->slot));
	add_test(seq, EQ_EXPR, w->handle, null_pointer_node, none, end);
	add_label(seq, none, false);
	gimple_seq_add_stmt(
		seq,
		gimple_build_assign(w->told, build_fold_addr_expr(nowhere)));
	add_label(seq, end, false);
}

gimple_seq mc_wrapper_entry(const struct mc_wrapper *w, bool is_marked)
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
		gimple_build_assign(w->handle, MC_MEMBER(ptr_type_node, w->slot,
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

/*
 *	mover = __memcall_recording[1];
 *	if (mover != 0B)
 *		mover = __memcall_hooks[MOVING] (mover, block, kind);
 *	the call
 *	if (mover != 0B)
 *		__memcall_hooks[MOVED] (mover);
 */
void mc_wrapper_add_move(gimple_stmt_iterator *gsi, tree mover,
			 enum mc_mover kind)
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
	tree hook = mc_blocks_hook(&moving, MC_HOOK_MOVING, before_type);
	gcall *call = mc_blocks_call(
		hook, before_type,
		{mover, block, build_int_cst(integer_type_node, kind)});

	gimple_call_set_lhs(call, mover);
	gimple_seq_add_stmt(&moving, call);
	gimple_seq_add_stmt(&before,
			    gimple_build_assign(mover, mc_describe_extent()));
	gimple_seq_add_seq(&before, build_if(mover, moving));
	gsi_insert_seq_before(gsi, before, GSI_SAME_STMT);

	hook = mc_blocks_hook(&moved, MC_HOOK_MOVED, after_type);
	gimple_seq_add_stmt(&moved, mc_blocks_call(hook, after_type, {mover}));
	gsi_insert_seq_after(gsi, build_if(mover, moved), GSI_CONTINUE_LINKING);
}

gimple *mc_wrapper_return_to(const struct mc_wrapper *w)
{
	return gimple_build_assign(
		MC_MEMBER(ptr_type_node, w->told, mc_slot, current), w->inside);
}

/* told->calling = ...; the call; told->current = inside; */
void mc_wrapper_add_announcement(gimple_stmt_iterator *gsi,
				 const struct mc_wrapper *w, bool returns)
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
		gimple_build_assign(MC_MEMBER(word, w->told, mc_slot, calling),
				    token));
	gsi_insert_seq_before(gsi, before, GSI_SAME_STMT);
	if (returns)
		gsi_insert_after(gsi, mc_wrapper_return_to(w),
				 GSI_CONTINUE_LINKING);
}
