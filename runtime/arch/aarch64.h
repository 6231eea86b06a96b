/* SPDX-License-Identifier: MIT */
/*
 * AArch64.  See arch.h.
 *
 * With LSE one instruction adds to memory.  Without, a pair of exclusive
 * accesses does: the store fails if an exception came in between, since the
 * return from an exception clears the local monitor (Arm Architecture Reference
 * Manual, B2.12).  GCC's own -moutline-atomics would ask each time which of the
 * two the processor has, in a function: a few instructions more than the pair.
 */
#ifndef MC_ARCH_AARCH64_H
#define MC_ARCH_AARCH64_H

/* The virtual counter, which Linux lets programs read (CNTKCTL_EL1.EL0VCTEN).
   It runs at 1 to 50 MHz, since Armv8.6 at 1 GHz. */
static inline int mc_arch_has_ticks(void)
{
	return 1;
}

/* Without a barrier: the instructions around may overtake it, by less than what
   a tick takes on most processors. */
static inline uint64_t mc_arch_ticks(void)
{
	uint64_t ticks;

	__asm__ volatile("mrs %0, cntvct_el0" : "=r"(ticks));
	return ticks;
}

#ifdef __ARM_FEATURE_ATOMICS
static inline int32_t mc_arch_sum32(int32_t *word, int32_t n)
{
	return __atomic_add_fetch(word, n, __ATOMIC_RELAXED);
}

static inline void mc_arch_add64(uint64_t *word, uint64_t n)
{
	__atomic_fetch_add(word, n, __ATOMIC_RELAXED);
}
#else
static inline int32_t mc_arch_sum32(int32_t *word, int32_t n)
{
	int32_t sum, failed;

	__asm__ volatile("1:	ldxr	%w0, %2\n"
			 "	add	%w0, %w0, %w3\n"
			 "	stxr	%w1, %w0, %2\n"
			 "	cbnz	%w1, 1b"
			 : "=&r"(sum), "=&r"(failed), "+Q"(*word)
			 : "Ir"(n)
			 : "memory");
	return sum;
}

static inline void mc_arch_add64(uint64_t *word, uint64_t n)
{
	uint64_t sum;
	int32_t failed;

	__asm__ volatile("1:	ldxr	%0, %2\n"
			 "	add	%0, %0, %3\n"
			 "	stxr	%w1, %0, %2\n"
			 "	cbnz	%w1, 1b"
			 : "=&r"(sum), "=&r"(failed), "+Q"(*word)
			 : "Ir"(n)
			 : "memory");
}
#endif

static inline void mc_arch_add32(int32_t *word, int32_t n)
{
	mc_arch_sum32(word, n);
}

static inline int mc_arch_count_down(int32_t *word)
{
	return mc_arch_sum32(word, -1) == 0;
}

/*
 * It is in the frame record of the function, which is somewhere in its stack
 * frame: the address of the caller's record, and the return address (AAPCS64,
 * 6.4.6).  Goes up from the record here to that of the hook, which returns to
 * FROM.  The next one is the function's, if it has one, and then it is below
 * its CFA.  (A function that calls hooks has one, but with
 * -fomit-frame-pointer.)  Where return addresses are signed, their upper bits
 * are the signature.
 */
static inline uintptr_t mc_arch_returns_to(const void *cfa, const void *from)
{
	const uintptr_t *record = (const uintptr_t *)__builtin_frame_address(0);
	int is_hook = 0;

	for (;;) {
		const uintptr_t *next = (const uintptr_t *)record[0];

		if (is_hook)
			return record[1];
		is_hook = (record[1] ^ (uintptr_t)from) << 16 == 0;
		if (next <= record || (const void *)(next + 2) > cfa)
			return 0;
		record = next;
	}
}

/* ELF for the Arm 64-bit Architecture, 5.7.12. */
#define MC_ARCH_CALL R_AARCH64_JUMP_SLOT
#define MC_ARCH_ADDRESS R_AARCH64_GLOB_DAT
#define MC_ARCH_WORD R_AARCH64_ABS64
#define MC_ARCH_DATA_TOO 0

#define MC_ARCH_SWITCH \
	"	stp x29, x30, [sp, -16]!\n" \
	"	.cfi_def_cfa_offset 16\n" \
	"	.cfi_offset 29, -16\n" \
	"	.cfi_offset 30, -8\n" \
	"	mov x29, sp\n" \
	"	.cfi_def_cfa_register 29\n" \
	"	mov sp, x2\n" \
	"	mov x9, x0\n" \
	"	mov x0, x1\n" \
	"	blr x9\n" \
	"	mov sp, x29\n" \
	"	.cfi_def_cfa_register 31\n" \
	"	ldp x29, x30, [sp], 16\n" \
	"	.cfi_restore 29\n" \
	"	.cfi_restore 30\n" \
	"	.cfi_def_cfa_offset 0\n" \
	"	ret\n"

#endif
