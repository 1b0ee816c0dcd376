/* Optional help; every page works without it. It moves focus to what just happened, warns before choices are lost,
   keeps a second press from sending a form twice, and gives the desk its keys. */
"use strict";

(() => {
  // A saved banner or an error summary is why the page came back: start reading there.
  const news = document.querySelector("[data-focus]");
  if (news && !location.hash) news.focus();

  // Choices changed but not saved.
  const form = document.querySelector("form[data-unsaved]");
  const state = () => new URLSearchParams(new FormData(form)).toString();
  const before = form && state();
  let leaving = false;
  addEventListener("beforeunload", (event) => {
    if (form && !leaving && state() !== before) event.preventDefault();
  });

  // One press, one request. The button keeps its focus and its words.
  document.addEventListener("submit", (event) => {
    const sent = event.target;
    if (sent.dataset.sent) {
      event.preventDefault();
      return;
    }
    if ("again" in sent.dataset) return; // a file comes, and the page stays
    sent.dataset.sent = "yes";
    leaving = true;
    for (const button of buttons(sent)) button.setAttribute("aria-disabled", "true");
  });

  // Back from another page: the form may be sent again.
  addEventListener("pageshow", () => {
    leaving = false;
    for (const sent of document.querySelectorAll("form[data-sent]")) {
      delete sent.dataset.sent;
      for (const button of buttons(sent)) button.removeAttribute("aria-disabled");
    }
  });

  // Keys of the desk. Only while the queue has focus, never in a field, and not at all where they were turned off:
  // then nothing on the page says data-keys.
  document.addEventListener("keydown", (event) => {
    const desk = event.target.closest?.("[data-keys]");
    const taken = event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat;
    if (!desk || taken || event.target.closest("textarea, select, input:not([type=radio], [type=checkbox])")) return;
    const key = CSS.escape(event.key.toLowerCase());
    const found = desk.querySelector(`[data-key="${key}"]:not(:disabled)`);
    if (!found) return;
    event.preventDefault();
    found.focus();
    found.click();
  });

  function buttons(sent) {
    return [...sent.elements].filter((element) => element.type === "submit");
  }
})();
