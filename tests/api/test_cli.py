"""The command line as a person or a script meets it: output, errors, exit codes."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from index.passage_index import PassageIndex
from index.reading import from_text
from rag.proof import Verdict
from tests.api.commands import CommandLine
from tests.fakes import WordHashEmbedder

ROOT = Path(__file__).parents[2]
LAMP = "The lamp of the lighthouse was lit on 3 May 1874."
NOTES = f"The lighthouse\n\n{LAMP} It burned 53 litres of oil.\n"
QUESTION = "When was the lamp of the lighthouse lit?"


@pytest.fixture
def notes(pincite: CommandLine, tmp_path: Path) -> str:
    """The id of a document about a lighthouse."""
    file = tmp_path / "notes.txt"
    file.write_text(NOTES, encoding="utf-8")
    identifier: str = pincite("add", file, "--json").json["documents"][0]["id"]
    return identifier


def test_a_question_is_answered_with_numbered_sources(pincite: CommandLine, notes: str) -> None:
    ran = pincite("ask", QUESTION)
    assert ran.code == 0
    start = NOTES.index(LAMP)
    assert ran.out == (
        f"{LAMP} [1]\n\n"
        f"[1] The lighthouse (notes.txt), paragraph 1, characters {start}-{start + len(LAMP)} of "
        f"{notes}\n    “{LAMP}”\n"
    )


def test_sources_that_disagree_stand_below_each_other(pincite: CommandLine, tmp_path: Path) -> None:
    for name, year in (("Chronicle", 1931), ("Guide", 1932)):
        (tmp_path / f"{name}.txt").write_text(f"The old mill closed in {year}.")
        pincite("add", tmp_path / f"{name}.txt")
    asked = pincite("ask", "When did the old mill close?")
    first, second = ("Chronicle", 1931), ("Guide", 1932)
    if asked.out.index("1931") > asked.out.index("1932"):
        first, second = second, first
    assert (
        "\nThe sources disagree:\n"
        f"[1] {first[0]}: “The old mill closed in {first[1]}.”\n"
        f"[2] {second[0]}: “The old mill closed in {second[1]}.”\n"
    ) in asked.out
    told = pincite("ask", "When did the old mill close?", "--json").json
    assert told["conflicts"] == [{"statements": [0, 1], "citations": [1, 2]}]


def test_an_answer_as_json_is_the_answer_object(pincite: CommandLine, notes: str) -> None:
    ran = pincite("ask", QUESTION, "--json", "-k", 3)
    (statement,) = ran.json["statements"]
    (citation,) = statement["citations"]
    assert (ran.code, ran.json["status"], statement["text"]) == (0, "answered", LAMP)
    assert citation["document_id"] == notes
    position = citation["position"]
    assert NOTES[position["start"] : position["end"]] == citation["quote"]["exact"] == LAMP


@pytest.mark.usefixtures("notes")
def test_what_the_sources_do_not_say_is_said_and_the_exit_code_is_1(pincite: CommandLine) -> None:
    ran = pincite("ask", "Who painted the Mona Lisa?")
    assert ran.code == 1
    assert ran.out.startswith("No sentence in your sources clearly answers this.\n")
    assert "Nearest passages (not an answer):" in ran.out
    asked = pincite("ask", "Who painted the Mona Lisa?", "--json")
    assert (asked.code, asked.json["status"], asked.json["statements"]) == (1, "not_in_sources", [])


def test_an_empty_store_says_how_to_fill_it(pincite: CommandLine) -> None:
    for arguments, code in ((("ask", "Why?"), 1), (("search", "lamp"), 0), (("documents",), 0)):
        ran = pincite(*arguments)
        assert (ran.code, "pincite add PATH" in ran.err) == (code, True)
    assert pincite("documents", "--json").json == {"documents": []}
    assert pincite("search", "lamp", "--json").json == {"passages": []}


def test_passages_are_ranked(pincite: CommandLine, notes: str) -> None:
    (passage,) = pincite("search", "oil lamp", "-k", 1, "--json").json["passages"]
    assert passage["document_id"] == notes
    position = passage["position"]
    assert NOTES[position["start"] : position["end"]] == passage["text"]
    assert pincite("search", "oil lamp").out.startswith("1. The lighthouse  (")


def test_documents_are_listed(pincite: CommandLine, notes: str) -> None:
    assert pincite("documents").out.splitlines()[1].split() == [
        *(notes, "1", "notes.txt", "The", "lighthouse")
    ]
    (listed,) = pincite("documents", "--json").json["documents"]
    assert listed.pop("added_at") == listed.pop("updated_at")
    assert listed == {
        "id": notes,
        "title": "The lighthouse",
        "source": "notes.txt",
        "status": "stored",
        "passages": 1,
        "metadata": {},
        "version": 1,
        "pages": None,
        "characters": 94,
    }


def test_a_removed_document_is_gone_and_an_unknown_id_is_told(
    pincite: CommandLine, notes: str
) -> None:
    ran = pincite("remove", "nowhere", notes, "--json")
    assert (ran.code, ran.json) == (3, {"removed": [notes], "not_found": ["nowhere"]})
    assert "nowhere: There is no document of that id." in ran.err
    assert pincite("ask", QUESTION).code == 1


def test_a_saved_answer_is_verified_and_a_changed_source_is_noticed(
    pincite: CommandLine, notes: str, tmp_path: Path
) -> None:
    saved = tmp_path / "answer.json"
    saved.write_text(pincite("ask", QUESTION, "--json").out, encoding="utf-8")
    assert pincite("verify", saved).code == 0
    assert pincite("verify", saved, "--json").json["verified"] is True
    file = tmp_path / "notes.txt"
    assert pincite("verify", saved, "--source", file).code == 0
    file.write_text(NOTES.replace("1874", "1875"), encoding="utf-8")
    ran = pincite("verify", saved, "--source", file)
    assert (ran.code, ran.out.split()[0]) == (1, Verdict.CHANGED.value)
    pincite("remove", notes)
    ran = pincite("verify", saved, "--json")
    assert (ran.code, ran.json["verified"]) == (1, False)
    assert ran.json["findings"][0]["verdict"] == "gone"


@pytest.mark.parametrize(
    ("content", "code", "told"),
    [
        (None, 3, "cannot be read"),
        ("{", 2, "is no JSON"),
        ("[" * 100_000, 2, "is no JSON"),
        ("{}", 2, "no saved answer"),
        ('{"statements": [1]}', 2, "no saved answer"),
    ],
)
def test_a_file_that_is_no_saved_answer_is_told(
    pincite: CommandLine, tmp_path: Path, content: str | None, code: int, told: str
) -> None:
    file = tmp_path / "saved.json"
    if content is not None:
        file.write_text(content)
    ran = pincite("verify", file)
    assert ran.code == code
    assert told in ran.err
    assert ran.out == ""


def test_a_citation_is_printed_in_each_format(pincite: CommandLine, notes: str) -> None:
    start = NOTES.index("3 May 1874")
    span = (start, start + len("3 May 1874"))
    assert pincite("cite", notes, *span).out.startswith("“3 May 1874” ")
    assert pincite("cite", notes, *span, "--format", "markdown").out.startswith("[^")
    link = pincite("cite", notes, *span, "--format", "link", "--json").json
    assert link["format"] == "link"
    assert f"http://127.0.0.1:8000/d/{notes}?c={span[0]}-{span[1]}" in link["text"]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("ask", ""), 2, "The question is empty"),
        (("ask", "why " * 2000), 2, "characters"),
        (("ask",), 2, "QUESTION"),
        (("ask", "Why?", "-k", "0"), 2, "-k"),
        (("bogus",), 2, "bogus"),
        (("cite", "nowhere", "1", "2"), 3, "no document of that id"),
        (("cite", "{notes}", "5", "2"), 2, "START < END"),
        (("cite", "{notes}", "1", "99999"), 2, "no characters"),
        (("cite", "{notes}", "1", "2", "--format", "bogus"), 2, "choose one of"),
    ],
)
def test_wrong_use_and_failures_have_one_readable_line(
    pincite: CommandLine, notes: str, arguments: tuple[str, ...], code: int, told: str
) -> None:
    ran = pincite(*(argument.format(notes=notes) for argument in arguments))
    assert ran.code == code
    assert told in ran.err
    assert "Traceback" not in ran.err
    assert ran.out == ""


def test_an_unknown_setting_is_wrong_use(
    pincite: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_STROE", "x")
    ran = pincite("documents")
    assert (ran.code, "PINCITE_STORE" in ran.err) == (2, True)


def test_a_surprise_is_one_line_unless_asked_for(
    pincite: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr("rag.assembly.open_library", fail)
    ran = pincite("documents")
    assert (ran.code, ran.err.count("\n")) == (3, 1)
    assert "ZeroDivisionError: by nought" in ran.err
    assert "--debug" in ran.err


def test_a_store_that_another_process_holds_is_told(pincite: CommandLine, tmp_path: Path) -> None:
    with PassageIndex.open(tmp_path / "store", WordHashEmbedder()):
        ran = pincite("documents")
        assert (ran.code, "in use by" in ran.err, "--store" in ran.err) == (3, True, True)
    assert pincite("documents").code == 0


def test_characters_that_steer_a_terminal_are_not_printed(
    pincite: CommandLine, tmp_path: Path
) -> None:
    nasty = "Red \x1b[31mlamp\x1b[0m was lit in 1874. \x9b2J \u2066end\u2069."
    with PassageIndex.open(tmp_path / "store", WordHashEmbedder()) as index:
        index.add(from_text(nasty, title="T\x07itle \x1b]0;x\x07", source="nasty.txt"))
    steering = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
    for arguments in (("documents",), ("search", "lamp"), ("ask", "When was the red lamp lit?")):
        ran = pincite(*arguments)
        assert ran.out
        assert not steering.search(ran.out + ran.err)
        ran = pincite(*arguments, "--json")
        assert not steering.search(ran.out)
    (passage,) = pincite("search", "lamp", "--json").json["passages"]
    assert passage["text"] == nasty


def test_help_and_version_are_quick_and_load_nothing_heavy() -> None:
    code = (
        "import sys; from api.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'faiss', 'fastapi', 'sentence_transformers', 'uvicorn', 'openai'}\n"
        "sys.exit(sorted(heavy & set(sys.modules)) or 0)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert (ran.returncode, ran.stderr) == (0, "")
    commands = ("serve", "add", "documents", "remove", "search", "ask", "verify", "cite", "doctor")
    assert all(f"\n  {command} " in ran.stdout for command in commands)


def test_a_question_loads_only_what_it_needs_and_its_model_before_the_rest(tmp_path: Path) -> None:
    with PassageIndex.open(tmp_path, WordHashEmbedder()) as index:
        index.add(from_text(LAMP, title="T", source="t.txt"))
    code = (
        "import sys, index.processors, rag.assembly; from api.cli import main\n"
        "before = set(sys.modules)\n"
        "import tests.fakes; theirs = set(sys.modules) - before\n"
        "rag.assembly.load_embedder = lambda name: tests.fakes.WordHashEmbedder()\n"
        "begun = []\n"
        "index.processors.begin = lambda _work: begun.append('rag.answering' in sys.modules)\n"
        f"try: main(['ask', {QUESTION!r}, '--store', {str(tmp_path)!r}])\n"
        "except SystemExit as ended: assert not ended.code\n"
        "assert begun == [False]\n"
        "idle = ('torch', 'transformers', 'fastapi', 'uvicorn', 'openai', 'mcp', 'rich', 'lxml',"
        " 'opentelemetry', 'asyncio', 'ssl', 'index.reading', 'index.furniture', 'index.word',"
        " 'rag.checking', 'rag.drafts', 'rag.language_model', 'rag.evaluation', 'rag.exporting')\n"
        "loaded = set(sys.modules) - theirs\n"
        "sys.exit(sorted(m for m in loaded if m.startswith(idle)) or 0)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert LAMP in ran.stdout


def test_the_server_listens_first_and_loads_its_model_before_the_rest(tmp_path: Path) -> None:
    code = (
        "import sys, rag.assembly; from api.cli import main\n"
        "def begun(settings): print('fastapi' in sys.modules); raise SystemExit\n"
        "rag.assembly.begun_embedder = begun\n"
        f"main(['serve', '--port', '0', '--store', {str(tmp_path)!r}])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    address, begun = ran.stdout.splitlines()
    assert address.startswith("http://127.0.0.1:")
    assert (begun, ran.stderr) == ("False", "")


def server(store: Path, port: int) -> subprocess.Popen[str]:
    arguments = ["-m", "api.cli", "serve", "--store", str(store), "--port", str(port), "--no-seeds"]
    return subprocess.Popen(
        [sys.executable, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"HF_HUB_OFFLINE": "1"},
    )


@pytest.mark.model
def test_the_server_says_its_one_address_answers_and_stops(tmp_path: Path) -> None:
    with server(tmp_path / "store", 0) as process:
        assert process.stdout
        url = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", url)
        with urllib.request.urlopen(f"{url}/healthz", timeout=10) as response:
            assert response.status == 200
        locked = subprocess.run(
            [sys.executable, "-m", "api.cli", "documents", "--store", str(tmp_path / "store")],
            capture_output=True,
            text=True,
            cwd=ROOT,
        )
        assert (locked.returncode, f"id {process.pid}" in locked.stderr) == (3, True)
        process.send_signal(signal.SIGINT)
        process.wait(30)
    assert process.returncode == 0


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        server(tmp_path / "store", taken.getsockname()[1]) as process,
    ):
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (3, "")
    assert re.search(r"Port \d+ is taken.*--port", err)
    assert err.count("\n") == 1


def test_a_json_answer_is_valid_where_the_terminal_is_not_utf_8(tmp_path: Path) -> None:
    with PassageIndex.open(tmp_path, WordHashEmbedder()) as index:
        index.add(from_text("Fast‑paced “work” 😀.", title="T", source="t.txt"))
    code = (
        "import sys, rag.assembly, tests.fakes; from api.cli import main\n"
        "rag.assembly.load_embedder = lambda name: tests.fakes.WordHashEmbedder()\n"
        f"main(['search', 'work', '--json', '--store', {str(tmp_path)!r}])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
    )
    assert json.loads(ran.stdout)["passages"][0]["text"] == "Fast‑paced “work” 😀."


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("ask",), "Missing argument 'QUESTION'. See `pincite ask --help`.\n"),
        (("bogus",), "No such command 'bogus'. See `pincite --help`.\n"),
        (("search", "lamp", "-k", "0"), "See `pincite search --help`.\n"),
        (("search", " "), "The query is empty. Give words to search for.\n"),
    ],
)
def test_wrong_use_is_one_line_that_names_the_help(
    pincite: CommandLine, arguments: tuple[str, ...], told: str
) -> None:
    ran = pincite(*arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.endswith(told)


@pytest.mark.usefixtures("notes")
def test_a_query_without_a_word_finds_nothing_and_says_why(pincite: CommandLine) -> None:
    ran = pincite("search", "???", "--json")
    assert (ran.code, ran.json) == (0, {"passages": []})
    assert "no word or number" in ran.err


@pytest.mark.skipif(os.name != "posix", reason="pipes that close are told of by EPIPE")
def test_output_that_nobody_reads_ends_quietly_and_never_as_a_no(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    arguments = ["documents", "--json", "--store", str(tmp_path / "store")]
    with os.fdopen(writing, "wb") as closed:
        ran = subprocess.run(
            [sys.executable, "-m", "api.cli", *arguments],
            stdout=closed,
            stderr=subprocess.PIPE,
            cwd=ROOT,
        )
    assert (ran.returncode, ran.stderr) == (141, b"")


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_citation_cannot_steer_a_terminal(
    pincite: CommandLine, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    nasty = "Red \x1b[31mlamp \x9b2J."
    with PassageIndex.open(pincite.store, WordHashEmbedder()) as index:
        identifier = index.add(from_text(nasty, title="T", source="top\u202e.txt")).document_id
    # On a terminal typer leaves colours in, which it takes out elsewhere.
    monkeypatch.setattr("typer._click.utils.should_strip_ansi", lambda *_: False)
    ran = pincite("cite", identifier, 0, len(nasty), "--format", form)
    assert ran.code == 0
    assert "lamp" in ran.out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", ran.out)


def test_text_that_is_turned_around_is_not_cited(pincite: CommandLine) -> None:
    turned = "Red lamp\u202e .pmal deR"
    with PassageIndex.open(pincite.store, WordHashEmbedder()) as index:
        identifier = index.add(from_text(turned, title="T", source="t.txt")).document_id
    ran = pincite("cite", identifier, 0, len(turned))
    assert (ran.code, ran.out) == (2, "")
    assert "hidden in the file" in ran.err
    assert "\u202e" not in ran.err
