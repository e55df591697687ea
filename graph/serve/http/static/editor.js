"use strict";
// The SPARQL editor: YASGUI with completions from this endpoint, the project's queries, and Arabic set right to left.
(async function () {
  const place = document.getElementById("yasgui");
  const endpoint = new URL(place.dataset.endpoint, document.baseURI).href;
  const fetchJson = async (path) => (await fetch(path, { headers: { Accept: "application/json" } })).json();
  const terms = await fetchJson("/terms.json");
  const given = new URLSearchParams(location.search);
  const first = given.get("query");

  const starting = (list) => (yasqe, token) => {
    const typed = (token && (token.autocompletionString || token.string) || "").toLowerCase();
    return list.filter((iri) => iri.toLowerCase().startsWith(typed) || iri.toLowerCase().includes("#" + typed)).slice(0, 100);
  };
  const Yasqe = Yasgui.Yasqe;
  Yasqe.forkAutocompleter("property", { name: "property-here", bulk: false, get: starting(terms.properties), persistenceId: null }, false);
  Yasqe.forkAutocompleter("class", { name: "class-here", bulk: false, get: starting(terms.classes), persistenceId: null }, false);
  Yasqe.forkAutocompleter("prefixes", { name: "prefixes-here", bulk: true, get: () => terms.prefixes, persistenceId: null }, false);
  Yasqe.defaults.autocompleters = ["prefixes-here", "property-here", "class-here", "variables"];
  if (terms.examples.length) Yasqe.defaults.value = terms.examples[0].text;

  const yasgui = new Yasgui(place, {
    requestConfig: { endpoint: endpoint, method: "POST" },
    copyEndpointOnNewTab: false,
    persistenceId: "furat " + endpoint,
    populateFromUrl: true,
    endpointCatalogueOptions: { getData: () => [{ endpoint: endpoint }], keys: [] },
    yasqe: { autocompleters: Yasqe.defaults.autocompleters },
    yasr: { prefixes: terms.shorten },
  });
  const show = (text, name) => {
    const tab = yasgui.addTab(true, { name: name || "query", requestConfig: { endpoint: endpoint } }, { avoidDuplicateTabs: false });
    tab.setQuery(text);
    return tab;
  };

  const list = document.getElementById("queries");
  for (const query of terms.examples) {
    const option = document.createElement("option");
    option.value = query.name;
    option.textContent = query.summary;
    list.append(option);
  }
  const byName = (name) => terms.examples.find((query) => query.name === name);
  list.addEventListener("change", () => {
    const query = byName(list.value);
    if (!query) return;
    show(query.text, query.name).query();
    history.replaceState(null, "", "?name=" + encodeURIComponent(query.name));
  });
  const named = byName(given.get("name"));
  if (named) { list.value = named.name; show(named.text, named.name).query(); } else if (first) show(first).query();

  document.getElementById("share").addEventListener("click", async () => {
    const url = new URL("/sparql", document.baseURI);
    url.searchParams.set("query", yasgui.getTab().getQuery());
    history.replaceState(null, "", url.pathname + url.search);
    try { await navigator.clipboard.writeText(url.href); } catch (error) { /* the address bar has it */ }
  });

  const arabic = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
  const align = () => {
    for (const cell of place.querySelectorAll(".yasr td:not(.rtl):not(.seen)")) {
      const letters = cell.textContent.replace(/[^\p{L}]/gu, "").slice(0, 1);
      cell.classList.add(arabic.test(letters) ? "rtl" : "seen");
    }
    // What this server minted is shown by this server, also when the data was built under another address.
    for (const link of place.querySelectorAll(`.yasr a[href^="${terms.base}"]`)) {
      link.href = "/" + link.getAttribute("href").slice(terms.base.length);
    }
  };
  new MutationObserver(align).observe(place, { childList: true, subtree: true });
  document.documentElement.dataset.ready = "yes";
})();
