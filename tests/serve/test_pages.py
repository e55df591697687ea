"""Pages in a real browser that can reach nothing but the server."""

import shutil
import time
from collections.abc import Callable, Iterator

import pytest
from graph_data import BASE
from running import Server

selenium = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
pytestmark = pytest.mark.browser

_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--window-size=1200,1000", "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[selenium.Chrome]:
    """Headless Chromium that keeps its console and every request."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("chromium is missing (apt-get install chromium chromium-driver)")
    options = selenium.ChromeOptions()
    options.binary_location = chromium
    for flag in _FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    from selenium.webdriver.chrome.service import Service

    found = selenium.Chrome(options=options, service=Service(driver))
    yield found
    found.quit()


@pytest.fixture
def visit(browser: selenium.Chrome, linked: Server) -> Iterator[Callable[[str], selenium.Chrome]]:
    """Opens a page; afterwards nothing may have been asked of anybody else, nor the policy been broken."""
    browser.get_log("browser"), browser.get_log("performance")

    def open_page(path: str) -> selenium.Chrome:
        browser.get(linked.url + path)
        return browser

    yield open_page
    told = [entry["message"] for entry in browser.get_log("browser") if "favicon" not in entry["message"]]
    assert told == []
    import json

    for entry in browser.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            url = message["params"]["request"]["url"]
            assert url.startswith((linked.url, "data:", "blob:", "about:", "chrome")), url


def wait(condition: Callable[[], object], patience: float = 15) -> object:
    """The first true value of a condition."""
    deadline = time.monotonic() + patience
    while not (value := condition()):
        assert time.monotonic() < deadline, "the page did not come to it"
        time.sleep(0.05)
    return value


def test_the_first_page_explains_counts_and_leads_on(visit: Callable[[str], selenium.Chrome]) -> None:
    """Live counts, three queries, a search that finds in another spelling."""
    page = visit("")
    text = page.find_element("tag name", "main").text
    assert "who says so" in text
    assert "1\nreports" in text
    assert len(page.find_elements("css selector", ".cards .card a")) == 3
    field = page.find_element("css selector", "input[name=q]")
    field.send_keys("سدرة\n")
    wait(lambda: "/search" in page.current_url)
    first = page.find_element("css selector", ".hits a")
    first.click()
    wait(lambda: page.current_url.endswith("/place/sidra"))


def test_arabic_stands_right_to_left(visit: Callable[[str], selenium.Chrome]) -> None:
    """Labels and texts by their direction, marks visible."""
    page = visit("document/d1")
    assert page.find_element("css selector", "h1 [lang=ar]").get_attribute("dir") == "rtl"
    text = page.find_element("css selector", ".text")
    assert text.value_of_css_property("direction") == "rtl"
    mark = page.find_element("css selector", "mark.place")
    assert mark.value_of_css_property("background-color") not in ("rgba(0, 0, 0, 0)", "")


def test_a_report_is_reached_by_its_own_address(visit: Callable[[str], selenium.Chrome], linked: Server) -> None:
    """The hash IRI scrolls to the report's card."""
    from graph_data import trigger

    start, end = trigger()
    page = visit(f"document/d1#report={start},{end}")
    assert page.find_element("css selector", "article:target").is_displayed()


def test_the_editor_runs_a_query_of_the_project(visit: Callable[[str], selenium.Chrome]) -> None:
    """A link to a query runs it; the choice of queries is the library's; results with Arabic are set right to left."""
    page = visit("sparql?name=events-near-point")
    wait(lambda: page.find_element("tag name", "html").get_attribute("data-ready"))
    from furat.graph.query import named_queries

    assert len(page.find_elements("css selector", "#queries option")) == len(named_queries()) + 1
    wait(lambda: any("result" in chip.text for chip in page.find_elements("css selector", ".yasr_response_chip")))


def test_a_shared_query_runs_and_its_results_lead_to_pages_here(visit: Callable[[str], selenium.Chrome]) -> None:
    """Also when the data was built under another base; Arabic cells are set right to left."""
    from urllib.parse import quote

    query = "SELECT ?s ?l { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?l FILTER(LANG(?l) = 'ar') } ORDER BY ?s"
    page = visit("sparql?query=" + quote(query))
    cells = wait(lambda: page.find_elements("css selector", ".yasr td.rtl"))
    assert cells[0].value_of_css_property("direction") == "rtl"  # type: ignore[index]
    links = [a.get_attribute("href") for a in page.find_elements("css selector", ".yasr td a")]
    assert any(href and href.endswith("/place/sidra") and not href.startswith(BASE) for href in links)


def test_the_editor_completes_from_this_endpoint(visit: Callable[[str], selenium.Chrome]) -> None:
    """Classes and properties are those that the data holds."""
    page = visit("sparql")
    wait(lambda: page.find_element("tag name", "html").get_attribute("data-ready"))
    names = page.execute_script("return Yasgui.Yasqe.defaults.autocompleters")
    assert names == ["prefixes-here", "property-here", "class-here", "variables"]
    script = "return Yasgui.Yasqe.Autocompleters['class-here'].get(null, {autocompletionString: arguments[0]})"
    found = page.execute_script(script, "https://w3id.org/furat/ontology#Rep")
    assert found == ["https://w3id.org/furat/ontology#Report"]


@pytest.mark.parametrize(
    "path", ["queries", "ontology", "event/e1", "actor/river_agency", "search?q=x", "actor/nobody"]
)
def test_no_page_asks_for_anything_from_elsewhere(visit: Callable[[str], selenium.Chrome], path: str) -> None:
    """Nor breaks its own policy; hostile labels do nothing."""
    page = visit(path)
    assert page.find_element("tag name", "main").is_displayed()
    if path == "actor/nobody":
        page.get_log("browser")  # the console tells the 404 of the page itself
