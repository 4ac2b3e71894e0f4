"""How templates become Python: with the phrases said, and nothing done that our templates do not need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from openaccord.rendering.html import escaped

_OBJECTS = frozenset({"pen", "p", "loop"})
"""Names in templates that stand for objects, whose attributes Python can look up itself."""


class Saying(NodeTransformer):
    """Says the phrases that need no values once, when the template is compiled, and not for every page."""

    def __init__(self, say: Callable[[str], str]) -> None:
        self.say = say

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - jinja's visitors are named so
        phrase = node.args[0] if len(node.args) == 1 and not node.kwargs else None
        named = isinstance(node.node, nodes.Name) and node.node.name == "_"
        if named and isinstance(phrase, nodes.Const):
            return nodes.Const(self.say(phrase.value), lineno=node.lineno)
        return self.generic_visit(node)


class Compiler(CodeGenerator):
    """Jinja's own compiler, less what takes half of a page's time.

    It calls functions outright, where Jinja first asks each whether it wants the context: none of ours does.
    It asks records and our own objects outright for what they hold. It hands text on in runs, not piece by
    piece, and prints HTML as it is, where Jinja makes a copy.
    """

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802, FBT001, FBT002 - jinja's signature
        self.visit(node.node, frame)
        self.write("(*()")  # Jinja puts a comma before each argument
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - the same
        if not isinstance(node.node, nodes.Name):
            super().visit_Getattr(node, frame)
        elif node.node.name in _OBJECTS:
            self.visit(node.node, frame)
            self.write(f".{node.attr}")
        else:
            self.write("(")
            self.visit(node.node, frame)
            self.write(f".get({node.attr!r}) if type(")
            self.visit(node.node, frame)
            self.write(") is dict else ")
            super().visit_Getattr(node, frame)
            self.write(")")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 - the same
        if frame.require_output_check or frame.buffer is not None or len(node.nodes) == 1:
            super().visit_Output(node, frame)
            return
        self.writeline("yield concat((", node)
        for child in node.nodes:
            self.newline(child)
            if isinstance(child, nodes.TemplateData):
                self.write(repr(child.data))
            else:
                self._output_child_pre(child, frame, None)
                self.visit(child, frame)
                self.write(")")
            self.write(",")
        self.writeline("))")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ARG002 - the same
        self.write("environment.put(")


def put(value: Any) -> str:
    """A value as HTML."""
    kind = type(value)
    return value if kind is Markup else escaped(value) if kind is str else escape(value)
