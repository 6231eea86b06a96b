# SPDX-License-Identifier: MIT
"""Who takes the time of a plain program, according to perf and to callgrind.

memcall knows functions as they are in the source, whatever GCC inlines, and
charges code that it does not record (libraries, headers of the system, the
kernel) to the recorded function that called it.  So here, too: an address
belongs to the innermost function, of those inlined there, that memcall has
recorded; an address without one belongs to who called it.
"""
import collections
import os
import re
import subprocess

from fetch import Failure, environment, run

PERF_HERTZ = 2000
STACK_BYTES = 8192
PUSHES = 40  # up chains of callers that are not recorded


def demangle(names):
    """{symbol: name}, all variants of a constructor being one, without what GCC
    appends to names of parts and copies."""
    names = sorted(set(names))
    plain = [name.split(".")[0] if not name.startswith(".") else name
             for name in names]
    done = subprocess.run(["c++filt"], input="\n".join(plain).encode(),
                          stdout=subprocess.PIPE, check=True)
    return dict(zip(names, done.stdout.decode().split("\n")))


class Recorded:
    """The functions that memcall has recorded, and which of them an address of
    the plain program belongs to."""

    def __init__(self, program, symbols):
        self.program = program
        self.names = demangle(symbols)
        self.known = set(self.names.values())
        self.owners = {}

    def name(self, symbol):
        return self.names[symbol]

    def look_up(self, addresses):
        """Asks addr2line of all that are new at once."""
        new = sorted(set(addresses) - set(self.owners))
        if not new:
            return
        done = subprocess.run(
            ["addr2line", "-a", "-i", "-f", "-e", self.program],
            input="\n".join(map(hex, new)).encode(), stdout=subprocess.PIPE,
            check=True)
        chains, lines = {}, done.stdout.decode(errors="replace").split("\n")
        at = None
        for i, line in enumerate(lines):
            if re.fullmatch("0x[0-9a-f]{16}", line):
                at, base = int(line, 16), i
                chains[at] = []
            elif at is not None and (i - base) % 2 == 1 and line:
                chains[at].append(line)
        names = demangle(name for chain in chains.values() for name in chain)
        for address in new:
            self.owners[address] = next(
                (names[name] for name in chains.get(address, [])
                 if names[name] in self.known), None)

    def owner(self, address):
        """The function, or None."""
        return self.owners.get(address)


class Segments:
    """Where the program is loaded, which is no PIE."""

    def __init__(self, program):
        out, _ = run(["readelf", "-lW", program])
        self.loads = [
            [int(word, 16) for word in found.groups()] for found in
            re.finditer(r"LOAD\s+(\S+)\s+(\S+)\s+\S+\s+(\S+)", out.decode())]

    def address(self, number):
        """What perf prints for an address: some print where it is in the file,
        which is less than any address."""
        for offset, address, size in self.loads:
            if offset <= number < offset + size:
                return address + number - offset
        return number


class Shares:
    """function -> weight; what nobody recorded called is left out."""

    def __init__(self):
        self.weights = collections.Counter()
        self.lost = 0

    def add(self, name, weight=1):
        if name is None:
            self.lost += weight
        else:
            self.weights[name] += weight

    def percent(self, name):
        whole = sum(self.weights.values())
        return 100.0 * self.weights[name] / whole if whole else 0.0

    def lost_percent(self):
        whole = sum(self.weights.values()) + self.lost
        return 100.0 * self.lost / whole if whole else 0.0


def perf_stacks(shop, command):
    """The chains of the program's addresses of the samples, innermost first;
    None elsewhere."""
    data = shop.path("perf.data")
    run(["perf", "record", "-q", "-e", "cpu-clock", "-F", str(PERF_HERTZ),
         "--call-graph", "dwarf,%d" % STACK_BYTES, "-o", data, *command],
        cwd=shop.path("root"), env=environment(LD_BIND_NOW="1"))
    out, _ = run(["perf", "script", "-i", data, "-F", "ip,dso", "--no-inline",
                  "--max-stack", "64"], env=environment())
    os.remove(data)
    stacks, stack, within = [], [], Segments(command[0])
    inside = "(%s)" % os.path.realpath(command[0])
    for line in out.decode(errors="replace").split("\n"):
        if line.endswith(inside):
            stack.append(within.address(int(line.split()[0], 16)))
        elif line.strip():
            stack.append(None)
        elif stack:
            stacks.append(stack)
            stack = []
    return stacks


def perf(shop, command, recorded, shares):
    """Adds a run, with its time in the kernel if perf may see that."""
    stacks = [[address - (i > 0)  # in the call that it returns from
               for i, address in enumerate(stack) if address]
              for stack in perf_stacks(shop, command)]
    recorded.look_up(address for stack in stacks for address in stack)
    for stack in stacks:
        shares.add(next(filter(None, map(recorded.owner, stack)), None))
    if not shares.weights:
        raise Failure("perf has no sample of a function that memcall "
                      "records: " + " ".join(command))


class Callgrind:
    """Reads a profile of callgrind, by instruction."""

    def __init__(self, path, program, recorded):
        self.recorded = recorded
        self.program = os.path.realpath(program)
        self.own = collections.Counter()  # (node, address) -> cost
        self.calls = []  # ((node, address), (node, address), cost)
        with open(path) as lines:
            self.read(lines)

    def read(self, lines):
        place = {"ob": "", "fn": "", "cob": None, "cfn": ""}
        target = None
        for line in lines:
            key, is_pair, value = line.rstrip("\n").partition("=")
            if is_pair and key in place:
                place[key] = value
                if key == "ob":
                    place["cob"] = None
            elif is_pair and key == "calls":
                target = int(value.split()[1], 16)
            elif line.startswith("0x"):
                words = line.split()
                site = (self.node(place["ob"], place["fn"]), int(words[0], 16))
                cost = int(words[1]) if len(words) > 1 else 0
                if target is None:
                    self.own[site] += cost
                    continue
                callee = self.node(place["cob"] or place["ob"], place["cfn"])
                self.calls.append((site, (callee, target), cost))
                target, place["cob"] = None, None

    def node(self, binary, function):
        """What to know of where a cost is; the program itself is None."""
        inside = os.path.realpath(binary) == self.program
        return (None if inside else binary, function)

    def owner(self, site):
        (binary, _), address = site
        return self.recorded.owner(address) if binary is None else None

    def add_to(self, shares):
        """Costs of what is not recorded go up to callers, as the costs of their
        calls are to each other."""
        self.recorded.look_up(
            [site[1] for site in self.own if site[0][0] is None] +
            [end[1] for call in self.calls for end in call[:2]
             if end[0][0] is None])
        todo = collections.Counter()
        for site, cost in self.own.items():
            if self.owner(site):
                shares.add(self.owner(site), cost)
            else:
                todo[site[0]] += cost
        callers = collections.defaultdict(collections.Counter)
        for site, callee, cost in self.calls:
            if not self.owner(callee):
                owner = self.owner(site)
                callers[callee[0]][owner or site[0]] += cost
        for _ in range(PUSHES):
            todo = self.push(todo, callers, shares)
        shares.add(None, sum(todo.values()))

    def push(self, todo, callers, shares):
        """Once up; what has no caller is nobody's."""
        left = collections.Counter()
        for node, cost in todo.items():
            whole = sum(callers[node].values())
            if not whole:
                shares.add(None, cost)
            for caller, part in callers[node].items():
                if isinstance(caller, tuple):
                    left[caller] += cost * part / whole
                else:
                    shares.add(caller, cost * part / whole)
        return left


def callgrind(shop, command, recorded):
    """Shares of instructions."""
    path = shop.path("callgrind.out")
    run(["valgrind", "--tool=callgrind", "--dump-instr=yes", "--dump-line=no",
         "--compress-strings=no", "--compress-pos=no", "--demangle=no",
         "--callgrind-out-file=" + path, *command], cwd=shop.path("root"),
        env=environment(LD_BIND_NOW="1"))
    shares = Shares()
    Callgrind(path, command[0], recorded).add_to(shares)
    os.remove(path)
    return shares
