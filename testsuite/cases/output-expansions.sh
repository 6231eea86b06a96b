# SPDX-License-Identifier: MIT
# %p pid, %h host, %r MPI rank, %e program name.
. "$MEMCALL_LIB"
write_program
compile program.c
host=$(uname -n)
OMPI_COMM_WORLD_RANK=3 MEMCALL_OUT='%e-%p-%h-%r.dot' $launch ./program >out 2>err &
pid=$!
wait $pid
expect_silence
expect_file "program-$pid-$host-3.dot"
