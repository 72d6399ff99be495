"""What can be wrong with the suite itself or with how it was started. pytest exits with 4."""


class SuiteError(Exception):
    """The base: one line that says what, why and what to do."""


class DuplicateScenarioError(SuiteError):
    """Two scenarios have one id."""


class MissingTitleError(SuiteError):
    """A scenario has no docstring, whose first line is its title."""


class UnknownVariantError(SuiteError):
    """A variant's name is none of those that a record knows."""


class DuplicateVariantError(SuiteError):
    """A scenario has a variant twice."""


class UnknownScenarioError(SuiteError):
    """A scenario was asked for that the suite does not have."""


class CellMismatchError(SuiteError):
    """The cell asked for is not the one that is running."""
