"""The program whose commands the modules beside this one add."""

from pathlib import Path

from cyclopts import App

import compat

HOME = Path(".compat")
REPORTS = Path("reports")

app = App(
    name="compat",
    help="Measures on which Python and langchain-core a child runnable's events reach the caller.",
    version=compat.__version__,
    # Exiting is for main alone.
    result_action="return_value",
    suppress_keyboard_interrupt=False,
)
