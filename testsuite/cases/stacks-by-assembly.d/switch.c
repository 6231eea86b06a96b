// SPDX-License-Identifier: MIT
// Switches from stack to stack, as jump_fcontext does.

void change_stacks(void **save, void *to, void *argument);
void begin_stack(void **save, void *top, void (*entry)(void *), void *argument);

/* Leaves the old stack in *SAVE and goes on where TO was left. */
__asm__(".text\n"
	".globl change_stacks\n"
	".type change_stacks, @function\n"
	"change_stacks:\n"
	"	pushq %rbp\n"
	"	pushq %rbx\n"
	"	pushq %r12\n"
	"	pushq %r13\n"
	"	pushq %r14\n"
	"	pushq %r15\n"
	"	movq %rsp, (%rdi)\n"
	"	movq %rsi, %rsp\n"
	"	popq %r15\n"
	"	popq %r14\n"
	"	popq %r13\n"
	"	popq %r12\n"
	"	popq %rbx\n"
	"	popq %rbp\n"
	"	ret\n"
	".size change_stacks, .-change_stacks\n"
	/* Calls ENTRY on the stack that ends at TOP. */
	".globl begin_stack\n"
	".type begin_stack, @function\n"
	"begin_stack:\n"
	"	pushq %rbp\n"
	"	pushq %rbx\n"
	"	pushq %r12\n"
	"	pushq %r13\n"
	"	pushq %r14\n"
	"	pushq %r15\n"
	"	movq %rsp, (%rdi)\n"
	"	andq $-16, %rsi\n"
	"	movq %rsi, %rsp\n"
	"	movq %rcx, %rdi\n"
	"	call *%rdx\n"
	"	hlt\n"
	".size begin_stack, .-begin_stack\n"
	".text\n");
