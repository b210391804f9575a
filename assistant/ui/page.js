// What the page does without the server: send chosen buttons on, bring cited words into view, copy, save, switch the theme.
window.policyAssistant = (() => {
  const narrow = () => window.matchMedia("(max-width: 820px)").matches;
  const calm = () => (window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

  // Scrolls inside the scroller alone, so that the rest of the page stays where it is.
  function reveal(root) {
    const scroller = root.querySelector(".pa-scroll");
    const mark = root.querySelector("mark:not(.pa-also)");
    if (!scroller) return;
    if (!mark) {
      scroller.scrollTo(0, 0);
      return;
    }
    const offset = mark.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    scroller.scrollTop += offset - Math.max(24, (scroller.clientHeight - mark.getBoundingClientRect().height) / 3);
    const { top } = root.getBoundingClientRect();
    const below = narrow() || top < 0 || top > window.innerHeight - 200;
    const wanted = root.querySelector(".pa-reader") || root.querySelector(".pa-evidence")?.dataset.chosen === "1";
    if (wanted && below) {
      root.scrollIntoView({ behavior: calm(), block: "start" });
    }
  }

  function follow(root) {
    const log = root.querySelector(".pa-log");
    const last = log && log.querySelector(".pa-turn:last-of-type");
    if (!last) return;
    if (log.scrollHeight > log.clientHeight + 1) {
      log.scrollTop += last.getBoundingClientRect().top - log.getBoundingClientRect().top - 12;
    } else if (narrow()) {
      last.scrollIntoView({ block: "nearest" });
    }
  }

  // Shows which mark the evidence belongs to, whatever component they are in.
  function pointOut(key) {
    for (const control of document.querySelectorAll('[data-send="cite"]')) {
      control.classList.toggle("pa-shown", control.dataset.key === key);
    }
  }

  function shownEvidence() {
    return [...document.querySelectorAll(".pa-evidence")].find((pane) => pane.offsetParent !== null);
  }

  function wire(element, trigger, watch, events) {
    // Gradio has set the system's theme by now.
    dress();
    // A keyboard that opens by itself would hide half of a phone's page.
    if (events.includes("suggest") && !narrow()) {
      setTimeout(() => document.querySelector("#pa-question textarea")?.focus({ preventScroll: true }), 100);
    }
    element.addEventListener("click", (event) => {
      const control = event.target.closest("[data-send]");
      if (!control || !element.contains(control)) return;
      const { send, ...detail } = control.dataset;
      if (!events.includes(send)) return;
      const shown = shownEvidence();
      if (send === "cite" && shown && shown.dataset.key === detail.key) {
        shown.dataset.chosen = "1";
        reveal(shown.parentElement);
        return;
      }
      trigger(send, detail);
    });
    watch("value", () => {
      const pane = element.querySelector(".pa-evidence");
      if (pane) {
        reveal(element);
        pointOut(pane.dataset.key);
      }
      if (element.querySelector(".pa-log")) {
        follow(element);
        showRatings(element);
        const shown = shownEvidence();
        if (shown) pointOut(shown.dataset.key);
      }
      if (element.querySelector(".pa-reader")) reveal(element);
      // What a change came to, or a question about it, may be far from the button that asked for it.
      if (events.includes("removal") && element.querySelector("button, .pa-done, .pa-notice")) {
        element.scrollIntoView({ behavior: calm(), block: "nearest" });
        element.querySelector('[data-send="keep"]')?.focus({ preventScroll: true });
      }
    });
  }

  async function copy(control) {
    try {
      await navigator.clipboard.writeText(control.dataset.copy);
    } catch {
      // Pages that are not served by https or on this machine have no clipboard of their own.
      const box = document.createElement("textarea");
      box.value = control.dataset.copy;
      document.body.append(box);
      box.select();
      document.execCommand("copy");
      box.remove();
      control.focus();
    }
    const name = control.textContent;
    control.textContent = control.dataset.copied;
    setTimeout(() => (control.textContent = name), 1500);
  }

  function save(parcel) {
    if (!parcel) return;
    const { name, type, text } = JSON.parse(parcel);
    if (!text) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // A conversation is kept here only when that was asked for, and nowhere else.
  function keep(text) {
    try {
      if (text) localStorage.setItem("policy-assistant-conversation", text);
      else localStorage.removeItem("policy-assistant-conversation");
    } catch {
      // No room, or storage is switched off: not kept, then.
    }
  }

  function kept() {
    try {
      return localStorage.getItem("policy-assistant-conversation") || "";
    } catch {
      return "";
    }
  }

  // Ratings are kept here once somebody agreed to that, by question.
  function ratings(change) {
    try {
      const all = JSON.parse(localStorage.getItem("policy-assistant-ratings") || "{}");
      if (!change) return all;
      change(all);
      localStorage.setItem("policy-assistant-ratings", JSON.stringify(all));
      return all;
    } catch {
      return {};
    }
  }

  function rate(control) {
    const { rate, question, status, consent } = control.dataset;
    let agreed = false;
    try {
      agreed = localStorage.getItem("policy-assistant-ratings") !== null;
    } catch {
      return;
    }
    if (!agreed && !window.confirm(consent)) return;
    ratings((all) => {
      if (all[question]?.rating === rate) delete all[question];
      else all[question] = { rating: rate, status, at: new Date().toISOString() };
    });
    showRatings(document);
  }

  function showRatings(root) {
    const all = ratings();
    for (const control of root.querySelectorAll("[data-rate]")) {
      control.setAttribute("aria-pressed", String(all[control.dataset.question]?.rating === control.dataset.rate));
    }
  }

  function saveRatings() {
    const rows = Object.entries(ratings()).map(([question, row]) => ({ question, ...row }));
    save(JSON.stringify({ name: "ratings.json", type: "application/json", text: JSON.stringify(rows, null, 2) + "\n" }));
  }

  function forgetRatings() {
    try {
      localStorage.removeItem("policy-assistant-ratings");
    } catch {
      // Nothing was kept, then.
    }
    showRatings(document);
  }

  // A page of its own that knows nothing of this one.
  function open(parcel) {
    if (!parcel) return;
    const { type, text } = JSON.parse(parcel);
    const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    window.open(address, "_blank", "noopener");
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  }

  function dress() {
    let kept = null;
    try {
      kept = localStorage.getItem("policy-assistant-theme");
    } catch {
      // Storage can be switched off; the system's preference holds then.
    }
    if (kept) document.body.classList.toggle("dark", kept === "dark");
  }

  document.addEventListener("click", (event) => {
    const control = event.target.closest("[data-copy], [data-goto], [data-theme], [data-rate]");
    if (!control) return;
    if (control.dataset.copy) copy(control);
    if (control.dataset.rate) rate(control);
    if (control.dataset.goto) {
      const target = document.getElementById(control.dataset.goto);
      const scroller = target?.closest(".pa-scroll");
      if (!scroller) return;
      scroller.scrollTop += target.getBoundingClientRect().top - scroller.getBoundingClientRect().top - 8;
      if (narrow()) scroller.scrollIntoView({ behavior: calm(), block: "start" });
      target.tabIndex = -1;
      target.focus({ preventScroll: true });
    }
    if (control.dataset.theme) {
      const dark = document.body.classList.toggle("dark");
      try {
        localStorage.setItem("policy-assistant-theme", dark ? "dark" : "light");
      } catch {
        // Not kept, then.
      }
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.body.classList.add("pa-no-tips");
  });
  for (const name of ["mouseover", "focusin"]) {
    document.addEventListener(name, (event) => {
      if (event.target.closest?.(".pa-cite")) document.body.classList.remove("pa-no-tips");
    });
  }
  document.documentElement.lang = (navigator.language || "en").startsWith("ja") ? "ja" : "en";
  return { wire, save, keep, kept, open, saveRatings, forgetRatings };
})();
