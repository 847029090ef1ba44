// The page's address: a link to it shows the same, the place that is read or what was asked last.
// "Back" leads to the tab or the question before, not to each clause or each letter in between.
(() => {
  "use strict";
  if (window.zhangjuAddress) return;

  const NAMES = ["doc", "at", "ask", "search"];
  const LONGEST_KEPT = 2000; // a longer line is only refused

  window.zhangjuAddress = {
    // The tab that the address is of.
    tab() {
      const said = new URL(location.href).searchParams;
      if (history.state?.tab) return history.state.tab;
      if (said.has("doc") || said.has("at")) return "read";
      return said.has("search") && !said.has("ask") ? "search" : "ask";
    },

    // `shown` are values by their names; what is typed but not entered is a draft.
    keep(tab, shown, { isDraft = false } = {}) {
      const address = new URL(location.href);
      for (const name of NAMES) {
        const value = shown[name];
        if (value && value.length <= LONGEST_KEPT) address.searchParams.set(name, value);
        else address.searchParams.delete(name);
      }
      const isSame = address.href === location.href;
      const wasDraft = history.state?.isDraft ?? false;
      const isStep = this.tab() !== tab || (tab !== "read" && !isSame && !wasDraft);
      const state = { tab, isDraft: isDraft && (isStep || !isSame || wasDraft) };
      history[isStep ? "pushState" : "replaceState"](state, "", address);
    },
  };
})();
