/**
 * Places for the nodes of the graph view: as a tree of who started what, or by time
 * from left to right. (By force is the worker's, see force-worker.js.) Pure.
 *
 * @typedef {import('./graph-view.js').Visible} Visible
 * @typedef {Map<string, {x: number, y: number}>} Places centres
 * @typedef {{from: number, to: number, width: number}} TimeScale milliseconds at 0 and at width
 */
import { placeOf, ticks } from './scale.js';
import { stamp } from './time.js';
import { hierarchy, tree } from '../vendor/d3-hierarchy/d3-hierarchy.js';

export const NODE = { w: 192, h: 38 };
export const STEP = { x: NODE.w + 84, y: NODE.h + 16 };

/** What leads down the tree, the first that fits counts. "back": from the end to the start. @type {[string, boolean][]} */
const DOWN = [['SPAWNED', false], ['LED_TO', false], ['IN_SESSION', true], ['MAY_COME_FROM', true], ['OF_USER', false], ['ON_HOST', false], ['FROM_HOST', false], ['FROM_ADDRESS', false],
  ['RAN_AS', false], ['RAN_ON', false], ['LINKED_TO', false], ['CLAIMED_PARENT', true], ['MOVED_FROM', true]];

/** @param {Visible} v @returns {Places} */
export function treePlaces(v) {
  const parent = parents(v);
  /** @type {Map<string, import('./graph-view.js').Shown[]>} */
  const kids = new Map();
  for (const n of v.nodes) {
    const p = parent.get(n.id) ?? '';
    kids.set(p, [...(kids.get(p) ?? []), n]);
  }
  for (const list of kids.values()) list.sort((a, b) => a.start.localeCompare(b.start) || a.id.localeCompare(b.id));
  /** @type {Places} */
  const places = new Map();
  const root = hierarchy(/** @type {any} */ ({ id: '' }), (/** @type {any} */ n) => kids.get(n.id));
  /** @type {any} */ (tree()).nodeSize([STEP.y, STEP.x])(root);
  for (const n of root.descendants()) if (n.data.id) places.set(n.data.id, { x: n.y, y: n.x });
  return withPins(places, v);
}

/** One way up for each node; no circles. @param {Visible} v @returns {Map<string, string>} */
function parents(v) {
  /** @type {Map<string, string>} */
  const parent = new Map();
  const above = (/** @type {string} */ id, /** @type {string} */ of) => {
    for (let at = /** @type {string|undefined} */ (of), n = 0; at !== undefined && n <= v.nodes.length; at = parent.get(at), n++) if (at === id) return true;
    return false;
  };
  for (const [type, back] of DOWN) {
    for (const e of v.edges) {
      if (e.type !== type) continue;
      const [up, down] = back ? [e.to, e.from] : [e.from, e.to];
      if (!parent.has(down) && !above(down, up)) parent.set(down, up);
    }
  }
  return parent;
}

/**
 * The axis of the places by time: what stands at 0 and at its width. Null where no node has a time.
 * @param {Visible} v @returns {TimeScale|null}
 */
export function timeScale(v) {
  const times = v.nodes.map((n) => Date.parse(n.start)).filter((t) => !Number.isNaN(t));
  if (!times.length) return null;
  const from = times.reduce((a, b) => Math.min(a, b));
  return { from, to: Math.max(from + 1, times.reduce((a, b) => Math.max(a, b))), width: Math.max(900, Math.min(12_000, v.nodes.length * 90)) };
}

/** The least room of a mark, in pixels. */
export const MARK_ROOM = 110;

/** What an axis tells. @param {number} ms its beginning @param {string} zone resolved */
export function axisWords(ms, zone) {
  return `Start in ${zone} from ${stamp(new Date(ms).toISOString(), zone).slice(0, 10)}; it is the middle of each box`;
}

/**
 * The marks of the axis for a part of it.
 * @param {TimeScale} scale @param {number} left @param {number} right places of the part's ends @param {number} most marks @param {string} zone resolved
 * @returns {{x: number, label: string, major: boolean}[]}
 */
export function axisMarks(scale, left, right, most, zone) {
  const ms = (/** @type {number} */ x) => scale.from + (x / scale.width) * (scale.to - scale.from);
  const span = { from: Math.max(scale.from, ms(left)), to: Math.min(scale.to, ms(right)) };
  return ticks(span, most, zone).map((t) => ({ x: placeOf(t.ms, scale, scale.width), label: t.label, major: t.major }));
}

/**
 * By time: each node as far to the right as it began late, hosts one below the
 * other, and no two boxes in one place. What has no time stands at the left.
 * @param {Visible} v @returns {Places}
 */
export function timePlaces(v) {
  const scale = timeScale(v);
  /** @type {Map<string, import('./graph-view.js').Shown[]>} */
  const hosts = new Map();
  for (const n of v.nodes) hosts.set(n.host, [...(hosts.get(n.host) ?? []), n]);
  /** @type {Places} */
  const places = new Map();
  let top = 0;
  for (const list of hosts.values()) {
    list.sort((a, b) => a.start.localeCompare(b.start) || a.id.localeCompare(b.id));
    /** @type {number[]} where each lane is free from */
    const lanes = [];
    for (const n of list) {
      const t = Date.parse(n.start);
      const x = Number.isNaN(t) || !scale ? -STEP.x : placeOf(t, scale, scale.width);
      let lane = lanes.findIndex((free) => free <= x);
      if (lane < 0) lane = lanes.push(0) - 1;
      lanes[lane] = x + STEP.x - 40;
      places.set(n.id, { x, y: top + lane * STEP.y });
    }
    top += lanes.length * STEP.y + 40;
  }
  return withPins(places, v);
}

/** @param {Places} places @param {Visible} v */
export function withPins(places, v) {
  for (const n of v.nodes) if (n.pin) places.set(n.id, n.pin);
  return places;
}

/**
 * Nodes that nothing joins, in rows in the order of time.
 * @param {import('./graph-view.js').Visible} v @returns {Places}
 */
export function gridPlaces(v) {
  const nodes = [...v.nodes].sort((a, b) => a.start.localeCompare(b.start) || (a.id < b.id ? -1 : 1));
  const columns = Math.max(1, Math.min(5, Math.ceil(Math.sqrt(nodes.length / 2))));
  return new Map(nodes.map((n, i) => [n.id, { x: (i % columns) * (NODE.w + 24), y: Math.floor(i / columns) * (NODE.h + 18) }]));
}
