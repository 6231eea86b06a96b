# SPDX-License-Identifier: MIT
# What takes longer than a second says on a terminal what it does, and removes
# the line in the end; on anything else it says nothing.
. "$MEMCALL_LIB"
need python3
write_program
compile program.c
MEMCALL_OUT=out.memcall run ./program
expect_status 0
mkfifo slow.memcall
check_python <<'END'
import os, pty, select, subprocess, sys, threading, time

memcall = os.path.join(os.environ["MEMCALL_BUILD"], "memcall")

def feed():
    time.sleep(2.5)
    with open("slow.memcall", "wb") as fifo:
        fifo.write(open("out.memcall", "rb").read())

def convert(stderr):
    feeder = threading.Thread(target=feed)
    feeder.start()
    status = subprocess.run([memcall, "convert", "out.memcall", "slow.memcall",
                             "-o", "graph.dot"], stderr=stderr).returncode
    feeder.join()
    assert status == 0, status

def read_up_to(end):
    # A terminal hands over what was written piece by piece.
    said = ""
    while not said.endswith(end) and select.select([ours], [], [], 10)[0]:
        said += os.read(ours, 10000).decode()
    return said

ours, theirs = pty.openpty()
convert(theirs)
said = read_up_to("\r\033[K")
assert said.startswith("\rmemcall: reading 2 of 2: slow.memcall\033[K"), said
assert said.endswith("\r\033[K"), said
with open("err", "wb") as file:
    convert(file)
assert os.path.getsize("err") == 0, open("err").read()
# What is quick is not talked about.
status = subprocess.run([memcall, "convert", "out.memcall", "-o", "graph.dot"],
                        stderr=theirs).returncode
assert status == 0
os.write(theirs, b".")
assert os.read(ours, 10000) == b"."
END
