"""Starts the class's hub in a mount namespace of its own, in which three students and a
teacher have accounts, and does what they do, for hub_linux_test.go.

It runs as root in a private mount namespace: what it mounts over /etc/passwd, /srv and
closed folders is seen by its children only, and is gone with them. Arguments: folders that
everybody must be able to read. It prints a line for each thing that holds.
"""

import json
import os
import pwd
import socket
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import requests
import websocket

TEACHER = "theo"
EXCHANGE, STATE = Path("/srv/nbgrader/exchange"), Path("/srv/seminar")
CHECKOUT = Path(os.environ["HUB_CONFIG"]).parent.parent
ASSIGNMENTS, HISTORY = CHECKOUT / "notebooks" / "assignments", CHECKOUT / ".git"


def holds(sentence):
    print(f"holds: {sentence}", flush=True)


def mount(*args):
    subprocess.run(["mount", *map(str, args)], check=True)


def open_up(folders):
    """Makes folders readable by everybody, below whichever folders they lie, and /srv empty.
    A closed folder is covered by an open one, into which what is needed of it is mounted."""
    needed = {Path(folder).resolve() for folder in folders}
    closed = {p for f in needed for p in f.parents if p.stat().st_mode & 0o005 != 0o005}
    tops = {p for p in closed if not closed & set(p.parents)} | {Path("/srv")}
    for top in sorted(tops):
        behind = Path(f"/proc/{os.getpid()}/fd/{os.open(top, os.O_PATH)}")
        mount("-t", "tmpfs", "-o", "mode=755", "seminar-hub", top)
        for folder in sorted(needed):
            if top in folder.parents:
                folder.mkdir(parents=True, exist_ok=True)
                mount("--no-canonicalize", "--bind", behind / folder.relative_to(top), folder)


def cover():
    """Covers what the hub would change in the checkout, and the worker for %race on."""
    race = Path(os.environ["HUB_SITE"], "share", "jupyter", "kernels", "gophernotes", "gophernotes.race")
    for folder in ASSIGNMENTS, HISTORY, race:
        if folder.is_dir():
            mount("-t", "tmpfs", "-o", "mode=755", "seminar-hub", folder)
        elif folder.exists():  # .git is a file in a second work tree
            Path("/srv/git").touch()
            mount("--bind", "/srv/git", folder)


def add_accounts(names):
    """Gives names accounts, by files mounted over the system's; their homes are readable by
    all, as useradd leaves them on some systems."""
    taken = {p.pw_uid for p in pwd.getpwall()}
    first = next(n for n in range(50000, 60000, 100) if not taken & set(range(n, n + len(names))))
    users = {"passwd": "", "group": ""}
    for uid, name in enumerate(names, first):
        home = Path("/srv/home", name)
        home.mkdir(parents=True)
        home.chmod(0o755)
        os.chown(home, uid, uid)
        users["passwd"] += f"{name}:x:{uid}:{uid}::{home}:/bin/bash\n"
        users["group"] += f"{name}:x:{uid}:\n"
    for file, lines in users.items():
        ours = Path("/srv", file)
        ours.write_text(Path("/etc", file).read_text() + lines)
        ours.chmod(0o644)
        mount("--bind", ours, f"/etc/{file}")


def free_ports(number):
    sockets = [socket.socket() for _ in range(number)]
    for s in sockets:
        s.bind(("127.0.0.1", 0))
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


def until(what, condition, seconds=120):
    deadline = time.monotonic() + seconds
    while not (result := condition()):
        assert time.monotonic() < deadline, f"after {seconds} s, it is not so that {what}"
        time.sleep(0.1)
    return result


class Hub:
    def __init__(self):
        self.port, api, proxy = free_ports(3)
        self.url = f"http://127.0.0.1:{self.port}"
        ports = {"HUB_PORT": self.port, "HUB_API_PORT": api, "HUB_PROXY_PORT": proxy}
        here = Path(__file__).resolve().parent
        self.log = Path("/srv/hub.log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "--config", here / "hub_config.py"],
            env=os.environ | {name: str(n) for name, n in ports.items()},
            cwd="/srv", stdout=self.log, stderr=subprocess.STDOUT,
        )
        until("the hub answers", self.answers)

    def answers(self):
        assert self.process.poll() is None, "the hub has ended:\n" + self.said()
        try:
            return requests.get(self.url + "/hub/health").ok
        except requests.ConnectionError:
            return False

    def said(self):
        return Path("/srv/hub.log").read_text()


class Person:
    """A browser in which one of them is logged in."""

    def __init__(self, hub, name):
        self.hub, self.name = hub, name
        self.http = requests.Session()
        self.base = f"{hub.url}/user/{name}"
        self.http.get(hub.url + "/hub/login").raise_for_status()
        form = {"username": name, "password": "any", "_xsrf": self.http.cookies["_xsrf"]}
        answer = self.http.post(hub.url + "/hub/login?next=/hub/home", data=form)
        assert answer.ok and "/hub/home" in answer.url, f"{name} is not logged in: {answer.url}"

    def start(self):
        """Starts the server by opening the page, as the link of the hub's home page does."""
        self.http.get(self.hub.url + "/hub/spawn")
        until(f"{self.name}'s server is open", lambda: self.http.get(self.base + "/lab").url.startswith(self.base))
        self.http.get(self.base + "/lab").raise_for_status()
        self.token = self.http.cookies.get("_xsrf", path=f"/user/{self.name}/")
        return self

    def ask(self, method, path, whom=None, **more):
        base = f"{self.hub.url}/user/{whom or self.name}"
        return self.http.request(method, f"{base}/{path}", headers={"X-XSRFToken": self.token}, **more)

    def get(self, path):
        answer = self.ask("GET", path)
        answer.raise_for_status()
        return answer.json()

    def post(self, path, **more):
        answer = self.ask("POST", path, **more)
        answer.raise_for_status()
        return answer.json()

    def kernel(self):
        return Kernel(self, self.post("api/kernels", json={"name": "gophernotes"})["id"])


class Kernel:
    def __init__(self, person, id):
        self.id, self.session = id, uuid.uuid4().hex
        cookies = "; ".join(f"{c.name}={c.value}" for c in person.http.cookies)
        url = person.base.replace("http", "ws", 1) + f"/api/kernels/{id}/channels?session_id={self.session}"
        self.socket = websocket.create_connection(url, cookie=cookies, timeout=120)

    def run(self, code):
        """Runs a cell and returns what it prints, and its error, if any."""
        header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "username": "", "session": self.session, "date": "", "version": "5.4"}
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False, "stop_on_error": True}
        self.socket.send(json.dumps({"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}))
        text, error = "", ""
        while True:
            message = json.loads(self.socket.recv())
            if message["parent_header"].get("msg_id") != header["msg_id"]:
                continue
            kind, content = message["header"]["msg_type"], message["content"]
            if kind == "stream":
                text += content["text"]
            elif kind == "execute_result":
                text += content["data"]["text/plain"]
            elif kind == "error":
                error = "\n".join(content["traceback"])
            elif kind == "status" and content["execution_state"] == "idle":
                return text, error

    def must(self, code):
        text, error = self.run(code)
        assert not error, f"{code}\n{error}"
        return text


def as_user(name, *command, **more):
    """Runs a command as somebody, in the home folder."""
    account = pwd.getpwnam(name)
    environment = os.environ | {"HOME": account.pw_dir, "USER": name, "JUPYTER_CONFIG_PATH": str(Path(os.environ["HUB_CONFIG"]).parent)}
    ended = subprocess.run(
        command, user=account.pw_uid, group=account.pw_gid, extra_groups=[], env=environment, cwd=account.pw_dir,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more,
    )
    assert ended.returncode == 0, f"{command}\n{ended.stdout}"
    return ended.stdout


def programs(name, word):
    """The command lines of a user's processes that have a word in them. The line of one that has ended,
    and of which who started it has not taken note, is empty."""
    uid = pwd.getpwnam(name).pw_uid
    found = [p.info for p in psutil.process_iter(["uids", "cmdline"])]
    return [line for p in found if p["uids"].real == uid and word in (line := " ".join(p["cmdline"] or []))]


def release():
    """The teacher releases an assignment of one cell."""
    cell = {
        "id": "twice", "cell_type": "code", "execution_count": None, "outputs": [],
        "metadata": {"nbgrader": {"grade": False, "grade_id": "twice", "locked": False, "schema_version": 3, "solution": True, "task": False}},
        "source": "func twice(n int) int {\n\t// BEGIN SOLUTION\n\treturn 2 * n\n\t// END SOLUTION\n}".replace("// BEGIN", "### BEGIN").replace("// END", "### END"),
    }
    kernelspec = {"name": "gophernotes", "display_name": "Go", "language": "go"}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernelspec}, "cells": [cell]}
    source = Path(pwd.getpwnam(TEACHER).pw_dir, "source", "doubling")
    as_user(TEACHER, "mkdir", "-p", str(source))
    as_user(TEACHER, "tee", str(source / "doubling.ipynb"), input=json.dumps(notebook))
    as_user(TEACHER, "tee", "nbgrader_config.py", input='get_config().ClearSolutions.code_stub = {"go": "// YOUR CODE HERE"}')
    as_user(TEACHER, sys.executable, "-m", "nbgrader", "generate_assignment", "doubling", "--create")
    as_user(TEACHER, sys.executable, "-m", "nbgrader", "release_assignment", "doubling")


def check_menus(person):
    """A student gets the assignment list, and none of the menus with which a teacher makes assignments."""
    page = person.ask("GET", "lab").text
    assert "@jupyter/nbgrader:formgrader" in page and "@jupyter/nbgrader:assignment-list" not in page, page
    holds("students get the assignment list only")


def only(assignments, name):
    assert assignments["success"], assignments
    found = [a for a in assignments["value"] if a["assignment_id"] == name]
    assert found, f"there is no {name} in {assignments['value']}"
    return found[0]


def hand_in(person):
    """What the assignment list's buttons do: fetch, and submit."""
    assert only(person.get("assignments?course_id=concurrency"), "doubling")["status"] == "released"
    which = {"assignment_id": "doubling", "course_id": "concurrency"}
    assert only(person.post("assignments/fetch", data=which), "doubling")["status"] == "fetched"
    answer = person.post("assignments/submit", data=which)
    assert answer["success"], answer
    assert only(person.get("assignments?course_id=concurrency"), "doubling")["status"] == "fetched"


def run_notebook(person, name):
    notebook = person.get(f"api/contents/seminar/{name}")["content"]
    kernel = person.kernel()
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            error = kernel.run(cell["source"])[1]
            meant = "raises-exception" in cell["metadata"].get("tags", [])
            assert bool(error) == meant, f"{cell['source']}\n{error}"
    return kernel


def work_and_leave(hub):
    """dora runs a notebook, and leaves her page open."""
    dora = Person(hub, "dora").start()
    kernel = run_notebook(dora, "00-start-here.ipynb")
    assert kernel.must("func twice[T int | float64](x T) T { return 2 * x }\ntwice(21)") == "42"
    return dora, kernel


# HOG fills memory until there is none.
HOG = """
var hold [][]byte
for {
	block := make([]byte, 1<<20)
	for i := 0; i < len(block); i += 4096 {
		block[i] = 1
	}
	hold = append(hold, block)
}
"""


def check_files(ada, bora):
    """ada tries to come to bora's files by every way that there is."""
    assert bora.ask("PUT", "api/contents/secret.txt", json={"type": "file", "format": "text", "content": "bora's"}).ok
    assert bora.get("api/contents/secret.txt")["content"] == "bora's"
    answer = ada.ask("GET", "api/contents/secret.txt", whom="bora")
    assert answer.status_code in (403, 404) and "bora's" not in answer.text, f"{answer.status_code} {answer.text}"
    kernel = ada.kernel()
    home = Path(pwd.getpwnam("bora").pw_dir)
    said = kernel.must(f'import ("fmt"; "os")\n_, err := os.ReadFile("{home}/secret.txt")\nfmt.Println(os.IsPermission(err), os.Getuid())')
    assert said.split() == ["true", str(pwd.getpwnam("ada").pw_uid)], said
    inbound = EXCHANGE / "concurrency" / "inbound"
    assert len(list(inbound.iterdir())) == 2, "both have handed in"
    for folder in home, inbound, STATE, *filter(Path.is_dir, [ASSIGNMENTS, HISTORY]):
        said = kernel.must(f'_, err = os.ReadDir("{folder}"); fmt.Println(os.IsPermission(err))')
        assert said == "true\n", f"{folder}: {said}"


def check_memory(ada, bora):
    """ada takes memory: one cell too much, then three kernels together."""
    other = bora.kernel()
    other.must("x := 41")
    _, error = ada.kernel().run(HOG)
    assert "out of memory" in error and "400 MB" in error, error
    assert other.must("x + 1") == "42"
    holds("a cell that takes memory without end gets Go's out of memory, and others go on")

    enough = HOG.replace("for {", "for range 330 {", 1)
    kernels = [ada.kernel() for _ in range(4)]
    for kernel in kernels:
        kernel.run(enough)
    until("one of ada's kernels has lost its variables", lambda: any(k.run("len(hold)") != ("330", "") for k in kernels))
    assert f"user {pwd.getpwnam('ada').pw_uid} uses" in ada.hub.said(), "memory.py has said nothing"
    assert ada.get("api/status")["kernels"] >= 4, "ada's server was ended"
    assert other.must("x + 1") == "42"
    holds("all that a user runs is held to a limit, and others go on")


def check_race(person):
    """A student cannot build the worker with the race detector; the one that may be there is
    covered."""
    _, error = person.kernel().run("%race on")
    assert "only who installed the seminar for all can build it" in error, error


def check_compiler(person):
    """The folder of the compiler is closed, as a home folder is in which it was installed."""
    mount("-t", "tmpfs", "-o", "mode=700", "seminar-hub", sys.argv[-1])
    text, error = person.kernel().run("1 + 1")
    assert "which only another user can read" in text and text.endswith("2") and not error, text + error


def main():
    open_up(sys.argv[1:])
    add_accounts(["ada", "bora", "dora", TEACHER])
    cover()
    os.environ["HOME"] = "/srv/home"  # nothing of root's is for students
    hub = Hub()
    try:
        visit(hub)
    except BaseException:
        print(hub.said())
        raise
    finally:
        hub.process.terminate()
        hub.process.wait()
    left = programs("ada", "") + programs("bora", "") + [p for p in programs("root", "configurable-http-proxy") if f"--port {hub.port} " in p]
    left = [line for line in left if line]  # of the others the system has not taken note yet: the hub is gone
    assert not left, f"after the hub has ended, there are {left}"
    holds("the hub ends all that it has started")


def visit(hub):
    with ThreadPoolExecutor() as pool:
        released, left = pool.submit(release), pool.submit(work_and_leave, hub)
        ada, bora = pool.map(lambda name: Person(hub, name).start(), ["ada", "bora"])
        released.result()
        dora, _page = left.result()
    holds("students log in, and a notebook runs from begin to end in compiled cells")
    check_menus(ada)
    for person in ada, bora:
        hand_in(person)
    said = as_user(TEACHER, sys.executable, "-m", "nbgrader", "collect", "doubling")
    assert "Collecting submission: ada doubling" in said and "Collecting submission: bora doubling" in said, said
    holds("assignments are listed, fetched and handed in, and the teacher collects them")
    check_files(ada, bora)
    holds("nobody reads another's files, or the sources of the assignments")
    check_memory(ada, bora)
    check_race(ada)
    holds("%race on says what is missing, and who can mend it")
    check_compiler(ada)
    holds("so does a kernel whose compiler is in a folder of somebody else's")
    until("dora's idle kernel is ended, under a page that is open", lambda: not programs("dora", "gophernotes"))
    until("dora's server ends", lambda: not programs("dora", ""))
    until("her page leads to the hub", lambda: "/hub/" in dora.http.get(dora.base + "/lab").url)
    holds("an idle kernel ends, and then its server")


if __name__ == "__main__":
    main()
