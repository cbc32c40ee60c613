// What a map says at a point. Signs of walls are decided in whole numbers, so that a point on a wall is known to lie on it;
// closed forms are evaluated in floating point. A number is [numerator, denominator], a point holds one for each parameter.
const STEPS = 1000;
const gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a < 0n ? -a : a; };
const ratio = (top, bottom) => { const g = gcd(top, bottom) || 1n; return bottom < 0n ? [-top / g, -bottom / g] : [top / g, bottom / g]; };
const read = words => { const [top, bottom] = words.split("/"); return ratio(BigInt(top), BigInt(bottom ?? "1")); };
const written = ([top, bottom]) => bottom === 1n ? String(top) : top + "/" + bottom;
const decimal = ([top, bottom]) => {
  const shift = BigInt(Math.max(0, String(top).length - 300, String(bottom).length - 300));
  return Number(top / 10n ** shift) / Number(bottom / 10n ** shift);
};
function typed(words) { // a number as people write it: 1/3, 0.25, -2; null where it is none
  const parts = words.trim().match(/^(-?\d{1,30})(?:\.(\d{0,30}))?(?:\/(\d{1,30}))?$/);
  if (!parts || /^0+$/.test(parts[3] ?? "1")) return null;
  const digits = parts[2] ?? "";
  return ratio(BigInt(parts[1] + digits), 10n ** BigInt(digits.length) * BigInt(parts[3] ?? "1"));
}
function brief(number) { // in decimals where these are exact and short, else as a fraction
  const size = 1000000n;
  return size % number[1] === 0n ? String(Number((decimal(number)).toPrecision(15))) : written(number);
}
function at(p, step) { // the point of a slider, exactly
  const [a, b] = read(p.low), [c, d] = read(p.high), n = BigInt(STEPS), k = BigInt(step);
  return ratio(a * d * (n - k) + c * b * k, b * d * n);
}
const between = (p, t) => decimal(read(p.low)) * (1 - t) + decimal(read(p.high)) * t; // in floating point
function share(p, number) { // how far along its slider a number lies, from 0 to 1
  const low = decimal(read(p.low)), high = decimal(read(p.high));
  return Math.max(0, Math.min(1, (decimal(number) - low) / (high - low)));
}
const floats = point => Object.fromEntries(Object.entries(point).map(([name, x]) => [name, decimal(x)]));
const shown = x => Number.isFinite(x) ? String(Number(x.toPrecision(4))) : "undefined";
function exactSign(terms, point) { // a polynomial: [coefficient, [[name, power], ..]], ..
  let total = [0n, 1n];
  for (const [coefficient, factors] of terms) {
    let [top, bottom] = read(coefficient);
    for (const [name, power] of factors) { top *= point[name][0] ** BigInt(power); bottom *= point[name][1] ** BigInt(power); }
    total = [total[0] * bottom + top * total[1], total[1] * bottom];
  }
  return total[0] > 0n ? 1 : total[0] < 0n ? -1 : 0;
}
const rounded = new WeakMap();
function inFloats(terms) {
  if (!rounded.has(terms)) rounded.set(terms, terms.map(([coefficient, factors]) => [decimal(read(coefficient)), factors]));
  return rounded.get(terms);
}
function polynomial(terms, values) {
  let total = 0;
  for (const [coefficient, factors] of inFloats(terms)) {
    let product = coefficient;
    for (const [name, power] of factors) product *= values[name] ** power;
    total += product;
  }
  return total;
}
function valued(form, values) { // a closed form: numerator, denominator, and the square roots in them
  const known = {...values};
  for (const [name, of] of form.roots) known[name] = Math.sqrt(Math.max(0, valued(of, known)));
  return polynomial(form.top, known) / polynomial(form.bottom, known);
}
function along(terms, values, names) { // coefficients of a polynomial in one name, or in two, the others having values
  const table = [];
  for (const [coefficient, factors] of inFloats(terms)) {
    let product = coefficient;
    const powers = names.map(() => 0);
    for (const [name, power] of factors) {
      const k = names.indexOf(name);
      if (k < 0) product *= values[name] ** power; else powers[k] = power;
    }
    const row = table[powers[0]] ??= [];
    row[powers[1] ?? 0] = (row[powers[1] ?? 0] ?? 0) + product;
  }
  return Array.from(table, row => Array.from(row ?? [0], x => x ?? 0));
}
const horner = (coefficients, x) => { let total = 0; for (let k = coefficients.length - 1; k >= 0; k--) total = total * x + coefficients[k]; return total; };
const holds = (condition, sign, point) => {
  const s = sign(condition.top, point) * sign(condition.bottom, point);
  return s > 0 || (s === 0 && !condition.strict);
};
const runs = tags => { // three and more that count up are named by the first and the last
  const after = tag => tag.replace(/\d+$/, n => Number(n) + 1), out = [];
  for (let k = 0, end; k < tags.length; k = end + 1) {
    for (end = k; end + 1 < tags.length && /\d$/.test(tags[end]) && tags[end + 1] === after(tags[end]); end++);
    if (end - k > 1) out.push(tags[k] + " to " + tags[end]); else out.push(...tags.slice(k, end + 1));
  }
  return out.join(", ");
};
const inOrder = (a, b) => a.replace(/\d/g, "").length - b.replace(/\d/g, "").length || a.localeCompare(b, "en", {numeric: true}); // A, B1, B2, B10, AA
const code = signs => signs.join(",");

function answers(data) { // what can be asked of one map
  const regimes = new Map(data.regimes.map((one, k) => [packed(one.signs), k]));
  const keys = data.regimes.map(one => code(one.families));
  const rough = (terms, values) => Math.sign(polynomial(terms, values));

  function regime(point) {
    const broken = data.domain.filter(condition => !holds(condition, exactSign, point));
    if (broken.length) return {name: "Outside the domain", where: "The game assumes " + broken.map(c => c.text).join(", ") + ".", families: []};
    const signs = data.walls.map(wall => exactSign(wall.terms, point));
    const touching = data.regimes.filter(one => one.signs.every((s, k) => signs[k] === 0 || signs[k] === s));
    if (touching.length && touching.every(one => code(one.families) === code(touching[0].families))) {
      const one = touching[0];
      return {name: one.name, where: one.where, families: one.families, key: code(one.families)};
    }
    const on = data.walls.filter((_, k) => signs[k] === 0).map(wall => wall.text).join(" and on ");
    const met = touching.map(one => one.name).join(", ") || "no regime that is listed";
    return {name: "On a wall", where: "This point lies on " + (on || "no wall") + ", where " + met + " meet; what exists there is solved anew: in Python, map.at(...).", families: [], key: "wall " + on};
  }

  function region(values) { // the number of a regime in floating point; -1 where none is listed, null outside the domain
    if (!data.domain.every(condition => holds(condition, rough, values))) return null;
    return regimes.get(packed(data.walls.map(wall => rough(wall.terms, values)))) ?? -1;
  }

  function line(values, name) { // the same along one parameter, and the signs of the walls
    const reduce = terms => along(terms, values, [name]).map(row => row[0]), walls = data.walls.map(wall => reduce(wall.terms));
    const domain = data.domain.map(c => [reduce(c.top), reduce(c.bottom), c.strict]);
    const inside = x => domain.every(([top, bottom, strict]) => { const s = Math.sign(horner(top, x)) * Math.sign(horner(bottom, x)); return s > 0 || (s === 0 && !strict); });
    const signs = x => walls.map(wall => Math.sign(horner(wall, x)));
    return {signs, region: x => inside(x) ? regimes.get(packed(signs(x))) ?? -1 : null};
  }

  function nearest(point, found) { // for each parameter and either side, where other families come to exist; the nearest first
    const changes = [], values = floats(point), count = 500;
    for (const p of data.parameters) for (const side of [-1, 1]) {
      const from = values[p.name], end = decimal(read(side > 0 ? p.high : p.low)), {signs, region} = line(values, p.name);
      if (!(side * (end - from) > 0)) continue;
      const differs = x => { const k = region(x); return k >= 0 && k !== null && keys[k] !== found.key; };
      let low = from, high = null;
      for (let n = 1; n <= count && high === null; n++) {
        const x = from + (end - from) * n / count, k = region(x);
        if (k === null) break;
        if (k >= 0 && keys[k] !== found.key) high = x; else low = x;
      }
      if (high === null) continue;
      for (let n = 0; n < 60; n++) { const middle = (low + high) / 2; if (differs(middle)) high = middle; else low = middle; }
      const gap = 1e-9 * Math.abs(end - from), before = signs(low - side * gap), after = signs(high + side * gap);
      const beyond = region(high + side * gap), next = data.regimes[beyond >= 0 && beyond !== null ? beyond : region(high)];
      const width = Math.abs(decimal(read(p.high)) - decimal(read(p.low)));
      changes.push({
        parameter: p.name, side, to: high, by: Math.abs(high - from), share: Math.abs(high - from) / width, regime: next,
        walls: data.walls.filter((_, k) => before[k] !== after[k]), flips: flips(found.families, next.families), solved: found.families.length > 0,
      });
    }
    return changes.sort((a, b) => a.share - b.share);
  }

  function flips(before, after) { // which families give way to which, in words
    const tags = (some, others) => some.filter(k => !others.includes(k)).map(k => data.families[k].tag).sort(inOrder);
    const lost = tags(before, after), gained = tags(after, before);
    if (!lost.length) return runs(gained) + (gained.length > 1 ? " appear" : " appears");
    if (!gained.length) return runs(lost) + (lost.length > 1 ? " end" : " ends");
    return runs(lost) + (lost.length > 1 ? " give" : " gives") + " way to " + runs(gained);
  }

  function slice(values, x, y, size) { // the regime of the cells of a slice, row by row from below: its number, -1 where none is listed, -2 outside
    const cells = new Int32Array(size * size).fill(-2), reduce = terms => along(terms, values, [x.name, y.name]);
    const walls = data.walls.map(wall => reduce(wall.terms)), domain = data.domain.map(c => [reduce(c.top), reduce(c.bottom), c.strict]);
    const middles = p => Array.from({length: size}, (_, k) => between(p, (k + .5) / size)), across = middles(x), up = middles(y);
    const column = (table, u) => { // coefficients in y where x is u
      let most = 0;
      for (const row of table) most = Math.max(most, row.length);
      const total = new Array(most).fill(0);
      for (let k = table.length - 1; k >= 0; k--) for (let j = 0; j < total.length; j++) total[j] = total[j] * u + (table[k][j] ?? 0);
      return total;
    };
    const signs = new Array(walls.length);
    for (let i = 0; i < size; i++) {
      const wallsHere = walls.map(table => column(table, across[i]));
      const domainHere = domain.map(([top, bottom, strict]) => [column(top, across[i]), column(bottom, across[i]), strict]);
      const inside = v => {
        for (const [top, bottom, strict] of domainHere) { const s = horner(top, v) * Math.sign(horner(bottom, v)); if (s < 0 || (s === 0 && strict)) return false; }
        return true;
      };
      for (let j = 0; j < size; j++) {
        if (!inside(up[j])) continue;
        for (let n = 0; n < signs.length; n++) signs[n] = Math.sign(horner(wallsHere[n], up[j]));
        cells[j * size + i] = regimes.get(packed(signs)) ?? -1;
      }
    }
    return cells;
  }

  function packed(signs) { // a number where it is exact, else words
    if (signs.length > 30) return code(signs);
    let total = 0;
    for (const sign of signs) total = 3 * total + sign + 1;
    return total;
  }

  function value(k, values) { // a closed form at a point by its place; NaN where something in it is open
    const form = data.forms[k];
    return form.value ? valued(form.value, values) : NaN;
  }

  return {regime, region, nearest, slice, value};
}
