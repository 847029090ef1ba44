// The reader's notes, as this browser keeps them: reading, changing, and writing them.
// What is stored is the notes file itself, so that nothing needs converting.
(() => {
  "use strict";
  if (!window.zhangju || zhangju.notebook) return;

  const FORMAT = "zhangju-notes";
  const VERSION = 1;
  const KEY = `${FORMAT}.v${VERSION}`;
  const SET_ASIDE = `${FORMAT}.unreadable.`;
  const QUOTATION = {
    doc_id: "string", address: "string", heading: "string", start: "number", end: "number",
    quote: "string", prefix: "string", suffix: "string", sha256: "string",
  };

  const changed = new EventTarget();
  let held = empty(); // what this window knows
  let isKept = true; // false once the browser refused to keep it

  function empty() {
    return { format: FORMAT, version: VERSION, title: "", notes: [] };
  }

  class NotesError extends Error {
    constructor(reason, facts = {}) {
      super(reason);
      Object.assign(this, { reason, facts });
    }
  }

  /* The format */

  // The notes in a text, or a NotesError: all of them, or none.
  function parse(text) {
    let found;
    try {
      found = JSON.parse(text);
    } catch {
      throw new NotesError("foreign");
    }
    if (found?.format !== FORMAT) throw new NotesError("foreign");
    if (found.version !== VERSION) throw new NotesError("newer", { version: found.version });
    if (!Array.isArray(found.notes)) throw new NotesError("foreign");
    const broken = found.notes.findIndex((note) => !isNote(note));
    if (broken >= 0) throw new NotesError("malformed", { n: broken + 1 });
    return { ...empty(), title: isText(found.title) ? found.title : "", notes: found.notes };
  }

  const isText = (value) => typeof value === "string";

  function isNote(note) {
    return (
      [note?.id, note?.created, note?.question, note?.comment].every(isText) &&
      Array.isArray(note.tags) && note.tags.every(isText) &&
      Array.isArray(note.quotations) && note.quotations.every(isQuotation)
    );
  }

  function isQuotation(quotation) {
    return Object.entries(QUOTATION).every(([name, type]) => typeof quotation?.[name] === type);
  }

  /* The browser's storage */

  function read() {
    if (!isKept) return; // what this window holds is newer than what the browser kept
    let text;
    try {
      text = localStorage.getItem(KEY);
    } catch {
      isKept = false;
      return;
    }
    if (text === null) held = empty();
    else readText(text);
  }

  function readText(text) {
    try {
      held = parse(text);
    } catch (error) {
      if (!(error instanceof NotesError)) throw error;
      held = empty();
      setAside(text);
    }
  }

  // Unreadable notes are moved, so that the next note does not overwrite them.
  function setAside(text) {
    try {
      localStorage.removeItem(KEY); // first: there may be no room for both
      localStorage.setItem(SET_ASIDE + Date.now(), text);
    } catch {
      isKept = false;
      putBack(text);
    }
  }

  function putBack(text) {
    try {
      localStorage.setItem(KEY, text);
    } catch {
      // The browser keeps nothing at all.
    }
  }

  function write() {
    try {
      localStorage.setItem(KEY, file());
      isKept = true;
    } catch {
      isKept = false;
    }
    changed.dispatchEvent(new Event("change"));
  }

  // Another window may have changed the notes since: read, change, write.
  function change(alter) {
    read();
    const outcome = alter(held);
    write();
    return outcome;
  }

  function asideKeys() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(SET_ASIDE)).sort();
    } catch {
      return [];
    }
  }

  addEventListener("storage", (event) => {
    if (event.key !== KEY && event.key !== null) return;
    read();
    changed.dispatchEvent(new Event("change"));
  });
  addEventListener("beforeunload", (event) => {
    if (!isKept && held.notes.length) event.preventDefault();
  });

  /* What can be done with notes */

  const file = () => JSON.stringify(held, null, 1);
  const place = (quotation) => [quotation.doc_id, quotation.start, quotation.end, quotation.quote];
  const proof = (note) => JSON.stringify([note.question, note.quotations.map(place)]);

  // False if the same words for the same question are there already.
  function add(question, quotations) {
    const note = {
      id: newId(), created: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
      question, comment: "", tags: [], quotations,
    };
    return change(({ notes }) => {
      if (notes.some((other) => proof(other) === proof(note))) return false;
      notes.push(note);
      return true;
    });
  }

  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(8));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function amend(id, values) {
    change(({ notes }) => Object.assign(notes.find((note) => note.id === id) ?? {}, values));
  }

  // The new index of the note.
  function move(id, by) {
    return change(({ notes }) => {
      const from = notes.findIndex((note) => note.id === id);
      const to = Math.min(Math.max(from + by, 0), notes.length - 1);
      if (from >= 0) notes.splice(to, 0, ...notes.splice(from, 1));
      return to;
    });
  }

  // What `restore` needs to put the note back; null if another window removed it before.
  function remove(id) {
    return change(({ notes }) => {
      const index = notes.findIndex((note) => note.id === id);
      return index < 0 ? null : { index, note: notes.splice(index, 1)[0] };
    });
  }

  function restore({ index, note }) {
    change(({ notes }) => notes.splice(index, 0, note));
  }

  // Adds the notes of a file to those that are here. A note that is here in another version stays,
  // and the file's comes beside it under an id of its own; so does one whose id the file has twice.
  function merge(text) {
    const opened = parse(text);
    return change((notebook) => {
      const here = new Map(notebook.notes.map((note) => [note.id, JSON.stringify(note)]));
      const before = notebook.notes.length;
      for (const note of opened.notes) {
        const version = JSON.stringify(note);
        if (here.get(note.id) === version) continue;
        notebook.notes.push(here.has(note.id) ? { ...note, id: newId() } : note);
        if (!here.has(note.id)) here.set(note.id, version);
      }
      const n = notebook.notes.length - before;
      notebook.title ||= opened.title;
      return { n, same: opened.notes.length - n };
    });
  }

  zhangju.notebook = {
    NotesError, add, amend, merge, move, remove, restore, file,
    all: () => held,
    fileOf: (notes) => ({ ...empty(), title: held.title, notes }),
    isKept: () => isKept,
    rename: (title) => change((notebook) => { notebook.title = title; }),
    setAside: () => asideKeys().map((key) => localStorage.getItem(key)),
    forgetAside: () => asideKeys().forEach((key) => localStorage.removeItem(key)),
    onChange: (listener) => changed.addEventListener("change", listener),
  };
  read();
})();
