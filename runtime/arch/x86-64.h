/* SPDX-License-Identifier: MIT */
/*
 * x86-64.  See arch.h.
 *
 * One instruction adds to memory, so no signal comes between its load and its
 * store.  It needs no lock prefix, as no other thread adds to the word.
 */
#ifndef MC_ARCH_X86_64_H
#define MC_ARCH_X86_64_H

#include <cpuid.h>

/* The time-stamp counter, if the processor says that it runs at one rate on all
   cores (invariant TSC: AMD64 Architecture Programmer's Manual vol. 3, CPUID
   Fn8000_0007_EDX[8]; Intel SDM vol. 3B, 18.17.1). */
static inline int mc_arch_has_ticks(void)
{
	unsigned a, b, c, d;

	return __get_cpuid(0x80000007, &a, &b, &c, &d) && (d & 1 << 8);
}

static inline uint64_t mc_arch_ticks(void)
{
	return __builtin_ia32_rdtsc();
}

static inline void mc_arch_add32(int32_t *word, int32_t n)
{
	__asm__ volatile("addl %1, %0" : "+m"(*word) : "er"(n) : "memory");
}

static inline void mc_arch_add64(uint64_t *word, uint64_t n)
{
	__asm__ volatile("addq %1, %0" : "+m"(*word) : "er"(n) : "memory");
}

static inline int mc_arch_count_down(int32_t *word)
{
	int is_zero;

	__asm__ volatile("subl $1, %0" : "+m"(*word), "=@ccz"(is_zero));
	return is_zero;
}

/* A call leaves it right below the canonical frame address. */
static inline uintptr_t mc_arch_returns_to(const void *cfa, const void *from)
{
	(void)from;
	return ((const uintptr_t *)cfa)[-1];
}

/* x86-64 psABI, 4.4. */
#define MC_ARCH_CALL R_X86_64_JUMP_SLOT
#define MC_ARCH_ADDRESS R_X86_64_GLOB_DAT
#define MC_ARCH_WORD R_X86_64_64
#define MC_ARCH_DATA_TOO 0

#define MC_ARCH_SWITCH \
	"	pushq %rbp\n" \
	"	.cfi_def_cfa_offset 16\n" \
	"	.cfi_offset %rbp, -16\n" \
	"	movq %rsp, %rbp\n" \
	"	.cfi_def_cfa_register %rbp\n" \
	"	movq %rdx, %rsp\n" \
	"	movq %rdi, %rax\n" \
	"	movq %rsi, %rdi\n" \
	"	call *%rax\n" \
	"	leave\n" \
	"	.cfi_def_cfa %rsp, 8\n" \
	"	ret\n"

#endif
