/**
 * What one box finds: each group is asked for by itself, so that none waits for
 * another, and a new question withdraws those before it.
 *
 * @typedef {object} Group
 * @property {string} group
 * @property {number} total
 * @property {boolean} [late]
 * @property {string} [note]
 * @property {import('./types.js').ProcessRow[]} [processes]
 * @property {import('./types.js').UserSummary[]} [users]
 * @property {import('./types.js').HostSummary[]} [hosts]
 * @property {import('./types.js').SessionRow[]} [sessions]
 *
 * @typedef {object} Found
 * @property {{words: string[], host?: string, user?: string, from?: string, to?: string, problems: string[]}} query
 * @property {string} [host_key]
 * @property {string} [user_key]
 * @property {Group[]} groups
 */
import { asApiError, isAbort, Slot } from './api.js';

/** The groups beside the processes, in the order they are shown. */
export const SIDE_GROUPS = ['hosts', 'users', 'sessions'];

/** Says whether a text has operators or quotes, which the server has to read. @param {string} q */
export function hasOperators(q) {
  return /(^|\s)(host|user|time):/i.test(q) || q.includes('"');
}

/** The filter of the process list that a parsed question stands for; null when it cannot be asked. @param {Found} f */
export function listParams(f) {
  if (f.query.words.length === 0 || f.groups[0]?.note) return null;
  return { q: f.query.words.join(' '), host: f.host_key ?? '', user: f.user_key ?? '', from: f.query.from ?? '', to: f.query.to ?? '' };
}

export class Finder {
  /** @param {import('./api.js').Api} api @param {() => void} changed */
  constructor(api, changed) {
    this.api = api;
    this.changed = changed;
    /** @type {Map<string, Found>} by group */
    this.found = new Map();
    /** @type {import('./api.js').ApiError|null} */
    this.error = null;
    this.asked = '';
    /** @type {Map<string, Slot>} */
    this.slots = new Map([...SIDE_GROUPS, 'processes'].map((g) => [g, new Slot()]));
  }

  /** Asks for the groups beside the processes. @param {string} q */
  side(q) {
    if (q !== this.asked) {
      this.found.clear();
      this.error = null;
    }
    this.asked = q;
    for (const g of SIDE_GROUPS) this.ask(g, q, 8);
  }

  /** @param {string} group @param {string} q @param {number} limit @returns {Promise<Found|null>} null when it was withdrawn or failed */
  async ask(group, q, limit) {
    const signal = /** @type {Slot} */ (this.slots.get(group)).next();
    try {
      const f = await this.api.get('/find', { q, group, limit }, signal);
      if (q !== this.asked) return null;
      this.found.set(group, f);
      this.changed();
      return f;
    } catch (err) {
      if (isAbort(err)) return null;
      this.error = asApiError(err);
      this.changed();
      return null;
    }
  }

  /** @param {string} name @returns {Group|undefined} */
  group(name) {
    return this.found.get(name)?.groups[0];
  }

  /** What was not understood of the question. */
  get problems() {
    return this.found.values().next().value?.query.problems ?? [];
  }

  cancel() {
    for (const s of this.slots.values()) s.cancel();
  }
}
