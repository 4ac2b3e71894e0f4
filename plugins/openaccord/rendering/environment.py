"""Jinja as openaccord's templates use it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined


class _Environment(Environment):
    """A field that a record does not have is None; any other unknown name is a mistake in the template."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        return obj.get(attribute) if isinstance(obj, Mapping) else super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        return obj.get(argument) if isinstance(obj, Mapping) else super().getitem(obj, argument)


def environment() -> Environment:
    """Autoescaping, strict about names, and never reloading: a template does not change during a build."""
    return _Environment(
        loader=PackageLoader("openaccord"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
