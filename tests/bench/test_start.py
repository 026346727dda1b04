"""What starting costs is measured on real processes; here the parts that need none."""

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.start import SENTENCES, Client, Memory, Start, draft, summary


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._answer(200 if self.path == "/" else 503, {})

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(200 if asked["question"] else 422, asked)

    def _answer(self, status: int, content: object) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is called there
        pass


@pytest.fixture
def client() -> Iterator[Client]:
    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield Client(server.server_port)
        server.shutdown()
        thread.join()


def test_a_status_is_told_and_nobody_there_is_none(client: Client) -> None:
    assert client.get("/") == 200
    assert client.get("/readyz") == 503
    assert Client(9).get("/") == 0


def test_an_answer_is_read_and_an_error_ends_the_measurement(client: Client) -> None:
    assert client.post("/v1/answers", {"question": "Who?"}) == {"question": "Who?"}
    with pytest.raises(SystemExit, match="answered with 422"):
        client.post("/v1/answers", {"question": ""})


def test_a_draft_has_a_sentence_of_each_of_the_first_documents(tmp_path: Path) -> None:
    rows = [{"_id": f"d{n}", "title": "", "text": f"It is {n}. So it is."} for n in range(70)]
    folder = tmp_path / "squad2-dev"
    folder.mkdir()
    (folder / "docs.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert draft(tmp_path).split("\n\n") == [f"It is {n}." for n in range(SENTENCES)]


def test_the_paragraph_of_the_readme_tells_medians() -> None:
    starts = [Start(0.5, 2.0), Start(0.25, 9.0), Start(1.0, 3.0)]
    told = summary([4.0, 1.0, 2.0], starts, Memory(300.0, 410.0), check=0.012, size=13_400.0)
    assert "`pincite ask` takes 2.0 s" in told
    assert "page after 0.5 s and is ready after 3.0 s" in told
    assert "takes 300 MiB, 410 MiB after 40 answers" in told
    assert "checked in 12 ms, and 1,000 passages take 13 MB" in told
