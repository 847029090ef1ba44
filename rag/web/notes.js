// The notebook: shows the notes that this browser keeps, and does what its reader asks of them.
// Every word of a note is set with textContent or value: nothing in it is ever markup.
(() => {
  "use strict";
  if (!window.zhangju || zhangju.drawNotes) return;

  const { notebook, say } = zhangju;
  let holder = null; // the notebook on the page, once its tab was opened
  let deleted = null; // what an undo puts back
  let quiet = false; // true while a change comes from a field that shows it already

  /* The notebook */

  const part = (selector, within = holder) => within.querySelector(selector);
  const copyOf = (name) => part(`[data-template="${name}"]`).content.firstElementChild.cloneNode(true);
  const books = () => JSON.parse(part("[data-books]").dataset.books);

  function draw() {
    if (!holder || !part(".zj-notebook")) return;
    const { title, notes } = notebook.all();
    const shelf = books();
    part("[data-title]").value = title;
    part("[data-none]").hidden = notes.length > 0;
    part(".zj-notelist").replaceChildren(...notes.map((note, index) => noteItem(note, index, shelf)));
    for (const area of holder.querySelectorAll("[data-comment]")) fit(area);
    drawNotice();
    drawUndo();
  }

  function noteItem(note, index, shelf) {
    const item = copyOf("note");
    item.dataset.id = note.id;
    const position = say("position", { n: index + 1 });
    part("article", item).setAttribute("aria-label", position);
    part("[data-question]", item).textContent = note.question || position;
    part("[data-up]", item).disabled = index === 0;
    part("[data-down]", item).disabled = index === notebook.all().notes.length - 1;
    part("[data-comment]", item).value = note.comment;
    part("[data-tags]", item).value = note.tags.join(", ");
    const figures = note.quotations.map((quotation) => quotationFigure(quotation, shelf));
    part("[data-quotations]", item).replaceChildren(...figures);
    return item;
  }

  function quotationFigure(quotation, shelf) {
    const figure = copyOf("quotation");
    const book = shelf[quotation.doc_id];
    const { doc_id, address, heading, quote } = quotation;
    const words = part("[data-quote]", figure);
    words.textContent = quote;
    const link = part("[data-read]", figure);
    link.textContent = address;
    link.href = `?${new URLSearchParams({ doc: doc_id, at: address })}`;
    Object.assign(link.dataset, { read: doc_id, place: address });
    const where = part("[data-where]", figure);
    const name = (known) => {
      where.textContent = [known?.title ?? doc_id, heading].filter(Boolean).join(" · ");
      words.lang = where.lang = known?.language ?? "";
    };
    name(book);
    if (!book) bookOf(doc_id).then(name);
    drawProof(figure, quotation);
    return figure;
  }

  /* Documents that the page does not list: the server tells of each once */

  const asked = new Map(); // id of a document -> promise of what is known of it

  function bookOf(doc_id) {
    if (!asked.has(doc_id)) asked.set(doc_id, askFor(doc_id));
    return asked.get(doc_id);
  }

  async function askFor(doc_id) {
    try {
      const response = await fetch(`api/documents?${new URLSearchParams({ doc: doc_id })}`);
      return (await response.json()).find((book) => book.doc_id === doc_id);
    } catch {
      asked.delete(doc_id); // to be asked again
      return undefined;
    }
  }

  /* Proof: the server compares the quotation with the document as it is now */

  const proofs = new Map(); // quotation as JSON -> promise of its state

  function proofOf(quotation) {
    const key = JSON.stringify(quotation);
    if (!proofs.has(key)) proofs.set(key, prove(quotation));
    return proofs.get(key);
  }

  // The server's word for it, and what the source says now.
  async function prove(quotation) {
    const note = { id: "1", created: "", question: "", comment: "", tags: [], quotations: [quotation] };
    try {
      const response = await zhangju.call("api/verify", notebook.fileOf([note]));
      const { notes } = await response.json();
      const [{ status, source }] = notes[0].quotations;
      return { state: status, now: source?.quote ?? "" };
    } catch {
      return { state: "unknown", now: "" };
    }
  }

  async function drawProof(figure, quotation) {
    const { state, now } = await proofOf(quotation);
    if (state === "unknown") proofs.delete(JSON.stringify(quotation)); // to be asked again
    const proof = part("[data-proof]", figure);
    proof.dataset.state = state;
    proof.textContent = say(`proof.${state}`, { now });
  }

  function drawNotice() {
    const [notice, rescue] = [part("[data-notice]"), part("[data-rescue]")];
    const isAside = notebook.setAside().length > 0;
    notice.hidden = notebook.isKept() && !isAside;
    rescue.hidden = !isAside;
    rescue.textContent = say("rescue");
    part("span", notice).textContent = notebook.isKept() ? say("unreadable") : say("unkept");
  }

  function drawUndo() {
    const line = part("[data-undo]");
    line.hidden = !deleted;
    part("span", line).textContent = deleted ? say("deleted") : "";
  }

  function fit(area) {
    area.style.height = "auto";
    if (area.scrollHeight) area.style.height = `${area.scrollHeight + 2}px`;
  }

  /* What the reader does in it */

  const idOf = (element) => element.closest("[data-id]")?.dataset.id;

  function moveNote(id, by, control) {
    const to = notebook.move(id, by);
    const item = part(`[data-id="${CSS.escape(id)}"]`);
    const button = part(by < 0 ? "[data-up]" : "[data-down]", item);
    const other = part(by < 0 ? "[data-down]" : "[data-up]", item);
    const field = control && part(control, item);
    (field ?? (button.disabled ? other : button)).focus();
    zhangju.announce(say("moved", { n: to + 1, all: notebook.all().notes.length }));
  }

  function deleteNote(id) {
    deleted = notebook.remove(id);
    draw();
    if (deleted) part("[data-undo] button").focus();
  }

  function undoDelete() {
    const { note } = deleted;
    notebook.restore(deleted);
    deleted = null;
    draw();
    part(`[data-id="${CSS.escape(note.id)}"] [data-delete]`).focus();
  }

  async function copyQuote(button) {
    const figure = button.closest("figure");
    const copied = await zhangju.toClipboard(part("[data-quote]", figure).textContent);
    zhangju.announce(say(copied ? "copied" : "uncopied"));
  }

  function download(name, blob) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  const fileName = (ending) =>
    `${notebook.all().title.replace(/[^\p{L}\p{N} _-]/gu, "").trim() || "zhangju-notes"}.${ending}`;

  function saveFile() {
    const name = fileName("json");
    download(name, new Blob([notebook.file()], { type: "application/json" }));
    zhangju.announce(say("saved", { name }));
  }

  const exportPack = () =>
    zhangju.attempt(async () => {
      const { notes } = notebook.all();
      if (!notes.length) {
        zhangju.announce(say("nothing"));
        return;
      }
      const to = part("[data-pack]").value;
      const language = document.documentElement.lang;
      const response = await zhangju.call("api/export", { ...notebook.fileOf(notes), to, language });
      const disposition = response.headers.get("Content-Disposition") ?? "";
      const name = decodeURIComponent(/filename\*=UTF-8''([^;]+)/.exec(disposition)?.[1] ?? to);
      download(name, await response.blob());
      zhangju.announce(say("saved", { name }));
    });

  function rescue() {
    const blob = new Blob(notebook.setAside(), { type: "text/plain" });
    download("zhangju-notes-unreadable.txt", blob);
    notebook.forgetAside();
    draw();
  }

  async function openFile(input) {
    const [chosen] = input.files;
    input.value = "";
    if (!chosen) return;
    try {
      zhangju.announce(say("opened", notebook.merge(await chosen.text())));
    } catch (error) {
      if (!(error instanceof notebook.NotesError)) throw error;
      zhangju.announce(say(error.reason, { name: chosen.name, ...error.facts }));
    }
  }

  function click(event) {
    const hit = (selector) => event.target.closest(selector);
    if (hit("[data-up]")) moveNote(idOf(event.target), -1);
    else if (hit("[data-down]")) moveNote(idOf(event.target), 1);
    else if (hit("[data-delete]")) deleteNote(idOf(event.target));
    else if (hit("[data-undo] button")) undoDelete();
    else if (hit("[data-copy-quote]")) copyQuote(hit("[data-copy-quote]"));
    else if (hit("[data-save]")) saveFile();
    else if (hit("[data-export]")) exportPack();
    else if (hit("[data-open]")) part("[data-file]").click();
    else if (hit("[data-rescue]")) rescue();
  }

  function typed({ target }) {
    quiet = true;
    if ("title" in target.dataset) notebook.rename(target.value);
    if ("comment" in target.dataset) {
      notebook.amend(idOf(target), { comment: target.value });
      fit(target);
    }
    if ("tags" in target.dataset) {
      const tags = target.value.split(/[,,、;;]/u).map((tag) => tag.trim()).filter(Boolean);
      notebook.amend(idOf(target), { tags: [...new Set(tags)] });
    }
    quiet = false;
  }

  // Alt and an arrow move the note that is being written in.
  function pressed(event) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const id = idOf(event.target);
    if (!event.altKey || !by || !id) return;
    event.preventDefault();
    const field = ["comment", "tags"].find((name) => name in event.target.dataset);
    moveNote(id, by, field && `[data-${field}]`);
  }

  notebook.onChange(() => {
    if (quiet) drawNotice();
    else draw();
  });

  zhangju.drawNotes = (element) => {
    if (holder !== element) {
      holder = element;
      element.addEventListener("click", click);
      element.addEventListener("input", typed);
      element.addEventListener("keydown", pressed);
      element.addEventListener("change", ({ target }) => {
        if ("file" in target.dataset) openFile(target);
      });
    }
    draw();
  };
})();
