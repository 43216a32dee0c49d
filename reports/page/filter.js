// The filters: verdict, level, group, condition and text. What is chosen stands in the fragment, so that a link brings
// it along.
(function () {
  "use strict";
  var form = document.querySelector(".filter");
  if (!form) return;
  var data = language.data, out = form.querySelector("output");
  var rows = Array.prototype.map.call(document.querySelectorAll(".rq"), function (e) {
    var id = e.getAttribute("data-id"), first = e.rows[0];
    return { e: e, id: id, group: id.slice(0, 3), level: first.cells[1].textContent, verdict: e.classList[1],
      conditions: data.conditions[id] || [],
      text: first.textContent.toLowerCase() + " " + (data.about[id] || "") };
  });
  var names = {};
  Object.keys(data.conditions).forEach(function (id) {
    data.conditions[id].forEach(function (c) { names[c] = true; }); });
  Object.keys(names).sort().forEach(function (c) {
    var o = document.createElement("option");
    o.value = o.textContent = c;
    form.elements.condition.appendChild(o);
  });
  function pressed(kind) {
    return Array.prototype.filter.call(form.querySelectorAll("[data-" + kind + "]"), function (b) {
      return b.getAttribute("aria-pressed") === "true"; })
      .map(function (b) { return b.getAttribute("data-" + kind); });
  }
  function press(kind, list) {
    form.querySelectorAll("[data-" + kind + "]").forEach(
      function (b) { b.setAttribute("aria-pressed", String(list.indexOf(b.getAttribute("data-" + kind)) >= 0)); });
  }
  function apply() {
    var verdicts = pressed("verdict"), levels = pressed("level"), group = form.elements.group.value,
      condition = form.elements.condition.value;
    var terms = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean), shown = 0;
    var active = verdicts.length || levels.length || group || condition || terms.length;
    rows.forEach(function (r) {
      var ok = (!verdicts.length || verdicts.indexOf(r.verdict) >= 0) &&
        (!levels.length || levels.indexOf(r.level) >= 0) && (!group || r.group === group) &&
        (!condition || r.conditions.indexOf(condition) >= 0) &&
          terms.every(function (t) {
            return r.text.indexOf(t) >= 0 || r.conditions.join(" ").toLowerCase().indexOf(t) >= 0; });
      r.e.hidden = !ok;
      if (ok) shown++;
    });
    document.querySelectorAll("section.subject").forEach(function (s) {
      var head = null, any = false, anyOfHead = false;
      s.querySelectorAll(".reqs > tbody").forEach(function (b) {
        if (b.classList.contains("group")) {
          if (head) head.hidden = !anyOfHead;
          head = b; anyOfHead = false;
        } else if (!b.hidden) { any = true; anyOfHead = true; }
      });
      if (head) head.hidden = !anyOfHead;
      s.querySelector(".reqs").hidden = !any;
      s.querySelector(".nothing").hidden = any;
      var all = s.querySelector("details.all");
      if (all && active && any) all.open = true;
    });
    mark(document, condition);
    out.textContent = shown ? language.say(shown + " of " + rows.length + " requirements shown")
      : language.say("No requirement matches.");
  }
  // Of a requirement tried under several conditions the others step back.
  function mark(root, condition) {
    root.querySelectorAll("details.cond").forEach(
      function (d) { d.hidden = Boolean(condition) &&
        (data.conditions[d.closest(".rq").getAttribute("data-id")] || []).indexOf(condition) >= 0 &&
          d.getAttribute("data-name") !== condition; });
  }
  function save() {
    state.set({ verdict: pressed("verdict").join(","), level: pressed("level").join(","),
      group: form.elements.group.value, condition: form.elements.condition.value, q: form.elements.q.value });
    apply();
  }
  function load() {
    press("verdict", state.get("verdict").split(","));
    press("level", state.get("level").split(","));
    ["group", "condition", "q"].forEach(function (k) { form.elements[k].value = state.get(k); });
    apply();
  }
  form.hidden = false;
  form.addEventListener("submit", function (e) { e.preventDefault(); });
  form.addEventListener("click", function (e) {
    var b = e.target.closest("[data-verdict], [data-level]");
    if (!b) return;
    b.setAttribute("aria-pressed", String(b.getAttribute("aria-pressed") !== "true"));
    save();
  });
  form.addEventListener("input", save);
  form.addEventListener("reset", function (e) {
    e.preventDefault();
    press("verdict", []);
    press("level", []);
    ["group", "condition", "q"].forEach(function (k) { form.elements[k].value = ""; });
    save();
  });
  document.addEventListener("filled", function (e) { mark(e.target, form.elements.condition.value); });
  document.addEventListener("language", apply);
  addEventListener("hashchange", load);
  load();
})();
