/**
 * The nodes of the graph view and what was done with them. A state is never
 * changed: each act makes another, so that undo and redo are steps in a list.
 * What stands between two nodes follows from what is known of them. Pure.
 *
 * @typedef {import('./types.js').GraphItem} GraphItem
 * @typedef {import('./types.js').Neighbourhood} Neighbourhood
 * @typedef {{item: GraphItem, pin?: {x: number, y: number}, shown?: number, hidden?: number}} Held shown: how many neighbours of
 *   each relation were asked for; hidden: how many of them were left out
 * @typedef {{from: string, to: string, type: string, confidence: string, count: number}} Edge
 * @typedef {{nodes: Map<string, Held>, extra: Map<string, Edge>, removed: Set<string>, done: Map<string, number>}} State done: how far nodes were
 *   expanded, also those that were removed since: their neighbours stay
 */

import { idOf } from './path-model.js';

/** How many neighbours of a relation an expansion asks for: first, again, and so on. */
const LIMITS = [25, 100, 400, 1000];

/** @returns {State} */
export function emptyState() {
  return { nodes: new Map(), extra: new Map(), removed: new Set(), done: new Map() };
}

/** How many neighbours the next expansion of a node asks for. @param {State} s @param {string} id */
export function nextLimit(s, id) {
  const shown = s.nodes.get(id)?.shown ?? 0;
  return LIMITS.find((l) => l > shown) ?? LIMITS[LIMITS.length - 1];
}

/** @param {State} s @param {GraphItem[]} items @returns {State} */
export function withItems(s, items) {
  const nodes = new Map(s.nodes);
  const removed = new Set(s.removed);
  for (const item of items) {
    nodes.set(item.id, { ...nodes.get(item.id), item });
    removed.delete(item.id);
  }
  return { ...s, nodes, removed };
}

/**
 * Adds what stands next to a node. What the reader has removed comes back only by a
 * wider expansion of the same node.
 * @param {State} s @param {Neighbourhood} n @param {number} limit
 * @param {{kinds?: Set<string>, only?: Set<string>}} [how] only: add no node but these
 * @returns {State}
 */
export function withNeighbours(s, n, limit, how = {}) {
  let next = withItems(s, [n.node]);
  const extra = new Map(next.extra);
  let hidden = 0;
  for (const g of n.groups) {
    hidden += g.total - g.items.length;
    const items = g.items.filter((i) => !how.only || how.only.has(i.id) || next.nodes.has(i.id));
    const fresh = items.filter((i) => next.nodes.has(i.id) || !s.removed.has(i.id));
    next = withItems(next, fresh);
    for (const i of fresh) {
      if (g.relation !== 'LED_TO' && g.relation !== 'MOVED_FROM') continue;
      const [from, to] = g.out ? [n.node.id, i.id] : [i.id, n.node.id];
      extra.set(`${from}|${to}|${g.relation}`, { from, to, type: g.relation, confidence: g.confidence ?? '', count: 1 });
    }
  }
  if (how.only) return { ...next, extra };
  const held = /** @type {Held} */ (next.nodes.get(n.node.id));
  next.nodes.set(n.node.id, { ...held, shown: limit, hidden });
  return { ...next, extra, done: new Map(s.done).set(n.node.id, limit) };
}

/** Adds the links of a path that follow from no node. @param {State} s @param {import('./types.js').Connection} c @returns {State} */
export function withPath(s, c) {
  const next = withItems(s, c.nodes);
  const extra = new Map(next.extra);
  for (const l of c.links) {
    if (l.relation === 'LED_TO' || l.relation === 'MOVED_FROM') extra.set(`${l.from}|${l.to}|${l.relation}`, { from: l.from, to: l.to, type: l.relation, confidence: l.confidence ?? '', count: 1 });
  }
  return { ...next, extra };
}

/** @param {State} s @param {Iterable<string>} ids @returns {State} */
export function without(s, ids) {
  const nodes = new Map(s.nodes);
  const removed = new Set(s.removed);
  for (const id of ids) {
    if (nodes.delete(id)) removed.add(id);
  }
  return { ...s, nodes, removed };
}

/** A node and all that it started, as far as it is shown. @param {State} s @param {string} id */
export function branchOf(s, id) {
  const kids = new Map();
  for (const [child, held] of s.nodes) {
    const parent = held.item.process?.parent;
    if (parent) kids.set(idOf('process', parent), [...(kids.get(idOf('process', parent)) ?? []), child]);
  }
  const found = new Set([id]);
  for (const at of found) for (const k of kids.get(at) ?? []) found.add(k);
  return found;
}

/** @param {State} s @param {string} id @param {{x: number, y: number}|undefined} pin undefined: let go @returns {State} */
export function pinned(s, id, pin) {
  const held = s.nodes.get(id);
  if (!held) return s;
  return { ...s, nodes: new Map(s.nodes).set(id, { ...held, pin }) };
}

/**
 * The relationships between the nodes that are there.
 * @param {State} s @returns {Edge[]}
 */
export function edgesOf(s) {
  /** @type {Map<string, Edge>} */
  const edges = new Map();
  const put = (/** @type {string} */ from, /** @type {string} */ to, /** @type {string} */ type, confidence = '') => {
    if (from !== to && s.nodes.has(from) && s.nodes.has(to)) edges.set(`${from}|${to}|${type}`, { from, to, type, confidence, count: 1 });
  };
  for (const [id, { item }] of s.nodes) {
    if (item.process) processEdges(s, id, item.process, put);
    if (item.session) sessionEdges(id, item.session, put);
  }
  for (const e of s.extra.values()) put(e.from, e.to, e.type, e.confidence);
  return [...edges.values()];
}

/** @param {State} s @param {string} id @param {import('./types.js').ProcessRow} p @param {(from: string, to: string, type: string, confidence?: string) => void} put */
function processEdges(s, id, p, put) {
  const session = idOf('session', p.session ?? '');
  if (p.parent) put(idOf('process', p.parent), id, 'SPAWNED', parentConfidence(s, p));
  for (const c of p.parent_claims ?? []) if (c.parent !== p.parent) put(id, idOf('process', c.parent), 'CLAIMED_PARENT', 'claimed');
  // A branch that stays in one session is tied to it where it begins.
  const parent = s.nodes.get(idOf('process', p.parent ?? ''))?.item.process;
  if (!parent || parent.session !== p.session) put(id, session, 'IN_SESSION');
  for (const maybe of p.remote_origin_possible ?? []) put(id, idOf('session', maybe), 'MAY_COME_FROM', 'possible');
  // Where the session is there, it says whose and where.
  if (s.nodes.has(session)) return;
  // And so does a parent of the same user.
  if (parent?.user !== p.user) put(id, idOf('user', p.user ?? ''), 'RAN_AS');
  if (!parent) put(id, idOf('host', p.host), 'RAN_ON');
}

/** @param {State} s @param {import('./types.js').ProcessRow} p */
function parentConfidence(s, p) {
  const parent = s.nodes.get(idOf('process', p.parent ?? ''))?.item.process;
  if (parent && !parent.observed) return 'stub';
  if ((p.parent_claims ?? []).some((c) => c.parent !== p.parent)) return 'claimed';
  return p.parent_via === 'guid' ? 'guid' : 'pid-time';
}

/** @param {string} id @param {import('./types.js').SessionRow} x @param {(from: string, to: string, type: string, confidence?: string) => void} put */
function sessionEdges(id, x, put) {
  put(id, idOf('host', x.host), 'ON_HOST');
  put(id, idOf('user', x.user ?? ''), 'OF_USER');
  put(id, idOf('host', x.source_host ?? ''), 'FROM_HOST', 'session-proven');
  if (!x.source_local) put(id, idOf('address', x.source_ip ?? ''), 'FROM_ADDRESS');
  if (x.linked && id < idOf('session', x.linked)) put(id, idOf('session', x.linked), 'LINKED_TO');
}

/** States one after the other. */
export class History {
  constructor(state = emptyState()) {
    this.state = state;
    /** @type {State[]} */
    this.past = [];
    /** @type {State[]} */
    this.future = [];
  }

  /** @param {State} next */
  push(next) {
    if (next === this.state) return;
    this.past.push(this.state);
    if (this.past.length > 100) this.past.shift();
    this.state = next;
    this.future = [];
  }

  /** @returns {boolean} */
  undo() {
    const last = this.past.pop();
    if (!last) return false;
    this.future.push(this.state);
    this.state = last;
    return true;
  }

  /** @returns {boolean} */
  redo() {
    const next = this.future.pop();
    if (!next) return false;
    this.past.push(this.state);
    this.state = next;
    return true;
  }
}
