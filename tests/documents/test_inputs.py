"""Inputs of every kind to Documents; what cannot be read is refused in one line and the rest goes on."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from furat.extract.documents import Refused, read_inputs
from furat.extract.errors import InputError
from furat.extract.records import Document

TEXT = "أعلن ناشطون مقتل خمسة مدنيين في قصف على المدينة أمس، وقال مصدر إن القصف استمر حتى المساء."
ROOT = Path(__file__).parents[2]
PIECES = "قصف على حلب في سوريا من قبل الجيش مدينة إلى أن التي مدنيين غارات الحسكة ضد ثلاثة طائرات مع"


def read(*inputs: Path | str, limit: int = 5_000_000) -> tuple[list[Document], list[Refused]]:
    """Documents and refusals of the inputs."""
    documents, refused = [], []
    for item in read_inputs([str(i) for i in inputs], max_characters=limit):
        (refused if isinstance(item, Refused) else documents).append(item)  # type: ignore[arg-type]
    return documents, refused


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def one_refusal(path: Path, limit: int = 5_000_000) -> Refused:
    documents, refused = read(path, limit=limit)
    assert documents == [] and len(refused) == 1
    (refusal,) = refused
    assert refusal.origin.startswith(str(path))
    assert refusal.reason and refusal.remedy and "\n" not in str(refusal)
    return refusal


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-32"),
        TEXT.encode("cp1256"),
        TEXT.encode("iso8859_6"),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-be", "utf-16-no-bom", "utf-32", "windows-1256", "iso-8859-6"],
)
def test_a_text_file_in_any_encoding(tmp_path: Path, data: bytes) -> None:
    """The text comes out the same whatever the encoding; its id is the file's name."""
    ((document,), refused) = read(write(tmp_path / "report-7.txt", data))
    assert (document.id, document.text, refused) == ("report-7", TEXT, [])
    assert (document.language, document.published) == ("ar", None)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(PIECES.split()),
        min_size=12,
        max_size=40,
    ),
    st.sampled_from(["cp1256", "iso8859_6"]),
)
def test_old_encodings_are_never_mistaken(tmp_path: Path, words: list[str], encoding: str) -> None:
    """Text in an encoding of one byte a letter is read right or refused, never turned into other letters."""
    text = " ".join([*words, "في", "على"])
    documents, refused = read(write(tmp_path / "a.txt", text.encode(encoding)))
    assert [d.text for d in documents] == [text] or (not documents and len(refused) == 1)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "binary"),
        (b"Nothing but English here.", "no Arabic"),
        ("à la côte d'été déjà vu".encode("latin-1"), "neither UTF-8"),
        (TEXT.encode("utf-8")[:-4] + b"\xd8", "broken at byte"),
        (TEXT.encode("utf-8").decode("cp1256", "replace").encode("utf-8"), "decoded wrongly"),
        (TEXT.encode("utf-8").decode("latin-1").encode("utf-8"), "decoded wrongly"),
        (("\ufffd" * 20 + TEXT).encode("utf-8"), "decoded wrongly"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le")[:-1], "does not fit"),
    ],
)
def test_a_text_file_that_cannot_be_read(tmp_path: Path, content: bytes, reason: str) -> None:
    """Empty, binary, foreign, in an unknown encoding, broken or garbled: one line says why and what to do."""
    refusal = one_refusal(write(tmp_path / "a.txt", content))
    assert reason in refusal.reason and refusal.id == "a"


def test_a_text_beyond_the_limit(tmp_path: Path) -> None:
    """A text that is too long is refused without being read as a whole; one at the limit is read."""
    assert "more than" in one_refusal(write(tmp_path / "a.txt", TEXT * 400), limit=5_000).reason
    (document,), _ = read(write(tmp_path / "b.txt", (TEXT * 400)[:5_000]), limit=5_000)
    assert len(document.text) == 5_000


def test_twenty_megabytes_of_text(tmp_path: Path) -> None:
    """The default limit refuses a book of 20 MB, with the remedy."""
    refusal = one_refusal(write(tmp_path / "book.txt", (TEXT + "\n").encode() * 130_000))
    assert "split it into its articles" in refusal.remedy


def test_json_fields(tmp_path: Path) -> None:
    """Every field of a record arrives, the text in exactly its code points."""
    text = "  \u200f" + TEXT + "\r\n\u0640 "
    record = {
        "id": "x/1", "text": text, "title": "عنوان", "url": "https://example.org/1", "publisher": "وكالة",
        "published": "2015-07-21T23:10:00+03:00", "language": "ar-SY", "other": [1],
    }  # fmt: skip
    (document,), _ = read(write(tmp_path / "a.json", json.dumps(record)))
    assert document == Document(
        "x/1", text, "عنوان", date(2015, 7, 21), "وكالة", "https://example.org/1", "ar-SY", str(tmp_path / "a.json")
    )


def test_json_without_id_is_named_after_its_place(tmp_path: Path) -> None:
    """An object is named after its file, an element or line after its number too."""
    write(tmp_path / "a.json", json.dumps({"text": TEXT}))
    write(tmp_path / "b.json", json.dumps([{"text": TEXT + "1"}, {"text": TEXT + "2", "id": 7}]))
    write(tmp_path / "c.jsonl", json.dumps({"text": TEXT + "3"}) + "\n\n" + json.dumps({"text": TEXT + "4"}))
    documents, refused = read(tmp_path)
    assert [d.id for d in documents] == ["a", "b-1", "7", "c-1", "c-3"] and not refused
    assert documents[4].origin == f"{tmp_path / 'c.jsonl'}:3"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_broken_line_of_ten(tmp_path: Path, encoding: str) -> None:
    """The third line is refused by its number; the other nine are read."""
    lines = [json.dumps({"id": str(i), "text": f"{TEXT} {i}"}, ensure_ascii=False) for i in range(1, 11)]
    lines[2] = lines[2][:30]
    documents, refused = read(write(tmp_path / "a.jsonl", "\n".join(lines).encode(encoding)))
    assert [d.id for d in documents] == [str(i) for i in range(1, 11) if i != 3]
    assert [r.origin for r in refused] == [f"{tmp_path / 'a.jsonl'}:3"]
    assert "broken JSON" in refused[0].reason


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"id": "1"}, "no text"),
        ({"id": "1", "text": None}, "no text"),
        ({"id": "1", "text": ["x"]}, "no text"),
        ({"id": "1", "text": " "}, "empty"),
        ({"id": " ", "text": TEXT}, "id is empty"),
        ({"id": True, "text": TEXT}, "'id'"),
        ({"id": "1", "text": TEXT, "title": 3}, "'title'"),
        ({"id": "1", "text": TEXT, "published": "soon"}, "no date"),
        ({"id": "1", "text": TEXT, "published": 2015}, "'published'"),
        ({"id": "1", "text": TEXT + "\ud800"}, "half a character"),
        ({"id": "1", "text": TEXT + "\0"}, "NUL"),
        ({"id": "1", "text": "only English"}, "no Arabic"),
        ([TEXT], "must be an object"),
        (TEXT, "must be an object"),
    ],
)
def test_a_record_that_is_none(tmp_path: Path, record: object, reason: str) -> None:
    """Each fault of a record is named; the line behind it is read."""
    lines = [json.dumps(record), json.dumps({"id": "good", "text": TEXT})]
    documents, (refusal,) = read(write(tmp_path / "a.jsonl", "\n".join(lines)))
    assert reason in refusal.reason and refusal.remedy and refusal.origin.endswith(":1")
    assert [d.id for d in documents] == ["good"]


@pytest.mark.parametrize(
    "published", ["2015-07-21", "2015-07-21T10:00:00Z", "2015-07-21 10:00", "Tue, 21 Jul 2015 10:00:00 +0300"]
)
def test_publication_dates(tmp_path: Path, published: str) -> None:
    """ISO dates and times, and e-mail dates, give the day as it was there."""
    (document,), _ = read(write(tmp_path / "a.json", json.dumps({"text": TEXT, "published": published})))
    assert document.published == date(2015, 7, 21)


@pytest.mark.parametrize(
    ("content", "kept", "reason"),
    [
        (json.dumps([{"text": TEXT}]) + "x", 1, None),
        (json.dumps([{"text": TEXT}, {"text": TEXT + "2"}])[:-1], 2, "does not end"),
        (json.dumps([{"text": TEXT}])[:-1] + ", {]", 1, "broken JSON"),
        (json.dumps({"text": TEXT}) + json.dumps({"text": TEXT}), 1, "more than one"),
        ("{", 0, "broken JSON"),
        ("[" * 100_000, 0, "broken JSON"),
        ("", 0, "empty"),
        ("nothing", 0, "broken JSON"),
    ],
)
def test_broken_json_files(tmp_path: Path, content: str, kept: int, reason: str | None) -> None:
    """What stands before the fault is kept, the fault is named."""
    documents, refused = read(write(tmp_path / "a.json", content))
    assert len(documents) == kept
    assert [reason in r.reason for r in refused] == ([True] if reason else [])


def test_a_json_file_that_is_not_utf8(tmp_path: Path) -> None:
    """JSON in an old encoding is refused, not guessed."""
    content = json.dumps({"text": TEXT}, ensure_ascii=False).encode("cp1256")
    assert "UTF-8" in one_refusal(write(tmp_path / "a.json", content)).reason
    documents, (refusal,) = read(write(tmp_path / "b.jsonl", content))
    assert not documents and "UTF-8" in refusal.reason


def test_the_same_document_twice(tmp_path: Path) -> None:
    """Same id and text: given once. Same id and another text: the second is refused and names the first."""
    lines = [{"id": "d", "text": TEXT}, {"id": "d", "text": TEXT}, {"id": "d", "text": TEXT + "!"}]
    documents, (refusal,) = read(write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, lines))))
    assert [d.id for d in documents] == ["d"]
    assert refusal.id == "d" and refusal.origin.endswith(":3") and "a.jsonl:1" in refusal.reason


def test_folders(tmp_path: Path) -> None:
    """A folder is walked in sorted order for known suffixes; hidden names and other files are left out."""
    for name in ("b.txt", "a/c.TXT", "a/.hidden.txt", ".dark/d.txt", "a/table.tsv", "a/b/e.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        write(tmp_path / name, f"{TEXT} {name}")
    documents, refused = read(tmp_path)
    assert [d.id for d in documents] == ["b", "c", "e"] and not refused
    assert read(tmp_path) == (documents, refused)


def test_patterns(tmp_path: Path) -> None:
    """A pattern stands for the files it matches, sorted, also in folders below."""
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "a.txt", "sub/c.txt"):
        write(tmp_path / name, f"{TEXT} {name}")
    assert [d.id for d in read(tmp_path / "*.txt")[0]] == ["a", "b"]
    assert [d.id for d in read(tmp_path / "**" / "*.txt")[0]] == ["a", "b", "c"]


@pytest.mark.parametrize("name", ["missing.txt", "missing", "*.nothing"])
def test_a_path_that_does_not_exist(tmp_path: Path, name: str) -> None:
    """A wrong path is the user's error and told before anything is read."""
    with pytest.raises(InputError, match="check the path"):
        read_inputs([str(tmp_path / name)])


def test_an_unknown_kind_of_file(tmp_path: Path) -> None:
    """A file that is named but of no known kind is refused with the kinds that are."""
    assert ".jsonl" in one_refusal(write(tmp_path / "a.pdf", b"%PDF-1.4")).remedy


def test_a_folder_without_texts(tmp_path: Path) -> None:
    """A folder in which nothing can be read is told."""
    assert "no file of" in one_refusal(tmp_path).reason


@pytest.mark.skipif(os.name != "posix", reason="needs a special file")
def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    """A file without permission, or a link to nothing, is refused; the others are read."""
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    write(tmp_path / "b.txt", TEXT)
    closed = write(tmp_path / "c.txt", TEXT + "!")
    closed.chmod(0)
    documents, refused = read(tmp_path)
    readable = os.access(closed, os.R_OK)  # root reads everything
    assert [d.id for d in documents] == (["b", "c"] if readable else ["b"])
    assert [Path(r.origin).name for r in refused] == (["a.txt"] if readable else ["a.txt", "c.txt"])
    assert all("cannot be read" in r.reason for r in refused)


PAGE = f"""<html lang="ar"><head><title>مقتل خمسة مدنيين</title><meta charset="CHARSET">
<meta property="og:site_name" content="جريدة الغد">
<meta property="article:published_time" content="2016-02-03T10:00:00+03:00">
<link rel="canonical" href="https://example.org/a/1"></head>
<body><nav><a href="/">الرئيسية</a><a href="/b">رياضة</a></nav>
<article><h1>مقتل خمسة مدنيين</h1><p>{TEXT}</p><p>{TEXT} ونقل الجرحى إلى المستشفى الميداني في المدينة.</p></article>
<footer>جميع الحقوق محفوظة</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1256", "iso-8859-6"])
def test_a_page(tmp_path: Path, charset: str) -> None:
    """Of a page, the article's text without menu and footer, and what its head says, in any encoding."""
    data = PAGE.replace("CHARSET", charset).encode(charset)
    (document,), _ = read(write(tmp_path / "a.html", data))
    assert TEXT in document.text and "الرئيسية" not in document.text and "الحقوق" not in document.text
    assert (document.id, document.title, document.publisher) == ("a", "مقتل خمسة مدنيين", "جريدة الغد")
    assert (document.published, document.url, document.language) == (date(2016, 2, 3), "https://example.org/a/1", "ar")


def test_a_page_without_article(tmp_path: Path) -> None:
    """A page that holds no article is refused."""
    assert "no article" in one_refusal(write(tmp_path / "a.htm", b"<html><body></body></html>")).reason


@pytest.mark.parametrize(
    ("given_", "ids"),
    [
        (TEXT, ["stdin"]),
        ("\n".join(json.dumps({"id": f"s{i}", "text": f"{TEXT} {i}"}) for i in range(3)), ["s0", "s1", "s2"]),
        (json.dumps([{"id": "x", "text": TEXT}]), ["x"]),
    ],
    ids=["text", "lines", "array"],
)
def test_standard_input(given_: str, ids: list[str]) -> None:
    """`-` is standard input: JSON by its first letter, else one text."""
    program = "import sys\nfrom furat.extract.documents import read_inputs\nfor d in read_inputs(['-']): print(d.id)"
    done = subprocess.run(
        [sys.executable, "-I", "-c", program], input=given_.encode(), capture_output=True, check=True, timeout=60
    )
    assert done.stdout.decode().split() == ids


def test_memory_stays_flat(tmp_path: Path) -> None:
    """Twenty times as many lines take no more memory than a few bytes of each id."""
    program = (
        "import resource, sys\nfrom furat.extract.documents import read_inputs\n"
        "n = sum(1 for _ in read_inputs([sys.argv[1]]))\n"
        "print(n, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    peaks = []
    for lines in (1_000, 20_000):
        path = tmp_path / f"{lines}.jsonl"
        with path.open("w", encoding="utf-8") as out:
            for i in range(lines):
                out.write(json.dumps({"id": f"id-{i}", "text": f"{TEXT * 10} {i}"}) + "\n")
        done = subprocess.run(
            [sys.executable, "-I", "-c", program, str(path)], capture_output=True, check=True, timeout=120
        )
        count, peak = map(int, done.stdout.split())
        assert count == lines
        peaks.append(peak)
    assert peaks[1] - peaks[0] < 40_000  # KiB; the file has 100 MB


def test_the_seeds() -> None:
    """The folder of seeds, which holds tables too, gives two documents."""
    documents, refused = read(ROOT / "seeds")
    assert [d.id[:3] for d in documents] == ["000", "003"] and not refused
    for document in documents:
        assert document.text.encode("utf-8") == Path(document.origin).read_bytes()
