"""The server as an editor meets it: over standard input and output, with a real client."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from conftest import ROOT, SEEDS, put
from editor import Editor
from lsprotocol import types

BAD = (ROOT / "examples" / "bad-agreement.yaml").read_text("utf-8")
PAGE = """\
Falls — DARS-NIC-{number}-A1B2C
Type of data: Identifiable
Opt outs honoured: N
Legal basis: Health and Social Care Act 2012 s261(7)
When: DSA runs 2025-04-01 — 2024-03-31
Processing:
{text}
"""


def served(
    folder: Path, work: Callable[[Editor], Awaitable[None]], settings: object = None, **options: object
) -> None:
    async def run() -> None:
        async with Editor(folder, settings, **options) as editor:
            await work(editor)

    asyncio.run(asyncio.wait_for(run(), 300))


def page(number: int = 100000, text: str = "Data are used.") -> str:
    return PAGE.format(number=number, text=text)


def test_a_draft_from_its_first_finding_to_its_last_fix(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        draft = "agreement:\n  reference: NIC-654321-Z9Y8X\n" + BAD.split("Z9Y8X\n")[1]
        editor.open("mine.yaml", draft)
        await editor.until_codes("mine.yaml", {"TRM01", "QLT07", "DRF01"}.issubset)
        (found,) = [each for each in editor.diagnostics("mine.yaml") if each.code == "TRM01"]
        assert found.range.start == editor.place("mine.yaml", "2024-03-31")
        assert (found.severity, found.source) == (types.DiagnosticSeverity.Error, "dslint")
        assert "before it starts.\nFix: Correct whichever" in found.message
        (side,) = found.related_information or ()
        assert side.location.range.start == editor.place("mine.yaml", "2025-04-01")
        assert side.message == "the start"
        (possible,) = [each for each in editor.diagnostics("mine.yaml") if each.code == "OPT01"]
        assert possible.message.startswith("Possible: ")
        assert possible.severity == types.DiagnosticSeverity.Warning
        assert possible.code_description
        assert possible.code_description.href.startswith("https://")

        said = await editor.hover("mine.yaml", "2024-03-31")
        assert "**TRM01 end-before-start** (error)" in said
        assert "**Authority**\n\n- Arithmetic of the printed dates (seen)" in said
        assert "(error)\n\nNothing ends before it starts." in said
        assert await editor.hover("mine.yaml", "reference:") == ""

        at = editor.place("mine.yaml", "2024-03-31")
        params = types.DefinitionParams(editor.named("mine.yaml"), at)
        (other,) = await editor.client.text_document_definition_async(params) or ()
        assert other.range.start == editor.place("mine.yaml", "2025-04-01")
        sides = types.ReferenceParams(
            types.ReferenceContext(True), editor.named("mine.yaml"), other.range.start
        )
        assert len(await editor.client.text_document_references_async(sides) or ()) == 2

        (fix,) = [each for each in await editor.actions("mine.yaml", "NIC-654321") if each.is_preferred]
        assert fix.diagnostics
        assert fix.diagnostics[0].code == "QLT07"
        editor.apply(fix)
        await editor.until_codes("mine.yaml", lambda codes: "QLT07" not in codes and "TRM01" in codes)
        assert "reference: DARS-NIC-654321-Z9Y8X\n" in editor.texts["mine.yaml"]

        (ignore,) = await editor.actions_about("mine.yaml", "2024-03-31", "TRM01")
        editor.apply(ignore)
        await editor.until_codes("mine.yaml", lambda codes: None in codes)  # it still wants a reason
        assert "TRM01" in editor.codes("mine.yaml")
        at = editor.place("mine.yaml", "ignore[TRM01] ")
        editor.type("mine.yaml", at.line, at.character + len("ignore[TRM01] "), "Both dates are open.")
        await editor.until_codes("mine.yaml", lambda codes: not {"TRM01", None} & codes)
        assert "OPT01" in editor.codes("mine.yaml")
        editor.close("mine.yaml")
        await editor.until(lambda: not editor.diagnostics("mine.yaml"))

    served(tmp_path, work, client="emacs")


def test_half_a_line_loses_no_other_finding(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        editor.open("mine.yaml", BAD)
        await editor.until_codes("mine.yaml", {"TRM01", "OPT01", "DRF01"}.issubset)
        before = editor.codes("mine.yaml")
        at = editor.place("mine.yaml", "sensitivity: Sensitive")
        editor.edit(
            "mine.yaml",
            [types.TextEdit(types.Range(at, types.Position(at.line, 99)), 'sensitivity: ["Sens')],
        )
        await editor.until_codes("mine.yaml", lambda codes: None in codes)
        assert editor.codes("mine.yaml") >= before
        assert any("is not YAML" in each.message for each in editor.diagnostics("mine.yaml"))
        dsa = '"dsa": {"start": "2025-04-01", "end": "2024-03-31"}'
        broken = f'{{"agreement": {{\n"title": "x",\n{dsa},\n"version": "1\n}}}}'
        editor.open("data.json", broken, "json")
        await editor.until_codes("data.json", {"TRM01", None}.issubset)

    served(tmp_path, work)


def test_pages_and_files_that_are_none(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        editor.open("page.txt", page(), "plaintext")
        editor.open("page.md", "# " + page(), "markdown")
        html = "<html><body>" + "".join(f"<p>{line}</p>\n" for line in page().splitlines()) + "</body></html>"
        editor.open("page.html", html, "html")
        for name in ("page.txt", "page.md", "page.html"):
            await editor.until_codes(name, {"TRM01"}.issubset)
        (found,) = [each for each in editor.diagnostics("page.html") if each.code == "TRM01"]
        assert found.range.start == editor.place("page.html", "2024-03-31")
        for name, text in (
            ("notes.md", "# Notes\n"),
            ("docker-compose.yaml", "services: {}\n"),
            ("a.py", "1\n"),
        ):
            editor.open(name, text)
            await editor.until(lambda name=name: editor.uri(name) in editor.client.diagnostics)
            assert editor.diagnostics(name) == []
        symbols = await editor.client.text_document_document_symbol_async(
            types.DocumentSymbolParams(editor.named("page.txt"))
        )
        assert [each.name for each in symbols or ()] == ["DARS-NIC-100000-A1B2C"]
        (ignore,) = await editor.actions_about("page.txt", "2024-03-31", "TRM01")
        assert ignore.edit
        created, changed = ignore.edit.document_changes or ()
        assert isinstance(created, types.CreateFile)
        assert created.uri == editor.uri("dslint-ignore.yaml")
        assert isinstance(changed, types.TextDocumentEdit)
        assert changed.edits[0].new_text == (
            "ignores:\n  - rule: TRM01\n    agreement: DARS-NIC-100000-A1B2C\n    reason: "
        )

    served(tmp_path, work, client="neovim")


def test_a_text_that_was_never_saved(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        editor.open("untitled:Untitled-1", BAD, "yaml")
        await editor.until_codes("untitled:Untitled-1", {"TRM01"}.issubset)

    served(tmp_path, work)


def test_settings_of_the_project_and_of_the_editor(tmp_path: Path) -> None:
    put(tmp_path, "dslint.toml", 'ignore = ["TRM01"]\nprofile = "strict"\n')
    put(tmp_path, "sub/mine.yaml", BAD)

    async def work(editor: Editor) -> None:
        editor.open("sub/mine.yaml")
        await editor.until_codes("sub/mine.yaml", lambda codes: "OPT01" in codes and "TRM01" not in codes)
        editor.open("dslint.toml", language="toml")
        editor.replace("dslint.toml", 'ignore = ["NOTHING"]\n')
        editor.save("dslint.toml")
        await editor.until_said("dslint.toml", "NOTHING")
        await editor.until_codes("sub/mine.yaml", {"TRM01", "OPT01"}.issubset)  # the built-in rules meanwhile
        editor.replace("dslint.toml", 'ignore = ["OPT"]\n')
        editor.save("dslint.toml")
        await editor.until(lambda: not editor.diagnostics("dslint.toml"))
        await editor.until_codes("sub/mine.yaml", lambda codes: "TRM01" in codes and "OPT01" not in codes)
        settings = types.DidChangeConfigurationParams({"dslint": {"select": ["DRF01"], "nonsense": 1}})
        editor.client.workspace_did_change_configuration(settings)
        await editor.until_codes("sub/mine.yaml", lambda codes: codes == {"DRF01"})
        assert any("nonsense is not known" in each.message for each in editor.client.messages)

    served(tmp_path, work)


def test_ignores_and_a_baseline_count_as_on_the_command_line(tmp_path: Path) -> None:
    put(tmp_path, "dslint-ignore.yaml", "ignores:\n  - {rule: TRM01, path: mine.yaml, reason: as agreed}\n")
    put(tmp_path, "mine.yaml", BAD)

    async def work(editor: Editor) -> None:
        editor.open("mine.yaml")
        await editor.until_codes("mine.yaml", lambda codes: "OPT01" in codes and "TRM01" not in codes)
        (action,) = [each for each in await editor.actions("mine.yaml", "TODO") if "DRF01" in each.title]
        assert "# dslint: ignore[DRF01] " in str(action.edit)

    served(tmp_path, work)


def test_rules_over_several_files(tmp_path: Path) -> None:
    put(tmp_path, "dslint.toml", 'select = ["XRC02"]\n')
    put(tmp_path, "one.txt", page(text="Data are used for falls."))
    put(tmp_path, "two.txt", "Moor Trust\n" + page(text="Data are used for strokes."))

    async def work(editor: Editor) -> None:
        editor.open("one.txt", language="plaintext")
        await editor.until_codes("one.txt", {"XRC02"}.issubset)  # with the file that is not open
        (found,) = editor.diagnostics("one.txt")
        assert editor.uri("two.txt") in {each.location.uri for each in found.related_information or ()}
        editor.open("two.txt", language="plaintext")
        await editor.until_codes("two.txt", {"XRC02"}.issubset)
        editor.replace("two.txt", "Moor Trust\n" + page(number=200000))
        await editor.until_codes("one.txt", lambda codes: not codes)

    served(tmp_path, work)


def test_a_rule_that_is_being_written(tmp_path: Path) -> None:
    text = next((ROOT / "rules").glob("*/TRM01-*.yaml")).read_text("utf-8")

    async def work(editor: Editor) -> None:
        editor.open("mine.yaml", text.replace("severity:", "severty:"))
        await editor.until_said("mine.yaml", "did you mean severity")
        editor.replace("mine.yaml", text)
        await editor.until(lambda: not editor.diagnostics("mine.yaml"))
        editor.replace(
            "mine.yaml", text.replace("bad:", 'bad:\n    - {name: silent, text: "Moor", at: [{line: 1}]}', 1)
        )
        await editor.until_said("mine.yaml", "does not fire")

    served(tmp_path, work)


def test_missing_keys_are_added(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        editor.open("mine.yaml", BAD)
        await editor.until_codes("mine.yaml", {"SEC08"}.issubset)
        (finding,) = [each for each in editor.diagnostics("mine.yaml") if each.code == "SEC08"]
        words = editor.shown("mine.yaml", finding.range)
        (add, *_) = [
            each for each in await editor.actions("mine.yaml", words) if "territory" in str(each.edit)
        ]
        editor.apply(add)
        assert "\n  territory:\n" in editor.texts["mine.yaml"]
        await editor.until_codes("mine.yaml", lambda codes: "SEC08" not in codes and None not in codes)

        editor.open("rule.yaml", "id: ABC01\nname: a-b\nseverity: info\nmessage: x\n")
        await editor.until_said("rule.yaml", "lacks ")
        (fill,) = await editor.actions_about("rule.yaml", "id: ABC01", "Add ")
        editor.apply(fill)
        assert editor.texts["rule.yaml"].startswith("id: ABC01\nname: a-b\nseverity: info\nmessage: x\n")
        assert {"\nrationale: ", "\nauthority: "} <= {
            f"\n{line}" for line in editor.texts["rule.yaml"].split("\n")
        }
        await editor.until(lambda: not any("lacks " in d.message for d in editor.diagnostics("rule.yaml")))

    served(tmp_path, work, client="emacs")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_places_in_the_units_that_were_agreed(tmp_path: Path, encoding: str) -> None:
    async def work(editor: Editor) -> None:
        assert editor.told.capabilities.position_encoding == encoding
        text = "agreement:\n  dsa: {start: 2025-04-01, end: 2024-03-31}\n"
        text += "  objectives: '\U0001f3e5é TODO write'\n"
        editor.open("mine.yaml", text)
        await editor.until_codes("mine.yaml", {"TRM01", "DRF01"}.issubset)
        (found,) = [each for each in editor.diagnostics("mine.yaml") if each.code == "DRF01"]
        assert editor.shown("mine.yaml", found.range) == "TODO"
        editor.edit("mine.yaml", [types.TextEdit(found.range, "words")])
        await editor.until_codes("mine.yaml", lambda codes: "DRF01" not in codes)
        assert "objectives: '\U0001f3e5é words write'" in editor.texts["mine.yaml"]
        assert await editor.hover("mine.yaml", "2024-03-31")

    served(tmp_path, work, encodings=[encoding])


def test_a_text_of_five_megabytes_stops_nothing(tmp_path: Path) -> None:
    big = "".join(SEEDS.joinpath("thurrock-ccg.txt").read_text("utf-8") for _ in range(54))
    assert len(big) > 5_000_000

    async def work(editor: Editor) -> None:
        editor.open("mine.yaml", BAD)
        await editor.until_codes("mine.yaml", {"TRM01"}.issubset)
        editor.open("big.txt", big, "plaintext")
        editor.type("big.txt", 3, 0, "x")
        editor.replace("mine.yaml", BAD.replace("2024-03-31", "2026-03-31"))
        await editor.until_codes("mine.yaml", lambda codes: "TRM01" not in codes)
        assert editor.uri("big.txt") not in editor.client.diagnostics  # it is still being checked
        assert await editor.hover("mine.yaml", "TODO")
        await editor.until(lambda: editor.diagnostics("big.txt"), 200)

    served(tmp_path, work)


def test_a_text_that_is_too_large_is_named(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        editor.open("big.txt", "a" * 20_000_001, "plaintext")
        await editor.until(lambda: editor.diagnostics("big.txt"))
        (found,) = editor.diagnostics("big.txt")
        assert "is larger than 20 MB" in found.message
        assert found.severity == types.DiagnosticSeverity.Information

    served(tmp_path, work)


def test_completion_and_the_next_placeholder(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        editor.open("mine.yaml", BAD)
        await editor.until_codes("mine.yaml", {"TRM01"}.issubset)
        at = editor.place("mine.yaml", "N]\n")
        found = await editor.client.text_document_completion_async(
            types.CompletionParams(editor.named("mine.yaml"), at)
        )
        assert isinstance(found, types.CompletionList)
        assert "Yes - patient objections upheld" in {each.label for each in found.items}
        command = types.ExecuteCommandParams("dslint.nextPlaceholder", [editor.uri("mine.yaml"), 0, 0])
        place = await editor.client.workspace_execute_command_async(command)
        assert place
        assert types.Position(**dict(vars_of(place)["range"]["start"])) == editor.place("mine.yaml", "TODO")

    served(tmp_path, work, client="emacs")


def vars_of(place: object) -> dict[str, dict[str, dict[str, int]]]:
    """A result without a type of its own, as a dictionary."""
    if isinstance(place, dict):
        return place
    converted = {key: getattr(place, key) for key in ("uri", "range")}
    at = converted["range"]
    return {"range": {"start": {"line": at.start.line, "character": at.start.character}}}
