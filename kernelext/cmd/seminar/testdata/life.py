"""Kernels as a client sees them, for life_test.go.

    life.py figures ROUNDS     start, cells and memory of the Go kernel and of ipykernel, one
                               after the other in each round: a JSON object a kernel and round
    life.py crowd KERNELS      that many Go kernels at once, each running the same 20 cells:
                               one JSON object

Times are in milliseconds from the sending of a request to its reply, memory in MB of
what the kernel's processes have for themselves and share of (PSS).
"""

import json
import os
import re
import sys
import threading
import time

from jupyter_client import KernelManager

IMPORTS = {
    "gophernotes": 'import ("fmt"; "time"; "sync"; "net/http")',
    "python3": "import time, threading, http.client, json",
}


class Kernel:
    def __init__(self, name):
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels(stdin=False, hb=False, iopub=False, control=False)
        self.client.kernel_info()
        self.client.get_shell_msg(timeout=60)

    def run(self, code):
        begun = time.perf_counter()
        self.client.execute(code, user_expressions={})
        content = self.client.get_shell_msg(timeout=120)["content"]
        if content["status"] != "ok":
            raise Exception(f"{code!r}: {content}")
        return 1000 * (time.perf_counter() - begun)

    def end(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel()

    def memory(self):
        return sum(pss(pid) for pid in family(self.manager.provisioner.pid))


def pss(pid):
    try:
        with open(f"/proc/{pid}/smaps_rollup") as f:
            return int(re.search(r"^Pss:\s+(\d+) kB", f.read(), re.M)[1]) / 1024
    except (OSError, TypeError):  # it has ended
        return 0


def family(pid):
    pids = [pid]
    for entry in os.listdir("/proc"):
        try:
            with open(f"/proc/{entry}/stat") as f:
                if int(f.read().rsplit(")", 1)[1].split()[1]) == pid:
                    pids += family(int(entry))
        except (OSError, IndexError, ValueError):
            pass
    return pids


def figures(name, grow):
    begun = time.perf_counter()
    k = Kernel(name)
    told = {"kernel": name, "start": 1000 * (time.perf_counter() - begun)}
    k.run("1+1")
    told["first cell"] = 1000 * (time.perf_counter() - begun)
    told["imports"] = k.run(IMPORTS[name])
    told["1+1"] = sorted(k.run("1+1") for _ in range(21))[10]
    time.sleep(4)  # to become idle
    told["idle memory"] = k.memory()
    if grow:
        k.run("x := 1" if name == "gophernotes" else "x = 1")
        k.run("x")
        time.sleep(4)
        before = k.memory()
        for i in range(1000):
            k.run("x" if i % 2 else "x = x + 1")
        time.sleep(4)
        told["1,000 cells"] = k.memory() - before
    k.end()
    print(json.dumps(told), flush=True)


def cells(n):
    """20 cells, of which 8 are compiled; each checks what it can."""
    yield 'import ("fmt"; "sync")'
    yield f"n := {n}"
    yield "func double(n int) int { return 2 * n }"
    for i in range(4):
        yield f"func f{i}(n int) int {{ return double(n) + {i} }}"
        yield f"f{i}(n)"
        yield "n = n + 1"
    yield "var group sync.WaitGroup; sums := make([]int, 4)"
    yield "for i := range sums { group.Go(func() { for j := range 100_000 { sums[i] += j } }) }\ngroup.Wait()"
    yield 'if sums[3] != 4999950000 { panic(fmt.Sprint(sums)) }'
    yield f"if n != {n} + 4 {{ panic(n) }}"
    yield "fmt.Println(n)"


def crowd(size):
    slowest, failures, kernels = [], [], [None] * size

    def one(n):
        try:
            k = kernels[n] = Kernel("gophernotes")
            all_cells = list(cells(n))
            assert len(all_cells) == 20, len(all_cells)
            slowest.append(max(k.run(code) for code in all_cells))
        except Exception as failure:
            failures.append(f"kernel {n}: {failure}")

    begun = time.perf_counter()
    threads = [threading.Thread(target=one, args=(n,)) for n in range(size)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    seconds = time.perf_counter() - begun
    alive = sum(k is not None and k.manager.is_alive() for k in kernels)
    memory = sum(k.memory() for k in kernels if k)
    for k in kernels:
        if k:
            k.end()
    print(json.dumps({"alive": alive, "failures": failures, "seconds": seconds, "slowest": max(slowest, default=0), "memory": memory}))


if sys.argv[1] == "crowd":
    crowd(int(sys.argv[2]))
else:
    for i in range(int(sys.argv[2])):
        for name in IMPORTS:
            figures(name, i == 0)
