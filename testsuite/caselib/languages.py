# SPDX-License-Identifier: MIT
"""The compiler of a source: by its suffix, the one that belongs to --cc.

They are found by name: beside aarch64-linux-gnu-gcc-12 is
aarch64-linux-gnu-gfortran-12, and beside gcc is gfortran, or gfortran-12 if
gcc is that version.  One of another version would not load the plugin.
"""
import os
import shutil
import subprocess

from caselib import Skip

COMPILERS = {".f90": ("Fortran", "gfortran"), ".d": ("D", "gdc"),
             ".adb": ("Ada", "gnatmake"), ".m": ("Objective-C", "gcc")}
# The compilers proper of those whose command is there without them.
PROPER = {"gnatmake": "gnat1", "gcc": "cc1obj"}
SUFFIXES = ("c", "cc", "sh", *(suffix[1:] for suffix in COMPILERS))


def name(path):
    """Of the language."""
    suffix = os.path.splitext(path)[1]
    return {".c": "C", ".cc": "C++"}.get(suffix) or COMPILERS[suffix][0]


def ask(compiler, option):
    done = subprocess.run([compiler, option], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True, check=False)
    return done.stdout.strip()


def is_version_of(name, compiler, cc):
    """gnatmake knows no version; it calls the gcc that is called like it."""
    if name in PROPER and not os.path.isabs(
            ask(cc, "-print-prog-name=" + PROPER[name])):
        return False
    if name == "gnatmake":
        folder, base = os.path.split(compiler)
        compiler = os.path.join(folder, base.replace("gnatmake", "gcc"))
    return ask(compiler, "-dumpfullversion") == ask(cc, "-dumpfullversion")


def find_compiler(path, args):
    """The command that compiles it; Skip if there is none."""
    suffix = os.path.splitext(path)[1]
    if suffix not in COMPILERS:
        return args.cc if suffix == ".c" else args.cxx
    language, name = COMPILERS[suffix]
    folder, base = os.path.split(args.cc)
    first = os.path.join(folder, base.replace("gcc", name))
    major = ask(args.cc, "-dumpfullversion").split(".")[0]
    for candidate in (first, "%s-%s" % (first, major)):
        found = shutil.which(candidate)
        if found and "gcc" in base and is_version_of(name, found, args.cc):
            return found
    raise Skip("no compiler of %s here for GCC %s" % (language, major))


def compile_command(path, compiler, flags, rest):
    """gnatmake compiles the units that a unit needs as well, and binds and
    links: it is told what is for the compiler, and what for the linker."""
    if not path.endswith(".adb"):
        return [compiler] + flags + [path] + rest
    return [compiler, "-q", "-f", path] + rest + [
        "-cargs"] + flags + ["-largs"] + [
            flag for flag in flags if flag.startswith(("-O", "-flto"))]
