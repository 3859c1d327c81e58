import test from 'node:test';
import assert from 'node:assert/strict';
import { RowSlots } from '../../../web/static/components/row-slots.js';
import { BASE_ROWS } from '../../../web/static/model/window.js';

const HEIGHT = 24;

/** As much of a document as the rows need. Writes are counted. */
function page() {
  const writes = [];
  globalThis.document = {
    createElement() {
      const style = { set top(v) { writes.push(v); this.at = v; }, get top() { return this.at; } };
      return { style, setAttribute() {}, remove() { box.list.splice(box.list.indexOf(this), 1); } };
    },
  };
  const box = {
    list: [],
    insertBefore(slot, after) {
      const had = this.list.indexOf(slot);
      if (had >= 0) this.list.splice(had, 1);
      this.list.splice(after ? this.list.indexOf(after) : this.list.length, 0, slot);
    },
  };
  return { box, writes };
}

/** Rows of texts that tell which were drawn. */
function source(texts) {
  const drawn = [];
  return { drawn, shown: (i) => [texts[i]], draw: (i, slot) => { drawn.push(i); slot.text = texts[i]; } };
}

const texts = Array.from({ length: 60_000 }, (_, i) => `row ${i}`);
const seen = (box) => box.list.map((s) => s.text);

test('scrolling by a row draws one row and places one', () => {
  const { box, writes } = page();
  const slots = new RowSlots(HEIGHT);
  const rows = source(texts);
  slots.draw(box, 0, 50, rows, false);
  assert.equal(rows.drawn.length, 50);
  rows.drawn.length = writes.length = 0;
  slots.draw(box, 1, 51, rows, true);
  assert.deepEqual(rows.drawn, [50]);
  assert.deepEqual(writes, ['1200px']);
  assert.deepEqual(seen(box), texts.slice(1, 51), 'the order of the page is that of the rows');
  slots.draw(box, 0, 50, rows, true);
  assert.deepEqual(seen(box), texts.slice(0, 50));
});

test('a jump takes the same elements, and shrinking removes them', () => {
  const { box } = page();
  const slots = new RowSlots(HEIGHT);
  slots.draw(box, 0, 50, source(texts), false);
  const had = new Set(box.list);
  slots.draw(box, 30_000, 30_050, source(texts), true);
  assert.ok(box.list.every((s) => had.has(s)));
  assert.deepEqual(seen(box), texts.slice(30_000, 30_050));
  slots.draw(box, 0, 3, source(texts), false);
  assert.deepEqual(seen(box), texts.slice(0, 3));
});

test('an update draws the rows that show something else, and no other', () => {
  const { box } = page();
  const slots = new RowSlots(HEIGHT);
  slots.draw(box, 0, 50, source(texts), false);
  const later = texts.slice();
  later[7] = 'changed';
  const rows = source(later);
  slots.draw(box, 0, 50, rows, false);
  assert.deepEqual(rows.drawn, [7]);
});

test('a row stands where its index says, from a base that follows', () => {
  const { box } = page();
  const slots = new RowSlots(HEIGHT);
  const at = (top, offset, first) => {
    slots.draw(box, first, first + 40, source(texts), true);
    const shift = slots.shift(top, offset);
    box.list.forEach((s, i) => assert.equal(shift + parseInt(s.style.top, 10) - top, (first + i) * HEIGHT - offset));
  };
  at(0, 0, 0);
  at(24_000, 24_000, 1000);
  const far = (BASE_ROWS + 100) * HEIGHT;
  at(500_000, far, BASE_ROWS + 100);
  assert.ok(parseInt(box.list[0].style.top, 10) < BASE_ROWS * HEIGHT);
  at(499_976, far - 24, BASE_ROWS + 99);
  at(200_000, (BASE_ROWS - 3) * HEIGHT, BASE_ROWS - 3);
});
