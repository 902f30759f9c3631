"""Templates as the Python that one would write by hand for tens of thousands of pages.

Jinja leaves to the moment of showing what most templates need and ours do not: whether a field is an
attribute or a key, whether a call wants the context, which of a macro's arguments were given. Here that is
decided when a template is compiled. What it shows is escaped as Jinja does it.
"""

from __future__ import annotations

from types import FunctionType
from typing import TypeVar

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.utils import missing

AnyFunction = TypeVar("AnyFunction", bound=FunctionType)


class DirectCode(CodeGenerator):
    """Jinja's own compiler, but for what is asked of fields, calls and macros."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 (Jinja's name)
        """A field is an attribute, and no other field than those that there are is asked for."""
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Call(  # noqa: N802 (Jinja's name)
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        """A call is a call: nothing that ours call wants Jinja's context, or arguments by a list."""
        if forward_caller or node.dyn_args is not None or node.dyn_kwargs is not None:
            self.fail("templates call by plain arguments alone", node.lineno)
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:  # noqa: ARG002 (Jinja gives it)
        """A macro is the function that Jinja made of it; its arguments are given by their order."""
        if macro_ref.accesses_kwargs or macro_ref.accesses_varargs or macro_ref.accesses_caller:
            self.fail("a macro takes the arguments that it names and no others", macro_ref.node.lineno)
        self.write(f"{forgiving.__name__}(macro)")

    def return_buffer_contents(self, frame: Frame, force_unescaped: bool = False) -> None:  # noqa: ARG002
        """What a macro gives is marked as safe by the macro itself."""
        super().return_buffer_contents(frame)


def forgiving(macro: AnyFunction) -> AnyFunction:
    """A macro's function, which finds the default of every argument that is not given."""
    macro.__defaults__ = (missing,) * macro.__code__.co_argcount
    return macro
