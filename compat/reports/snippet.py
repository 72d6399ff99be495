"""A person's part of a factory: what it builds, without the suite's own wrapping."""

import ast
import textwrap


def extract_snippet(source: str) -> str:
    """Return the code inside a factory, dedented, from the factory's source.

    Decorators, the ``def`` line and the docstring go, and the final ``return`` too: one that names
    what was built just so is left out whole, any other leaves its expression. What is no function
    comes back as it is.
    """
    factory = _find_factory(source)
    if factory is None:
        return source
    lines = source.splitlines()
    body = factory.body[1:] if ast.get_docstring(factory) is not None else factory.body
    if not body:
        return source
    kept = _find_comments_above(lines, _find_first_line(body[0]), factory.body[0], body[0])
    end = body[-1]
    if not isinstance(end, ast.Return):
        return _dedent(lines[kept : end.end_lineno])
    if end.value is None or (isinstance(end.value, ast.Name) and len(body) > 1):
        return _dedent(lines[kept : end.lineno - 1])
    last = lines[end.lineno - 1 : end.end_lineno]
    last[0] = last[0].replace("return ", "", 1)
    return _dedent([*lines[kept : end.lineno - 1], *last])


def _find_factory(source: str) -> ast.FunctionDef | None:
    try:
        found = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return found[0] if len(found) == 1 and isinstance(found[0], ast.FunctionDef) else None


def _find_first_line(statement: ast.stmt) -> int:
    """Return the place of a statement's first line, decorators included."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return min(each.lineno for each in (statement, *statement.decorator_list)) - 1
        case _:
            return statement.lineno - 1


def _find_comments_above(lines: list[str], start: int, docstring: ast.stmt, first: ast.stmt) -> int:
    """Return where the comments above the first statement begin."""
    floor = docstring.end_lineno or 0 if docstring is not first else 0
    while start > floor and lines[start - 1].lstrip().startswith("#"):
        start -= 1
    return start


def _dedent(lines: list[str]) -> str:
    return textwrap.dedent("\n".join(lines)).strip("\n")
