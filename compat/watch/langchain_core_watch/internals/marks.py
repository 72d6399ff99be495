"""Which configs were made for an outermost call, and which managers nobody passed.

A person's function may be handed the config that the framework made, and may pass it on. That is
known by the objects in it: a manager, a list of callbacks, or where there are none, the tags and
the metadata, which go where the config goes, also into another dict. Nothing is put into them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import ref

from ..beside import Lately, Weakly

if TYPE_CHECKING:
    from ..model import Run

_MOST = 4_000
_MOST_CLASSES = 1_000
_managers: dict[type[Any], bool] = {}
"""Which classes are those of managers."""


class Mark:
    """Stands for an outermost call, whose run it does not keep."""

    __slots__ = ("_root",)

    def __init__(self) -> None:
        self._root: ref[Run] | None = None

    @property
    def begun(self) -> bool:
        """Whether the run has begun."""
        return self._root is not None

    @property
    def root(self) -> Run | None:
        """The run, once that has begun, and until it is forgotten."""
        return None if self._root is None else self._root()

    def begin(self, run: Run) -> None:
        """Take the run that has begun."""
        self._root = ref(run)


HELD = Mark()
"""On a manager that came by the context."""


class Marks:
    """The marks of configs, managers and lists of callbacks."""

    def __init__(self) -> None:
        self._managers = Weakly()
        self._parts = Lately(_MOST)
        self._whole = Lately(_MOST)

    def find(self, callbacks: Any, tags: Any, metadata: Any) -> Mark | None:
        """Return the mark of a call with these, None if there is none."""
        found: Mark | None
        if callbacks is not None:
            of_kind = self._parts if isinstance(callbacks, list) else self._managers
            found = of_kind.get(callbacks)
            return found
        # Of a None nobody can say where it is from; of what came with it, one can.
        found = None if tags is None else self._parts.get(tags)
        if found is None and metadata is not None:
            found = self._parts.get(metadata)
        return found

    def find_in(self, config: Any) -> Mark | None:
        """Return the mark of a config."""
        if not isinstance(config, dict):
            return None
        whole: Mark | None = self._whole.get(config)
        if whole is not None:
            return whole
        callbacks = config.get("callbacks")
        if callbacks is not None:
            return self.find(callbacks, None, None)
        return self.find(None, config.get("tags"), config.get("metadata"))

    def put(self, config: Any, mark: Mark, given: tuple[Any, ...]) -> None:
        """Mark a config that was made of ``given`` ones.

        Old releases put what is in those into it; the mark is for a copy then.
        """
        if not isinstance(config, dict):
            return
        callbacks = config.get("callbacks")
        if callbacks is None:
            for name in ("tags", "metadata"):
                part = config.get(name)
                if part is not None and not _is_given(name, part, given):
                    self._parts.put(part, mark)
                elif isinstance(part, list):
                    config[name] = part = list(part)
                    self._parts.put(part, mark)
            return
        copied = _is_given("callbacks", callbacks, given)
        if isinstance(callbacks, list):
            if copied:
                config["callbacks"] = callbacks = list(callbacks)
            self._parts.put(callbacks, mark)
        elif is_manager(callbacks):
            if copied:
                config["callbacks"] = callbacks = callbacks.copy()
            self._managers.put(callbacks, mark)

    def put_whole(self, config: Any, mark: Mark) -> None:
        """Mark a config whatever callbacks the framework puts into it afterwards."""
        if isinstance(config, dict):
            self._whole.put(config, mark)

    def merge(self, given: list[dict[Any, Any]], config: Any) -> None:
        """Mark a config that the framework merged from others, if one of these is marked.

        Where another one brings a manager, its own or that of the context, this one counts.
        """
        marks = [self.find_in(each) for each in given]
        first = next((each for each in marks if each not in (None, HELD)), None)
        if first is None:
            if HELD in marks:
                self.put(config, HELD, tuple(given))
            return
        managed = getattr(config.get("callbacks"), "parent_run_id", None) is not None
        others = (each.get("callbacks") for each, mark in zip(given, marks) if mark in (None, HELD))
        if not any(managed if each is None else is_manager(each) for each in others):
            self.put(config, first, tuple(given))


def is_manager(callbacks: Any) -> bool:
    """Tell whether something is a callback manager."""
    kind = type(callbacks)
    found = _managers.get(kind)
    if found is None:
        if len(_managers) > _MOST_CLASSES:
            _managers.clear()
        found = any(cls.__name__ == "BaseCallbackManager" for cls in kind.__mro__)
        _managers[kind] = found
    return found


def _is_given(name: str, part: Any, given: tuple[Any, ...]) -> bool:
    for each in given:  # noqa: SIM110 - a generator takes three times as long
        if isinstance(each, dict) and each.get(name) is part:
            return True
    return False
