"""What can be wrong with shards, an exit code each."""

from compat.errors import CompatError, ExitCode


class MalformedShardError(CompatError):
    """A text that names no shard, or a number of shards that cannot be."""

    exit_code = ExitCode.USAGE


class CannotCutError(CompatError):
    """A plan that cannot be cut into shards, or not into so many."""

    exit_code = ExitCode.USAGE


class EmptyShardError(CompatError):
    """A shard without cells: there are more shards than cells."""

    exit_code = ExitCode.NOTHING_SELECTED


class MissingShardError(CompatError):
    """A shard that was not given to the merge."""

    exit_code = ExitCode.SHARD_MISSING


class DuplicatedShardError(CompatError):
    """A shard that was given twice."""

    exit_code = ExitCode.SHARD_DUPLICATED


class ForeignShardError(CompatError):
    """A shard of another plan, of another cut of it, or measured by another suite."""

    exit_code = ExitCode.SHARD_FOREIGN


class HalfShardError(CompatError):
    """A shard of which something is not there."""

    exit_code = ExitCode.SHARD_HALF


class NewerShardError(CompatError):
    """A shard or a plan of a later version of this program."""

    exit_code = ExitCode.SHARD_FOREIGN


class EditedShardError(CompatError):
    """A shard or a plan that is not what was written: changed, too large, or leading out."""

    exit_code = ExitCode.SHARD_EDITED
