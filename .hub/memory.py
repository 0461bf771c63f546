"""Ends the largest process of a user all of whose processes together use more memory than
the bytes given. The hub runs it as a service.

SEMINAR_MEMORY stops one kernel's cells at the allocation that is too much; this is for
many kernels, terminals and other programs at once. A control group would stop them at the
page that is too much, but who may make one differs from system to system.
"""

import contextlib
import os
import sys
import time
from collections import defaultdict

import psutil


def private(process):
    """The bytes that a process shares with none: thirty kernels have one program."""
    memory = process.info["memory_info"]
    return memory.rss - memory.shared if memory else 0


def look(hub, limit):
    servers, users = {}, defaultdict(list)
    for process in psutil.process_iter(["ppid", "uids", "memory_info"]):
        uid = process.info["uids"].real
        users[uid].append(process)
        if process.info["ppid"] == hub and uid != 0:
            servers[uid] = process
    for uid, server in servers.items():
        used = sum(map(private, users[uid]))
        if used > limit:
            largest = max((p for p in users[uid] if p != server), key=private, default=server)
            print(f"user {uid} uses {used / 1e6:.0f} MB: ending {largest.pid}, {private(largest) / 1e6:.0f} MB", flush=True)
            with contextlib.suppress(psutil.NoSuchProcess):
                largest.kill()


hub = os.getppid()
while os.getppid() == hub:  # an orphan would take the system's services for users
    look(hub, float(sys.argv[1]))
    time.sleep(1)
