"""Which cells the plain hosts get, and how that is written."""

import tomllib

from compat.record.model import Status
from compat.reports.project.hosts import tox_settings
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
