"""Jinja as openaccord's templates use it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, nodes
from jinja2.visitor import NodeTransformer


class _Environment(Environment):
    """A field that a record does not have is None; any other unknown name is a mistake in the template."""

    say: Callable[[str], str]

    def getattr(self, obj: Any, attribute: str) -> Any:
        return obj.get(attribute) if type(obj) is dict else super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        return obj.get(argument) if type(obj) is dict else super().getitem(obj, argument)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = _Saying(self.say).visit(super()._parse(source, name, filename))
        return tree


class _Saying(NodeTransformer):
    """Says the phrases that need no values once, when the template is compiled, and not for every page."""

    def __init__(self, say: Callable[[str], str]) -> None:
        self.say = say

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - jinja's visitors are named so
        phrase = node.args[0] if len(node.args) == 1 and not node.kwargs else None
        named = isinstance(node.node, nodes.Name) and node.node.name == "_"
        if named and isinstance(phrase, nodes.Const):
            return nodes.Const(self.say(phrase.value), lineno=node.lineno)
        return self.generic_visit(node)


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
