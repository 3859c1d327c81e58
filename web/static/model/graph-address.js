/**
 * The graph view in an address: what it began with, and by marks of their ids which
 * nodes were expanded, widened and removed. Pure.
 *
 * @typedef {{kind: string, key: string}} Seed
 */
import { markOf, MAX_MARKS } from './opencode.js';

const SEED_KINDS = new Set(['process', 'session', 'user', 'host', 'address', 'search']);
/** The most nodes that an address begins with. */
export const MAX_SEEDS = 80;

/** @param {string} text @returns {Seed[]} */
export function seedsOf(text) {
  /** @type {Seed[]} */
  const out = [];
  for (const part of text.split('|')) {
    const at = part.indexOf('~');
    const kind = part.slice(0, at);
    if (at < 1 || !SEED_KINDS.has(kind) || out.length >= MAX_SEEDS) continue;
    try {
      const key = decodeURIComponent(part.slice(at + 1));
      if (key) out.push({ kind, key });
    } catch {
      // A malformed escape: no key at all.
    }
  }
  return out;
}

/** @param {Iterable<string>} ids @returns {{text: string, cut: boolean}} */
export function marksOf(ids) {
  const marks = [...new Set([...ids].map(markOf))];
  return { text: marks.slice(0, MAX_MARKS).join(''), cut: marks.length > MAX_MARKS };
}

/** @param {string} text @returns {Set<string>} */
export function readMarks(text) {
  return new Set(/^([A-Za-z0-9_-]{6})*$/.test(text) ? text.match(/.{6}/g) ?? [] : []);
}

/**
 * The ids that an address has marked as expanded, with how far.
 * @param {import('./graph-model.js').State} s
 */
export function expandedOf(s) {
  /** @type {string[]} */
  const first = [];
  /** @type {string[]} */
  const wide = [];
  for (const [id, limit] of s.done) (limit > 25 ? wide : first).push(id);
  return { first, wide };
}
