/**
 * A replay: events in the order of time, a window of them around the position, and
 * the tree that has grown until there. It holds a bounded number of events however
 * long the case is.
 *
 * @typedef {object} ReplayEvent
 * @property {string} time
 * @property {'process-start'|'process-end'|'session-start'|'session-end'|'logon-failed'|'credentials-used'} event
 * @property {import('./types.js').Source} [source]
 * @property {import('./types.js').ProcessRow} [process]
 * @property {import('./types.js').SessionRow} [session]
 * @property {import('./types.js').AttemptRow} [attempt]
 * @property {string} cursor
 *
 * @typedef {{key: string, row: import('./types.js').ProcessRow, depth: number, state: 'new'|'running'|'ended'|'context'}} TreeRow
 */

/** Events asked for at once; events kept; events whose processes the tree has. */
export const PAGE = 200;
export const KEEP = 2000;
export const GROWN = 250;
/** So many events after its end, a process leaves the tree, unless something below it is there. */
export const LINGER = 30;

/** @typedef {(params: Record<string, string|number>) => Promise<{items: ReplayEvent[], more: boolean}>} Fetch */

export class Replay extends EventTarget {
  /** @param {Fetch} fetch asks for a part of the timeline */
  constructor(fetch) {
    super();
    this.fetch = fetch;
    /** @type {ReplayEvent[]} */
    this.events = [];
    /** The number of events of the window that have been played. */
    this.position = 0;
    this.later = false;
    this.earlier = false;
    this.ready = false;
    this.generation = 0;
    /** @type {Promise<void>|null} */
    this.loading = null;
  }

  /** The event at the position. @returns {ReplayEvent|null} */
  get current() {
    return this.events[this.position - 1] ?? null;
  }

  get next() {
    return this.events[this.position] ?? null;
  }

  get atEnd() {
    return this.position >= this.events.length && !this.later;
  }

  get atStart() {
    return this.position <= 0 && !this.earlier;
  }

  changed() {
    this.dispatchEvent(new Event('change'));
  }

  /**
   * Goes to a moment (what began until then has been played), to an event, or to the beginning.
   * @param {{at?: string, cursor?: string}} where
   */
  async seek(where) {
    const mine = ++this.generation;
    this.loading = null;
    if (!where.at && !where.cursor) {
      const first = await this.fetch({ limit: PAGE });
      if (mine !== this.generation) return;
      this.set(first.items, 0, false, first.more);
      return;
    }
    const known = where.cursor ? await this.upTo(where.cursor) : null;
    const ahead = await this.fetch(where.cursor ? { after: where.cursor, limit: PAGE } : { at: where.at ?? '', limit: PAGE });
    if (mine !== this.generation) return;
    // Where nothing follows, the last event is found by going back from the end of time.
    const edge = known ?? await this.before(ahead.items[0]);
    if (mine !== this.generation) return;
    this.set([...edge.items, ...ahead.items], edge.items.length, edge.more, ahead.more);
  }

  /** The events before one; of none, the last ones there are. @param {ReplayEvent|undefined} event */
  async before(event) {
    return this.fetch({ before: event?.cursor ?? END, limit: PAGE });
  }

  /** The event of a cursor and those before it. @param {string} cursor */
  async upTo(cursor) {
    const behind = await this.fetch({ before: cursor, limit: PAGE });
    const last = behind.items[behind.items.length - 1];
    const own = await this.fetch(last ? { after: last.cursor, limit: 1 } : { limit: 1 });
    return { items: [...behind.items, ...own.items.filter((e) => e.cursor === cursor)], more: behind.more };
  }

  /** @param {ReplayEvent[]} events @param {number} position @param {boolean} earlier @param {boolean} later */
  set(events, position, earlier, later) {
    this.events = events;
    this.position = position;
    this.earlier = earlier;
    this.later = later;
    this.ready = true;
    this.changed();
  }

  /** Plays one event; loads ahead of need. @returns {Promise<boolean>} false at the end */
  async forward() {
    if (this.position >= this.events.length && this.later) await this.loadLater();
    if (this.position >= this.events.length) return false;
    this.position++;
    if (this.later && this.events.length - this.position < PAGE / 2) this.loadLater().catch(() => {});
    this.changed();
    return true;
  }

  /** Takes one event back. @returns {Promise<boolean>} false at the beginning */
  async back() {
    if (this.position <= 1 && this.earlier) await this.loadEarlier();
    if (this.position <= 0) return false;
    this.position--;
    this.changed();
    return true;
  }

  loadLater() {
    this.loading ??= this.load(true);
    return this.loading;
  }

  loadEarlier() {
    this.loading ??= this.load(false);
    return this.loading;
  }

  /** @param {boolean} later */
  async load(later) {
    const mine = this.generation;
    try {
      const edge = later ? this.events[this.events.length - 1] : this.events[0];
      if (!edge) return;
      const page = await this.fetch(later ? { after: edge.cursor, limit: PAGE } : { before: edge.cursor, limit: PAGE });
      if (mine !== this.generation) return;
      if (later) this.append(page);
      else this.prepend(page);
    } finally {
      if (mine === this.generation) this.loading = null;
    }
  }

  /** @param {{items: ReplayEvent[], more: boolean}} page */
  append(page) {
    this.events = this.events.concat(page.items);
    this.later = page.more;
    const over = Math.min(this.events.length - KEEP, this.position - GROWN);
    if (over > 0) {
      this.events = this.events.slice(over);
      this.position -= over;
      this.earlier = true;
    }
  }

  /** @param {{items: ReplayEvent[], more: boolean}} page */
  prepend(page) {
    this.events = page.items.concat(this.events);
    this.position += page.items.length;
    this.earlier = page.more;
    if (this.events.length > KEEP) {
      const keep = Math.max(KEEP, this.position + PAGE);
      this.later = this.later || this.events.length > keep;
      this.events = this.events.slice(0, keep);
    }
  }

  /** The events that the tree has grown by: the last ones played. Attempts to log on, of which there may be thousands at once, are none of them. */
  grown() {
    const out = [];
    for (let i = this.position - 1; i >= 0 && out.length < GROWN; i--) if (!this.events[i].attempt) out.push(this.events[i]);
    return out.reverse();
  }
}

/** The place behind every event. */
export const END = 'end';

/**
 * The tree that some played events have grown. Those that ended some events ago have left it.
 * @param {ReplayEvent[]} events in order, the last one current
 * @param {Map<string, import('./types.js').ProcessRow>} known ancestors by key
 * @param {boolean} [keep] keeps those that ended
 * @returns {{rows: TreeRow[], missing: string[]}} missing: keys of processes whose parents are to be asked for
 */
export function growTree(events, known, keep = false) {
  /** @type {Map<string, {row: import('./types.js').ProcessRow, state: TreeRow['state'], parent: string}>} */
  const nodes = new Map();
  const missing = [];
  const add = (/** @type {import('./types.js').ProcessRow} */ row, /** @type {TreeRow['state']} */ state) => {
    nodes.set(row.key, { row, state, parent: row.parent ?? '' });
  };
  /** @type {Set<string>} */
  const left = new Set();
  events.forEach((e, i) => {
    if (!e.process) return;
    add(e.process, e.event === 'process-end' ? 'ended' : 'running');
    if (e.event === 'process-end' && !keep && i < events.length - LINGER) left.add(e.process.key);
  });
  dropLeft(nodes, left);
  const last = events[events.length - 1];
  if (last?.process && last.event === 'process-start') add(last.process, 'new');
  for (const n of [...nodes.values()]) {
    let { row } = n;
    for (let depth = 0; row.parent && depth < 64 && !nodes.has(row.parent); depth++) {
      const parent = known.get(row.parent);
      if (!parent) {
        missing.push(row.key);
        break;
      }
      add(parent, 'context');
      row = parent;
    }
  }
  return { rows: preOrder(nodes), missing };
}

/**
 * Removes those that have left and have nobody below them.
 * @param {Map<string, {row: import('./types.js').ProcessRow, state: TreeRow['state'], parent: string}>} nodes @param {Set<string>} left
 */
function dropLeft(nodes, left) {
  /** @type {Map<string, number>} */
  const below = new Map();
  for (const n of nodes.values()) below.set(n.parent, (below.get(n.parent) ?? 0) + 1);
  const gone = [...left].filter((key) => !below.get(key));
  for (let key = gone.pop(); key !== undefined; key = gone.pop()) {
    const parent = nodes.get(key)?.parent ?? '';
    nodes.delete(key);
    below.set(parent, (below.get(parent) ?? 1) - 1);
    if (left.has(parent) && nodes.has(parent) && !below.get(parent)) gone.push(parent);
  }
}

/** @param {Map<string, {row: import('./types.js').ProcessRow, state: TreeRow['state'], parent: string}>} nodes @returns {TreeRow[]} */
function preOrder(nodes) {
  /** @type {Map<string, string[]>} */
  const children = new Map();
  for (const [key, n] of nodes) {
    const parent = nodes.has(n.parent) && n.parent !== key ? n.parent : '';
    const list = children.get(parent);
    if (list) list.push(key);
    else children.set(parent, [key]);
  }
  const began = (/** @type {string} */ key) => Date.parse(nodes.get(key)?.row.start || nodes.get(key)?.row.start_hint || '') || 0;
  for (const list of children.values()) list.sort((a, b) => began(a) - began(b) || (a < b ? -1 : 1));
  /** @type {TreeRow[]} */
  const rows = [];
  const stack = (children.get('') ?? []).map((key) => ({ key, depth: 0 })).reverse();
  const seen = new Set();
  while (stack.length) {
    const { key, depth } = /** @type {{key: string, depth: number}} */ (stack.pop());
    const n = nodes.get(key);
    if (!n || seen.has(key)) continue;
    seen.add(key);
    rows.push({ key, row: n.row, depth, state: n.state });
    for (const child of [...(children.get(key) ?? [])].reverse()) stack.push({ key: child, depth: depth + 1 });
  }
  return rows;
}

/** How fast a replay goes: events a second, or the times of the log so many times faster. @type {readonly [string, string][]} */
export const PACES = [['e1', '1 event a second'], ['e4', '4 events a second'], ['e20', '20 events a second'], ['t1', 'as it happened'], ['t10', '10 times faster'], ['t60', 'a minute in a second'], ['t3600', 'an hour in a second']];

/** The longest wait for the next event: quiet hours are passed over. */
export const LONGEST_WAIT = 3000;

/**
 * Milliseconds until the next event.
 * @param {string} pace @param {ReplayEvent|null} now @param {ReplayEvent|null} next
 */
export function waitFor(pace, now, next) {
  const n = Number(pace.slice(1)) || 1;
  if (pace.startsWith('e')) return 1000 / n;
  if (!now || !next) return 250;
  const gap = Date.parse(next.time) - Date.parse(now.time);
  return Math.min(LONGEST_WAIT, Math.max(8, gap / n || 0));
}

/** An event in words. @param {ReplayEvent} e */
export function eventWords(e) {
  return { 'process-start': 'started', 'process-end': 'ended', 'session-start': 'logged on', 'session-end': 'logged off', 'logon-failed': 'logon failed', 'credentials-used': 'used credentials' }[e.event] ?? e.event;
}
