"""The error of a settings file that cannot be read."""

from pathlib import Path
from typing import Literal

from compat.errors import CompatError, ExitCode


class UnreadableSettingsError(CompatError):
    """A settings file of pip or uv that is there and makes no sense."""

    exit_code = ExitCode.INDEX

    def __init__(self, place: Path, cause: Exception, *, tool: Literal["pip", "uv"]) -> None:
        kind = type(cause).__name__  # not its text: that may quote a password
        super().__init__(f"cannot read {tool}'s settings in {place} ({kind}); mend or remove it")
