/**
 * An axis of time: its marks, and the part of it that is shown. Pure.
 * Moments are milliseconds since 1970 in UTC.
 *
 * @typedef {{from: number, to: number}} Span
 * @typedef {{ms: number, label: string, major: boolean}} Tick major: a new day begins
 */
import { offsetMinutes, parts } from './time.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 15 * SECOND, 30 * SECOND,
  MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR,
  DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 91 * DAY, 182 * DAY, 365 * DAY, 730 * DAY, 3650 * DAY, 36_500 * DAY];

/** The shortest part that an axis shows. */
export const SHORTEST = 20;

/**
 * The marks of an axis, at round times of the zone, and no more of them than asked for.
 * @param {Span} span @param {number} most @param {string} zone resolved @returns {Tick[]}
 */
export function ticks(span, most, zone) {
  const length = span.to - span.from;
  if (!(length > 0) || most < 1) return [];
  const step = STEPS.find((s) => length / s <= most) ?? STEPS[STEPS.length - 1];
  const offset = offsetMinutes(span.from, zone) * MINUTE;
  const out = [];
  for (let ms = Math.ceil((span.from + offset) / step) * step - offset; ms <= span.to && out.length <= most; ms += step) {
    out.push(tick(ms, step, zone));
  }
  // Within one day no mark would say which.
  if (out.length > 0 && !out.some((t) => t.major)) out[0].label = dated(out[0], step, zone);
  return out;
}

/** A label with its day; between seconds there is room for the whole time only. @param {Tick} t @param {number} step @param {string} zone */
function dated(t, step, zone) {
  const p = parts(new Date(t.ms).toISOString(), zone);
  if (!p) return t.label;
  return step < SECOND ? `${p.time.slice(0, 6)}${t.label}` : `${p.date.slice(5)} ${t.label}`;
}

/** @param {number} ms @param {number} step @param {string} zone @returns {Tick} */
function tick(ms, step, zone) {
  const p = parts(new Date(ms).toISOString(), zone);
  if (!p) return { ms, label: '', major: false };
  const midnight = p.time === '00:00:00' && ms % SECOND === 0;
  if (step >= 91 * DAY) return { ms, label: p.date.slice(0, 7), major: true };
  if (midnight || step >= DAY) return { ms, label: p.date.slice(5), major: true };
  if (step >= MINUTE) return { ms, label: p.time.slice(0, 5), major: false };
  if (step >= SECOND) return { ms, label: p.time, major: false };
  return { ms, label: `${p.time.slice(6)}.${String(((ms % SECOND) + SECOND) % SECOND).padStart(3, '0')}`, major: false };
}

/** The place of a moment on an axis. @param {number} ms @param {Span} span @param {number} width */
export function placeOf(ms, span, width) {
  return ((ms - span.from) / (span.to - span.from)) * width;
}

/** The moment at a place. @param {number} x @param {Span} span @param {number} width */
export function momentAt(x, span, width) {
  return span.from + (Math.min(Math.max(0, x), width) / width) * (span.to - span.from);
}

/**
 * A span inside of bounds, not shorter than the shortest.
 * @param {Span} span @param {Span} bounds @returns {Span}
 */
export function clampSpan(span, bounds) {
  const whole = bounds.to - bounds.from;
  const length = Math.min(Math.max(span.to - span.from, Math.min(SHORTEST, whole)), whole);
  const from = Math.min(Math.max(span.from, bounds.from), bounds.to - length);
  return { from, to: from + length };
}

/**
 * Shows less or more, with one moment staying in its place.
 * @param {Span} span @param {number} at @param {number} factor below 1 shows less @param {Span} bounds @returns {Span}
 */
export function zoom(span, at, factor, bounds) {
  const length = Math.min(Math.max((span.to - span.from) * factor, SHORTEST), bounds.to - bounds.from);
  const share = (at - span.from) / (span.to - span.from);
  return clampSpan({ from: at - share * length, to: at + (1 - share) * length }, bounds);
}

/** @param {Span} span @param {number} share of what is shown; below 0 goes back @param {Span} bounds @returns {Span} */
export function pan(span, share, bounds) {
  const by = (span.to - span.from) * share;
  return clampSpan({ from: span.from + by, to: span.to + by }, bounds);
}

/**
 * A span in an address: RFC 3339 texts to whole milliseconds.
 * @param {string|null|undefined} from @param {string|null|undefined} to @param {Span} bounds stands in for what is missing
 * @returns {Span|null} null when neither is given or they cannot be a span
 */
export function readSpan(from, to, bounds) {
  const a = from ? Date.parse(from) : NaN;
  const b = to ? Date.parse(to) : NaN;
  if (Number.isNaN(a) && Number.isNaN(b)) return null;
  const span = { from: Number.isNaN(a) ? bounds.from : a, to: Number.isNaN(b) ? bounds.to : b };
  return span.to > span.from ? span : null;
}

/** @param {number} ms */
export function writeMoment(ms) {
  return new Date(Math.round(ms)).toISOString();
}

/**
 * The days that a span touches, as a zone has them, at most so many.
 * @param {Span} span @param {string} zone @param {number} most @returns {{date: string, from: number, to: number}[]}
 */
export function daysOf(span, zone, most = 400) {
  const out = [];
  let at = span.from;
  while (at <= span.to && out.length < most) {
    const from = dayStart(at, zone);
    // The next day begins 23 to 25 hours later.
    const to = dayStart(from + DAY + 2 * HOUR, zone);
    out.push({ date: parts(new Date(at).toISOString(), zone)?.date ?? '', from, to });
    at = to;
  }
  return out;
}

/** @param {number} ms @param {string} zone */
function dayStart(ms, zone) {
  const offset = offsetMinutes(ms, zone) * MINUTE;
  const guess = Math.floor((ms + offset) / DAY) * DAY - offset;
  return guess + offset - offsetMinutes(guess, zone) * MINUTE;
}

/**
 * A bar on an axis: its ends cut to what is shown, and never thinner than can be seen.
 * @param {number} from NaN: not known @param {number} to NaN: not known @param {Span} span @param {number} width
 * @returns {{x: number, w: number}|null} null outside of the span
 */
export function barPlace(from, to, span, width) {
  const a = Number.isNaN(from) ? span.from : from;
  const b = Number.isNaN(to) ? span.to : to;
  if (b < span.from || a > span.to) return null;
  const x = Math.max(0, placeOf(a, span, width));
  return { x, w: Math.max(2, Math.min(width, placeOf(b, span, width)) - x) };
}
