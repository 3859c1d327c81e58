/**
 * Text from logs. It only ever goes into text nodes; characters that would act
 * are shown as escapes; a direction inside it stays inside it.
 */
import { html } from './lit.js';
import { cut, hasUnsafe, segments } from '../model/escapes.js';

/** The most characters of a value in a row; details show it whole. */
const ROW_MAX = 400;

/** @param {string} text @param {boolean} multiline @param {string[]} words */
function pieces(text, multiline, words) {
  return segments(text, { multiline }).map((s) =>
    s.title ? html`<span class="esc" title=${s.title}>${s.text}</span>` : marked(s.text, words));
}

/** A stretch with the searched words marked. @param {string} text @param {string[]} words */
function marked(text, words) {
  if (words.length === 0) return text;
  const lower = text.toLowerCase();
  if (lower.length !== text.length) return text;
  const out = [];
  let at = 0;
  for (;;) {
    let best = -1;
    let size = 0;
    for (const w of words) {
      const i = lower.indexOf(w, at);
      if (i >= 0 && (best < 0 || i < best || (i === best && w.length > size))) {
        best = i;
        size = w.length;
      }
    }
    if (best < 0) break;
    if (best > at) out.push(text.slice(at, best));
    out.push(html`<mark>${text.slice(best, best + size)}</mark>`);
    at = best + size;
  }
  if (at === 0) return text;
  if (at < text.length) out.push(text.slice(at));
  return out;
}

/** The words to mark for a filter text. @param {string} text */
export function wordsOf(text) {
  return text.toLowerCase().split(/\s+/).filter((w) => w.length > 0).slice(0, 8);
}

/**
 * A value from a log in a line, cut to what a row can hold.
 * @param {string|undefined} text @param {string[]} [words]
 */
export function logLine(text, words = []) {
  if (!text) return '';
  const short = cut(text, ROW_MAX);
  if (words.length === 0 && !hasUnsafe(short)) return html`<bdi class="log">${short}</bdi>`;
  return html`<bdi class="log">${pieces(short, false, words)}</bdi>`;
}

/** A value from a log, whole. @param {string|undefined} text @param {{multiline?: boolean, words?: string[]}} [how] */
export function logWhole(text, how = {}) {
  if (!text) return '';
  return html`<bdi class="log whole">${pieces(text, how.multiline ?? false, how.words ?? [])}</bdi>`;
}
