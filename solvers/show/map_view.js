// What a map looks like: sliders, the regime, its equilibria, the nearest changes, a slice with a cross-hair, the tree.
// Labels are set as text only, so that they are never read as anything else.
function add(parent, kind, words, look) {
  const child = document.createElement(kind);
  if (words !== undefined) child.textContent = words;
  if (look) child.className = look;
  parent.append(child);
  return child;
}

function mapView(root, data, moved = () => {}) { // fills an element; gives a function that sets the point
  const ask = answers(data), ROUGH = 80, FINE = 320, AT_ONCE = 20, FEW = 12, names = data.parameters.map(p => p.name);
  const point = Object.fromEntries(data.parameters.map(p => [p.name, read(p.start)]));
  let axes = data.parameters.slice(0, 2), chosen = null, tellSoon = false, cells = null, cellsFor = "", finer = null;
  root.classList.add("regime-map");
  add(root, "h1", data.title);
  add(root, "p", data.about, "grey");
  const sides = add(root, "div", undefined, "sides"), left = add(sides, "div"), right = add(sides, "div");

  add(left, "h2", "Parameters");
  const table = add(left, "div", undefined, "rows"), rows = data.parameters.map(p => {
    const row = add(table, "div", undefined, "row"), slider = document.createElement("input"), box = document.createElement("input");
    add(row, "b", p.name);
    Object.assign(slider, {type: "range", min: 0, max: STEPS, step: 1});
    Object.assign(box, {type: "text", spellcheck: false, autocomplete: "off"});
    slider.setAttribute("aria-label", p.name);
    box.setAttribute("aria-label", p.name + ", exactly");
    row.append(slider, box);
    if (p.means) add(row, "span", p.means, "means grey");
    slider.addEventListener("input", () => set({[p.name]: at(p, Number(slider.value))}));
    box.addEventListener("change", () => { const number = typed(box.value); if (number) set({[p.name]: number}); else tell(); });
    return {p, slider, box};
  });

  const plane = add(left, "div", undefined, "plane"), canvas = document.createElement("canvas"), legend = document.createElement("div");
  if (data.parameters.length > 1) drawPlane();
  function drawPlane() {
    const head = add(plane, "h2", "Slice over "), choices = [0, 1].map(k => {
      if (k) head.append(" (right) and ");
      const choice = add(head, "select");
      for (const name of names) add(choice, "option", name).value = name;
      choice.value = axes[k].name;
      choice.setAttribute("aria-label", k ? "parameter upwards" : "parameter to the right");
      choice.addEventListener("change", () => {
        const p = data.parameters[names.indexOf(choice.value)];
        axes = axes[1 - k] === p ? [axes[1], axes[0]] : k ? [axes[0], p] : [p, axes[1]];
        choices.forEach((one, j) => { one.value = axes[j].name; });
        tell();
      });
      return choice;
    });
    head.append(" (up)");
    Object.assign(canvas, {width: 2 * FINE, height: 2 * FINE});
    const frame = add(plane, "div", undefined, "frame");
    frame.append(canvas);
    for (const where of ["top", "bottom", "left", "right"]) add(frame, "span", "", "end grey " + where);
    legend.className = "legend";
    plane.append(legend);
    const drag = event => {
      const box = canvas.getBoundingClientRect(), step = t => Math.round(Math.max(0, Math.min(1, t)) * STEPS), [x, y] = axes;
      set({[x.name]: at(x, step((event.clientX - box.left) / box.width)), [y.name]: at(y, step(1 - (event.clientY - box.top) / box.height))});
    };
    canvas.addEventListener("pointerdown", event => { canvas.setPointerCapture(event.pointerId); drag(event); });
    canvas.addEventListener("pointermove", event => { if (event.buttons) drag(event); });
  }

  const regimeName = add(right, "h2", undefined, "regime"), where = add(right, "p", undefined, "where"), families = add(right, "div");
  add(right, "h2", "Nearest changes, one parameter at a time");
  const near = add(right, "div", undefined, "near");
  const under = add(root, "div", undefined, "tree"), treeHead = add(under, "h2"), treePicks = add(under, "p", undefined, "picks"), treeBox = add(under, "div");
  const tree = data.tree && treeView(treeBox, data, ask);
  if (!tree) add(treeBox, "p", data.large, "grey");
  add(root, "p", data.notes, "grey");

  function set(values) {
    Object.assign(point, values);
    moved({...point});
    if (tellSoon) return;
    tellSoon = true;
    requestAnimationFrame(() => { tellSoon = false; tell(); });
  }

  function tell() {
    const found = ask.regime(point), values = floats(point);
    const sorted = [...found.families].sort((a, b) => inOrder(data.families[a].tag, data.families[b].tag));
    for (const {p, slider, box} of rows) {
      slider.value = Math.round(share(p, point[p.name]) * STEPS);
      if (document.activeElement !== box || typed(box.value) !== null) box.value = brief(point[p.name]);
    }
    regimeName.textContent = found.name;
    where.textContent = found.where;
    if (!sorted.includes(chosen)) chosen = sorted[0] ?? null;
    const open = new Set([...families.querySelectorAll("details[open]")].map(one => one.dataset.family));
    families.replaceChildren(...sorted.map(k => family(k, values, open, sorted.length > FEW)));
    near.replaceChildren();
    const changes = ask.nearest(point, found);
    for (const change of changes) tellChange(change);
    if (!changes.length) add(near, "div", "None within the ranges of the sliders.");
    treeHead.textContent = chosen === null ? "The tree" : "The tree with " + data.families[chosen].tag;
    treePicks.replaceChildren();
    if (tree) {
      if (sorted.length > FEW) pickFrom(sorted); else for (const k of sorted.length > 1 ? sorted : []) pick(k);
      tree(chosen, values);
    }
    if (axes.length > 1) draw(values);
  }

  function pick(k) {
    const label = add(treePicks, "label"), choice = document.createElement("input");
    Object.assign(choice, {type: "radio", checked: k === chosen});
    choice.addEventListener("change", () => { chosen = k; tell(); });
    label.append(choice, " " + data.families[k].tag);
    label.title = data.families[k].name;
  }

  function pickFrom(sorted) {
    const choice = add(treePicks, "select");
    choice.setAttribute("aria-label", "equilibrium on the tree");
    for (const k of sorted) add(choice, "option", data.families[k].tag + "  " + data.families[k].name).value = k;
    choice.value = chosen;
    choice.addEventListener("change", () => { chosen = Number(choice.value); tell(); });
  }

  function family(k, values, open, folded) { // of many only the name, the rest to unfold
    const one = data.families[k], part = document.createElement(folded ? "details" : "div"), head = add(part, folded ? "summary" : "p", undefined, "family");
    if (folded) {
      part.dataset.family = "all of " + one.tag;
      part.open = open.has(part.dataset.family);
    }
    add(head, "b", one.tag);
    head.append("  " + one.name);
    if (folded) whenOpen(part, rest); else rest();
    return part;

    function rest() {
      for (const [label, form] of one.outcomes) bar(part, label, form, values);
      for (const line of one.free) add(part, "div", line, "grey");
      if (!one.forms.length) return;
      const more = add(part, "details");
      more.dataset.family = one.tag;
      more.open = open.has(one.tag);
      add(more, "summary", "closed forms");
      whenOpen(more, () => {
        const table = add(add(more, "div", undefined, "wide"), "table");
        for (const [label, form] of one.forms) {
          const row = add(table, "tr"), number = ask.value(form, values);
          for (const words of [label, data.forms[form].text, data.forms[form].value ? shown(number) : ""]) add(row, "td", words);
        }
      });
    }
  }

  function whenOpen(details, fill) { // what is folded is made when somebody looks at it: most of it nobody does while a slider moves
    if (details.open) fill(); else details.addEventListener("toggle", fill, {once: true});
  }

  function bar(part, label, form, values) {
    const number = ask.value(form, values), known = data.forms[form].value !== undefined;
    if (known && number === 0) return;
    const row = add(part, "div", undefined, "bar");
    add(row, "span", label);
    const holder = add(row, "span");
    if (known) add(holder, "i").style.width = Math.max(0, Math.min(1, number)) * 100 + "%";
    else holder.textContent = data.forms[form].text;
    add(row, "span", known ? shown(number) : "open", "number");
  }

  function tellChange(change) {
    const row = add(near, "div", undefined, "change");
    const by = change.share < 1e-9 ? " just " + (change.side > 0 ? "above " : "below ") : (change.side > 0 ? " up by " : " down by ") + Number(change.by.toPrecision(3)) + ", to ";
    const to = Math.abs(change.to) < 1e-9 * Math.abs(change.by) ? 0 : Number(change.to.toPrecision(4)); // found by halving, and so never exactly zero
    add(row, "b", change.parameter + by + to);
    row.append(": " + change.regime.name + (change.solved ? ", where " + change.flips : ""));
    for (const wall of change.walls) add(row, "div", wall.text + (wall.reasons ? ": " + wall.reasons : ""), "grey");
  }

  function draw(values) {
    const [x, y] = axes, others = names.filter(name => name !== x.name && name !== y.name);
    const key = JSON.stringify([x.name, y.name, others.map(name => values[name])]), context = canvas.getContext("2d");
    if (key !== cellsFor) { // rough while something moves, fine when it rests
      [cells, cellsFor] = [paint(ask.slice(values, x, y, ROUGH), ROUGH), key];
      clearTimeout(finer);
      finer = setTimeout(refine, 150, new Int32Array(FINE * FINE), 0);
    }
    function refine(found, done) { // some columns at a time, so that a slider that moves again does not wait
      ask.slice(values, x, y, FINE, found, done, done + AT_ONCE);
      if (done + AT_ONCE < FINE) {
        finer = setTimeout(refine, 0, found, done + AT_ONCE);
        return;
      }
      cells = paint(found, FINE);
      draw(floats(point));
    }
    context.imageSmoothingEnabled = false;
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.drawImage(cells, 0, 0, canvas.width, canvas.height);
    const px = share(x, point[x.name]) * canvas.width, py = (1 - share(y, point[y.name])) * canvas.height;
    context.strokeStyle = "#222222";
    context.lineWidth = 2;
    context.beginPath();
    for (const [a, b, c, d] of [[px, 0, px, canvas.height], [0, py, canvas.width, py]]) { context.moveTo(a, b); context.lineTo(c, d); }
    context.stroke();
    context.beginPath();
    context.arc(px, py, 9, 0, 2 * Math.PI);
    context.fillStyle = "#ffffff";
    context.lineWidth = 3;
    context.fill();
    context.stroke();
    const ends = {left: x.low, right: x.high, top: y.high, bottom: y.low};
    for (const [side, end] of Object.entries(ends)) plane.querySelector(".end." + side).textContent = Number(decimal(read(end)).toPrecision(4));
  }

  function paint(found, size) { // one colour for each set of outcomes; a line where other equilibria exist
    const picture = document.createElement("canvas");
    Object.assign(picture, {width: size, height: size});
    const context = picture.getContext("2d"), image = context.createImageData(size, size), kinds = new Map();
    for (const k of [...new Set(found)].sort((a, b) => a - b)) if (k >= 0 && !kinds.has(data.regimes[k].letters)) kinds.set(data.regimes[k].letters, {colour: data.colours[data.regimes[k].colour ?? kinds.size % data.colours.length], regimes: new Set()});
    const codes = data.regimes.map(one => code(one.families)), pixels = new Uint32Array(image.data.buffer), rgb = words => new Uint32Array(new Uint8Array([...[1, 3, 5].map(n => parseInt(words.slice(n, n + 2), 16)), 255]).buffer)[0];
    const [ink, outside, blank] = ["#444444", "#dddddd", "#ffffff"].map(rgb), colours = data.regimes.map(one => kinds.has(one.letters) ? rgb(kinds.get(one.letters).colour) : blank);
    const apart = (k, other) => other >= 0 && other !== k && codes[other] !== codes[k];
    for (const k of new Set(found)) if (k >= 0) kinds.get(data.regimes[k].letters).regimes.add(data.regimes[k].name);
    for (let j = 0; j < size; j++) for (let i = 0; i < size; i++) {
      const k = found[j * size + i], line = size === FINE && k >= 0 && (i && apart(k, found[j * size + i - 1]) || j && apart(k, found[(j - 1) * size + i]));
      pixels[(size - 1 - j) * size + i] = line ? ink : k >= 0 ? colours[k] : k === -2 ? outside : blank;
    }
    context.putImageData(image, 0, 0);
    legend.replaceChildren();
    for (const [letters, kind] of kinds) {
      const entry = add(legend, "div"), regimes = [...kind.regimes].sort(inOrder);
      add(entry, "i").style.background = kind.colour;
      add(entry, "span", letters + "  (" + regimes.slice(0, 4).join(", ") + (regimes.length > 4 ? " and " + (regimes.length - 4) + " more" : "") + ")");
    }
    return picture;
  }

  tell();
  return values => {
    for (const name of names) if (values[name]) point[name] = values[name];
    tell();
  };
}

const put = (element, words) => { if (element.textContent !== words) element.textContent = words; }; // what stays is not drawn again
const look = (element, name, value) => { if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value); };

function treeView(holder, data, ask) { // the tree once, in parts where it is large; then its numbers and lines for a family at a point
  const tree = data.tree, nodes = tree.parent.map((_, node) => node), starts = new Map(tree.parts.map((part, k) => [part.nodes[0], k]));
  const brief = number => Number.isNaN(number) ? "open" : shown(number), views = new Map(), leaf = new Map();
  const written = (k, number) => data.forms[k].value === undefined && data.forms[k].text.length <= 9 ? data.forms[k].text : brief(number); // a symbol by itself
  for (const node of nodes) if (tree.infoset[node] === -2) leaf.set(node, tree.payoffs[leaf.size]);
  const way = add(holder, "p", undefined, "way"), frame = add(holder, "div", undefined, "wide");
  let part = 0, last = null;

  function view(k) { // a picture with what stands where in it
    if (views.has(k)) return views.get(k);
    const {svg, nodes} = tree.parts[k], picture = document.importNode(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement, true);
    const width = picture.getAttribute("width"), seen = new Set(nodes), on = new Set(nodes.slice(1).map(node => tree.parent[node]));
    Object.assign(picture.style, {width: width + "px", maxWidth: "100%", minWidth: .72 * width + "px"}); // smaller cannot be read
    const all = kind => [...picture.querySelectorAll("." + kind)], [moves, numbers, beside, payoffs, folds] = ["move", "number", "beside", "payoff", "fold"].map(all);
    const inner = nodes.filter(node => on.has(node) && seen.has(node)), ends = nodes.filter(node => !on.has(node)), folded = ends.filter(node => tree.infoset[node] !== -2);
    folds.forEach((fold, n) => opens(fold, starts.get(folded[n % folded.length])));
    const found = {nodes, picture, moves, numbers, beside, payoffs, inner, ends, folded};
    views.set(k, found);
    return found;
  }

  function opens(element, k) { // a click, or Enter, shows another part
    if (k === undefined) return;
    for (const [name, value] of [["role", "button"], ["tabindex", "0"], ["class", "fold way-in"], ["aria-label", "open " + tree.parts[k].after]]) element.setAttribute(name, value);
    element.addEventListener("click", () => show(k));
    element.addEventListener("keydown", event => { if (event.key === "Enter") show(k); });
  }

  function show(k) {
    part = k;
    way.replaceChildren();
    way.hidden = tree.parts.length === 1;
    const above = [];
    for (let node = tree.parts[k].nodes[0]; node !== -1; node = tree.parent[node]) if (starts.has(node)) above.unshift(starts.get(node));
    let before = "";
    above.forEach((j, n) => {
      const after = tree.parts[j].after, step = after ? after.slice(before.length).replace(/^\//, "") : "Start", link = add(way, j === k ? "b" : "button", step);
      if (n) link.before(" \u203a ");
      if (j !== k) link.addEventListener("click", () => show(j));
      before = after;
    });
    frame.replaceChildren(view(k).picture);
    if (last) tell(...last);
  }

  function worth(probabilities, values) { // what play from each node on is worth to each player; undefined where something in it is open
    const worths = [];
    for (let node = nodes.length - 1; node >= 0; node--) {
      if (leaf.has(node)) worths[node] = leaf.get(node).map(k => ask.value(k, values));
      const above = tree.parent[node];
      if (above < 0 || probabilities[node] === 0) continue;
      worths[node] ??= new Array(tree.players).fill(NaN);
      const sums = worths[above] ??= new Array(tree.players).fill(0);
      worths[node].forEach((number, n) => { sums[n] += probabilities[node] * number; });
    }
    return worths;
  }

  function tell(chosen, values) {
    last = [chosen, values];
    const play = chosen === null ? null : data.families[chosen].play, asGood = new Set(play ? play.as_good.map(String) : []);
    const beliefs = new Map(play ? play.beliefs : []), reached = [true], probabilities = [1], {moves, numbers, beside, payoffs, inner, ends, folded, ...drawn} = view(part);
    const known = new Map(), valueOf = k => { if (!known.has(k)) known.set(k, ask.value(k, values)); return known.get(k); };
    for (const node of nodes.slice(1)) {
      const above = tree.parent[node], infoset = tree.infoset[above];
      const form = infoset === -1 ? tree.chance[node] : play && play.rows[infoset][tree.move[node]];
      probabilities[node] = form === null ? null : data.forms[form].value === undefined ? NaN : valueOf(form);
      reached[node] = reached[above] && (form === null || Number.isNaN(probabilities[node]) || probabilities[node] > 0);
    }
    const worths = folded.length && play ? worth(probabilities, values) : [];
    ends.forEach((node, n) => {
      const payoff = leaf.has(node) ? leaf.get(node).map(k => written(k, valueOf(k))) : (worths[node] ?? new Array(tree.players).fill("")).map(x => x === "" ? "" : brief(x));
      payoff.forEach((words, j) => put(payoffs[n * tree.players + j], words));
    });
    inner.forEach((node, n) => {
      const k = beliefs.get(node);
      put(beside[n], tree.parts[part].labels[n] + (k === undefined ? "" : " [" + written(k, valueOf(k)) + "]"));
    });
    drawn.nodes.slice(1).forEach((node, n) => {
      const above = tree.parent[node], infoset = tree.infoset[above], chance = infoset === -1, line = moves[n], probability = probabilities[node];
      const open = Number.isNaN(probability), made = probability === null || open || probability > 0, good = !made && asGood.has(infoset + "," + tree.move[node]);
      const [width, opacity] = probability === null ? [1.4, 1] : made ? [chance ? 2.2 : 3.4, reached[above] ? 1 : .4] : good ? [1.8, reached[above] ? 1 : .5] : [1, reached[above] ? .6 : .4];
      look(line, "stroke-width", width);
      look(line, "stroke-opacity", opacity);
      look(line, "stroke-dasharray", good ? "2 4" : "none");
      put(numbers[n], probability === null ? "" : open ? "open" : probability > 0 && probability < 1 ? shown(probability) : "");
    });
  }

  show(0);
  return tell;
}
