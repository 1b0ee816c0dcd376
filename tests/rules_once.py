"""Every test has an application of its own. Werkzeug spends nine tenths of making one on writing and compiling, for each URL
rule, the function that builds its address; that function is the same each time, so here it is compiled once in a process."""

from collections.abc import Callable, Iterable

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.routing.matcher import RulePart

_Builder = Callable[..., tuple[str, str]]
_compiled: dict[tuple[object, ...], _Builder] = {}
_parsed: dict[str, tuple[list[RulePart], list[tuple[bool, str]]]] = {}


class RuleOnce(Rule):
    """A rule whose builder is shared by all rules of the same shape: it finds its own converters when it is called."""

    def _parse_rule(self, rule: str) -> Iterable[RulePart]:
        if "<" in rule:  # its converters are its own
            yield from super()._parse_rule(rule)
            return
        if rule not in _parsed:
            before = len(self._trace)
            _parsed[rule] = list(super()._parse_rule(rule)), self._trace[before:]
        else:
            self._trace.extend(_parsed[rule][1])
        yield from _parsed[rule][0]

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
