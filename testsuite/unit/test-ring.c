/* SPDX-License-Identifier: MIT */
/*
 * Reading a ring of events, which the test writes as the kernel does.
 */
#include "ring-writer.h"
#include "unit.h"

enum { ROOM = 16 }; /* records */

static union mc_ring_writer ring;

static struct mc_ring_reader reader;

static void begin_test(void)
{
	mc_ring_writer_begin(&ring, ROOM);
	memset(&reader, 0, sizeof(reader));
}

static void add(uint32_t type, uint16_t misc, uint64_t time)
{
	mc_ring_writer_add(&ring, type, misc, time);
}

static void leaves(uint64_t time)
{
	add(PERF_RECORD_SWITCH, PERF_RECORD_MISC_SWITCH_OUT, time);
}

static void is_preempted(uint64_t time)
{
	add(PERF_RECORD_SWITCH,
	    PERF_RECORD_MISC_SWITCH_OUT | PERF_RECORD_MISC_SWITCH_OUT_PREEMPT,
	    time);
}

static void comes_back(uint64_t time)
{
	add(PERF_RECORD_SWITCH, 0, time);
}

static void has_fault(uint64_t time)
{
	add(PERF_RECORD_SAMPLE, 0, time);
}

enum { TICK_NS = 1000000 };

static void ticks(void)
{
	add(PERF_RECORD_SAMPLE, 0, TICK_NS);
}

static void reads(uint64_t off_ns, uint64_t preempted_ns)
{
	struct mc_ring_news news = mc_ring_read(&ring, &reader);

	CU_ASSERT_EQUAL(news.off_ns, off_ns);
	CU_ASSERT_EQUAL(news.preempted_ns, preempted_ns);
	CU_ASSERT_EQUAL(reader.read, ring.page.data_head);
}

MC_TEST(a_thread_that_never_left_was_never_off)
{
	begin_test();
	reads(0, 0);
	has_fault(100);
	has_fault(200);
	reads(0, 0);
}

MC_TEST(waiting_and_preemption_are_told_apart)
{
	begin_test();
	has_fault(50);
	leaves(100);
	comes_back(350);
	is_preempted(400);
	comes_back(450);
	reads(300, 50);
	reads(0, 0);
	leaves(1000);
	comes_back(1001);
	reads(1, 0);
}

MC_TEST(the_first_record_may_be_of_coming_back)
{
	begin_test();
	comes_back(100);
	reads(0, 0);
	is_preempted(110);
	comes_back(120);
	reads(10, 10);
}

MC_TEST(a_ring_goes_round)
{
	begin_test();
	for (uint64_t i = 0; i < 100; i++) {
		leaves(1000 + 10 * i);
		comes_back(1003 + 10 * i);
		has_fault(1004 + 10 * i);
		reads(3, 0);
	}
}

MC_TEST(records_that_were_written_over_are_passed_by)
{
	begin_test();
	leaves(100);
	for (uint64_t i = 0; i < 15; i++)
		has_fault(101 + i);
	comes_back(5000); /* over the first one */
	reads(0, 0);
	for (uint64_t i = 0; i < 20; i++) {
		leaves(6000 + 10 * i);
		comes_back(6001 + 10 * i);
	}
	reads(8, 0); /* 16 of 40 records */
}

MC_TEST(ticks_and_faults_are_told_apart)
{
	struct mc_ring_news news;

	begin_test();
	reader.tick_ns = TICK_NS;
	has_fault(5000000);
	ticks();
	leaves(5000100);
	comes_back(5000200);
	ticks();
	news = mc_ring_read(&ring, &reader);
	CU_ASSERT_EQUAL(news.ticks, 2);
	CU_ASSERT_EQUAL(news.faults, 1);
	CU_ASSERT_EQUAL(news.off_ns, 100);
	CU_ASSERT_EQUAL(news.lost, 0);
}

/* A function that touches much memory: 40 faults and 3 ticks, where there is
   room for 16 records. */
MC_TEST(of_what_was_written_over_the_faults_are_known)
{
	struct mc_ring_news news;
	volatile uint64_t faults = 7 * MC_RING_FAULT_BYTES;

	begin_test();
	reader.tick_ns = TICK_NS;
	reader.faults = &faults;
	reader.faults_read = faults;
	ticks();
	ticks();
	for (int i = 0; i < 40; i++)
		has_fault(5000000);
	ticks();
	faults += 40 * MC_RING_FAULT_BYTES;
	news = mc_ring_read(&ring, &reader);
	CU_ASSERT_EQUAL(news.ticks, 1);
	CU_ASSERT_EQUAL(news.lost, 27);
	CU_ASSERT_EQUAL(news.lost_ticks, 2);
	news = mc_ring_read(&ring, &reader);
	CU_ASSERT_EQUAL(news.ticks, 0);
	CU_ASSERT_EQUAL(news.lost, 0);
	CU_ASSERT_EQUAL(news.lost_ticks, 0);
}

MC_TEST(another_thread_is_off_until_now)
{
	struct mc_ring_news news;

	begin_test();
	leaves(100);
	comes_back(150);
	is_preempted(200);
	news = mc_ring_read_other(&ring, &reader, 1200);
	CU_ASSERT_EQUAL(news.off_ns, 1050);
	CU_ASSERT_EQUAL(news.preempted_ns, 1000);
	/* It goes on: only what came after that is new. */
	comes_back(1250);
	reads(50, 50);
	news = mc_ring_read_other(&ring, &reader, 2000);
	CU_ASSERT_EQUAL(news.off_ns, 0);
}
