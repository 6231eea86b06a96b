# SPDX-License-Identifier: MIT
# Limits on the size of files, on descriptors and on memory: one line, no
# signal, the program as ever, and if there is a profile, every call is in it, by
# its name.
. "$MEMCALL_LIB"
write_observer
compile observer.c
to=out.memcall
export MEMCALL_OPTIONS=time=all
cat >limited.sh <<'EOF'
# limited.sh WHICH VALUE
ulimit -$1 $2
exec $launch ./program
EOF
# In blocks of 512 bytes.
for blocks in 1 8 20 64 128; do
	rm -f out.memcall
	compare sh limited.sh f $blocks
	expect_status 6
	expect_message '.*File too large'
	[ ! -e out.memcall ] || expect_observed out.memcall
done
expect_observed out.memcall
# The recorder keeps two, the program needs one.
for descriptors in 6 8 16 64; do
	rm -f out.memcall
	compare sh limited.sh n $descriptors
	expect_status 6
	[ ! -s err ] || expect_message 'cannot write'
	[ ! -e out.memcall ] || expect_observed out.memcall
done
expect_file out.memcall
# A sanitizer takes more address space than can be limited.
[ -z "${MEMCALL_SANITIZED-}" ] || exit 0
# In kilobytes, from what the program needs on.
least=1000
run sh limited.sh v $least
while [ "$status" -ne 6 ]; do
	least=$((least + 100))
	run sh limited.sh v $least
done
# A call takes more of the stack within an extent, and the stack counts, too: in
# between, the program itself runs out of space.
for more in 0 100 300 1100 1200 1300 1500 2000 4000; do
	rm -f out.memcall
	compare sh limited.sh v $((least + more))
	expect_status 6
	expect_no_line err '([^m]|m[^e])'
	[ "$(wc -l <err)" -le 2 ] || fail "too much is said: $(cat err)"
	[ ! -e out.memcall ] || expect_observed out.memcall
done
expect_file out.memcall
