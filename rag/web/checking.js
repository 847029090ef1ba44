// Checking pasted notes: what the server finds of each quotation, set out beside what the source says.
// Every word of a finding is set with textContent: nothing in it is ever markup.
(() => {
  "use strict";
  if (!window.zhangju || zhangju.isChecking) return;
  zhangju.isChecking = true;

  const { say } = zhangju;
  let asked = 0; // what was found of an older text is not shown
  const isRight = ({ status }) => status === "exact" || status === "script";

  function findingItem(finding, box) {
    const item = box.querySelector('[data-template="finding"]').content.firstElementChild.cloneNode(true);
    const part = (selector) => item.querySelector(selector);
    const { line, quote, status, doc_id, address, source_quote, difference } = finding;
    part("[data-status]").textContent = say(`status.${status}`);
    part("[data-status]").dataset.state = isRight(finding) ? "verified" : "differs";
    part("[data-line]").textContent = say("check.line", { line });
    part("[data-quote]").textContent = quote;
    const isShown = source_quote && status !== "exact";
    part("[data-difference]").textContent = isShown ? difference : "";
    part("[data-source]").textContent = isShown ? source_quote : "";
    part("[data-copy-source]").hidden = !isShown;
    const link = part("[data-read]");
    link.hidden = !address;
    link.textContent = address;
    link.href = `?${new URLSearchParams({ doc: doc_id, at: address })}`;
    Object.assign(link.dataset, { read: doc_id, place: address });
    return item;
  }

  async function check(box) {
    const turn = ++asked;
    const text = box.querySelector("[data-check-text]").value;
    const count = box.querySelector("[data-check-count]");
    const list = box.querySelector("[data-findings]");
    list.replaceChildren();
    if (!text.trim()) {
      count.textContent = say("check.empty");
      return;
    }
    count.textContent = "…";
    try {
      const { findings, problems } = await (await zhangju.call("api/check", { text })).json();
      if (turn !== asked) return;
      list.replaceChildren(...findings.map((finding) => findingItem(finding, box)));
      const wrong = findings.filter((finding) => !isRight(finding)).length;
      const counted = findings.length
        ? say("check.count", { n: findings.length, wrong })
        : say("check.none");
      count.textContent = [counted, ...problems].join(" ");
    } catch (error) {
      if (turn === asked) count.textContent = say("failed", { reason: error.message });
    }
  }

  async function copySource(button) {
    const words = button.closest("li").querySelector("[data-source]").textContent;
    const copied = await zhangju.toClipboard(words);
    zhangju.announce(say(copied ? "copied" : "uncopied"));
  }

  document.addEventListener("click", (event) => {
    const hit = (selector) => event.target.closest?.(selector);
    if (hit("[data-check]")) check(hit(".zj-check"));
    else if (hit("[data-copy-source]")) copySource(hit("[data-copy-source]"));
  });
})();
