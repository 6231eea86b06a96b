# SPDX-License-Identifier: MIT
"""Recorder and command may be built with sanitizers (make SAN=...).

The recorder is loaded into programs that are not sanitized themselves, so the
sanitizer's library must be there first.  A program's own signals and leaks are
its own; a race is only looked for between the recorder's accesses, and the
command's, not in the libraries that it draws with.  What the thread sanitizer
remembers of accesses is memory that grows while the program runs, at the usual
size for longer than cases that measure memory wait.
"""
import glob
import os
import re
import shlex
import subprocess
import sys

from caselib import Failure, SUITE

# name: the library, the variable that it reads, and what stands in there
SANITIZERS = {
    "address": ("libasan.so", "ASAN_OPTIONS",
                "detect_leaks=0:detect_odr_violation=1:handle_segv=0:"
                "handle_sigbus=0:handle_abort=0:handle_sigfpe=0:"
                "handle_sigill=0:use_sigaltstack=0"),
    "undefined": ("libubsan.so", "UBSAN_OPTIONS", "print_stacktrace=1"),
    "thread": ("libtsan.so", "TSAN_OPTIONS",
               "handle_segv=0:handle_sigbus=0:handle_abort=0:handle_sigfpe=0:"
               "handle_sigill=0:use_sigaltstack=0:report_signal_unsafe=0:"
               "history_size=1:"
               "suppressions=" + os.path.join(SUITE, "races-of-others")),
}


def find_libraries(names, cc):
    """{library: its path} of those sanitizers, as the compiler has them."""
    found = {}
    for name in names:
        if name not in SANITIZERS:
            sys.exit("run-cases: no sanitizer " + name)
        library = SANITIZERS[name][0]
        found[library] = os.path.realpath(subprocess.check_output(
            shlex.split(cc) + ["-print-file-name=" + library],
            text=True).strip())
    return found


def environment(args, folder):
    """What sanitized parts need to run in a folder, where they report."""
    env, libraries = {}, []
    for name in args.sanitize:
        library, variable, options = SANITIZERS[name]
        libraries.append(args.sanitizer_path[library])
        env[variable] = "log_path=%s:%s" % (
            os.path.join(folder, "sanitizer"), options)
    if libraries:
        env["LD_PRELOAD"] = ":".join(libraries)
        env["MEMCALL_SANITIZED"] = ",".join(args.sanitize)
    return env


def check_reports(folder):
    """Fails if one of them found something.  They also warn of what a program
    does that they cannot follow."""
    for path in sorted(glob.glob(os.path.join(folder, "sanitizer.*"))):
        with open(path, encoding="utf-8", errors="replace") as log:
            text = log.read()
        if re.search(r"ERROR: |runtime error: |WARNING: Thread", text):
            raise Failure("a sanitizer reports:\n" + text)
