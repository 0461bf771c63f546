"""The class's hub with what a test changes: who comes in without a password, the ports, and
times and limits that do not have anybody wait or fill a machine."""

import os

load_subconfig(os.environ["HUB_CONFIG"])

c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.bind_url = f"http://127.0.0.1:{os.environ['HUB_PORT']}"
c.JupyterHub.hub_port = int(os.environ["HUB_API_PORT"])
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{os.environ['HUB_PROXY_PORT']}"
c.Spawner.poll_interval = 1

# The tests' programs lie on top of the readers' environment, which has JupyterLab and the kernel.
site = os.environ["HUB_SITE"]
settings = c.Spawner.environment["JUPYTER_CONFIG_PATH"]
c.Spawner.environment["JUPYTER_CONFIG_PATH"] = lambda spawner: f"{settings(spawner)}:{site}/etc/jupyter"
c.Spawner.environment["JUPYTER_PATH"] = f"{site}/share/jupyter"
c.Spawner.environment["JUPYTERLAB_DIR"] = f"{site}/share/jupyter/lab"

c.Spawner.environment["SEMINAR_MEMORY"] = "400MB"
c.JupyterHub.services[0]["command"][-1] = "1e9"


def leave_at_once(spawner):
    """dora is the one who leaves: she is idle after ten seconds instead of an hour."""
    if spawner.user.name == "dora":
        spawner.args = [arg.replace("=3600", "=10") for arg in spawner.args] + ["--MappingKernelManager.cull_interval=1"]


c.Spawner.pre_spawn_hook = leave_at_once
