/**
 * The lifetime bar: a process's life as a stretch of the span shown. Pure.
 *
 * @typedef {object} Bar
 * @property {number} left 0 to 100, percent of the span
 * @property {number} width percent
 * @property {'closed'|'bounded'|'open'|'hint'} kind closed: start and end recorded; bounded: ended at the latest then;
 *   open: no end recorded; hint: only the second of its GUID is known
 * @property {number|null} ms its length, when both ends are recorded
 */
import { duration } from './time.js';

/**
 * @param {{start?: string, start_hint?: string, end?: string, end_not_after?: string}} p
 * @param {{from: number, to: number}} span in milliseconds
 * @returns {Bar|null} null when nothing is known
 */
export function barOf(p, span) {
  const startText = p.start || p.start_hint || '';
  const endText = p.end || p.end_not_after || '';
  const start = startText ? Date.parse(startText) : NaN;
  const end = endText ? Date.parse(endText) : NaN;
  if (Number.isNaN(start) && Number.isNaN(end)) return null;
  const length = span.to - span.from;
  if (!(length > 0)) return null;
  const a = Number.isNaN(start) ? span.from : start;
  const b = Number.isNaN(end) ? span.to : end;
  const left = clamp(((a - span.from) / length) * 100);
  const right = clamp(((b - span.from) / length) * 100);
  const kind = !p.start ? 'hint' : p.end ? 'closed' : p.end_not_after ? 'bounded' : 'open';
  return { left, width: Math.max(0, right - left), kind, ms: p.start && p.end ? end - start : null };
}

/**
 * Begin and end in milliseconds, NaN where not known; of a process, or of a session.
 * @param {{start?: string, start_hint?: string, end?: string, end_not_after?: string}} p
 */
export function lifeOf(p) {
  const begin = p.start || p.start_hint;
  const end = p.end || p.end_not_after;
  return { from: begin ? Date.parse(begin) : NaN, to: end ? Date.parse(end) : NaN, exact: Boolean(p.start && p.end) };
}

/**
 * The span that lives lie in. What was not seen to start may be days older than the
 * recording: it counts only where nothing else is there, and is drawn from the axis' edge on.
 * @param {{start?: string, start_hint?: string, end?: string, end_not_after?: string}[]} lives
 * @returns {{from: number, to: number}|null} null when no moment is known
 */
export function spanOfLives(lives) {
  const seen = lives.filter((l) => l.start);
  let from = Infinity;
  let to = -Infinity;
  for (const l of seen.length ? seen : lives) {
    const t = lifeOf(l);
    for (const ms of [t.from, t.to]) {
      if (ms < from) from = ms;
      if (ms > to) to = ms;
    }
  }
  return from > to ? null : { from, to };
}

/** @param {number} v */
function clamp(v) {
  return Math.min(100, Math.max(0, v));
}

/** The bar in words. @param {Bar|null} bar */
export function lifetimeWords(bar) {
  if (!bar) return '';
  if (bar.ms !== null) return duration(bar.ms);
  if (bar.kind === 'bounded') return 'no end';
  if (bar.kind === 'open') return 'no end';
  return '';
}

/**
 * A span that holds all given moments, with a hundredth of room on either side.
 * @param {(string|undefined)[]} texts RFC 3339
 * @returns {{from: number, to: number}|null}
 */
export function spanOf(texts) {
  let from = Infinity;
  let to = -Infinity;
  for (const t of texts) {
    const ms = t ? Date.parse(t) : NaN;
    if (Number.isNaN(ms)) continue;
    from = Math.min(from, ms);
    to = Math.max(to, ms);
  }
  if (from > to) return null;
  const room = Math.max(500, (to - from) / 100);
  return { from: from - room, to: to + room };
}
