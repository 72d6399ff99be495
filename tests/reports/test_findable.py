"""What the page's search looks through."""

from compat.reports.html.findable import list_findable
from compat.symptoms.model import Pattern, Symptoms, Word
from tests.reports.sample import tried

KNOWN = Symptoms(
    pattern=(
        Pattern(
            id="gather",
            group="concurrency",
            title="t",
            code="code that gathers",
            apis=("asyncio.gather",),
            symptoms=("events are missing under gather",),
        ),
    ),
    word=(Word(names=("as_completed",), says="like gather", sources=(), nearest=("gather",)),),
)


def test_a_pattern_is_found_by_its_symptoms_its_apis_and_the_names_in_its_code() -> None:
    asked = tried("gather", "naive", group="concurrency")
    in_code = ("with_retry", "ainvoke", "AIMessage", "if_x")
    code = "model.with_retry().ainvoke(x)\nself = AIMessage(_private, if_x)"
    asked.sources["naive"] = code
    found = list_findable(KNOWN, [asked], [tried("node-async", "naive", group="nodes")])
    assert found["entries"] == [
        {
            "id": "gather",
            "title": asked.title,
            "group": "concurrency",
            "code": "code that gathers",
            "apis": ("asyncio.gather", "as_completed", *in_code),
            "symptoms": ("events are missing under gather",),
            "layer": False,
        },
        {
            "id": "node-async",
            "title": asked.title.replace("gather", "node-async"),
            "group": "nodes",
            "code": "",
            "apis": (),
            "symptoms": (),
            "layer": True,
        },
    ]
    assert "inside" in str(found["fillers"])
