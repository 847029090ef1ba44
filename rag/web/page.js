// What the page does in the browser: follow citations, copy quotations, keep its address.
// All listening is delegated, so it survives every update of the parts it listens in.
(() => {
  "use strict";
  if (window.zhangju) return;

  const { announce, copy, tell, toClipboard } = zhangjuCopying;
  const places = new WeakMap(); // reading pane's holder -> {key, doc, at, start}
  const waiting = new WeakSet(); // holders to be scrolled when they come into view
  const asked = new WeakSet(); // holders whose next update the reader asked to see
  const DRAWN_AFTER = 500; // milliseconds in which what has come is drawn
  const came = new URL(location.href).searchParams;
  const lines = { ask: came.get("ask"), search: came.get("search") }; // what each tab was asked last
  let isGoingBack = false;
  let goBackAfter = false;
  let coming = ""; // the tab to go back to, which is not drawn yet
  let chosen = ""; // the tab that was clicked last, which may not be drawn yet either
  let goTo; // calls the Python events of a pane, which open documents
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const reader = (holder) => holder.querySelector(".zj-reader");
  const room = () => document.querySelector(".zj-room")?.closest(".zj-room-holder");
  const isOpen = (doc) => {
    const shown = room();
    return shown?.querySelector(".zj-error") === null && reader(shown).dataset.doc === doc;
  };
  // Where the server leads: a pane, which is sent once, is told apart; a room says it itself.
  const led = (holder) =>
    holder.matches(".zj-pane")
      ? holder.closest(".zj-right").querySelector(".zj-focus")
      : reader(holder);

  const onScreen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      if (waiting.delete(target)) requestAnimationFrame(() => show(target));
      if (isLinked(target)) keepAddress("read", placeIn(target));
    }
  });

  const tabs = new Map(); // tab with a line -> the way to call its Python events

  const isLinked = (holder) => reader(holder)?.hasAttribute("data-linked") ?? false;
  const isVisible = (holder) => holder.offsetParent !== null;
  const scrolls = (pane) => getComputedStyle(pane).overflowY === "auto";

  /* Following a citation */

  function follow(holder, place, { scroll = true, focus = false } = {}) {
    const pane = reader(holder);
    places.set(holder, { key: led(holder).dataset.key, doc: pane.dataset.doc, ...place });
    highlight(pane, place);
    pane.dispatchEvent(new CustomEvent("zj-chosen", { bubbles: true }));
    if (isLinked(holder) && isVisible(holder)) keepAddress("read", placeIn(holder));
    if (!scroll) return;
    if (isVisible(holder)) show(holder, { focus });
    else waiting.add(holder);
  }

  function highlight(pane, { at, start }) {
    for (const old of pane.querySelectorAll(".zj-current")) old.classList.remove("zj-current");
    for (const old of pane.querySelectorAll("[aria-current]")) old.removeAttribute("aria-current");
    if (!at) return;
    const name = CSS.escape(at);
    pane.querySelector(`.zj-text section[data-at="${name}"]`)?.classList.add("zj-current");
    for (const link of pane.querySelectorAll(`.zj-tree a[data-at="${name}"]`)) {
      link.setAttribute("aria-current", "location");
    }
    if (start === "" || start === undefined) return;
    for (const mark of pane.querySelectorAll(`mark.zj-cited[data-starts~="${start}"]`)) {
      mark.classList.add("zj-current");
    }
  }

  function show(holder, { focus = false } = {}) {
    const pane = reader(holder);
    const target =
      pane.querySelector("mark.zj-current") ?? pane.querySelector("section.zj-current");
    if (!target) {
      pane.scrollTop = 0;
      return;
    }
    const clause = pane.querySelector("section.zj-current") ?? target;
    const behavior = still.matches ? "instant" : "smooth";
    const frame = pane.getBoundingClientRect();
    const shown = Math.min(frame.bottom, innerHeight) - Math.max(frame.top, 0);
    if (scrolls(pane)) {
      if (shown < pane.clientHeight / 2) pane.scrollIntoView({ block: "nearest", behavior });
      const clauseTop = clause.getBoundingClientRect().top - frame.top;
      const targetTop = target.getBoundingClientRect().top - frame.top;
      const isFarDown = targetTop - clauseTop > shown * 0.6;
      const offset = isFarDown ? targetTop - shown * 0.4 : clauseTop - shown * 0.22;
      pane.scrollTo({ top: pane.scrollTop + offset, behavior });
    } else {
      const block = clause.offsetHeight > innerHeight * 0.8 ? "start" : "center";
      (block === "start" ? target : clause).scrollIntoView({ block, behavior });
    }
    const branch = pane.querySelector('.zj-tree a[aria-current="location"]');
    const side = branch?.closest(".zj-side");
    if (side && side.scrollHeight > side.clientHeight) {
      side.scrollTop = branch.offsetTop - side.clientHeight / 2;
    }
    if (focus) clause.focus({ preventScroll: true });
  }

  // True while a pane and what leads through it are not of the same document: one is to come.
  const isApart = (holder) => led(holder)?.dataset.pane !== reader(holder)?.dataset.pane;

  // Highlights what the lines (HTML that the server has escaped) highlight, and nothing else.
  function paint(text, lines) {
    for (const mark of text.querySelectorAll("mark")) {
      const line = mark.closest("[data-from]");
      mark.replaceWith(...mark.childNodes);
      line.normalize();
    }
    const painted = document.createElement("template");
    painted.innerHTML = lines;
    for (const line of painted.content.children) {
      const plain = text.querySelector(`[data-from="${line.dataset.from}"]`);
      plain?.replaceChildren(...line.childNodes);
    }
  }

  // Answers that crossed may leave a pane and what leads through it apart: it is opened anew.
  function bringTogether() {
    if (document.body.classList.contains("zj-busy")) return;
    for (const holder of document.querySelectorAll(".zj-pane .zj-pane")) {
      const tab = holder.closest('[role="tabpanel"]').id.replace("zj-", "");
      if (!led(holder) || !isApart(holder)) continue;
      const { doc, at, start } = led(holder).dataset;
      tabs.get(tab)?.("open", { doc, at, start });
    }
  }

  // After an update: go where the server says if the visit is new, else stay where the reader is.
  // A pane without a scroll of its own (on a phone) moves the whole page, so only if asked to.
  function settle(holder) {
    const [pane, leading] = [reader(holder), led(holder)];
    if (!pane || isApart(holder)) return;
    paint(pane.querySelector(".zj-text"), leading.dataset.lines ?? "");
    const last = places.get(holder);
    const isNew = !last || last.key !== leading.dataset.key || last.doc !== pane.dataset.doc;
    const { at, start } = isNew ? leading.dataset : last;
    const mayMove = asked.delete(holder) || isLinked(holder) || scrolls(pane);
    follow(holder, { at, start }, { scroll: isNew && mayMove && Boolean(at || last) });
  }

  /* The address bar */

  function keepAddress(tab, shown, options) {
    if (!isGoingBack && !goBackAfter) zhangjuAddress.keep(tab, shown, options);
  }

  // What the address says is shown again; while something is asked, as soon as that has come.
  function goBack() {
    goBackAfter = document.body.classList.contains("zj-busy");
    if (goBackAfter) return;
    const said = new URL(location.href).searchParams;
    const tab = zhangjuAddress.tab();
    isGoingBack = true;
    document.querySelector(`[role="tab"][data-tab-id="${tab}"]`)?.click();
    isGoingBack = false;
    const query = said.get(tab) ?? "";
    coming = tab in lines && !tabs.has(tab) ? tab : "";
    if (tabs.has(tab) && query !== (lines[tab] ?? "")) {
      lines[tab] = query;
      tabs.get(tab)("example", { question: query });
    }
    if (tab !== "read") return;
    const [doc, at] = ["doc", "at"].map((name) => said.get(name) ?? "");
    if (doc && isOpen(doc)) follow(room(), { at });
    else if (doc) goTo?.("read", { doc, at });
  }

  addEventListener("popstate", goBack);

  function placeIn(holder) {
    const { doc, at } = places.get(holder) ?? {};
    return doc ? { doc, at } : {};
  }

  document.addEventListener("click", (event) => {
    const tab = event.target.closest?.('[role="tab"]')?.dataset.tabId;
    if (!tab) return;
    chosen = tab;
    keepAddress(tab, tab === "read" ? placeIn(room()) : { [tab]: lines[tab] });
  });

  /* Clicks inside a part of the page */

  function act(element, trigger, event) {
    const hit = (selector) => event.target.closest(selector);
    const facing = element.closest('[role="tabpanel"]')?.querySelector(".zj-pane .zj-reader");
    const chip = hit("[data-cite]");
    if (chip) return cite(chip, facing, trigger);
    if (hit("[data-copy]")) return copy(hit("[data-copy]"));
    if (hit("[data-example]")) {
      return trigger("example", { question: hit("[data-example]").dataset.example });
    }
    if (hit("[data-document]")) {
      return trigger("document", { doc: hit("[data-document]").dataset.document });
    }
    if (hit("[data-facet]")) return filter(hit("[data-facet]"));
    if (hit("[data-back]")) return back(element);
    const link = hit("a[data-read], a[data-at]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined;
    event.preventDefault();
    const holder = element.closest(".zj-pane, .zj-room-holder");
    const { read: doc, place, at } = link.dataset;
    if (place) return readIn(trigger, { doc, at: place });
    if (at) return follow(holder, { at }, { focus: true });
    return readIn(trigger, { doc, at: (holder && places.get(holder)?.at) ?? "" });
  }

  // A document that is open in Read already is not sent again.
  function readIn(trigger, { doc, at }) {
    if (!isOpen(doc)) return trigger("read", { doc, at });
    follow(room(), { at });
    return document.querySelector('[role="tab"][data-tab-id="read"]').click();
  }

  function cite(chip, facing, trigger) {
    for (const old of document.querySelectorAll(".zj-chip[aria-pressed]")) {
      old.removeAttribute("aria-pressed");
    }
    chip.setAttribute("aria-pressed", "true");
    const { doc, at, start } = chip.dataset;
    const holder = facing.closest(".zj-pane");
    if (facing.dataset.doc !== doc) {
      asked.add(holder);
      return trigger("open", { doc, at, start });
    }
    return follow(holder, { at, start }, { focus: true });
  }

  function filter(button) {
    const hits = button.closest(".zj-hits");
    for (const other of hits.querySelectorAll("[data-facet]")) {
      other.setAttribute("aria-pressed", String(other === button));
    }
    for (const item of hits.querySelectorAll(":scope > ol > li[data-place]")) {
      item.hidden = button.dataset.facet !== "" && item.dataset.place !== button.dataset.facet;
    }
  }

  function back(element) {
    const page = element.closest('[role="tabpanel"]').querySelector(".zj-page-holder");
    page.scrollIntoView({ block: "start", behavior: still.matches ? "instant" : "smooth" });
    page.querySelector('.zj-chip[aria-pressed="true"]')?.focus({ preventScroll: true });
  }

  window.zhangju = {
    // Gradio hands over each part of the page once, with the way to call its Python events.
    attach(element, trigger, watch) {
      element.addEventListener("click", (event) => act(element, trigger, event));
      if (element.matches(".zj-notebook-holder")) {
        watch("value", () => zhangju.drawNotes?.(element));
        zhangju.drawNotes?.(element);
      }
      const tab = element.closest('[role="tabpanel"]')?.id.replace("zj-", "");
      if (element.matches(".zj-page-holder")) {
        tabs.set(tab, trigger);
        watch("value", () => tell(element));
      }
      if (tabs.has(coming)) setTimeout(goBack);
      if (element.matches(".zj-pane")) goTo = trigger;
      if (element.matches(".zj-focus-holder")) {
        const pane = element.closest(".zj-right").querySelector(".zj-pane .zj-pane");
        const lead = () => pane && settle(pane);
        watch("value", lead);
        lead();
      }
      if (!element.matches(".zj-pane, .zj-room-holder")) return;
      element.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && element.matches(".zj-pane")) back(element);
      });
      onScreen.observe(element);
      watch("value", () => settle(element));
      settle(element);
    },

    announce,
    toClipboard,

    busy(isBusy) {
      document.body.classList.toggle("zj-busy", isBusy);
      for (const page of document.querySelectorAll(".zj-page-holder")) {
        page.setAttribute("aria-busy", String(isBusy));
      }
      if (isBusy) return;
      setTimeout(bringTogether, DRAWN_AFTER);
      if (goBackAfter) setTimeout(goBack);
    },

    asked(tab, query, { isDraft = false } = {}) {
      lines[tab] = query;
      if ((chosen || tab) !== tab || !isVisible(document.getElementById(`zj-${tab}`))) return;
      keepAddress(tab, { [tab]: query }, { isDraft });
    },

    dressed(language) {
      const isFirst = !document.documentElement.hasAttribute("data-dressed");
      document.documentElement.lang = language;
      document.documentElement.setAttribute("data-dressed", "");
      if (isFirst) return;
      const address = new URL(location.href);
      address.searchParams.set("lang", language);
      history.replaceState(history.state, "", address);
    },
  };

  // If the server is slow to answer, show the page anyway.
  setTimeout(() => document.documentElement.setAttribute("data-dressed", ""), 6000);
})();
