"""Every test has an application of its own. Werkzeug spends nine tenths of making one on writing and compiling, for each URL
rule, the function that builds its address; that function is the same each time, so here it is compiled once in a process."""

from collections.abc import Callable

from flask import Flask
from werkzeug.routing import Rule

_Builder = Callable[..., tuple[str, str]]
_compiled: dict[tuple[object, ...], _Builder] = {}


class RuleOnce(Rule):
    """A rule whose builder is shared by all rules of the same shape: it finds its own converters when it is called."""

    def _compile_builder(self, append_unknown: bool = True) -> _Builder:
        if self.defaults:
            return super()._compile_builder(append_unknown)
        shape = (*self._trace, append_unknown)
        if shape not in _compiled:
            _compiled[shape] = super()._compile_builder(append_unknown)
        return _compiled[shape]


def compile_rules_once() -> None:
    """From now on, for every application of this process."""
    Flask.url_rule_class = RuleOnce
