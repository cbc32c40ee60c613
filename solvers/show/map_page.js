// What a map says at a point. Signs of walls are decided in whole numbers, so that a point on a wall is known to lie on it;
// closed forms are evaluated in floating point.
const STEPS = 1000;
const gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a < 0n ? -a : a; };
const ratio = (top, bottom) => { const g = gcd(top, bottom) || 1n; return bottom < 0n ? [-top / g, -bottom / g] : [top / g, bottom / g]; };
const read = words => { const [top, bottom] = words.split("/"); return ratio(BigInt(top), BigInt(bottom ?? "1")); };
const written = ([top, bottom]) => bottom === 1n ? String(top) : top + "/" + bottom;
const decimal = ([top, bottom]) => {
  const shift = BigInt(Math.max(0, String(top).length - 300, String(bottom).length - 300));
  return Number(top / 10n ** shift) / Number(bottom / 10n ** shift);
};
function at(p, step) { // the point of a slider, exactly
  const [a, b] = read(p.low), [c, d] = read(p.high), n = BigInt(STEPS), k = BigInt(step);
  return ratio(a * d * (n - k) + c * b * k, b * d * n);
}
const between = (p, t) => decimal(read(p.low)) * (1 - t) + decimal(read(p.high)) * t;
function start(p) { // the step nearest to the default
  const low = decimal(read(p.low)), high = decimal(read(p.high));
  return Math.max(0, Math.min(STEPS, Math.round((decimal(read(p.start)) - low) / (high - low) * STEPS)));
}
const floats = point => Object.fromEntries(Object.entries(point).map(([name, x]) => [name, decimal(x)]));
function exactSign(terms, point) { // a polynomial: [coefficient, [[name, power], ..]], ..
  let total = [0n, 1n];
  for (const [coefficient, factors] of terms) {
    let [top, bottom] = read(coefficient);
    for (const [name, power] of factors) { top *= point[name][0] ** BigInt(power); bottom *= point[name][1] ** BigInt(power); }
    total = [total[0] * bottom + top * total[1], total[1] * bottom];
  }
  return total[0] > 0n ? 1 : total[0] < 0n ? -1 : 0;
}
const rounded = new Map();
function polynomial(terms, values) {
  if (!rounded.has(terms)) rounded.set(terms, terms.map(([coefficient, factors]) => [decimal(read(coefficient)), factors]));
  let total = 0;
  for (const [coefficient, factors] of rounded.get(terms)) {
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
const holds = (condition, sign, point) => {
  const s = sign(condition.top, point) * sign(condition.bottom, point);
  return s > 0 || (s === 0 && !condition.strict);
};
const inDomain = (sign, point) => data.domain.every(condition => holds(condition, sign, point));
const code = signs => signs.join(",");
const regimes = new Map(data.regimes.map((one, k) => [code(one.signs), k]));
function regime(point) {
  const broken = data.domain.filter(condition => !holds(condition, exactSign, point));
  if (broken.length) return {name: "Outside the domain", where: "The game assumes " + broken.map(c => c.text).join(", ") + ".", families: []};
  const signs = data.walls.map(wall => exactSign(wall.terms, point));
  const touching = data.regimes.filter(one => one.signs.every((s, k) => signs[k] === 0 || signs[k] === s));
  if (touching.length && touching.every(one => code(one.families) === code(touching[0].families))) {
    const one = touching[0];
    return {name: one.name, where: one.conditions.join(", ") || "everywhere", families: one.families, key: code(one.families)};
  }
  const on = data.walls.filter((_, k) => signs[k] === 0).map(wall => wall.text).join(" and on ");
  const met = touching.map(one => one.name).join(", ") || "no regime that is listed";
  return {name: "On a wall", where: "This point lies on " + (on || "no wall") + ", where " + met + " meet; what exists there is solved anew: in Python, map.at(...).", families: [], key: "wall " + on};
}
function region(values) { // the number of a regime in floating point; -1 where none is listed, null outside the domain
  if (!inDomain((terms, x) => Math.sign(polynomial(terms, x)), values)) return null;
  return regimes.get(code(data.walls.map(wall => Math.sign(polynomial(wall.terms, values))))) ?? -1;
}
function nearest(position, found) { // for each parameter, the first step on either side at which other families exist
  const changes = [];
  for (const p of data.parameters) for (const side of [-1, 1]) {
    const point = Object.fromEntries(data.parameters.map(q => [q.name, at(q, position[q.name])]));
    for (let step = position[p.name] + side; step >= 0 && step <= STEPS; step += side) {
      point[p.name] = at(p, step);
      const k = region(floats(point));
      if (k === null) break;
      if (k >= 0 && code(data.regimes[k].families) !== found.key) {
        const words = p.name + (side > 0 ? " above about " : " below about ") + Number(decimal(at(p, step - side)).toPrecision(3)) + ": " + data.regimes[k].name;
        changes.push({words, distance: Math.abs(step - position[p.name])});
        break;
      }
    }
  }
  return changes.sort((a, b) => a.distance - b.distance);
}
