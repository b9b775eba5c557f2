"""The manual of the command line, from its own help: `python -m kg.cli.manual > docs/cli.md`."""

from __future__ import annotations

import click

from kg.cli import main

_WIDTH = 100
_HEAD = """# Command line

<!-- Made by `python -m kg.cli.manual > docs/cli.md`; a test compares it with what --help says. -->

Exit status: 0 done, 1 error, 2 wrong use, 3 done but some documents were left out (each is named on
standard error with the reason), 130 stopped by Ctrl-C. Data goes to standard output, progress and notes
go to standard error.
"""


def render_manual() -> str:
    """Return `docs/cli.md`: the help of `kg` and of each command, in alphabetical order."""
    parts = [_HEAD, _section("kg", main, None)]
    top = click.Context(main, info_name="kg")
    parts += [_section(f"kg {name}", command, top) for name, command in sorted(main.commands.items())]
    return "\n".join(parts)


def _section(title: str, command: click.Command, parent: click.Context | None) -> str:
    context = click.Context(
        command, info_name=title.rpartition(" ")[2], parent=parent, terminal_width=_WIDTH, max_content_width=_WIDTH,
        help_option_names=["-h", "--help"],
    )  # fmt: skip
    return f"## {title}\n\n```text\n{command.get_help(context)}\n```\n"


if __name__ == "__main__":
    click.echo(render_manual(), nl=False)
