// The fragment holds where to go and, behind a question mark, what a link is to bring along:
// #DST-02?verdict=fail&lang=zh. Where it goes nowhere the question mark may be left out: #lang=zh.
var state = (function () {
  "use strict";
  function parts() {
    var hash = location.hash.slice(1), at = hash.indexOf("?");
    if (at < 0) return /^[a-z]+=/.test(hash) ? ["", hash] : [hash, ""];
    return [hash.slice(0, at), hash.slice(at + 1)];
  }
  function read() { return new URLSearchParams(parts()[1]); }
  return {
    anchor: function () {
      try { return decodeURIComponent(parts()[0]); } catch (e) { return ""; }
    },
    get: function (name) { return read().get(name) || ""; },
    set: function (changes) {
      var p = read();
      Object.keys(changes).forEach(function (k) { if (changes[k]) p.set(k, changes[k]); else p.delete(k); });
      var query = p.toString(), hash = "#" + parts()[0] + (query ? "?" + query : "");
      // A page from a disk may not be allowed to write its history.
      try { history.replaceState(null, "", hash); } catch (e) { location.hash = hash; }
    }
  };
})();

// The page in Simplified Chinese, from the dictionary in its data.
var language = (function () {
  "use strict";
  var data = JSON.parse(document.getElementById("data").textContent), words = data.zh, now = "en";
  var texts = new Map(), sentences = new Map(), labels = new Map(); // what stood there in English
  var measured = /under 1 ms|\d+ h \d+ min|\d+ min \d+ s|\d[\d,.]* (?:ms|s)\b|\d[\d,.]*/g;
  function has(key) { return Object.prototype.hasOwnProperty.call(words, key); }
  // say returns a text in the language of the page; what the dictionary does not know stays as it is.
  function say(en) {
    if (now === "en") return en;
    if (has(en)) return words[en];
    var found = en.match(measured), key = en.replace(measured, "#"), i = 0;
    if (!found || !has(key)) return en;
    return words[key].replace(/#/g, function () {
      var m = found[i++] || "";
      return m === "under 1 ms" ? "不到 1 ms" : m;
    });
  }
  function text(node) {
    var en = texts.has(node) ? texts.get(node) : node.data, at = en.trim();
    if (!at) return;
    var said = say(at);
    if (said === at && !texts.has(node)) return;
    texts.set(node, en);
    var out = now === "en" ? en : en.slice(0, en.indexOf(at)) + said + en.slice(en.indexOf(at) + at.length);
    if (node.data !== out) node.data = out;
  }
  function translate(root) {
    if (now === "en" && !texts.size && !sentences.size) return;
    var walk = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, {
      acceptNode: function (n) {
      if (n.nodeType === 3) return NodeFilter.FILTER_ACCEPT;
      if (n.getAttribute("translate") === "no" || n.tagName === "SCRIPT" || n.tagName === "STYLE" ||
        n.tagName === "NOSCRIPT" || n.hasAttribute("data-zh")) return NodeFilter.FILTER_REJECT;
      return NodeFilter.FILTER_SKIP;
    } });
    var list = [], n;
    while ((n = walk.nextNode())) list.push(n);
    list.forEach(text);
    root.querySelectorAll("[data-zh]").forEach(function (e) {
      if (!sentences.has(e)) sentences.set(e, Array.prototype.slice.call(e.childNodes));
      if (now === "zh") e.textContent = e.getAttribute("data-zh");
      else e.replaceChildren.apply(e, sentences.get(e));
    });
    root.querySelectorAll("[aria-label], [placeholder]").forEach(function (e) {
      ["aria-label", "placeholder"].forEach(function (a) {
        if (!e.hasAttribute(a)) return;
        var kept = labels.get(e) || {};
        kept[a] = kept[a] || e.getAttribute(a);
        labels.set(e, kept);
        e.setAttribute(a, say(kept[a]));
      });
    });
  }
  function choose(lang) {
    now = lang === "zh" ? "zh" : "en";
    document.documentElement.lang = now === "zh" ? "zh-CN" : "en";
    document.querySelectorAll("[data-lang]").forEach(
      function (b) { b.setAttribute("aria-pressed", String(b.getAttribute("data-lang") === now)); });
    translate(document.body);
    document.dispatchEvent(new Event("language"));
  }
  // The storage of a page from a disk may be refused.
  function remembered() { try { return localStorage.getItem("nimcert-language"); } catch (e) { return null; } }
  function remember(lang) { try { localStorage.setItem("nimcert-language", lang); } catch (e) { return; } }
  document.querySelectorAll(".lang").forEach(function (e) { e.hidden = false; });
  document.querySelectorAll("[data-lang]").forEach(function (b) {
    b.addEventListener("click", function () {
      var lang = b.getAttribute("data-lang");
      remember(lang);
      state.set({ lang: lang });
      choose(lang);
    });
  });
  document.addEventListener("filled", function (e) { translate(e.target); });
  addEventListener("hashchange", function () {
    if (state.get("lang") && state.get("lang") !== now) choose(state.get("lang")); });
  choose(state.get("lang") || remembered() || (/^zh/i.test(navigator.language || "") ? "zh" : "en"));
  return { say: say, data: data };
})();
