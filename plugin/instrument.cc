/* SPDX-License-Identifier: MIT */
/*
 * The hooks.
 *
 * Before GCC's pass "lower", while a body is still a tree of statements, it is
 * wrapped like this (what `-fdump-tree-memcall-wrap` shows):
 *
 *	thread = __memcall_recording;
 *	frame = 0B;
 *	if (thread != 0B)
 *		frame = __memcall_hooks[ENTER] (thread, &function, cfa);
 *
 *	or, if the function is marked,
 *
 *	if (__memcall_hooks[START] != 0B)
 *		frame = __memcall_hooks[START] (thread, &function, cfa);
 *
 *	try
 *		{
 *			the body; after calls that return twice:
 *			if (__memcall_recording != 0B)
 *				__memcall_hooks[RESUME] (__memcall_recording,
 *							 frame, cfa);
 *		}
 *	finally
 *		{
 *			if (frame != 0B)
 *				__memcall_hooks[LEAVE] (frame);
 *		}
 *
 * The finally is what lets GCC find every way out: return, exception, cleanup,
 * cancellation.  Being there before anything is inlined or cloned, the hooks
 * count the calls of the source, and go wherever the body goes.
 *
 * Every function that may be recorded is wrapped, because what a unit's marked
 * functions reach is known only when all of it has been read.  Then those that
 * none reaches are unwrapped: the tests are folded to "no" and the exception
 * region of the finally, empty now, is removed.  What follows calls that return
 * twice stays: by longjmp, control may come back from an extent.
 *
 * -finstrument-functions (gimplify.cc) and -fsanitize=thread do the same thing
 * at the same place.
 */
#include "instrument.h"
#include "describe.h"
#include "select.h"

/* A wrapper's variables.  The function's body keeps them alive. */
struct wrapper {
	tree thread;
	tree frame;
	tree function;
	tree start; /* of a marked function: its hook */
};

/* The functions that are wrapped, by DECL_UID. */
static hash_map<int_hash<unsigned, 0, UINT_MAX>, struct wrapper> wrappers;

bool mc_instrument_is_wrapped(cgraph_node *node)
{
	return wrappers.get(DECL_UID(node->decl)) != NULL;
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

/* if (frame != 0B) LEAVE (frame); */
static gimple_seq build_exit(tree frame)
{
	tree type = build_function_type_list(void_type_node, ptr_type_node,
					     NULL_TREE);
	gimple_seq seq = NULL;
	tree address = build_load(&seq, MC_HOOK_LEAVE, type);

	gimple_seq_add_stmt(&seq, build_call(address, type, {frame}));
	return build_if(frame, seq);
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

/* thread = __memcall_recording; if (thread != 0B) RESUME (thread, frame, cfa);
   not the wrapper's thread: it stays when the function is unwrapped. */
static gimple_seq build_landing(tree frame)
{
	tree type = build_function_type_list(void_type_node, ptr_type_node,
					     ptr_type_node, ptr_type_node,
					     NULL_TREE);
	tree thread = create_tmp_var(ptr_type_node, "thread");
	gimple_seq seq = NULL, resume = NULL;
	tree address = build_load(&resume, MC_HOOK_RESUME, type);
	tree cfa = build_cfa(&resume);

	gimple_seq_add_stmt(&resume,
			    build_call(address, type, {thread, frame, cfa}));
	gimple_seq_add_stmt(
		&seq, gimple_build_assign(thread, mc_describe_recording()));
	gimple_seq_add_seq(&seq, build_if(thread, resume));
	return seq;
}

static gimple_seq build_entry(const struct wrapper *w, tree descriptor,
			      bool marked)
{
	tree type = build_function_type_list(ptr_type_node, ptr_type_node,
					     ptr_type_node, ptr_type_node,
					     NULL_TREE);
	gimple_seq seq = NULL, recording = NULL;

	gimple_seq_add_stmt(
		&seq, gimple_build_assign(w->thread, mc_describe_recording()));
	gimple_seq_add_stmt(&seq,
			    gimple_build_assign(w->frame, null_pointer_node));
	gimple_seq_add_stmt(&seq, gimple_build_assign(w->function, descriptor));

	/* A marked function looks for the hook, any other for the extent. */
	tree hook = build_load(marked ? &seq : &recording,
			       marked ? MC_HOOK_START : MC_HOOK_ENTER, type);
	tree test = w->thread;

	if (marked) {
		test = w->start;
		gimple_seq_add_stmt(&seq,
				    gimple_build_assign(test, NOP_EXPR, hook));
	}

	tree cfa = build_cfa(&recording);
	gcall *call = build_call(hook, type, {w->thread, w->function, cfa});

	gimple_call_set_lhs(call, w->frame);
	gimple_seq_add_stmt(&recording, call);
	gimple_seq_add_seq(&seq, build_if(test, recording));
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

/* Behind each of these the frame takes control. */
static tree add_landing(gimple_stmt_iterator *gsi, bool *handled,
			struct walk_stmt_info *info)
{
	gimple *stmt = gsi_stmt(*gsi);
	tree frame = (tree)info->info;

	*handled = false;
	if (is_landing(stmt))
		gsi_insert_seq_after(gsi, build_landing(frame),
				     GSI_CONTINUE_LINKING);
	return NULL_TREE;
}

void mc_instrument_wrap(function *fun)
{
	gimple_seq body = gimple_body(fun->decl);
	gbind *bind = as_a<gbind *>(gimple_seq_first_stmt(body));
	gimple_seq inner = gimple_bind_body(bind);
	struct walk_stmt_info info;
	struct wrapper w;

	w.thread = create_tmp_var(ptr_type_node, "thread");
	w.frame = create_tmp_var(ptr_type_node, "frame");
	w.function = create_tmp_var(ptr_type_node, "function");
	w.start = create_tmp_var(ptr_type_node, "start");
	memset(&info, 0, sizeof(info));
	info.info = w.frame;
	walk_gimple_seq_mod(&inner, add_landing, NULL, &info);

	gimple_seq seq = build_entry(&w, mc_describe_function(fun->decl),
				     mc_select_is_marked(fun->decl));
	gimple_seq cleanup = build_exit(w.frame);

	gimple_seq_add_stmt(
		&seq, gimple_build_try(inner, cleanup, GIMPLE_TRY_FINALLY));
	gimple_bind_set_body(bind, seq);
	wrappers.put(DECL_UID(fun->decl), w);
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
	return var == w->thread || var == w->frame || var == w->function ||
	       var == w->start;
}

/* A landing has no frame to return to any more. */
static void forget_frame(const struct wrapper *w, gcall *call)
{
	for (unsigned i = 0; i < gimple_call_num_args(call); i++)
		if (gimple_call_arg(call, i) == w->frame)
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
				forget_frame(w, as_a<gcall *>(stmt));
			if (cond && is_wrappers(w, gimple_cond_lhs(cond)))
				gimple_cond_make_false(cond);
			if (lhs && is_wrappers(w, lhs))
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
	remove_outermost_cleanup();
	free_dominance_info(CDI_DOMINATORS);
	free_dominance_info(CDI_POST_DOMINATORS);
	cleanup_tree_cfg();
	cgraph_edge::rebuild_edges();
	pop_cfun();
	wrappers.remove(DECL_UID(node->decl));
}
