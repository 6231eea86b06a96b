# SPDX-License-Identifier: MIT
# What a terminal would obey, what turns the direction of text, what is not seen
# and what is not UTF-8, in names of functions, files, threads and programs and in
# MEMCALL_OUT: no text has it, all say what it was.  Pictures are XML.
. "$MEMCALL_LIB"
need python3
odd=$(printf 'a\033[31m\302\2332J\342\200\256\342\201\246\342\200\213\302\255\377z')
seen='a\\x1b\[31m\\xc2\\x9b2J\\xe2\\x80\\xae\\xe2\\x81\\xa6\\xe2\\x80\\x8b\\xc2\\xad\\xffz'
cat >"$odd.c" <<'END'
#define _GNU_SOURCE
#include <pthread.h>
static volatile int sink;
int f(int n) __asm__("f\302\2332J\342\200\256\363\240\200\201\377z");
__attribute__((noinline)) int f(int n)
{
	sink = n;
	return n;
}
static void *start(void *data)
{
	f(1);
	return data;
}
static int name_that_is_replaced(int n)
{
	return n + 1;
}
__attribute__((profile)) int root(int n)
{
	pthread_t thread;

	pthread_create(&thread, NULL, start, NULL);
	pthread_join(thread, NULL);
	return f(n) + name_that_is_replaced(n);
}
int main(void)
{
	pthread_setname_np(pthread_self(), "t\033[1m\302\205");
	return root(0) != 1;
}
END
compile "$odd.c" -pthread
mv program "$odd"

# Only what may be seen: ASCII, here, and no control character but the newline.
expect_seen() {
	: >.checked
	for text; do
		if tr -d '\n' <"$text" | LC_ALL=C grep -q '[^ -~]'; then
			fail "$text has what is not seen: $(cat -v "$text")"
		fi
	done
}

MEMCALL_OUT=out.memcall run "./$odd"
expect_status 0
expect_silence
# No compiler writes such a name; a file that somebody sent may have it.
check_python <<'END'
data = open("out.memcall", "rb").read()
name = b"name_that_is_replaced"
bad = "n\x9b31m\u202e\x1b]0;\a\u2066\x85".encode() + b"\xff"
assert len(bad) < len(name) and name in data
open("out.memcall", "wb").write(data.replace(name, bad.ljust(len(name), b"_")))
END
for command in "report --tree" "report --callers=f*" "top -n1" report dump; do
	run "$memcall" $command out.memcall
	expect_status 0
	expect_silence
	expect_seen out
	cp out "${command%% *}"
done
expect_line dump "profile program=\"$seen\" "
expect_line dump "function .*symbol=\"f\\\\xc2\\\\x9b2J\\\\xe2\\\\x80\\\\xae\\\\xf3\\\\xa0\\\\x80\\\\x81\\\\xffz\" source=\".*$seen\\.c:5\""
expect_line dump 'thread .*name="t\\x1b\[1m\\xc2\\x85"'
expect_line report "$seen: "
bad='n\\xc2\\x9b31m\\xe2\\x80\\xae\\x1b\]0;\\x07\\xe2\\x81\\xa6\\xc2\\x85\\xff'
expect_line dump "function \"$bad"
expect_line report ".* $bad"
MEMCALL_OUT=other.memcall run "./$odd"
run "$memcall" diff out.memcall other.memcall --by=calls
expect_line out ".* $bad"
expect_status 0
expect_seen out
if command -v script >/dev/null; then
	for command in report "top -n1" "diff --by=self other.memcall"; do
		TERM=xterm NO_COLOR=1 script -qec "stty cols 150; \"$memcall\" \
			$command out.memcall" /dev/null </dev/null |
			sed 's/^\x1b\[H\x1b\[J//' | tr -d '\r' >terminal
		LC_ALL=C.UTF-8 grep -Pq \
			'[\x{1b}\x{7f}-\x{9f}\x{ad}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}]' \
			terminal && fail "$command: $(cat -v terminal)"
	done
fi

# Messages of the command and of the recorder.
for command in "report" "dump" "top" "convert -o $odd.nothing" "convert -o x.svg"; do
	run "$memcall" $command "no $odd"
	expect_lines err 1
	expect_seen err
	expect_line err "memcall: .*$seen"
done
run "$memcall" "$odd"
expect_seen err
run "$memcall" report "--$odd"
expect_seen err
run "$memcall" run -o x.svg -- "./no$odd"
expect_seen err
run "$memcall" run -o "$odd.svg" -- true
expect_seen err
MEMCALL_OUT="missing/$odd.svg" run "./$odd"
expect_status 0
expect_message "missing/$seen"
expect_seen err
MEMCALL_OUT="$odd.nothing" run "./$odd"
expect_status 0
expect_message "$seen.nothing"
expect_seen err
MEMCALL_OUT=x.svg MEMCALL_OPTIONS="$odd=1" run "./$odd"
expect_status 0
expect_message "$seen"
expect_seen err

# Every format of ours is what its readers expect.
for kind in svg html dot json folded callgrind speedscope.json; do
	run "$memcall" convert out.memcall -o "out.$kind"
	expect_status 0
	expect_silence
done
run "$memcall" convert out.memcall -o grouped.svg --group=file --link='x%f:%l'
expect_status 0
check_python <<'END'
import dumped, json, re
import xml.etree.ElementTree as tree

for name in "out.svg", "grouped.svg":
    text = "".join(node.text or "" for node in tree.parse(name).iter())
    for code in (*range(0x20), *range(0x7f, 0xa0), 0xad, *range(0x200b, 0x2010),
                 *range(0x202a, 0x202f), *range(0x2066, 0x206a)):
        if chr(code) not in "\n":
            assert chr(code) not in text, (name, hex(code))
read = lambda name: open(name, "rb").read().decode()
data = json.loads(read("out.json"))
page = json.loads(re.search(r'id="data">(.*?)</script>', read("out.html"),
                            re.S).group(1))
assert page["functions"] == data["functions"]
assert data["program"].startswith("a\x1b[31m\x9b2J"), data["program"]
assert json.loads(read("out.speedscope.json"))["shared"]["frames"]
for name in "out.dot", "out.folded", "out.callgrind":
    assert "\x1b" not in read(name), name
dump = dumped.read("out.memcall")
assert any(f["symbol"].startswith("f\x9b2J\u202e\U000e0001")
           for f in dump.functions.values()), dump.functions
END
