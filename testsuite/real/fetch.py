# SPDX-License-Identifier: MIT
"""What check-real, check-suites and bench/run share: running commands, and
sources of others, fetched without touching the machine's own settings."""

import glob
import os
import shutil
import subprocess
import tarfile


# What a process says of itself that has recorded nothing.
NOTHING = "no marked function ran"


class Unavailable(Exception):
    """The sources cannot be had here."""


class Failure(Exception):
    """A comparison failed; the message says what differs."""


def environment(**more):
    """This one's, without what would record or confuse."""
    clean = {key: value for key, value in os.environ.items()
             if not key.startswith(("MEMCALL_", "MAKE"))}
    clean.update(LC_ALL="C", **more)
    return clean


def run(command, **kwargs):
    """Run to completion, return (stdout, stderr); raise Failure if it fails."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          **kwargs)
    if done.returncode:
        raise Failure("%s\n    exits with %d: %s" % (
            " ".join(command), done.returncode,
            done.stderr.decode(errors="replace").strip()[-1000:]))
    return done.stdout, done.stderr


def apt_options(folder):
    """Options that give apt-get a private deb-src entry beside the host's.

    Without the security archive: mirrors of it often lack the sources, and
    any version of a package will do."""
    listed, _ = run(["apt-get", "indextargets", "--format",
                     "$(REPO_URI) $(RELEASE) $(COMPONENT) $(ORIGIN)",
                     "Created-By: Packages"])
    sources = os.path.join(folder, "sources.list")
    with open(sources, "w") as out:
        for line in sorted(set(listed.decode().splitlines())):
            uri, release, component, origin = (line.split(None, 3) + [""])[:4]
            if release.endswith("-security"):
                continue
            if "Debian" in origin or "Ubuntu" in origin:
                out.write("deb-src %s %s %s\n" % (uri, release, component))
    for name in ("lists/partial", "cache/archives/partial"):
        os.makedirs(os.path.join(folder, name), exist_ok=True)
    return ["-o", "Dir::Etc::SourceList=" + sources,
            "-o", "Dir::Etc::SourceParts=-",
            "-o", "Dir::State::Lists=" + os.path.join(folder, "lists"),
            "-o", "Dir::Cache=" + os.path.join(folder, "cache"),
            "-o", "APT::Sandbox::User="]


def fetch_archive(package, folder):
    """The upstream archive of Debian's source PACKAGE, in FOLDER."""
    os.makedirs(folder, exist_ok=True)
    pattern = os.path.join(folder, "*.orig.tar.*[!c]")
    if not glob.glob(pattern):
        try:
            options = apt_options(folder)
            run(["apt-get"] + options + ["update"], cwd=folder)
            run(["apt-get"] + options +
                ["source", "--download-only", package], cwd=folder)
        except (OSError, Failure) as error:
            raise Unavailable("apt-get source %s: %s" % (package, error))
    return glob.glob(pattern)[0]


def fetch_debian(package, folder):
    """The folder with the upstream part of Debian's source PACKAGE."""
    source = os.path.join(folder, "source")
    if not os.path.exists(source):
        archive = fetch_archive(package, folder)
        with tarfile.open(archive) as tar:
            tar.extractall(source + ".part")
        os.rename(source + ".part", source)
    return glob.glob(os.path.join(source, "*"))[0]


def fetch_sqlite(folder):
    """The amalgamation, from the npm package that carries it."""
    inside = "package/deps/sqlite3/"
    if not os.path.exists(os.path.join(folder, "sqlite3.c")):
        try:
            run(["npm", "pack", "better-sqlite3", "--silent"], cwd=folder)
        except (OSError, Failure) as error:
            raise Unavailable("npm pack better-sqlite3: %s" % error)
        archive = sorted(glob.glob(os.path.join(folder, "*.tgz")))[-1]
        with tarfile.open(archive) as tar:
            for name in ("sqlite3.h", "sqlite3.c"):
                with open(os.path.join(folder, name), "wb") as out:
                    shutil.copyfileobj(tar.extractfile(inside + name), out)
    return folder


def fetch_lua(folder):
    """The upstream part of Debian's source package."""
    return os.path.join(fetch_debian("lua5.4", folder), "src")


def fetch_re2(folder):
    """The folder vendor/ of the npm package that carries RE2 with its tables,
    which Debian's sources are without, and needs no other library yet."""
    source = os.path.join(folder, "package", "vendor")
    if not os.path.exists(source):
        try:
            run(["npm", "pack", "re2@1.18.0", "--silent"], cwd=folder)
        except (OSError, Failure) as error:
            raise Unavailable("npm pack re2@1.18.0: %s" % error)
        with tarfile.open(glob.glob(os.path.join(folder, "*.tgz"))[0]) as tar:
            tar.extractall(folder + ".part")
        shutil.move(os.path.join(folder + ".part", "package"), folder)
        shutil.rmtree(folder + ".part")
    return source
