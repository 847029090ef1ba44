// Adding to the notes, wherever source text stands: beside an answer or a hit, and in a document.
(() => {
  "use strict";
  if (!window.zhangju || zhangju.say) return;

  const { notebook } = zhangju;

  /* Words */

  function say(key, facts = {}) {
    const words = JSON.parse(document.querySelector("[data-words]").dataset.words);
    return words[key].replace(/\{(\w+)\}/g, (_, name) => String(facts[name]));
  }

  /* The server */

  // The answer to a request, with a `body` if it posts one, or an Error whose message is one clear line. It `isRefused` if the
  // server says that there is no such thing, not if there was no answer.
  async function call(path, body) {
    const posted = {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    };
    let response;
    try {
      response = await fetch(path, body && posted);
    } catch {
      throw new Error(say("offline"));
    }
    if (response.ok) return response;
    const { error } = await response.json().catch(() => ({}));
    const reason = error ?? `${response.status} ${response.statusText}`;
    throw Object.assign(new Error(reason), { isRefused: response.status === 400 });
  }

  // Runs what may fail, and says in one line why it did.
  async function attempt(action) {
    try {
      await action();
    } catch (error) {
      zhangju.announce(say("failed", { reason: error.message }));
    }
  }

  /* Adding: the page names the place, the server gives the words of the source with their proof */

  async function quotationAt([doc, start, end]) {
    const response = await call(`api/quote?${new URLSearchParams({ doc, start, end })}`);
    return response.json();
  }

  const addPlaces = (question, places) =>
    attempt(async () => {
      const quotations = await Promise.all(places.map(quotationAt));
      const isNew = notebook.add(question, quotations);
      zhangju.announce(say(isNew ? "added" : "there", { n: notebook.all().notes.length }));
      if (!notebook.isKept()) zhangju.announce(say("unkept"));
    });

  /* The chosen place in a document: selected words, or else the clause that was followed */

  const codePoints = (text) => [...text].length;

  // Offsets of the cited text: an element's own, plus the code points before the boundary.
  function offsetIn(element, container, offset) {
    const before = document.createRange();
    before.selectNodeContents(element);
    before.setEnd(container, offset);
    return Number(element.dataset.from) + codePoints(before.toString());
  }

  function selectedPlace(reader) {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const lines = [...reader.querySelectorAll(".zj-text [data-from]")];
    const touched = lines.filter((line) => range.intersectsNode(line));
    if (!touched.length || !reader.contains(range.commonAncestorContainer)) return null;
    const [first, last] = [touched[0], touched.at(-1)];
    const start = first.contains(range.startContainer)
      ? offsetIn(first, range.startContainer, range.startOffset)
      : Number(first.dataset.from);
    const end = last.contains(range.endContainer)
      ? offsetIn(last, range.endContainer, range.endOffset)
      : Number(last.dataset.from) + codePoints(last.textContent);
    return start < end ? { span: [reader.dataset.doc, start, end], isSelection: true } : null;
  }

  function currentClause(reader) {
    const clause = reader.querySelector(".zj-text section.zj-current");
    if (!clause) return null;
    const [start, end] = clause.dataset.span.split(" ").map(Number);
    return { span: [reader.dataset.doc, start, end], address: clause.dataset.at };
  }

  const chosenPlace = (reader) => selectedPlace(reader) ?? currentClause(reader);

  function showTools(reader) {
    const tools = reader.querySelector(".zj-tools");
    const place = chosenPlace(reader);
    tools.hidden = !place;
    if (!place) return;
    const [, start, end] = place.span;
    tools.querySelector("[data-chosen]").textContent = place.isSelection
      ? say("selection", { n: end - start })
      : say("clause", { address: place.address });
  }

  function showAllTools() {
    for (const reader of document.querySelectorAll(".zj-reader")) {
      if (reader.offsetParent) showTools(reader);
    }
  }

  document.addEventListener("selectionchange", showAllTools);
  document.addEventListener("zj-chosen", (event) => showTools(event.target));
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest?.(".zj-tools")) event.preventDefault(); // keeps the selection
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-note], [data-note-place]");
    if (!button) return;
    if (button.dataset.note) {
      addPlaces(button.dataset.question, JSON.parse(button.dataset.note));
      return;
    }
    const place = chosenPlace(button.closest(".zj-reader"));
    if (place) addPlaces("", [place.span]);
  });

  Object.assign(zhangju, { say, call, attempt });
})();
