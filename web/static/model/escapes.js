/**
 * Characters that act instead of being seen, made visible. Pure.
 * Shown as escapes: C0 and C1 controls, DEL, bidirectional controls, zero-width
 * and other default-ignorable characters, line separators, tags, and halves of surrogates.
 */

const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]|[\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

/** The same, for a question that keeps no place. */
const ONE_UNSAFE = new RegExp(UNSAFE.source, 'u');

/** @type {Record<number, string>} */
const NAMES = {
  0x00ad: 'SOFT HYPHEN', 0x061c: 'ARABIC LETTER MARK', 0x200b: 'ZERO WIDTH SPACE', 0x200c: 'ZERO WIDTH NON-JOINER',
  0x200d: 'ZERO WIDTH JOINER', 0x200e: 'LEFT-TO-RIGHT MARK', 0x200f: 'RIGHT-TO-LEFT MARK', 0x2028: 'LINE SEPARATOR',
  0x2029: 'PARAGRAPH SEPARATOR', 0x202a: 'LEFT-TO-RIGHT EMBEDDING', 0x202b: 'RIGHT-TO-LEFT EMBEDDING',
  0x202c: 'POP DIRECTIONAL FORMATTING', 0x202d: 'LEFT-TO-RIGHT OVERRIDE', 0x202e: 'RIGHT-TO-LEFT OVERRIDE',
  0x202f: 'NARROW NO-BREAK SPACE', 0x2060: 'WORD JOINER', 0x2066: 'LEFT-TO-RIGHT ISOLATE', 0x2067: 'RIGHT-TO-LEFT ISOLATE',
  0x2068: 'FIRST STRONG ISOLATE', 0x2069: 'POP DIRECTIONAL ISOLATE', 0xfeff: 'BYTE ORDER MARK', 0x7f: 'DELETE',
  0x1b: 'ESCAPE', 0x00: 'NULL', 0x07: 'BELL', 0x08: 'BACKSPACE', 0x09: 'TAB', 0x0a: 'LINE FEED', 0x0d: 'CARRIAGE RETURN',
};

/**
 * @typedef {{text: string, title?: string}} Segment a stretch of plain text, or one escape (with a title)
 */

/** Says whether a text has a character that must be shown as an escape. @param {string} text */
export function hasUnsafe(text) {
  return ONE_UNSAFE.test(text);
}

/** @type {Record<number, string>} */
const SHORT = { 9: '\\t', 10: '\\n', 13: '\\r' };

/** The visible form of one character. @param {number} code */
export function escapeOf(code) {
  const short = SHORT[code];
  if (short) return short;
  const hex = code.toString(16).toUpperCase();
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
}

/**
 * Cuts a text into plain stretches and escapes.
 * @param {string} text
 * @param {{multiline?: boolean}} [how] multiline keeps line feeds and tabs as they are
 * @returns {Segment[]}
 */
export function segments(text, how = {}) {
  /** @type {Segment[]} */
  const out = [];
  let from = 0;
  for (const m of text.matchAll(UNSAFE)) {
    const code = /** @type {number} */ (m[0].codePointAt(0));
    if (how.multiline && (code === 10 || code === 9 || (code === 13 && text[m.index + 1] === '\n'))) continue;
    if (m.index > from) out.push({ text: text.slice(from, m.index) });
    const hex = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    out.push({ text: escapeOf(code), title: NAMES[code] ? `${hex} ${NAMES[code]}` : hex });
    from = m.index + m[0].length;
  }
  if (from < text.length) out.push({ text: text.slice(from) });
  return out;
}

/** The text with its escapes, for titles, labels and copies. @param {string} text */
export function visible(text) {
  return hasUnsafe(text) ? segments(text).map((s) => s.text).join('') : text;
}

/**
 * Cuts a text to a number of characters, never in the middle of a surrogate pair.
 * @param {string} text @param {number} max
 */
export function cut(text, max) {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max) + '…';
}
