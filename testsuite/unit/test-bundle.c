/* SPDX-License-Identifier: MIT */
/*
 * Members of bundles: packed and unpacked, damaged, and in order.
 */
#include "report/alloc.h"
#include "report/bundle.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

enum { SIZE = 100000 };

static unsigned char *pack(struct mc_bundle_member *m)
{
	unsigned char *data = mc_alloc_zeroed(SIZE, 1), *packed;

	for (int i = 0; i < SIZE; i += 7)
		data[i] = (unsigned char)((size_t)i * i >> 5);
	*m = (struct mc_bundle_member){.mark = MC_BUNDLE_MARK};
	packed = mc_bundle_pack(data, SIZE, m);
	free(data);
	CU_ASSERT_PTR_NOT_NULL_FATAL(packed);
	return packed;
}

MC_TEST(a_packed_profile_is_unpacked_as_it_was)
{
	struct mc_bundle_member m;
	unsigned char *packed = pack(&m), *data = mc_bundle_unpack(&m, packed);

	CU_ASSERT_PTR_NOT_NULL_FATAL(data);
	CU_ASSERT_EQUAL(m.raw_bytes, SIZE);
	CU_ASSERT_EQUAL(data[7 * 100], (unsigned char)(700 * 700 >> 5));
	CU_ASSERT_EQUAL(data[SIZE - 3], 0);
	free(data);
	free(packed);
}

MC_TEST(a_damaged_member_is_not_unpacked)
{
	struct mc_bundle_member m;
	unsigned char *packed = pack(&m);
	unsigned char *whole = mc_bundle_unpack(&m, packed);

	for (uint64_t i = 0; i < m.packed_bytes; i += 11) {
		unsigned char *data;

		packed[i] ^= 1;
		data = mc_bundle_unpack(&m, packed);
		/* A code that is used by nothing may be wrong. */
		CU_ASSERT(!data || !memcmp(data, whole, SIZE));
		free(data);
		packed[i] ^= 1;
	}
	free(whole);
	m.crc++;
	CU_ASSERT_PTR_NULL(mc_bundle_unpack(&m, packed));
	m.crc--;
	m.raw_bytes--;
	CU_ASSERT_PTR_NULL(mc_bundle_unpack(&m, packed));
	m.raw_bytes += 2;
	CU_ASSERT_PTR_NULL(mc_bundle_unpack(&m, packed));
	free(packed);
}

MC_TEST(a_member_takes_no_more_than_there_is)
{
	struct mc_bundle_member m = {
		.mark = MC_BUNDLE_MARK, .packed_bytes = 9, .raw_bytes = 1000};

	CU_ASSERT_EQUAL(mc_bundle_room(&m, 16), 16);
	CU_ASSERT_EQUAL(mc_bundle_room(&m, 15), 0);
	m.raw_bytes = 1u << 20; /* zlib cannot make that of it */
	CU_ASSERT_EQUAL(mc_bundle_room(&m, 16), 0);
	m.raw_bytes = 1000;
	m.packed_bytes = UINT64_MAX;
	CU_ASSERT_EQUAL(mc_bundle_room(&m, UINT64_MAX), 0);
	m.packed_bytes = 0;
	CU_ASSERT_EQUAL(mc_bundle_room(&m, 16), 0);
	m.packed_bytes = 9;
	m.mark = 0;
	CU_ASSERT_EQUAL(mc_bundle_room(&m, 16), 0);
}

MC_TEST(members_are_in_order_of_rank_and_start)
{
	struct mc_bundle_member one = {.rank = 1, .start_realtime_ns = 5};
	struct mc_bundle_member other = {.rank = 2, .start_realtime_ns = 3};

	CU_ASSERT(mc_bundle_compare(&one, &other) < 0);
	other.rank = 1;
	CU_ASSERT(mc_bundle_compare(&one, &other) > 0);
	other.start_realtime_ns = 5;
	strcpy(other.host, "b");
	CU_ASSERT(mc_bundle_compare(&one, &other) < 0);
	strcpy(one.host, "b");
	CU_ASSERT_EQUAL(mc_bundle_compare(&one, &other), 0);
	one.crc = 1;
	CU_ASSERT(mc_bundle_compare(&one, &other) > 0);
}
