// Copying: quotations with their citation, renderings not at all; and saying what was done.
(() => {
  "use strict";
  if (window.zhangjuCopying) return;

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

  // What says something must be there before it is said, or a screen reader may miss it.
  const [status, spoken] = ["zj-status", "zj-spoken"].map((name) => {
    const region = document.createElement("div");
    region.className = name;
    region.setAttribute("role", "status");
    document.body.append(region);
    return region;
  });

  // Errors and hints are alerts, and speak for themselves.
  const TOLD = [
    ".zj-kind p, .zj-sentences .zj-said, .zj-refusal h2, .zj-refusal p",
    ".zj-missing li, .zj-total, .zj-none, .zj-counts [data-facet='']",
  ].join();

  // Tells who cannot see the page what has been found.
  function tell(page) {
    const said = [...page.querySelectorAll(TOLD)].map((element) => element.textContent.trim());
    spoken.textContent = said.join(" ");
  }

  function announce(text) {
    status.textContent = text;
    status.classList.add("zj-said-now");
    clearTimeout(announce.timer);
    announce.timer = setTimeout(() => status.classList.remove("zj-said-now"), 2400);
  }

  window.zhangjuCopying = { announce, copy, tell, toClipboard };
})();
