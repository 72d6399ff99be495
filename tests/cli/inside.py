"""The command line in this very process, which is quicker, and reports for it to answer from."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from compat.cli.main import main
from compat.run.suite import hash_suite
from compat.stored.reports import dump_matrix
from tests.cli.run import Ended
from tests.reports.sample import Said, measured


def typed(capsys: pytest.CaptureFixture[str], *words: str) -> Ended:
    """Type a command here; what was said before it is dropped."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as exited:
        main(words)
    assert isinstance(exited.value.code, int)
    said = capsys.readouterr()
    return Ended(code=exited.value.code, out=said.out, err=said.err)


def write_ours(path: Path, cells: Mapping[str, Said]) -> None:
    """Write a matrix of the committed suite."""
    matrix = measured(cells)[0]
    ours = replace(matrix, provenance=replace(matrix.provenance, suite_hash=hash_suite()))
    path.parent.mkdir(exist_ok=True)
    path.write_text(dump_matrix(ours), "utf-8")
