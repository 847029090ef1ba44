// Citing a clause in the style that its reader chooses; the server writes the reference.
(() => {
  "use strict";
  if (!window.zhangju || zhangju.isCiting) return;
  zhangju.isCiting = true;

  const KEY = "zhangju-style.v1";
  const part = (selector) => document.querySelector(`[data-reference-dialog] ${selector}`);
  let place = null; // the clause that is being cited: document and address
  let asked = 0; // the answer to an older question is not shown

  const keptStyle = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // no storage: the first style
    }
  };

  function keepStyle(style) {
    try {
      localStorage.setItem(KEY, style);
    } catch {
      // It is chosen again next time.
    }
  }

  async function show() {
    const turn = ++asked;
    const [doc, address] = place;
    const [text, button] = [part("[data-reference-text]"), part("[data-reference-copy]")];
    // Of this nothing is copied yet.
    button.textContent = button.dataset.label ??= button.textContent;
    button.disabled = true;
    text.textContent = "…";
    const query = new URLSearchParams({ doc, address, style: part("[data-style]").value });
    try {
      const reference = await (await zhangju.call(`api/cite?${query}`)).json();
      if (turn !== asked) return;
      text.textContent = reference.text;
      button.disabled = false;
    } catch (error) {
      // The dialog is before everything else: what is announced behind it is not seen.
      if (turn === asked) text.textContent = zhangju.say("failed", { reason: error.message });
    }
  }

  function open(button) {
    place = JSON.parse(button.dataset.reference);
    const select = part("[data-style]");
    const kept = keptStyle();
    if ([...select.options].some((option) => option.value === kept)) select.value = kept;
    part("[data-reference-place]").textContent = place[1];
    document.querySelector("[data-reference-dialog]").showModal();
    show();
  }

  async function copy() {
    const copied = await zhangju.toClipboard(part("[data-reference-text]").textContent);
    part("[data-reference-copy]").textContent = zhangju.say(copied ? "copied" : "uncopied");
  }

  document.addEventListener("click", (event) => {
    const hit = (selector) => event.target.closest?.(selector);
    if (hit("[data-reference]")) open(hit("[data-reference]"));
    else if (hit("[data-reference-copy]")) copy();
    else if (hit("[data-reference-close]")) hit("dialog").close();
  });
  document.addEventListener("change", ({ target }) => {
    if (!("style" in target.dataset)) return;
    keepStyle(target.value);
    show();
  });
})();
