/**
 * Open nodes in a compact form for the address. A key may be long, so a node is
 * written as a six-letter mark of its key. The marks are only ever compared with
 * those of loaded rows, from the roots down; a clash opens one node too many and
 * does no other harm. Pure.
 *
 * Form: marks of open nodes in a row; then "~" and those opened with all below;
 * then "!" and those closed again under these.
 */

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const MARK_LENGTH = 6;
/** The most marks an address carries: some 2,000 letters. */
export const MAX_MARKS = 320;

/** @param {string} key @returns {string} six letters */
export function markOf(key) {
  // Two 32-bit hashes of multiply-and-rotate kind, of which 36 bits are used.
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (let i = 0; i < key.length; i++) {
    const c = key.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul((b << 5) | (b >>> 27), 0x85ebca6b) ^ c;
  }
  a ^= a >>> 15;
  a = Math.imul(a, 0x2c1b3c6d);
  a ^= a >>> 13;
  let out = '';
  for (let i = 0; i < 3; i++) out += LETTERS[(a >>> (i * 6)) & 63];
  for (let i = 0; i < 3; i++) out += LETTERS[(b >>> (i * 6)) & 63];
  return out;
}

/**
 * @typedef {{open: Set<string>, deep: Set<string>, closed: Set<string>}} OpenState marks
 */

/** @returns {OpenState} */
export function emptyOpen() {
  return { open: new Set(), deep: new Set(), closed: new Set() };
}

/** @param {string} text @returns {OpenState} */
export function decodeOpen(text) {
  const state = emptyOpen();
  let set = state.open;
  let i = 0;
  while (i < text.length) {
    if (text[i] === '~') { set = state.deep; i++; continue; }
    if (text[i] === '!') { set = state.closed; i++; continue; }
    const mark = text.slice(i, i + MARK_LENGTH);
    if (mark.length < MARK_LENGTH || !/^[A-Za-z0-9_-]+$/.test(mark)) break;
    set.add(mark);
    i += MARK_LENGTH;
  }
  return state;
}

/**
 * @param {OpenState} state
 * @returns {{text: string, cut: boolean}} cut: there were more marks than an address carries
 */
export function encodeOpen(state) {
  let left = MAX_MARKS;
  let cut = false;
  /** @param {Set<string>} set */
  const take = (set) => {
    const marks = [...set].slice(0, left);
    cut = cut || marks.length < set.size;
    left -= marks.length;
    return marks.join('');
  };
  const deep = take(state.deep);
  const closed = take(state.closed);
  const open = take(state.open);
  return { text: open + (deep ? `~${deep}` : '') + (closed ? `!${closed}` : ''), cut };
}
