"""Small files, small functions, small routes."""

import ast

from tests.architecture.source import Function, Source, body_lines, sources

FILE = 250
FUNCTION = 40
ROUTE = 15
ROUTE_DECORATORS = {"route", "get", "post", "put", "patch", "delete", "staff_page"}


def is_route(function: Function) -> bool:
    calls = [decorator.func for decorator in function.decorator_list if isinstance(decorator, ast.Call)]
    called = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
    return bool(called & ROUTE_DECORATORS)


def too_long(source: Source) -> list[str]:
    faults = []
    for function in source.functions():
        limit = ROUTE if source.is_entry_point and is_route(function) else FUNCTION
        if body_lines(function) > limit:
            faults.append(f"{source.name}:{function.lineno} {function.name}: {body_lines(function)} lines, {limit} fit")
    return faults


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    long = [
        f"{each.name}: {lines}" for each in sources("app", "deploy", "tests") if (lines := each.text.count("\n")) > FILE
    ]
    assert not long


def test_no_function_and_no_route_is_too_long() -> None:
    assert not [fault for source in sources("app", "deploy", "tests") for fault in too_long(source)]
