import test from 'node:test';
import assert from 'node:assert/strict';
import { baseOf, BASE_ROWS, JUMP_EXTRA, MAX_SPACER, mostRows, moved, offsetToShow, rowsInView, spacerHeight, toScroll, toVirtual } from '../../../web/static/model/window.js';

const VIEW = 800;

test('a short list scrolls as any list does', () => {
  for (const top of [0, 1, 500, 99_200]) assert.equal(toVirtual(top, 100_000, VIEW), top);
  assert.equal(toVirtual(1e9, 100_000, VIEW), 100_000 - VIEW);
});

test('a long list fits a bounded spacer and reaches both ends', () => {
  const virtual = 24 * 1_000_000;
  assert.equal(spacerHeight(virtual), MAX_SPACER);
  assert.equal(toVirtual(0, virtual, VIEW), 0);
  assert.equal(toVirtual(MAX_SPACER - VIEW, virtual, VIEW), virtual - VIEW);
});

test('scroll position and offset are each other’s inverse, and grow together', () => {
  const virtual = 24 * 100_000;
  let before = -1;
  for (let top = 0; top <= MAX_SPACER - VIEW; top += 7919) {
    const offset = toVirtual(top, virtual, VIEW);
    assert.ok(offset > before);
    before = offset;
    assert.ok(Math.abs(toScroll(offset, virtual, VIEW) - top) < 1e-6, `at ${top}`);
  }
});

test('a wheel step moves the rows by just as much; a jump follows the position', () => {
  const virtual = 24 * 100_000;
  const last = { top: 500_000, offset: toVirtual(500_000, virtual, VIEW) };
  assert.equal(moved(last, 500_120, virtual, VIEW), last.offset + 120);
  assert.equal(moved(last, 499_880, virtual, VIEW), last.offset - 120);
  assert.equal(moved(last, 700_000, virtual, VIEW), toVirtual(700_000, virtual, VIEW));
  assert.equal(moved({ top: 50, offset: 50 }, 0, virtual, VIEW), 0);
  assert.equal(moved({ top: MAX_SPACER - VIEW - 10, offset: 1_000_000 }, MAX_SPACER - VIEW, virtual, VIEW), virtual - VIEW);
});

test('the rows drawn cover the view and are few', () => {
  for (const count of [0, 1, 5, 34, 100_000]) {
    for (const offset of [0, 13, 24 * 50, 24 * Math.max(0, count - 30)]) {
      const { first, last } = rowsInView(offset, VIEW, 24, count);
      assert.ok(first >= 0 && first <= last && last <= count);
      assert.ok(last - first <= mostRows(VIEW, 24));
      if (count * 24 > offset) assert.ok(first * 24 <= offset && last * 24 >= Math.min(offset + VIEW, count * 24));
    }
  }
});

test('a row is brought into view with the least movement', () => {
  assert.equal(offsetToShow(10, 0, VIEW, 24), 0);
  assert.equal(offsetToShow(0, 480, VIEW, 24), 0);
  assert.equal(offsetToShow(100, 0, VIEW, 24), 101 * 24 - VIEW);
});

test('places are counted from a base that stays while rows come and go', () => {
  assert.equal(baseOf(0, 0), 0);
  assert.equal(baseOf(BASE_ROWS - 1, 0), 0);
  assert.equal(baseOf(BASE_ROWS, 0), BASE_ROWS);
  assert.equal(baseOf(BASE_ROWS + 5, BASE_ROWS), BASE_ROWS);
  assert.equal(baseOf(BASE_ROWS - 1, BASE_ROWS), 0);
  assert.equal(baseOf(999_999, 0), 990_000);
});

test('where all rows are new, fewer are drawn around those in view', () => {
  const few = rowsInView(24_000, VIEW, 24, 100_000, JUMP_EXTRA);
  const all = rowsInView(24_000, VIEW, 24, 100_000);
  assert.ok(few.first <= 1000 && few.last >= 1000 + VIEW / 24 && few.last - few.first < all.last - all.first - 10);
});
