"""A Jupyter client with one kernel, for killed_linux_test.go: it prints where its
connection file is, runs its standard input as a cell, and stays."""

import signal
import sys

from jupyter_client.manager import start_new_kernel

manager, client = start_new_kernel(kernel_name="gophernotes")
client.execute(sys.stdin.read())
print(manager.connection_file, flush=True)
signal.pause()
