/**
 * The queries that were run and those that were kept, in this browser. Bounded:
 * the oldest go. Pure but for the storage that it is given.
 *
 * @typedef {{query: string, params: Record<string, any>, hunt?: string, name?: string, at: string, rows?: number, took?: number, failed?: string}} Entry
 * @typedef {{getItem(name: string): string|null, setItem(name: string, value: string): void}} Storage
 */

/** The most entries of a list, characters of a query that is kept, and characters of a list. */
export const MAX_ENTRIES = 100;
export const MAX_QUERY = 20_000;
const MAX_ALL = 400_000;

export class QueryStore {
  /** @param {string} name @param {Storage|null} storage null: what is kept lasts until the page is left */
  constructor(name, storage) {
    this.name = name;
    this.storage = storage;
    this.items = this.read();
  }

  /** @returns {Entry[]} */
  read() {
    try {
      const list = JSON.parse(this.storage?.getItem(this.name) ?? '[]');
      return Array.isArray(list) ? list.filter(isEntry).slice(0, MAX_ENTRIES) : [];
    } catch {
      return [];
    }
  }

  write() {
    let text = JSON.stringify(this.items);
    while (text.length > MAX_ALL && this.items.length > 0) {
      this.items = this.items.slice(0, -1);
      text = JSON.stringify(this.items);
    }
    try {
      this.storage?.setItem(this.name, text);
    } catch {
      // Storage may be full or closed; the list then lasts until the page is left.
    }
  }

  /** Puts an entry first; the same question has one entry. @param {Entry} entry @returns {boolean} false: too long to be kept */
  add(entry) {
    if (entry.query.length > MAX_QUERY || JSON.stringify(entry).length > 2 * MAX_QUERY) return false;
    this.items = [entry, ...this.items.filter((x) => !sameQuestion(x, entry))].slice(0, MAX_ENTRIES);
    this.write();
    return true;
  }

  /** @param {Entry} entry */
  remove(entry) {
    this.items = this.items.filter((x) => !sameQuestion(x, entry));
    this.write();
  }

  /** @param {{query: string, params: Record<string, any>, hunt?: string}} entry */
  has(entry) {
    return this.items.some((x) => sameQuestion(x, entry));
  }

  clear() {
    this.items = [];
    this.write();
  }
}

/** @param {any} x */
function isEntry(x) {
  return x && typeof x === 'object' && typeof x.query === 'string' && typeof x.at === 'string' && x.params && typeof x.params === 'object';
}

/** @param {{query: string, params: any, hunt?: string}} a @param {{query: string, params: any, hunt?: string}} b */
function sameQuestion(a, b) {
  return a.query.trim() === b.query.trim() && (a.hunt ?? '') === (b.hunt ?? '') && JSON.stringify(a.params) === JSON.stringify(b.params);
}

/** The first line of a query that says something. @param {Entry} entry */
export function entryTitle(entry) {
  if (entry.name) return entry.name;
  const lines = entry.query.split('\n').map((l) => l.trim());
  return (lines.find((l) => l && !l.startsWith('//')) ?? lines[0] ?? '').slice(0, 160);
}
