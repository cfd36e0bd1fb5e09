"""What README and the documents promise: the two commands, the pictures, commands, links."""

import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperGroup

from posapp.cli.root import app
from tests.helpers.every import every

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TEXTS = {".py", ".md", ".toml", ".txt", ".qss", ".svg", ".json", ".csv", ".cfg", ".ini", ""}
# In parts, so that this file does not name them itself.
REGISTRIES = [
    "".join(parts) for parts in (("py", "pi.org"), ("python", "hosted"), ("test.py", "pi"))
]
SIGNATURE = b"\x89PNG\r\n\x1a\n"
SIZE = (1366, 768)


def section(title: str) -> str:
    """The text under a heading of README, up to the next one."""
    (found,) = re.findall(rf"^## {title}\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    return found


def blocks(text: str) -> list[list[str]]:
    """The lines of each fenced block."""
    fenced = re.findall(r"^```[a-z]*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [block.splitlines() for block in fenced]


def test_two_commands_are_one_block_of_two_lines_that_set_themselves_up() -> None:
    (block,) = blocks(section("Two commands"))
    opens, tests = block
    for line in block:
        assert line.startswith("python3 -m venv .venv && .venv/bin/pip install "), line
    assert opens.endswith("&& .venv/bin/posapp demo")
    assert tests.endswith("&& .venv/bin/python -m pytest -n auto --dist loadfile")
    assert "-e '.[test]'" in tests


def test_ci_runs_both_of_them_as_they_stand_and_the_tests_last() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "## Two commands" in script
    first, second = script.index("command_of_readme 1"), script.index("command_of_readme 2")
    assert first < second
    # The first without a display, so that it drives its day; then the tests, whose words come last.
    demo, tests = script[first:second], script[second:]
    assert 'eval "$command"' in demo
    assert "unset DISPLAY WAYLAND_DISPLAY" in demo
    assert tests.strip().endswith('eval "$command"')


@pytest.mark.parametrize("number", [1, 2])
def test_ci_reads_the_commands_of_readme(number: int) -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    (function,) = re.findall(
        r"^command_of_readme\(\) \{\n.*?^\}\n", script, re.MULTILINE | re.DOTALL
    )
    said = subprocess.run(
        ["bash", "-c", f"{function}command_of_readme {number}"],
        cwd=ROOT, timeout=300, capture_output=True, check=True, text=True,
    ).stdout  # fmt: skip
    (block,) = blocks(section("Two commands"))
    assert said.strip() == block[number - 1]


def test_the_picture_shows_the_window() -> None:
    (name,) = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    head = (ROOT / name).read_bytes()[:24]
    assert head.startswith(SIGNATURE)
    width, height = (int.from_bytes(head[at : at + 4], "big") for at in (16, 20))
    assert (width, height) == SIZE


@every("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files_and_headings(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8")):
        if "://" in target:
            continue
        name, _, heading = target.partition("#")
        found = (path.parent / name).resolve() if name else path
        assert found.exists(), f"{path.name} links to {target}"
        assert not heading or heading in anchors(found), f"{path.name} links to {target}"


def anchors(path: Path) -> set[str]:
    """The headings of a document as links name them."""
    titles = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def first_day() -> list[str]:
    """The lines of README's first day, without what they say about themselves."""
    (block,) = blocks(section("The first day at the counter"))
    return [line.partition("#")[0].strip() for line in block]


@every("line", first_day())
def test_the_first_day_is_written_as_the_program_understands_it(line: str) -> None:
    program, *args = shlex.split(line)
    assert program == "posapp"
    command: Any = typer.main.get_command(app)
    context = command.make_context("posapp", [])
    while isinstance(command, TyperGroup) and args:
        command = command.commands[args.pop(0)]
        context = command.make_context(command.name, list(args), parent=context)
    helped = command.get_help(context)
    for option in (arg for arg in args if arg.startswith("--")):
        assert option in helped


def commands(group: TyperGroup, above: str = "") -> Iterator[str]:
    """Every command by its words: ``event add``."""
    for name, command in group.commands.items():
        words = f"{above} {name}".strip()
        if isinstance(command, TyperGroup):
            yield from commands(command, words)
        else:
            yield words


def test_every_command_has_its_place_in_the_manual() -> None:
    page = (ROOT / "docs" / "cli.md").read_text("utf-8")
    # ``import accounts|bills FILE`` names two commands.
    joined = re.findall(r"`(\w+) ([\w-]+(?:\\?\|[\w-]+)+)", page)
    named = {f"{noun} {verb}" for noun, verbs in joined for verb in re.split(r"\\?\|", verbs)}
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    missing = [one for one in commands(group) if f"`{one}" not in page and one not in named]
    assert missing == []


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        wanted += extra
    names = {re.split(r"[\s\[<>=!;~]", one)[0] for one in wanted} - {"posapp"}
    page = (ROOT / "docs" / "decisions.md").read_text("utf-8")
    table = page.split("## Dependencies", 1)[1].split("\n## ", 1)[0].lower()
    assert [name for name in sorted(names) if name.lower() not in table] == []


def tracked() -> list[Path]:
    """The project's text files."""
    done = subprocess.run(
        ["git", "ls-files", "-z"],
        cwd=ROOT,
        timeout=300,
        capture_output=True,
        check=False,
        text=True,
    )
    if done.returncode:
        pytest.skip("this is no checkout")
    paths = [ROOT / name for name in done.stdout.split("\0") if name]
    return [path for path in paths if path.suffix in TEXTS and path.is_file()]


def test_no_file_names_a_registry_or_a_place_of_this_computer() -> None:
    places = [f"{ROOT}/", f"{Path.home()}/"]
    found = []
    for path in tracked():
        text = path.read_text("utf-8")
        found += [f"{path.name}: {word}" for word in (*REGISTRIES, *places) if word in text]
    assert found == []
