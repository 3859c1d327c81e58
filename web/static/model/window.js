/**
 * The arithmetic of a list that is longer than what is drawn. Pure.
 *
 * A browser bounds the height of an element, and far below the bound positions
 * lose precision, so above MAX_SPACER the spacer is shorter than the rows would
 * be. The first and the last EDGE pixels of it map one to one, so the ends
 * behave as in any list; the middle is scaled.
 */

export const MAX_SPACER = 1_000_000;
const EDGE = 100_000;

/** The height of the spacer for a content of virtual pixels. @param {number} virtual */
export function spacerHeight(virtual) {
  return Math.min(virtual, MAX_SPACER);
}

/**
 * The virtual offset that a scroll position stands for.
 * @param {number} top scroll position @param {number} virtual content height @param {number} viewport height
 */
export function toVirtual(top, virtual, viewport) {
  const spacer = spacerHeight(virtual);
  const maxTop = Math.max(0, spacer - viewport);
  const maxVirtual = Math.max(0, virtual - viewport);
  const t = Math.min(Math.max(0, top), maxTop);
  if (spacer === virtual) return t;
  if (t <= EDGE) return t;
  if (t >= maxTop - EDGE) return maxVirtual - (maxTop - t);
  return EDGE + (t - EDGE) * ((maxVirtual - 2 * EDGE) / (maxTop - 2 * EDGE));
}

/** The scroll position that stands for a virtual offset: the inverse of toVirtual.
 * @param {number} offset @param {number} virtual @param {number} viewport */
export function toScroll(offset, virtual, viewport) {
  const spacer = spacerHeight(virtual);
  const maxTop = Math.max(0, spacer - viewport);
  const maxVirtual = Math.max(0, virtual - viewport);
  const o = Math.min(Math.max(0, offset), maxVirtual);
  if (spacer === virtual) return o;
  if (o <= EDGE) return o;
  if (o >= maxVirtual - EDGE) return maxTop - (maxVirtual - o);
  return EDGE + (o - EDGE) * ((maxTop - 2 * EDGE) / (maxVirtual - 2 * EDGE));
}

/**
 * The virtual offset after a scroll event. A step of less than a viewport is a
 * wheel or a key: it moves the rows by just as much. A longer one is a jump of
 * the thumb: the position decides.
 * @param {{top: number, offset: number}} last scroll position and virtual offset before
 * @param {number} top the new scroll position
 * @param {number} virtual @param {number} viewport
 */
export function moved(last, top, virtual, viewport) {
  const maxTop = Math.max(0, spacerHeight(virtual) - viewport);
  const maxVirtual = Math.max(0, virtual - viewport);
  const step = top - last.top;
  if (spacerHeight(virtual) === virtual || top <= 0 || top >= maxTop || Math.abs(step) > viewport) {
    return toVirtual(top, virtual, viewport);
  }
  return Math.min(Math.max(0, last.offset + step), maxVirtual);
}

/** Rows drawn above and below those in view; fewer while the view jumps further than it is high, where all of them are new. */
const EXTRA = 8;
export const JUMP_EXTRA = 1;

/** The most rows that rowsInView ever gives. @param {number} viewport @param {number} rowHeight */
export function mostRows(viewport, rowHeight) {
  return Math.ceil(viewport / rowHeight) + 2 + 2 * EXTRA;
}

/**
 * The rows to draw for an offset: those in view and some on either side.
 * @param {number} offset @param {number} viewport @param {number} rowHeight @param {number} count @param {number} [extra] rows on either side
 * @returns {{first: number, last: number}} half-open
 */
export function rowsInView(offset, viewport, rowHeight, count, extra = EXTRA) {
  const first = Math.max(0, Math.floor(offset / rowHeight) - extra);
  const last = Math.min(count, Math.ceil((offset + viewport) / rowHeight) + extra);
  return { first: Math.min(first, last), last };
}

/**
 * The offset that brings a row wholly into view with the least movement.
 * @param {number} index @param {number} offset @param {number} viewport @param {number} rowHeight
 */
export function offsetToShow(index, offset, viewport, rowHeight) {
  const top = index * rowHeight;
  if (top < offset) return top;
  if (top + rowHeight > offset + viewport) return top + rowHeight - viewport;
  return offset;
}

/** Rows from one base to the next. */
export const BASE_ROWS = 10_000;

/**
 * The row that places are counted from: the same over thousands of rows, so that a row
 * in view keeps its place while others come and go, and no place is so far away that
 * it loses precision.
 * @param {number} first row drawn @param {number} base so far
 */
export function baseOf(first, base) {
  return first >= base && first < base + BASE_ROWS ? base : Math.floor(first / BASE_ROWS) * BASE_ROWS;
}
