"""Which cells the plain hosts get, and how that is written."""

import tomllib

from compat.record.model import Status
from compat.reports.project.hosts import pick_examples, tox_settings
from tests.reports.layered import measured_pairs
from tests.reports.sample import Said, measured

NO = Status.NOT_INSTALLABLE, "no"
OK = "nested/nested"
MEASURED: dict[str, Said] = {
    "py3.12-core0.3.0": OK,
    "py3.12-core0.3.1": OK,
    "py3.12-core0.3.2": OK,
    "py3.12-core1.0.0": OK,
    "py3.12-core1.0.1": OK,
    "py3.12-core1.1.0": NO,
    "py3.13-core0.3.0": OK,
    "py3.13-core0.3.1": OK,
    "py3.13-core0.3.2": NO,
    "py3.13-core1.0.0": OK,
    "py3.13-core1.0.1": OK,
    "py3.13-core1.1.0": NO,
}


def test_they_get_the_ends_of_every_line_where_these_install() -> None:
    apart = ("py3.12-core1.0.1", "py3.13-core1.0.1")  # what comes before is the newest then
    assert tox_settings(measured(MEASURED, apart=apart)[0]).splitlines() == [
        "env_list = [",
        "  { product = [",
        '    ["py3.12", "py3.13"],',
        '    ["core0.3.0", "core1.0.0"],',
        "  ] },",
        "  { product = [",
        '    ["py3.12"],',
        '    ["core0.3.2"],',
        "  ] },",
        "]",
        "env_run_base.deps = [",
        *(
            f'  {{ replace = "if", condition = "factor[\'core{release}\']", '
            f'then = ["langchain-core=={release}"], extend = true }},'
            for release in ("0.3.0", "1.0.0", "0.3.2")
        ),
        "]",
    ]


def test_many_releases_are_wrapped() -> None:
    releases = [f"1.{number}.0" for number in range(20)]
    text = tox_settings(measured(dict.fromkeys((f"py3.12-core{r}" for r in releases), OK))[0])
    lists = [line for line in text.splitlines() if "replace" not in line]
    assert max(map(len, lists)) <= 100
    (environments,) = tomllib.loads(text)["env_list"]
    assert environments == {"product": [["py3.12"], [f"core{release}" for release in releases]]}


def test_of_a_layer_they_get_the_newest_pair_on_three_pythons() -> None:
    cells: dict[str, Said] = {
        f"py{python}-core{core}-lg{layer}": NO if (python, core) == ("3.9", "1.1.0") else OK
        for python in ("3.9", "3.10", "3.12", "3.14")
        for core in ("1.0.0", "1.1.0")
        for layer in ("0.9.0", "1.2.0")
    }
    layered = measured_pairs(cells)
    names = [cell.id for cell in pick_examples(layered)]
    assert names == [
        "py3.9-core1.0.0-lg1.2.0", "py3.12-core1.1.0-lg1.2.0", "py3.14-core1.1.0-lg1.2.0",
    ]  # fmt: skip
    found = tomllib.loads(tox_settings(measured(MEASURED)[0], layered))
    assert found["env_list"][-3:] == names
    own = found["env"][names[0]]
    assert own["deps"] == ["langchain-core==1.0.0", "langgraph==1.2.0", "langchain>=1"]
    assert own["commands"][0][3:9] == [
        "-c", "compat/inlayer/pytest.ini",
        "--rootdir", "compat/inlayer", "compat/inlayer", "--cell",
    ]  # fmt: skip
