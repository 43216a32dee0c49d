// The time lines can be zoomed: each element knows its moment, so it is drawn again at the new scale, bars longer and
// letters as they were.
(function () {
  "use strict";
  var left = 92, right = 988, wide = 5.9, most = 5000;
  function number(e, name) { return parseFloat(e.getAttribute(name)); }
  function parse(svg) {
    var pieces = svg.getAttribute("data-a").split(";").map(function (p) {
      p = p.split(",").map(Number);
      return { from: p[0], to: p[1], x0: p[2], x1: p[3], cut: p[4] === 1 };
    });
    // As in axis.go: what is to scale keeps a margin at its ends, and what lies in a cut is placed by its share.
    function cutScale(t) {
      for (var i = 0; i < pieces.length; i++) {
        var p = pieces[i];
        if (t > p.to && i < pieces.length - 1 || p.cut && t === p.to) continue;
        var pad = p.cut ? 0 : Math.min(13, (p.x1 - p.x0) / 2);
        t = Math.min(Math.max(t, p.from), p.to);
        return p.to === p.from ? p.x0 + pad : p.x0 + pad + (p.x1 - p.x0 - 2 * pad) * (t - p.from) / (p.to - p.from);
      }
      return left;
    }
    var start = pieces[0].from, end = pieces[pieces.length - 1].to;
    function trueScale(t) { return left + 10 + (right - left - 20) * (end > start ? (t - start) / (end - start) : 0); }
    var list = Array.prototype.map.call(svg.querySelectorAll("[data-t], [data-p]"), function (e) {
      var item = { e: e, kind: e.tagName.toLowerCase(), hidden: e.classList.contains("h"), home: {} };
      if (e.hasAttribute("data-p")) {
        item.times = e.getAttribute("data-p").split(" ").map(Number);
        item.home.d = e.getAttribute("d");
      } else {
        item.t = number(e, "data-t");
        item.u = e.hasAttribute("data-u") ? number(e, "data-u") : null;
        item.a = item.kind === "circle" ? "cx" : "x";
        item.home[item.a] = e.getAttribute(item.a);
        if (item.kind === "rect") item.home.width = e.getAttribute("width");
        item.dx = item.u === null ? number(e, item.a) - Math.round(cutScale(item.t)) : 0;
        item.length = item.kind === "text" ? wide * e.textContent.length : 0;
        item.backward = e.getAttribute("text-anchor") === "end";
      }
      return item;
    });
    return { svg: svg, list: list, pieces: pieces, cutScale: cutScale, trueScale: trueScale, start: start, end: end,
      even: false, k: 1, off: 0,
      badges: svg.getAttribute("data-b") ? svg.getAttribute("data-b").split(" ").map(Number) : [],
      home: [".bg", ".at", ".ct"].map(function (s) { var g = svg.querySelector(s); return g && g.innerHTML; }),
        axis: svg.querySelector(".ax").getAttribute("d") };
  }
  function nice(ms) {
    for (var unit = 0.1; ; unit *= 10) for (var n of [1, 2, 5]) if (n * unit >= ms) return n * unit;
  }
  function stamp(t, step) {
    if (Math.abs(t) < 1e-6) return "0";
    if (t < 1000) return +t.toFixed(step < 1 ? 1 : 0) + " ms";
    var digits = 0;
    for (var s = step; s < 999.9 && digits < 4; s *= 10) digits++;
    return (t / 1000).toFixed(digits) + " s";
  }
  function draw(z) {
    var whole = z.k === 1 && !z.even, base = z.even ? z.trueScale : z.cutScale;
    z.off = Math.max(0, Math.min(z.off, (right - left) * (z.k - 1)));
    function x(t) { return left + (base(t) - left) * z.k - z.off; }
    var marks = [];
    z.list.forEach(function (i) {
      if (whole) {
        Object.keys(i.home).forEach(function (a) { i.e.setAttribute(a, i.home[a]); });
        i.e.classList.toggle("h", i.hidden);
        i.e.classList.remove("off");
        return;
      }
      if (i.times) {
        var n = 0, seen = i.times.some(function (t) { return x(t) >= left - 1 && x(t) <= right + 1; });
        i.e.setAttribute("d", i.home.d.replace(/([MH])-?[\d.]+/g, function (m, c) {
          return c + Math.max(left, Math.min(right, x(i.times[n++]))).toFixed(1); }));
        i.e.classList.toggle("off", i.times.length === 1 && !seen);
        return;
      }
      var from = x(i.t), to = i.u === null ? from : x(i.u);
      if (i.kind === "rect") {
        var a = Math.max(left, from), b = Math.min(right, Math.max(to, from + 3));
        i.e.classList.toggle("off", b <= a || i.e.classList.contains("cu") && z.even);
        i.e.setAttribute("x", a.toFixed(1));
        i.e.setAttribute("width", Math.max(0, b - a).toFixed(1));
        return;
      }
      if (i.u !== null) {
        // The word on a bar stands in the middle of what is seen of it.
        var l = Math.max(left, from), r = Math.min(right, to);
        i.e.setAttribute("x", ((l + r) / 2).toFixed(1));
        i.e.classList.toggle("off", r - l < i.length + 4);
        return;
      }
      i.e.setAttribute(i.a, (from + i.dx).toFixed(1));
      i.e.classList.toggle("off", from < left - 4 || from > right + 4);
      if (i.kind === "text") { i.e.classList.remove("h"); marks.push({ i: i, from: from, y: number(i.e, "y") }); }
    });
    if (whole) {
      [".bg", ".at", ".ct"].forEach(function (s, n) {
        var g = z.svg.querySelector(s); if (g) g.innerHTML = z.home[n]; });
      z.svg.querySelector(".ax").setAttribute("d", z.axis);
      return;
    }
    // A label shows where the next mark of its line leaves it room.
    marks.sort(function (a, b) { return a.y - b.y || a.from - b.from; });
    marks.forEach(function (m, n) {
      var next = marks[n + 1], before = marks[n - 1];
      var room = m.i.backward ? m.from - (before && before.y === m.y ? before.from + before.i.length : left - 90)
        : (next && next.y === m.y ? next.from - 8 : right + 90) - m.from;
      m.i.e.classList.toggle("h", room < m.i.length + 12 && !m.i.e.classList.contains("k"));
    });
    scale(z, x);
  }
  // scale draws the axis, the lengths of the cuts and the numbers of the deciding events.
  function scale(z, x) {
    var y = number(z.svg, "data-y"), line = "M" + left + " " + y, ticks = "", cuts = "", free = 0;
    (z.even ? [{ from: z.start, to: z.end }] : z.pieces).forEach(function (p) {
      var a = Math.max(left, z.even ? left : left + (p.x0 - left) * z.k - z.off),
        b = Math.min(right, z.even ? right : left + (p.x1 - left) * z.k - z.off);
      if (b <= a) return;
      if (p.cut) {
        var w = ((b - a) / 6).toFixed(1);
        line += "L" + a.toFixed(1) + " " + y + "l" + w + "-4l" + w + " 8l" + w + "-8l" + w + " 8l" + w + "-8l" + w +
          " 4";
        cuts += "<text x=" + ((a + b) / 2).toFixed(1) + " y=" + (y + 31) + ">" + stamp(p.to - p.from, 100) + "</text>";
        return;
      }
      line += "H" + b.toFixed(1);
      var width = x(p.to) - x(p.from), step = width > 0 ? nice(74 * (p.to - p.from) / width) : 1;
      var first = p.from + Math.max(0, (a - x(p.from)) / (width || 1)) * (p.to - p.from);
      for (var t = Math.ceil(first / step - 1e-9) * step, n = 0; t <= p.to + 1e-9 && n < 40; t += step, n++) {
        var at = x(t), text = stamp(t, step);
        if (at > b + 1) break;
        if (at - 3 * text.length < free) continue;
        free = at + 3 * text.length + 14;
        line += "M" + at.toFixed(1) + " " + y + "v5M" + at.toFixed(1) + " " + y;
        ticks += "<text x=" + Math.min(at, 1000 - 3 * text.length).toFixed(1) + " y=" + (y + 17) + ">" + text +
          "</text>";
      }
    });
    z.svg.querySelector(".ax").setAttribute("d", line);
    z.svg.querySelector(".at").innerHTML = ticks;
    var ct = z.svg.querySelector(".ct"), bg = z.svg.querySelector(".bg");
    if (ct) ct.innerHTML = cuts;
    if (!bg) return;
    var groups = [];
    z.badges.forEach(function (t, n) {
      var at = x(t), last = groups[groups.length - 1];
      if (at < left - 2 || at > right + 2) return;
      if (last && at - last.x < 26) { last.to = n + 1; return; }
      groups.push({ x: at, from: n + 1, to: n + 1 });
    });
    bg.innerHTML = groups.map(function (g) {
      var label = g.from === g.to ? String(g.from) : g.from + "–" + g.to, w = 10 + 6.5 * label.length;
      return "<rect class=bd x=" + (g.x - w / 2).toFixed(1) + " y=1 width=" + w +
        " height=16 rx=8 /><text class=bn x=" + g.x.toFixed(1) + " y=13>" + label + "</text>";
    }).join("");
  }
  function dress(box) {
    if (box.dataset.zoom || !box.querySelector("svg[data-a]")) return;
    box.dataset.zoom = "1";
    var z = null, bar = document.createElement("div"), buttons = {};
    bar.className = "zoom";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", language.say("Time line"));
    function view() { return z || (z = parse(box.querySelector("svg"))); }
    function by(factor, at) {
      view();
      at = at === undefined ? (left + right) / 2 : at;
      var k = Math.max(1, Math.min(most, z.k * factor));
      z.off = (at - left + z.off) * k / z.k - (at - left);
      z.k = k;
      show();
    }
    function move(share) { view(); z.off += share * (right - left); show(); }
    function reset() { view(); z.k = 1; z.off = 0; show(); }
    function moment() {
      view();
      var base = z.even ? z.trueScale : z.cutScale, a = base(z.badges[0]), b = base(z.badges[z.badges.length - 1]);
      // Where the deciding events span the whole, the two that lie closest are the moment.
      if (b - a > (right - left) / 2) {
        for (var n = 1, near = b - a; n < z.badges.length; n++) {
          var from = base(z.badges[n - 1]), to = base(z.badges[n]);
          if (to - from > 1 && to - from < near) { near = to - from; a = from; b = to; }
        }
      }
      var room = Math.max(b - a, 4) * 1.6;
      z.k = Math.max(1, Math.min(most, (right - left) / room));
      z.off = ((a + b) / 2 - left) * z.k - (right - left) / 2;
      show();
    }
    function even() {
      view();
      z.even = !z.even; z.k = 1; z.off = 0;
      buttons.even.setAttribute("aria-pressed", String(z.even));
      show();
    }
    var said = document.createElement("output");
    said.setAttribute("aria-live", "polite");
    function show() {
      draw(z);
      box.dataset.k = z.k.toFixed(2);
      said.textContent = z.k > 1 ? language.say((z.k < 10 ? z.k.toFixed(1) : Math.round(z.k)) + " times") : "";
      buttons.out.disabled = buttons.all.disabled = buttons.back.disabled = buttons.on.disabled = z.k === 1;
    }
    [["in", "+", "Zoom in", function () { by(2); }], ["out", "−", "Zoom out", function () { by(0.5); }],
      ["back", "←", "Earlier", function () { move(-0.3); }], ["on", "→", "Later", function () { move(0.3); }],
      ["moment", "", "The deciding moment", moment], ["even", "", "To scale throughout", even],
        ["all", "", "Whole time line", reset]].forEach(function (b) {
      if (b[0] === "moment" && !box.querySelector(".bg")) return;
      var e = document.createElement("button");
      e.type = "button";
      e.dataset.do = b[0];
      if (b[1]) { e.textContent = b[1]; e.setAttribute("aria-label", b[2]); } else e.textContent = b[2];
      if (b[0] === "even") e.setAttribute("aria-pressed", "false");
      e.disabled = b[0] === "out" || b[0] === "back" || b[0] === "on" || b[0] === "all";
      e.addEventListener("click", b[3]);
      buttons[b[0]] = e;
      bar.appendChild(e);
    });
    bar.appendChild(said);
    box.parentNode.insertBefore(bar, box);
    bar.dispatchEvent(new Event("filled", { bubbles: true }));
    box.tabIndex = 0;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", language.say("Time line"));
    box.addEventListener("keydown", function (e) {
      if (e.ctrlKey || e.metaKey || e.altKey) return;
      var act = { "+": function () { by(2); }, "=": function () { by(2); }, "-": function () { by(0.5); }, "0": reset,
        ArrowLeft: z && z.k > 1 && function () { move(-0.3); }, ArrowRight: z && z.k > 1 && function () {
          move(0.3); } }[e.key];
      if (!act) return;
      e.preventDefault();
      act();
    });
    box.addEventListener("wheel", function (e) {
      if (!e.ctrlKey && !e.metaKey) return;
      e.preventDefault();
      var r = box.querySelector("svg").getBoundingClientRect();
      by(e.deltaY < 0 ? 1.4 : 1 / 1.4, Math.max(left, Math.min(right, (e.clientX - r.left) * 1000 / r.width)));
    }, { passive: false });
  }
  // On a narrow screen a drawing scrolls sideways: it begins where the first deciding event is.
  function centre(box) {
    var badge = box.querySelector(".bd");
    if (badge && box.clientWidth) {
      const off = badge.getBoundingClientRect().left - box.getBoundingClientRect().left;
      box.scrollLeft += off - box.clientWidth / 2;
    }
  }
  // A drawing is dressed when it comes into view: a page holds hundreds.
  var watch = new IntersectionObserver(function (list) {
    list.forEach(function (i) {
      if (i.isIntersecting) { watch.unobserve(i.target); dress(i.target); centre(i.target); } });
  }, { rootMargin: "400px" });
  function look(root) { root.querySelectorAll(".draw").forEach(function (b) { if (!b.dataset.zoom) watch.observe(b); });
    }
  document.addEventListener("filled", function (e) { if (!e.target.classList.contains("zoom")) look(e.target); });
  look(document);
})();
