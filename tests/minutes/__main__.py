"""Record the first minutes again."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.minutes.play import MINUTES, play

for minute in MINUTES:
    with TemporaryDirectory() as folder:
        minute.recorded.write_text(play(minute, Path(sys.argv[1]), Path(folder)), "utf-8")
