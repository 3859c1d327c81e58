/**
 * The elements of the rows that are drawn. A row that leaves the view at one end
 * gives its element to one that comes in at the other; the others are not touched,
 * and the order in the page is the order of the rows.
 */
import { render } from './lit.js';

export class RowSlots {
  constructor() {
    /** @type {Map<number, HTMLElement>} by the index of the row */
    this.used = new Map();
  }

  /**
   * @param {HTMLElement} box that holds the rows and nothing else
   * @param {number} first @param {number} last half-open
   * @param {(index: number) => unknown} row the template of a row
   */
  draw(box, first, last, row) {
    /** @type {HTMLElement[]} */
    const free = [];
    for (const [index, slot] of this.used) {
      if (index >= first && index < last) continue;
      free.push(slot);
      this.used.delete(index);
    }
    /** @type {HTMLElement|null} */
    let after = null;
    for (let i = last - 1; i >= first; i--) {
      let slot = this.used.get(i);
      if (!slot) {
        slot = free.pop() ?? makeSlot();
        this.used.set(i, slot);
        box.insertBefore(slot, after);
      }
      render(row(i), slot);
      after = slot;
    }
    for (const slot of free) slot.remove();
  }
}

function makeSlot() {
  const slot = document.createElement('div');
  slot.className = 'slot';
  slot.setAttribute('role', 'presentation');
  return slot;
}
