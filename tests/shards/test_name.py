"""Names of shards: 3/8, and nothing else."""

import pytest

from compat.errors import UsageError
from compat.shards.name import ShardName


@pytest.mark.parametrize("text", ["1/1", "3/8", "256/256"])
def test_a_name_reads_back(text: str) -> None:
    assert str(ShardName.parse(text)) == text


def test_a_name_is_fit_for_a_path() -> None:
    assert ShardName.parse("3/8").file == "3-of-8"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("0/8", "of 8 shards the first is 1/8, the last 8/8"),
        ("9/8", "no shard 9/8"),
        ("1/0", "1 to 256 shards, not 0"),
        ("1/257", "1 to 256 shards, not 257"),
        ("x", "malformed shard 'x'; write it like 3/8"),
        ("", "malformed"),
        ("3/8/1", "malformed"),
        ("-1/8", "malformed"),
        ("\u0661/\u0668", "malformed"),
        ("3/8\n", "malformed"),
        ("../8", "malformed"),
    ],
)
def test_what_is_no_name_is_refused(text: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        ShardName.parse(text)
    assert says in str(caught.value)
