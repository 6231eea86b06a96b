# SPDX-License-Identifier: MIT
# -fprofile-use accepts what -fprofile-generate has counted, recorded or not,
# and the calls are the same in both programs.
. "$MEMCALL_LIB"
write_program
for level in -O2 '-O2 -flto'; do
	for out in '' trained.memcall; do
		rm -f ./*.gcda
		compile program.c $level -fprofile-generate -fprofile-update=single
		MEMCALL_OUT=$out run ./program
		expect_status 0
		expect_silence
		expect_file ./*.gcda

		compile program.c $level -fprofile-use -Werror
		MEMCALL_OUT=used.memcall run ./program
		expect_status 0
		expect_silence
		expect_edge used.memcall work twice 3
		expect_edge used.memcall twice leaf 6
		rm used.memcall
	done
	expect_edge trained.memcall twice leaf 6
	rm trained.memcall
done
