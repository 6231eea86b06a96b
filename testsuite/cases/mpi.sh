# SPDX-License-Identifier: MIT
# An MPI program: the ranks' profiles are merged by a tree of merges under
# mpirun, and give what merging them at once gives; counts are exact, and the
# uneven load is seen.  MPI_RANKS says how many ranks there are, many of them on
# one processor (make check-mpi: 4 and 64).
. "$MEMCALL_LIB"
native "mpirun starts programs of this processor"
unsanitized any "Open MPI leaves memory behind"
need mpirun mpicc python3
case $(mpirun --version) in
*"Open MPI"*) ;;
*) skip "mpirun is not that of Open MPI" ;;
esac
ranks=${MPI_RANKS:-4}
cp "$MEMCALL_SOURCE/testsuite/programs/ranks.c" .
OMPI_CC=$CC mpicc -g -O2 "$plugin" ranks.c -o program 2>compiler.err ||
	skip "mpicc cannot compile here: $(head -n 1 compiler.err)"
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
mpi()
{
	run mpirun --oversubscribe --mca mpi_yield_when_idle 1 \
		--mca btl_vader_single_copy_mechanism none \
		--mca plm_rsh_agent false -n "$@"
}

mkdir ranks
MEMCALL_OUT=ranks/%r.memcall mpi "$ranks" ./program
expect_status 0
expect_line out 'done'
[ "$(ls ranks | wc -l)" -eq "$ranks" ] || fail "profiles: $(ls ranks)"

MEMCALL=$memcall mpi "$ranks" "$MEMCALL_SOURCE/examples/merge-tree" \
	"$PWD/all.memcall" ranks/*.memcall
expect_status 0
expect_no_file all.memcall.*
"$memcall" convert ranks/*.memcall -o once.memcall
cmp all.memcall once.memcall || fail "the tree merges to something else"
"$memcall" dump ranks/*.memcall >dump.ranks
"$memcall" dump all.memcall >dump.all
cmp dump.ranks dump.all || fail "the bundle is read as something else"

"$memcall" report all.memcall >report
expect_line report "program: .*, $ranks ranks"
expect_line report "$ranks ranks, compared by total; least even first"
"$memcall" convert all.memcall -o all.json
check_python "$ranks" <<'END'
import dumped, json, os, sys
ranks = int(sys.argv[1])
dump = dumped.read("all.memcall")
pieces = sum(3 * (10 + r) for r in range(ranks))
found = dump.functions["piece"]
assert found["calls"] == pieces, found
assert found["over"] == "rank" and found["parts"] == ranks, found
assert found["calls_least"] == 30, found
assert found["calls_most"] == 3 * (10 + ranks - 1), found
assert found["calls_most_at"] == ranks - 1, found
assert found["calls_mean"] == pieces // ranks, found
edge = dump.edges["compute", "piece", None]
assert edge["calls_most"] == found["calls_most"], edge
for thing in list(dump.functions.values()) + list(dump.edges.values()):
    for key in "calls", "total_ns":
        assert thing[key + "_least"] <= thing[key + "_mean"] \
            <= thing[key + "_most"], thing
assert dump.functions["work"]["calls_imbalance"] == "1.000"
lines = [line for line in dump.text.split("\n") if line.startswith("profile")]
assert [dumped.pairs(line)["rank"] for line in lines] == list(range(ranks))
assert {dumped.pairs(line)["host"] for line in lines} == {os.uname().nodename}

graph = json.load(open("all.json"))
assert graph["over"] == "rank" and graph["parts"] == ranks
piece = [f for f in graph["functions"] if f["function"] == "piece"][0]
assert piece["balance"]["calls"]["most_at"] == ranks - 1
END

"$memcall" dump --by=rank all.memcall >dump.split
expect_line dump.split "function \"piece \[rank $((ranks - 1))\]\" .* calls=$((3 * (9 + ranks))) "
