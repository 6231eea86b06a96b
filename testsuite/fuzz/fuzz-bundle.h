/* SPDX-License-Identifier: MIT */
/*
 * Inputs of the fuzzer that are bundles (runtime/bundle-format.h): many
 * profiles in one file.
 */
#ifndef MC_FUZZ_BUNDLE_H
#define MC_FUZZ_BUNDLE_H

#include "report/build.h"

#include <stddef.h>
#include <stdint.h>

/* Adds what of the input is a profile to a draft that has nothing yet: apart by
   BY, or, if that is none, compared.  Returns how many that are. */
size_t fuzz_bundle_add(const uint8_t *data, size_t size, struct mc_draft *draft,
		       enum mc_model_split by);

/* Merges the input with itself, and what comes of it again; stops unless the
   second is the first, byte for byte. */
void fuzz_bundle_merge(const uint8_t *data, size_t size);

/* Changes members, their order, or what one has packed, by CHANGE.  DRAW gives
   numbers below its argument.  Returns the new size, of MOST at most. */
size_t fuzz_bundle_change(uint8_t *data, size_t size, size_t most,
			  uint64_t (*draw)(uint64_t below),
			  size_t (*change)(uint8_t *data, size_t size,
					   size_t most));

#endif
