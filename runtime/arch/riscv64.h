/* SPDX-License-Identifier: MIT */
/*
 * 64-bit RISC-V.  See arch.h.
 *
 * One instruction adds to memory: amoadd, of the extension A, which Linux needs
 * anyway.  It returns what was there.
 */
#ifndef MC_ARCH_RISCV64_H
#define MC_ARCH_RISCV64_H

/* The counter `time`, which runs at one rate, the same on all cores (Zicntr).
   Linux lets programs read it.  Boards were seen with 1 MHz to 1 GHz. */
static inline int mc_arch_has_ticks(void)
{
	return 1;
}

static inline uint64_t mc_arch_ticks(void)
{
	uint64_t ticks;

	__asm__ volatile("rdtime %0" : "=r"(ticks));
	return ticks;
}

static inline void mc_arch_add32(int32_t *word, int32_t n)
{
	__atomic_fetch_add(word, n, __ATOMIC_RELAXED);
}

static inline void mc_arch_add64(uint64_t *word, uint64_t n)
{
	__atomic_fetch_add(word, n, __ATOMIC_RELAXED);
}

static inline int mc_arch_count_down(int32_t *word)
{
	return __atomic_sub_fetch(word, 1, __ATOMIC_RELAXED) == 0;
}

/* GCC saves the return address at the upper end of the stack frame; below the
   last argument, a7, in a function with a variable number of them.  Either
   stays what it is until the function returns. */
static inline uintptr_t mc_arch_returns_to(const void *cfa, const void *from)
{
	(void)from;
	return ((const uintptr_t *)cfa)[-1];
}

/* RISC-V ELF psABI, 8.5.  There is no GLOB_DAT. */
#define MC_ARCH_CALL R_RISCV_JUMP_SLOT
#define MC_ARCH_ADDRESS R_RISCV_64
#define MC_ARCH_WORD R_RISCV_64
#define MC_ARCH_DATA_TOO 1

#define MC_ARCH_SWITCH \
	"	addi sp, sp, -16\n" \
	"	.cfi_def_cfa_offset 16\n" \
	"	sd ra, 8(sp)\n" \
	"	sd s0, 0(sp)\n" \
	"	.cfi_offset 1, -8\n" \
	"	.cfi_offset 8, -16\n" \
	"	addi s0, sp, 16\n" \
	"	.cfi_def_cfa 8, 0\n" \
	"	mv sp, a2\n" \
	"	mv t0, a0\n" \
	"	mv a0, a1\n" \
	"	jalr t0\n" \
	"	addi sp, s0, -16\n" \
	"	.cfi_def_cfa 2, 16\n" \
	"	ld ra, 8(sp)\n" \
	"	ld s0, 0(sp)\n" \
	"	.cfi_restore 1\n" \
	"	.cfi_restore 8\n" \
	"	addi sp, sp, 16\n" \
	"	.cfi_def_cfa_offset 0\n" \
	"	ret\n"

#endif
