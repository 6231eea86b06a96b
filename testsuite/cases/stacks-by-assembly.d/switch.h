// SPDX-License-Identifier: MIT
// What Boost.Context and its like have in headers: nothing of it is a node.
#pragma GCC system_header

struct coroutine {
	void *here; /* a stack that was left */
	void (*body)(struct coroutine *);
	char *stack;
};

void change_stacks(void **save, void *to, void *argument);
void begin_stack(void **save, void *top, void (*entry)(void *), void *argument);

static void enter_body(void *argument)
{
	struct coroutine *self = (struct coroutine *)argument;

	change_stacks(&self->here, self->here, self);
	self->body(self);
	for (;;)
		change_stacks(&self->here, self->here, self);
}

static inline void start_body(struct coroutine *c, char *stack, unsigned bytes,
			      void (*body)(struct coroutine *))
{
	c->body = body;
	c->stack = stack;
	begin_stack(&c->here, stack + bytes, enter_body, c);
}

static inline void pass(struct coroutine *c)
{
	change_stacks(&c->here, c->here, c);
}
