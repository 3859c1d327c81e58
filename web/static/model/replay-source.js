/**
 * The events of a replay from two questions: the timeline of processes and logons,
 * which comes in parts, and the logon attempts (4625, 4648), which are few and come
 * whole up to a bound. An attempt stands before the first event that is not earlier.
 *
 * @typedef {import('./replay-model.js').ReplayEvent} ReplayEvent
 * @typedef {import('./replay-model.js').Fetch} Fetch
 * @typedef {import('./types.js').AttemptRow} AttemptRow
 */

/** The most attempts that are replayed, and those of one answer. */
export const MAX_ATTEMPTS = 5000;
const PAGE = 1000;
/** Times of events that are remembered. */
const MAX_TIMES = 20_000;
const MARK = 'attempt:';

/** A time as a text that sorts as times do, to the last digit recorded. @param {string} time RFC 3339 */
function moment(time) {
  const ms = Date.parse(time);
  if (Number.isNaN(ms)) return '';
  const digits = /\.(\d+)/.exec(time)?.[1] ?? '';
  return `${new Date(ms).toISOString().slice(0, 19)}.${digits.padEnd(9, '0').slice(0, 9)}`;
}

/**
 * Asks for the attempts of a filter, up to the bound.
 * @param {import('./api.js').Api} api @param {Record<string, string>} filter
 * @returns {Promise<{items: AttemptRow[], total: number}>}
 */
export async function attemptsOf(api, filter) {
  const { host, user, from, to } = filter;
  // Words and a session choose processes; no attempt fits them.
  if (filter.text || filter.session) return { items: [], total: 0 };
  /** @type {AttemptRow[]} */
  const items = [];
  for (let after = ''; ;) {
    const page = await api.get('/attempts', { host, user, from, to, after, limit: PAGE });
    items.push(...page.items);
    after = page.next ?? '';
    if (!after || items.length >= MAX_ATTEMPTS) return { items, total: page.total };
  }
}

export class ReplaySource {
  /** @param {Fetch} timeline @param {() => Promise<{items: AttemptRow[], total: number}>} attempts */
  constructor(timeline, attempts) {
    this.timeline = timeline;
    this.ask = attempts;
    /** @type {Promise<void>|null} */
    this.asked = null;
    /** @type {{at: string, event: ReplayEvent}[]} in order */
    this.list = [];
    /** Attempts that are not replayed. */
    this.left = 0;
    /** @type {Map<string, string>} the moments of events by their cursors */
    this.times = new Map();
  }

  load() {
    this.asked ??= this.ask().then(({ items, total }) => {
      const timed = items.filter((a) => a.time);
      this.left = Math.max(0, total - items.length);
      this.list = timed.map((a) => ({ at: moment(/** @type {string} */ (a.time)), event: eventOf(a) }))
        .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.event.cursor < b.event.cursor ? -1 : 1));
    }).catch((err) => {
      this.asked = null;
      throw err;
    });
    return this.asked;
  }

  /**
   * A part of the events, asked for as of the timeline; a cursor may be an attempt's.
   * @param {Record<string, string|number>} p @returns {Promise<{items: ReplayEvent[], more: boolean}>}
   */
  async fetch(p) {
    await this.load();
    const { after, before } = /** @type {Record<string, string>} */ (p);
    const own = this.indexOf(after ?? before ?? '');
    // An attempt that is not there any more has no place: the replay begins anew.
    if (own < 0 && (after ?? before ?? '').startsWith(MARK)) return before ? { items: [], more: false } : this.fetch({ limit: p.limit });
    if (before) return this.backward(p, before, own);
    /** @type {{items: ReplayEvent[], more: boolean}} */
    const page = own >= 0 ? await this.part({ at: /** @type {string} */ (this.list[own].event.time), limit: p.limit }) : await this.part(p);
    const last = page.items[page.items.length - 1];
    let lo = 0;
    if (own >= 0) lo = own + 1;
    else if (after) lo = this.behind(await this.momentOf(after));
    else if (p.at) lo = this.from(moment(String(p.at)));
    const hi = page.more && last ? this.behind(moment(last.time)) : this.list.length;
    return { items: this.merged(page.items, lo, hi), more: page.more };
  }

  /** @param {Record<string, string|number>} p @param {string} before @param {number} own the attempt's index, -1 for an event or the end */
  async backward(p, before, own) {
    let edge = before;
    let hi = this.list.length;
    if (own >= 0) {
      // What is behind an attempt begins with the first event that is not earlier.
      const next = await this.part({ at: /** @type {string} */ (this.list[own].event.time), limit: 1 });
      edge = next.items[0]?.cursor ?? 'end';
      hi = own;
    } else if (before !== 'end' && this.list.length) {
      hi = this.behind(await this.momentOf(before));
    }
    const page = await this.part({ before: edge, limit: p.limit });
    const first = page.items[0];
    const lo = page.more && first ? this.behind(moment(first.time)) : 0;
    return { items: this.merged(page.items, lo, hi), more: page.more };
  }

  /** A part of the timeline; the times in it are remembered. @param {Record<string, string|number>} p */
  async part(p) {
    const page = await this.timeline(p);
    if (this.times.size > MAX_TIMES) this.times.clear();
    for (const e of page.items) this.times.set(e.cursor, moment(e.time));
    return page;
  }

  /** The moment of an event. @param {string} cursor */
  async momentOf(cursor) {
    const known = this.times.get(cursor);
    if (known !== undefined || this.list.length === 0) return known ?? '';
    const [prior] = (await this.part({ before: cursor, limit: 1 })).items;
    await this.part(prior ? { after: prior.cursor, limit: 1 } : { limit: 1 });
    return this.times.get(cursor) ?? (prior ? moment(prior.time) : '');
  }

  /** @param {string} cursor @returns {number} -1 for none */
  indexOf(cursor) {
    return cursor.startsWith(MARK) ? this.list.findIndex((a) => a.event.cursor === cursor) : -1;
  }

  /** The first attempt at a moment or later. @param {string} at */
  from(at) {
    const i = this.list.findIndex((a) => a.at >= at);
    return i < 0 ? this.list.length : i;
  }

  /** The first attempt later than a moment: those up to it stand before what happened then. @param {string} at */
  behind(at) {
    const i = this.list.findIndex((a) => a.at > at);
    return i < 0 ? this.list.length : i;
  }

  /** @param {ReplayEvent[]} events @param {number} lo @param {number} hi attempts, half-open @returns {ReplayEvent[]} */
  merged(events, lo, hi) {
    if (lo >= hi) return events;
    /** @type {ReplayEvent[]} */
    const out = [];
    let i = lo;
    for (const e of events) {
      const at = moment(e.time);
      while (i < hi && this.list[i].at <= at) out.push(this.list[i++].event);
      out.push(e);
    }
    while (i < hi) out.push(this.list[i++].event);
    return out;
  }
}

/** @param {AttemptRow} a @returns {ReplayEvent} */
function eventOf(a) {
  return { time: a.time ?? '', event: a.event_id === 4625 ? 'logon-failed' : 'credentials-used', source: a.sources?.[0], attempt: a, cursor: MARK + a.key };
}
