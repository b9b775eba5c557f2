"""Values that are computed when they are first asked for, by whoever asks first; those who ask meanwhile wait."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar, overload

Value = TypeVar("Value")


class Once(Generic[Value]):
    """A method without arguments as an attribute that is computed once for each object, whatever threads ask for it.

    What fails is raised to those who asked, and tried again by the next. Unlike `functools.cached_property` in Python
    3.11, a slow one holds up neither other attributes nor other objects.
    """

    def __init__(self, compute: Callable[[Any], Value]) -> None:
        self._compute = compute
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Once[Value]: ...

    @overload
    def __get__(self, instance: object, owner: type) -> Value: ...

    def __get__(self, instance: object | None, owner: type) -> Once[Value] | Value:
        if instance is None:
            return self
        kept = vars(instance)
        with kept.setdefault(f"{self._name} lock", Lock()):  # in CPython, setdefault is one step
            if self._name not in kept:
                kept[self._name] = self._compute(instance)
        found: Value = kept[self._name]  # which, once there, goes before this attribute of the class
        return found

    def is_there(self, instance: object) -> bool:
        """Whether the value of an object has been computed."""
        return self._name in vars(instance)
