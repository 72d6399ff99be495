"""Imports read off sources: what runs for sure, what may, what a package gives away when asked."""

from pathlib import Path

import pytest

from compat.warm.imports import Imports, Sources, reach, read


@pytest.mark.parametrize(
    ("source", "sure", "others"),
    [
        ("import a, b.c as d\n", [("a", None), ("b.c", None)], []),
        ("from a import b, c as d\n", [("a", "b"), ("a", "c")], []),
        ("from a import (\n    b,  # for c, d\n    e,\n)\n", [("a", "b"), ("a", "e")], []),
        ("from . import b\nfrom .c import d\n", [("p.q", "b"), ("p.q.c", "d")], []),
        ("from .. import b\nfrom ..c import d\n", [("p", "b"), ("p.c", "d")], []),
        ("def f():\n    import a\n", [], [("a", None)]),
        ("if x:\n    import a\nimport b\n", [("b", None)], [("a", None)]),
        ("try:\n    import a\nexcept E:\n    import b\n", [("a", None)], [("b", None)]),
        ("def f():\n    try:\n        import a\n    finally: pass\n", [], [("a", None)]),
        ("important = 1\nfromage = 2\n", [], []),
    ],
)
def test_where_an_import_stands_says_whether_it_runs(
    source: str, sure: list[tuple[str, str | None]], others: list[tuple[str, str | None]]
) -> None:
    assert read(source.encode(), "p.q") == Imports(sure, others, {})


LAZY = "def __getattr__(name):\n    from p.far import Far\n    return Far\n"


def test_a_name_that_is_given_away_when_it_is_asked_for() -> None:
    assert read(LAZY.encode(), "p").given == {"Far": ["p.far"]}


def test_imports_are_followed(tmp_path: Path) -> None:
    files = {
        "root.py": "import sys\nfrom p import Far, near\ndef f():\n    import aside\n",
        "p/__init__.py": LAZY,
        "p/far.py": "import json\n",
        "p/near.py": "try:\n    import quick\nexcept ImportError:\n    import slow\n",
        "p/never.py": "",
        "quick.py": "",
        "slow.py": "",
        "aside/__init__.py": "from . import more\ndef f():\n    from . import never\n",
        "aside/more.py": "",
        "aside/never.py": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    sources = Sources()
    found = reach(["root"], sources.index([str(tmp_path)]), sources)
    assert set(found.surely) == {"root", "sys", "p", "p.far", "json", "p.near", "quick"}
    assert found.maybe - set(found.surely) == {"slow", "aside", "aside.more"}

    whole = reach(["root"], sources.index([str(tmp_path)]), sources, {"aside"})
    assert whole.maybe == found.maybe, "what may be imported is not followed from there"


def test_late_imports_within_a_package_count_where_it_is_whole(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "__init__.py").write_text("def f():\n    from . import late\n")
    (tmp_path / "p" / "late.py").touch()
    sources = Sources()
    modules = sources.index([str(tmp_path)])
    assert reach(["p"], modules, sources).maybe == {"p"}
    assert reach(["p"], modules, sources, {"p"}).maybe == {"p", "p.late"}


def test_the_first_folder_that_has_a_module_counts(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "m.py").write_text("")
    folders = [str(tmp_path / "one"), str(tmp_path / "two")]
    assert Sources().index(folders)["m"] == f"{folders[0]}/m.py"
