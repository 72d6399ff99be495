"""Sessions: the matrix and what keeps it honest. Thin calls; the work is done by ``compat``.

``nox -s matrix`` measures everything. ``nox -s "probe(py3.12-core0.3.40)"`` is the plain host: one
cell, listed or not, with nothing between nox and the in-cell suite.
"""

import os
import re
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path
from shutil import which

import nox
from packaging.version import Version

ROOT = Path(__file__).parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CONSTRAINTS = "constraints.txt"
# A file of tests stays with one worker: some share a run that takes long. Those come first, see
# tests/conftest.py; by itself the plugin would put files with few tests last. One worker more than
# there are cores: many tests wait for processes.
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
WORKERS = ("-n", str(CORES + 1), "--dist", "loadfile", "--no-loadscope-reorder")
RECORDS = ROOT / ".compat" / "probe"
SCHEMAS = {
    "github-workflows": [".github/workflows/*.yml"],
    "github-actions": ["action.yml", ".github/actions/*/action.yml"],
    "gitlab-ci": [".gitlab/*.yml"],
    "dependabot": [".github/dependabot.yml"],
}

nox.needs_version = ">=2025.5.1"
nox.options.default_venv_backend = "uv"
nox.options.sessions = ["matrix"]
nox.options.error_on_missing_interpreters = True  # a cell that was skipped is not green

# As pip does, trust the certificates that the system trusts: a company's own is among them.
os.environ.setdefault("UV_SYSTEM_CERTS", "1")

# pyenv hides the versions that are not active; nox and uv look along PATH.
_PATH = os.environ.get("PATH", os.defpath)
_PYENV = {Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))}
_PYENV |= {Path(place).parent for place in _PATH.split(os.pathsep) if place.endswith("shims")}
_HIDDEN = [str(folder) for root in sorted(_PYENV) for folder in root.glob("versions/*/bin")]
os.environ["PATH"] = os.pathsep.join([_PATH, *_HIDDEN])


def install(session: nox.Session, *groups: str) -> None:
    """Install the project and some of its dependency groups, every version pinned by hash."""
    wanted = [f"--group={group}" for group in groups]
    pins = [f"--constraints={CONSTRAINTS}", f"--build-constraints={CONSTRAINTS}"]
    session.install("--editable", ".", *wanted, *pins)


def compat(session: nox.Session, command: str, *, answers: tuple[int, ...] = (0,)) -> None:
    """Run a command of ``compat`` with the arguments that follow ``--``.

    ``answers`` are the exit codes that are an answer, not a failure.
    """
    install(session)
    told = {"COMPAT_TOOLS": f"nox={version('nox')}"}
    session.run("compat", command, *session.posargs, env=told, success_codes=answers)


@nox.session(reuse_venv=True)
def matrix(session: nox.Session) -> None:
    """Measure every Python with every selected release, and write reports/."""
    compat(session, "matrix")


@nox.session(reuse_venv=True)
def report(session: nox.Session) -> None:
    """Render reports/ again without running a cell."""
    compat(session, "report")


@nox.session(reuse_venv=True)
def upgrade(session: nox.Session) -> None:
    """Say what changes: ``-- 3.11/0.3.40 3.12/1.2.0``; that code has to change is no failure."""
    compat(session, "upgrade", answers=(0, 1))


@nox.session(reuse_venv=True)
def plan(session: nox.Session) -> None:
    """Say what matrix would do, or cut it up: ``-- --shards 8 --output plan.json``."""
    compat(session, "plan")


@nox.session(reuse_venv=True)
def run(session: nox.Session) -> None:
    """Measure one shard of a plan: ``-- --plan plan.json --shard 3/8``."""
    compat(session, "run")


@nox.session(reuse_venv=True)
def merge(session: nox.Session) -> None:
    """Put shards together with the proof that none is missing: ``-- .compat/shards/*/``."""
    compat(session, "merge")


@nox.session(reuse_venv=True)
def replay(session: nox.Session) -> None:
    """Run one cell of reports/ again with exactly the packages it had: ``-- py3.12-core0.3.86``."""
    compat(session, "replay")


@nox.session(reuse_venv=True)
def hosts(session: nox.Session) -> None:
    """Run cells by the engine and the plain way, and compare all that they record."""
    compat(session, "hosts")


@nox.session(reuse_venv=True)
def compare(session: nox.Session) -> None:
    """Say what differs between two matrices: ``-- before/matrix.json reports/matrix.json``."""
    compat(session, "compare")


@nox.session(reuse_venv=True)
def doctor(session: nox.Session) -> None:
    """Say which interpreters, index and uv there are, what is missing, and what to do."""
    compat(session, "doctor")


CELL = r"py([\d.]+)-core([\da-z.]+?)(?:-lg([\da-z.]+))?"


def cells() -> list[tuple[str, str, str]]:
    """Return the cells to list: the oldest and newest release of each Python that tox has.

    With them come those with langgraph that tox has, and what the command line names, like
    ``probe(py3.12-core0.3.40)``: that can be any cell.
    """
    releases: dict[str, list[str]] = {}
    ends: list[tuple[str, str, str]] = []
    layered: list[tuple[str, str, str]] = []
    for environments in PROJECT["tool"]["tox"]["env_list"]:
        if isinstance(environments, str):
            layered += re.findall(f"^{CELL}$", environments)
            continue
        pythons, some = environments["product"]
        for python in pythons:
            releases.setdefault(python.removeprefix("py"), []).extend(some)
    for python, every in releases.items():
        ordered = sorted((name.removeprefix("core") for name in every), key=Version)
        ends += [(python, ordered[0], ""), (python, ordered[-1], "")]
    named = re.findall(rf"probe\({CELL}\)", " ".join(sys.argv))
    return list(dict.fromkeys([*ends, *layered, *named]))


def name(python: str, core: str, layer: str) -> str:
    """Return the id of a cell."""
    return f"py{python}-core{core}{f'-lg{layer}' if layer else ''}"


def tags(python: str, core: str, layer: str) -> list[str]:
    """Return words for ``-k`` and ``-t``, like ``py3_12 core0_3_86``: those have no dots."""
    words = [f"py{python}", f"core{core}", *([f"lg{layer}"] if layer else [])]
    return [word.replace(".", "_") for word in words]


@nox.session(reuse_venv=True)
@nox.parametrize(
    ("python", "core", "layer"),
    [nox.param(*cell, id=name(*cell), tags=tags(*cell)) for cell in cells()],
)
def probe(session: nox.Session, core: str, layer: str) -> None:
    """Run the in-cell suite in one cell and write its record to .compat/probe/."""
    cell = name(str(session.python), core, layer)
    suite = ROOT / "compat" / ("inlayer" if layer else "incell")
    above = [f"langgraph=={layer}"] if layer else []
    agents = ["langchain>=1"] if layer and Version(layer) >= Version("1") else []
    session.install(
        "--only-binary", ":all:", f"langchain-core=={core}", *above, *agents,
        *PROJECT["dependency-groups"]["cell"],
    )  # fmt: skip
    session.run(
        "python", "-m", "pytest", "-c", str(suite / "pytest.ini"), "--rootdir", str(suite),
        str(suite), "--cell", cell, "--record", str(RECORDS / f"{cell}.json"), "--host", "nox",
        *session.posargs,
    )  # fmt: skip


@nox.session(reuse_venv=True)
def tests(session: nox.Session) -> None:
    """Run the tests, real cells and a real browser among them."""
    install(session, "tests")
    whole = () if session.posargs else (*WORKERS, "-m", "not proof")
    session.run("pytest", *whole, *session.posargs)


@nox.session(reuse_venv=True)
def coverage(session: nox.Session) -> None:
    """Run the quick tests, with a floor under what they cover: counting doubles their time."""
    install(session, "tests")
    session.run("coverage", "erase")
    session.run("coverage", "run", "-m", "pytest", *WORKERS, "-m", "not slow and not proof")
    session.run("coverage", "combine")
    session.run("coverage", "report")


@nox.session(reuse_venv=True)
def proof(session: nox.Session) -> None:
    """Inject faults at every stage and print what comes of them: ``-- --stage index -k 403``.

    Without arguments the tests that take long run too.
    """
    install(session, "tests")
    session.run("python", "-m", "tests.proof", *session.posargs)
    if not session.posargs:
        session.run("pytest", *WORKERS, "-m", "proof")
        session.run("python", "-m", "tests.watch.agreement", "edges", "layer")


@nox.session(reuse_venv=True)
def tracers(session: nox.Session) -> None:
    """Hold real tracers to what we say of them; print the table, and put it into the docs."""
    install(session, "tests")
    session.run("python", "-m", "tests.tracers", *session.posargs)


def refuse_unseen(session: nox.Session) -> None:
    """Fail if the linter leaves out a Python file that git has: what is not seen is not clean."""
    seen = {Path(line) for line in said(session, "ruff", "check", "--show-files")}
    tracked = {ROOT / line for line in said(session, "git", "ls-files", "*.py")}
    if unseen := sorted(tracked - seen):
        session.error(f"the linter does not see {', '.join(map(str, unseen))}")


def said(session: nox.Session, *command: str) -> list[str]:
    """Return the lines that a command prints; none with --install-only, which runs nothing."""
    printed = session.run(*command, silent=True, external=command[0] == "git")
    return [] if printed is None else str(printed).splitlines()


@nox.session(reuse_venv=True)
def lint(session: nox.Session) -> None:
    """Check style and format, and the files that CI services read."""
    session.install("--group=lint", f"--constraints={CONSTRAINTS}")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    refuse_unseen(session)
    session.run("lint-imports")
    session.run("zizmor", "--offline", "--persona=pedantic", "--quiet", ".")
    for schema, patterns in SCHEMAS.items():
        paths = [str(path) for pattern in patterns for path in sorted(ROOT.glob(pattern))]
        session.run("check-jsonschema", f"--builtin-schema=vendor.{schema}", *paths)
    if which("actionlint"):  # no wheel brings it; CI runs it too
        session.run("actionlint", external=True)


@nox.session(reuse_venv=True)
def typecheck(session: nox.Session) -> None:
    """Check types, strictly."""
    install(session, "tests", "typecheck")
    session.run("mypy")


if __name__ == "__main__":
    nox.main()
