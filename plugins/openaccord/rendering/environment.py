"""Jinja as openaccord's templates use it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, nodes

from openaccord.rendering.compiling import Compiler, Saying, put


class _Environment(Environment):
    """A field that a record does not have is None; any other unknown name is a mistake in the template."""

    code_generator_class = Compiler
    say: Callable[[str], str]
    put = staticmethod(put)

    def getattr(self, obj: Any, attribute: str) -> Any:
        return obj.get(attribute) if type(obj) is dict else super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        return obj.get(argument) if type(obj) is dict else super().getitem(obj, argument)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = Saying(self.say).visit(super()._parse(source, name, filename))
        return tree


def environment(say: Callable[[str], str]) -> Environment:
    """Templates in one language, whose phrases `say` gives.

    Autoescaping, strict about names, and never reloading: a template does not change during a build.
    """
    templates = _Environment(
        loader=PackageLoader("openaccord"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.say = say
    return templates
