"""What the command line says of itself, and how it ends."""

import re

import pytest
from typer.testing import CliRunner

from syndicator import cli, errors

COMMANDS = (
    "run", "once", "serve", "check", "status", "audit", "show", "push",
    "withdraw", "restore", "correct", "preview", "theme", "extract", "backfill",
    "add", "init",
)  # fmt: skip


GROUPS = {"issue": ("list", "preview", "make", "revise", "leave", "pin")}


def said(*arguments: str) -> str:
    """Standard output without colours, as one line."""
    result = CliRunner().invoke(cli.app, arguments, env={"COLUMNS": "120"})
    assert result.exit_code == (0 if arguments else 2), result.output
    return " ".join(re.sub(r"\x1b\[[\d;]*m|[│╭╮╰╯─]", " ", result.output).split())


def test_help_names_every_command():
    text = said("--help")
    assert all(command in text for command in COMMANDS)


def test_no_command_gives_the_help():
    assert said() == said("--help")


def test_every_command_is_known_here():
    assert {c.callback.__name__ for c in cli.app.registered_commands} == set(COMMANDS)


def test_every_group_and_its_commands_are_known_here():
    groups = {
        group.name: {
            c.name or c.callback.__name__
            for c in group.typer_instance.registered_commands
        }
        for group in cli.app.registered_groups
    }
    assert groups == {name: set(commands) for name, commands in GROUPS.items()}


@pytest.mark.parametrize(
    ("group", "command"), [(g, c) for g, commands in GROUPS.items() for c in commands]
)
def test_command_of_a_group_says_where_its_settings_are(group, command):
    assert command in said(group, "--help")
    assert "SYNDICATOR_CONFIG" in said(group, command, "--help")


@pytest.mark.parametrize("command", COMMANDS)
def test_command_says_what_it_does_and_where_its_settings_are(command):
    text = said(command, "--help")
    assert "--config" in text
    assert "SYNDICATOR_CONFIG" in text
    callback = next(
        c.callback
        for c in cli.app.registered_commands
        if c.callback.__name__ == command
    )
    assert callback.__doc__.split(".")[0].split("\n")[0] in text


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.ConfigError(["one", "two"]), 78),
        (errors.Busy("held"), 75),
        (errors.PublishError("full"), 74),
        (errors.StoreError("gone"), 69),
        (errors.ParseError("feed", "broken"), 1),
    ],
)
def test_error_ends_in_its_code_and_one_message(monkeypatch, capsys, error, code):
    def fail():
        raise error

    monkeypatch.setattr(cli, "app", fail)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == code
    assert capsys.readouterr().err == f"syndicator: {error}\n"
