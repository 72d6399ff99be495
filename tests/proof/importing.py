"""Faults while a cell imports what is to be measured."""

from tests.proof.hostile import hostile, while_importing
from tests.proof.injection import Stage, add
from tests.proof.shortages import SHORTAGES

NOT_FOUND_OUT = ("machine-failed", "crashed")

for words, lines in SHORTAGES.items():
    add(
        Stage.IMPORT, "shortage", f"{words} while langchain-core is imported",
        hostile("import", while_importing(lines)), statuses=NOT_FOUND_OUT, codes=(4,),
    )  # fmt: skip
for words, lines in {
    "killed": "os.kill(os.getpid(), signal.SIGKILL)",
    "a segmentation fault": "ctypes.string_at(0)",
    "ends with 0 and no record": "os._exit(0)",
    "ends with 137, as when memory is short": "os._exit(137)",
}.items():
    add(
        Stage.IMPORT, "ended", f"{words} while langchain-core is imported",
        hostile("import", while_importing(lines)), statuses=NOT_FOUND_OUT, codes=(4,),
    )  # fmt: skip
