/**
 * Places for a lineage: time and cause go from left to right, each host is a band,
 * a logon leads from one band into another. Every leaf has a row of its own, and a
 * parent stands in the row of its first child, so that no two boxes meet. Pure.
 *
 * @typedef {import('./lineage-model.js').Shown} Shown
 * @typedef {import('./lineage-model.js').ShownNode} ShownNode
 * @typedef {import('./types.js').LineageLink} LineageLink
 * @typedef {import('./picture.js').Picture} Picture
 */
import { elapsedOf, hiddenOf, hostNameOf, hostOf, labelOf, startOf } from './lineage-model.js';
import { kindOf } from './kinds.js';

export const BOX = { w: 184, h: 36 };
const GAP = 80;
const ROW = 46;
const HEAD = 26;
const PAD = 12;

/** @param {Shown} s @param {string} zone @returns {Picture} */
export function layout(s, zone) {
  const links = s.links;
  const column = columns(s.nodes, links, s.focus);
  const bands = bandsOf(s);
  /** @type {Map<string, {x: number, y: number}>} */
  const place = new Map();
  /** @type {import('./picture.js').Band[]} */
  const drawn = [];
  const most = Math.max(0, ...column.values());
  const width = PAD * 2 + (most + 1) * BOX.w + most * GAP + 60;
  let y = 0;
  for (const band of bands) {
    const rows = rowsOfBand(band.nodes, links, s.focus);
    const count = Math.max(1, ...[...rows.values()].map((r) => r + 1));
    for (const n of band.nodes) place.set(n.id, { x: PAD + (column.get(n.id) ?? 0) * (BOX.w + GAP), y: y + HEAD + (rows.get(n.id) ?? 0) * ROW });
    const h = HEAD + count * ROW;
    drawn.push({ x: 0, y, w: width, h, label: band.label });
    y += h + 8;
  }
  return {
    width, height: y, title: 'Lineage', bands: drawn,
    boxes: s.nodes.map((n) => boxOf(n, s, /** @type {{x: number, y: number}} */ (place.get(n.id)), zone)),
    lines: linesOf(links, place),
  };
}

/** @param {ShownNode} n @param {Shown} s @param {{x: number, y: number}} at @param {string} zone */
function boxOf(n, s, at, zone) {
  const { title, sub } = labelOf(n, zone);
  const stub = n.process ? !n.process.observed : !n.session?.observed && !n.session?.builtin;
  return {
    id: n.id, ...at, ...BOX, shape: /** @type {import('./picture.js').Shape} */ (n.session ? 'pill' : 'box'), title, sub, stub: stub && !n.folded,
    colour: n.session ? 'remote' : n.folded ? 'muted' : `k-${kindOf(n.process?.image)}`, strong: n.id === s.focus, badge: hiddenOf(n),
  };
}

/** @param {LineageLink[]} links @param {Map<string, {x: number, y: number}>} place */
function linesOf(links, place) {
  /** @type {Map<string, number>} */
  const into = new Map();
  return links.flatMap((k) => {
    const a = place.get(k.from);
    const b = place.get(k.to);
    if (!a || !b) return [];
    // The words of a second line into a box stand below it, those of a third lower still.
    const nth = into.get(k.to) ?? 0;
    into.set(k.to, nth + 1);
    const line = lineOf(k, a, b);
    return [nth ? { ...line, ly: line.ly + 4 + nth * 11 } : line];
  });
}

/** @param {LineageLink} k @param {{x: number, y: number}} a @param {{x: number, y: number}} b @returns {import('./picture.js').Line} */
function lineOf(k, a, b) {
  const x1 = a.x + BOX.w;
  const y1 = a.y + BOX.h / 2;
  const x2 = b.x;
  const y2 = b.y + BOX.h / 2;
  const turn = x1 + (k.kind === 'logon' ? 22 : k.confidence === 'claimed' ? 16 : 10);
  const back = x2 < x1 + 4;
  // Only a link against the flow (clocks that differ, a circle) has to bend back.
  const path = back ? `M${x1} ${y1}C${x1 + 50} ${y1} ${x2 - 50} ${y2} ${x2} ${y2}`
    : y1 === y2 ? `M${x1} ${y1}H${x2 - 6}` : `M${x1} ${y1}H${turn}V${y2}H${x2 - 6}`;
  return { path, label: elapsedOf(k), lx: x2 - 10, ly: y2 - 4, style: k.confidence, arrow: { x: x2 - 1, y: y2, angle: 0 } };
}

/**
 * The column of each node: right of all its causes, and no further left of its
 * effects than it must be.
 * @param {ShownNode[]} nodes @param {LineageLink[]} links @param {string} focus
 */
export function columns(nodes, links, focus) {
  const out = new Map(nodes.map((n) => [n.id, /** @type {string[]} */ ([])]));
  const waits = new Map(nodes.map((n) => [n.id, 0]));
  for (const k of links) {
    out.get(k.from)?.push(k.to);
    waits.set(k.to, (waits.get(k.to) ?? 0) + 1);
  }
  const column = new Map(nodes.map((n) => [n.id, 0]));
  /** @type {string[]} */
  const order = nodes.filter((n) => waits.get(n.id) === 0).map((n) => n.id);
  const seen = new Set(order);
  for (let i = 0; i < nodes.length; i++) {
    // A circle has no first node: the one met first is taken for it.
    const id = order[i] ?? nodes.find((n) => !seen.has(n.id))?.id;
    if (id === undefined) break;
    if (order[i] === undefined) {
      order.push(id);
      seen.add(id);
    }
    for (const to of out.get(id) ?? []) {
      waits.set(to, (waits.get(to) ?? 0) - 1);
      if (seen.has(to)) continue;
      column.set(to, Math.max(column.get(to) ?? 0, (column.get(id) ?? 0) + 1));
      if ((waits.get(to) ?? 0) <= 0) {
        order.push(to);
        seen.add(to);
      }
    }
  }
  for (const id of [...order].reverse()) {
    const after = (out.get(id) ?? []).map((to) => column.get(to) ?? 0).filter((c) => c > (column.get(id) ?? 0));
    if (after.length && id !== focus) column.set(id, Math.max(column.get(id) ?? 0, Math.min(...after) - 1));
  }
  const least = Math.min(...column.values());
  for (const [id, c] of column) column.set(id, c - least);
  return column;
}

/** The hosts, from the origin onwards. @param {Shown} s */
function bandsOf(s) {
  /** @type {Map<string, {label: string, hop: number, first: string, nodes: ShownNode[]}>} */
  const bands = new Map();
  for (const n of s.nodes) {
    const key = hostOf(n);
    const band = bands.get(key) ?? { label: hostNameOf(n), hop: n.hop, first: startOf(n), nodes: [] };
    band.nodes.push(n);
    band.hop = Math.min(band.hop, n.hop);
    if (n.session && startOf(n) > '' && (startOf(n) < band.first || !band.first)) band.first = startOf(n);
    bands.set(key, band);
  }
  return [...bands.values()].sort((a, b) => a.hop - b.hop || a.first.localeCompare(b.first));
}

/**
 * The row of each node of a band.
 * @param {ShownNode[]} nodes @param {LineageLink[]} links @param {string} focus
 * @returns {Map<string, number>}
 */
export function rowsOfBand(nodes, links, focus) {
  const byId = new Map(nodes.map((n) => [n.id, n]));
  /** @type {Map<string, string>} */
  const parent = new Map();
  /** @type {Map<string, string[]>} sessions before a process */
  const sessions = new Map();
  // A parent that is sure goes before one that is claimed.
  const sorted = [...links].sort((a, b) => Number(a.confidence === 'claimed') - Number(b.confidence === 'claimed'));
  for (const k of sorted) {
    if (!byId.has(k.from) || !byId.has(k.to)) continue;
    if (k.kind === 'ran-in') sessions.set(k.to, [...(sessions.get(k.to) ?? []), k.from]);
    else if (k.kind === 'spawned' && !parent.has(k.to) && !leadsTo(parent, k.from, k.to)) parent.set(k.to, k.from);
  }
  const onWay = new Set();
  for (let id = /** @type {string|undefined} */ (focus); id && !onWay.has(id); id = parent.get(id)) onWay.add(id);
  const before = (/** @type {string} */ a, /** @type {string} */ b) => Number(onWay.has(b)) - Number(onWay.has(a))
    || startOf(/** @type {ShownNode} */ (byId.get(a))).localeCompare(startOf(/** @type {ShownNode} */ (byId.get(b))));
  /** @type {Map<string, string[]>} */
  const kids = new Map();
  for (const [child, p] of parent) kids.set(p, [...(kids.get(p) ?? []), child]);
  for (const list of kids.values()) list.sort(before);
  /** @type {Map<string, number>} */
  const row = new Map();
  let next = 0;
  const roots = nodes.filter((n) => !parent.has(n.id)).map((n) => n.id).sort(before);
  // Processes first: a session stands above what ran in it.
  const tops = [...roots.filter((id) => byId.get(id)?.process), ...roots.filter((id) => byId.get(id)?.session)];
  for (const top of tops) {
    // A way down and up again without recursion: chains may be a thousand long.
    const stack = [{ id: top, at: 0 }];
    while (stack.length) {
      const { id, at } = stack[stack.length - 1];
      if (at === 0) {
        if (row.has(id)) {
          stack.pop();
          continue;
        }
        for (const s of sessions.get(id) ?? []) if (!row.has(s)) row.set(s, next++);
        if (!kids.get(id)?.length) row.set(id, next++);
      }
      const child = kids.get(id)?.[at];
      if (child === undefined) {
        if (!row.has(id)) row.set(id, row.get(/** @type {string[]} */ (kids.get(id))[0]) ?? next++);
        stack.pop();
        continue;
      }
      stack[stack.length - 1].at++;
      stack.push({ id: child, at: 0 });
    }
  }
  return row;
}

/** @param {Map<string, string>} parent @param {string} from @param {string} to says whether to is above from */
function leadsTo(parent, from, to) {
  for (let id = /** @type {string|undefined} */ (from), n = 0; id && n < 5000; id = parent.get(id), n++) if (id === to) return true;
  return false;
}
