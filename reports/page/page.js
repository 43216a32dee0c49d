(function () {
  "use strict";
  var revealed = null;
  // A link to a requirement opens it; without this the browser scrolls to it closed.
  function reveal() {
    var target = document.getElementById(state.anchor());
    if (!target || target === revealed) return;
    revealed = target;
    target.hidden = false;
    target.querySelectorAll(":scope > tr > td > details").forEach(function (d) { d.open = true; });
    for (var d = target.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
    target.scrollIntoView();
  }
  // What scrolls can be reached with the keyboard, and nothing else stops the tab key.
  function reach(box) {
    if (box.scrollWidth <= box.clientWidth && box.scrollHeight <= box.clientHeight) return;
    box.tabIndex = 0;
    box.setAttribute("role", "group");
    if (!box.hasAttribute("aria-label")) box.setAttribute("aria-label", language.say("Log"));
  }
  // Of many builds, what passed and the evidence of what failed come packed: they are put in when they are opened.
  // They are compressed in packs of 256 (packSize of pack.go), and a pack is read when something of it is opened.
  var packSize = 256, packs = [];
  function unpack(number) {
    var n = Math.floor((number - 1) / packSize);
    packs[n] = packs[n] || (function () {
      var text = atob(document.getElementsByClassName("packed")[n].textContent);
      var bytes = new Uint8Array(text.length);
      for (var i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
      return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
    })();
    return packs[n].then(function (parts) { return parts[(number - 1) % packSize]; });
  }
  function fill(details) {
    var empty = Array.prototype.filter.call(details.querySelectorAll("[data-pack]"), function (e) {
      return e.closest("details") === details; });
    if (!empty.length) return;
    empty.forEach(function (e) {
      unpack(e.getAttribute("data-pack")).then(function (part) {
        e.innerHTML = part;
        e.removeAttribute("data-pack");
        if (details.open) first(details);
        look(e);
        e.dispatchEvent(new Event("filled", { bubbles: true }));
      });
    });
  }
  // The condition that decided opens with its requirement.
  function first(details) {
    var decided = details.matches("td > details") && details.querySelector("[data-first]");
    if (!decided) return;
    decided.removeAttribute("data-first");
    decided.open = true;
  }
  // To ask for the size of what is not shown would lay it out: it is looked at when it is opened.
  function look(root) {
    root.querySelectorAll("pre:not([tabindex])").forEach(
      function (e) { if (!e.closest("details:not([open])")) reach(e); });
  }
  addEventListener("hashchange", reveal);
  document.addEventListener("toggle", function (e) {
    if (e.target.open) { first(e.target); fill(e.target); look(e.target); } }, true);
  document.querySelectorAll("[data-all]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var open = button.getAttribute("data-all") === "open";
      button.closest("section").querySelectorAll("td > details").forEach(function (d) { d.open = open; });
    });
  });
  reveal();
})();
