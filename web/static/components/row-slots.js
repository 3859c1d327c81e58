/**
 * The elements of the rows that are drawn. A row that leaves the view at one end
 * gives its element to one that comes in at the other; the others are not touched,
 * neither by a write nor by a layout, because each has its place by its index. The
 * order in the page is the order of the rows.
 */
import { baseOf } from '../model/window.js';

/**
 * @typedef {object} RowSource
 * @property {(index: number) => unknown[]} shown all that a row shows: it is drawn again when one of them differs
 * @property {(index: number, slot: HTMLElement) => void} draw
 */

export class RowSlots {
  /** @param {number} height of a row, in pixels */
  constructor(height) {
    this.height = height;
    this.base = 0;
    /** @type {Map<number, {slot: HTMLElement, shown: unknown[]|null}>} by the index of the row */
    this.used = new Map();
  }

  /** Where the box must begin for the row of the offset to stand at the top. @param {number} top of the scroller @param {number} offset */
  shift(top, offset) {
    return Math.round(top + this.base * this.height - offset);
  }

  /**
   * @param {HTMLElement} box that holds the rows and nothing else
   * @param {number} first @param {number} last half-open
   * @param {RowSource} rows
   * @param {boolean} moved only the place differs: a row that is drawn already is as it should be
   */
  draw(box, first, last, rows, moved) {
    const base = baseOf(first, this.base);
    /** @type {{slot: HTMLElement, shown: unknown[]|null}[]} */
    const free = [];
    for (const [index, held] of this.used) {
      if (index >= first && index < last) {
        if (base !== this.base) this.place(held.slot, index - base);
        continue;
      }
      free.push(held);
      this.used.delete(index);
    }
    this.base = base;
    /** @type {HTMLElement|null} */
    let after = null;
    for (let i = last - 1; i >= first; i--) {
      let held = this.used.get(i);
      const fresh = !held;
      if (!held) {
        held = free.pop() ?? { slot: makeSlot(), shown: null };
        this.used.set(i, held);
        this.place(held.slot, i - base);
        box.insertBefore(held.slot, after);
      }
      if (fresh || !moved) this.drawOne(held, i, rows);
      after = held.slot;
    }
    for (const { slot } of free) slot.remove();
  }

  /** @param {{slot: HTMLElement, shown: unknown[]|null}} held @param {number} index @param {RowSource} rows */
  drawOne(held, index, rows) {
    const shown = rows.shown(index);
    if (held.shown && shown.length === held.shown.length && shown.every((v, i) => Object.is(v, held.shown?.[i]))) return;
    held.shown = shown;
    rows.draw(index, held.slot);
  }

  /** @param {HTMLElement} slot @param {number} at the number of rows from the top of the box */
  place(slot, at) {
    slot.style.top = `${at * this.height}px`;
  }
}

function makeSlot() {
  const slot = document.createElement('div');
  slot.className = 'slot';
  slot.setAttribute('role', 'presentation');
  return slot;
}
