// What the page does in the browser: follow citations, copy quotations, keep its address.
// All listening is delegated, so it survives every update of the parts it listens in.
(() => {
  "use strict";
  if (window.zhangju) return;

  const places = new WeakMap(); // reading pane's holder -> {key, doc, at, start}
  const waiting = new WeakSet(); // holders to be scrolled when they come into view
  const asked = new WeakSet(); // holders whose next update the reader asked to see
  const came = new URL(location.href).searchParams;
  const lines = { ask: came.get("ask"), search: came.get("search") }; // what each tab was asked last
  let isGoingBack = false;
  let goBackAfter = false;
  let coming = ""; // the tab to go back to, which is not drawn yet
  let chosen = ""; // the tab that was clicked last, which may not be drawn yet either
  let goTo; // calls the Python events of a pane, which open documents
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const reader = (holder) => holder.querySelector(".zj-reader");

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
    places.set(holder, { key: pane.dataset.key, doc: pane.dataset.doc, ...place });
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

  // After an update: go where the server says if the visit is new, else stay where the reader is.
  // A pane without a scroll of its own (on a phone) moves the whole page, so only if asked to.
  function settle(holder) {
    const pane = reader(holder);
    if (!pane) return;
    const last = places.get(holder);
    const isNew = !last || last.key !== pane.dataset.key || last.doc !== pane.dataset.doc;
    const { at, start } = isNew ? pane.dataset : last;
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
    const room = document.querySelector(".zj-room")?.closest(".zj-room-holder");
    if (room && doc && reader(room).dataset.doc === doc) follow(room, { at });
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
    const room = document.querySelector(".zj-room")?.closest(".zj-room-holder");
    keepAddress(tab, tab === "read" ? placeIn(room) : { [tab]: lines[tab] });
  });

  /* Copying: quotations with their citation; renderings not at all */

  async function copy(button) {
    const said = (await toClipboard(button.dataset.copy)) ? "copied" : "failed";
    announce(button.dataset[said]);
    button.classList.add(`zj-${said}`);
    setTimeout(() => button.classList.remove(`zj-${said}`), 1600);
  }

  async function toClipboard(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyWithoutPermission(text);
    }
  }

  // Outside https and localhost browsers have no clipboard, only this.
  function copyWithoutPermission(text) {
    const area = document.createElement("textarea");
    area.value = text;
    area.style.cssText = "position:fixed;opacity:0";
    const focused = document.activeElement;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    focused?.focus();
    return copied;
  }

  document.addEventListener("copy", (event) => {
    const selection = getSelection();
    const renderings = [...document.querySelectorAll("[data-rendering]")];
    const rendering = renderings.find((element) => selection.containsNode(element, true));
    if (!rendering || selection.isCollapsed) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", "");
    announce(rendering.dataset.rendering);
  });

  function announce(text) {
    let status = document.querySelector(".zj-status");
    if (!status) {
      status = document.createElement("div");
      status.className = "zj-status";
      status.setAttribute("role", "status");
      document.body.append(status);
    }
    status.textContent = text;
    status.classList.add("zj-said-now");
    clearTimeout(announce.timer);
    announce.timer = setTimeout(() => status.classList.remove("zj-said-now"), 2400);
  }

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
    if (link.dataset.place) return trigger("read", { doc: link.dataset.read, at: link.dataset.place });
    if (link.dataset.at) return follow(holder, { at: link.dataset.at }, { focus: true });
    return trigger("read", { doc: link.dataset.read, at: (holder && places.get(holder)?.at) ?? "" });
  }

  function cite(chip, facing, trigger) {
    for (const old of document.querySelectorAll(".zj-chip[aria-pressed]")) {
      old.removeAttribute("aria-pressed");
    }
    chip.setAttribute("aria-pressed", "true");
    const { doc, at, start } = chip.dataset;
    const holder = facing.closest(".zj-pane");
    // While typing, a long document keeps the matches of the query before.
    const key = chip.closest("[data-key]")?.dataset.key ?? facing.dataset.key;
    if (facing.dataset.doc !== doc || facing.dataset.key !== key) {
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
      if (element.matches(".zj-page-holder")) tabs.set(tab, trigger);
      if (tabs.has(coming)) setTimeout(goBack);
      if (element.matches(".zj-pane")) goTo = trigger;
      if (!element.matches(".zj-pane, .zj-room-holder")) return;
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
      if (!isBusy && goBackAfter) setTimeout(goBack);
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
