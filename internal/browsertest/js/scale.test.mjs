import test from 'node:test';
import assert from 'node:assert/strict';
import { barPlace, clampSpan, daysOf, momentAt, pan, placeOf, readSpan, SHORTEST, ticks, writeMoment, zoom } from '../../../web/static/model/scale.js';
import { MAX_LANES, openRows, packLanes } from '../../../web/static/model/lanes.js';

const T = Date.parse('2024-03-05T08:00:00Z');
const MIN = 60_000;
const HOUR = 60 * MIN;

test('ticks stand at round times and are not too many', () => {
  assert.deepEqual(ticks({ from: T, to: T + HOUR }, 6, 'UTC').map((t) => t.label), ['03-05 08:00', '08:10', '08:20', '08:30', '08:40', '08:50', '09:00']);
  assert.deepEqual(ticks({ from: T + 100, to: T + 1100 }, 5, 'UTC').map((t) => t.label), ['08:00:00.200', '00.400', '00.600', '00.800', '01.000']);
  for (const length of [5, 100, 7000, MIN, HOUR, 30 * HOUR, 400 * 24 * HOUR, 30_000 * 24 * HOUR]) {
    const list = ticks({ from: T, to: T + length }, 8, 'UTC');
    assert.ok(list.length <= 9, `${length}: ${list.length}`);
    assert.ok(list.every((t) => t.ms >= T && t.ms <= T + length && t.label));
  }
  assert.deepEqual(ticks({ from: T, to: T }, 8, 'UTC'), []);
});

test('a new day is named, and in the zone', () => {
  const utc = ticks({ from: T + 12 * HOUR, to: T + 20 * HOUR }, 8, 'UTC').filter((t) => t.major);
  assert.deepEqual(utc.map((t) => [t.label, new Date(t.ms).toISOString()]), [['03-06', '2024-03-06T00:00:00.000Z']]);
  const india = ticks({ from: T + 6 * HOUR, to: T + 14 * HOUR }, 8, 'Asia/Kolkata').filter((t) => t.major);
  assert.deepEqual(india.map((t) => [t.label, new Date(t.ms).toISOString()]), [['03-06', '2024-03-05T18:30:00.000Z']]);
});

test('zoom keeps its moment in place and stays in its bounds', () => {
  const bounds = { from: 0, to: 1000_000 };
  const z = zoom(bounds, 250_000, 0.5, bounds);
  assert.deepEqual(z, { from: 125_000, to: 625_000 });
  assert.equal(placeOf(250_000, z, 100), placeOf(250_000, bounds, 100));
  assert.deepEqual(zoom(z, 250_000, 100, bounds), bounds);
  const deep = zoom({ from: 100, to: 130 }, 110, 0.001, bounds);
  assert.ok(Math.abs(deep.to - deep.from - SHORTEST) < 1e-6);
  assert.deepEqual(pan({ from: 0, to: 100 }, -1, bounds), { from: 0, to: 100 });
  assert.deepEqual(pan({ from: 0, to: 100 }, 0.5, bounds), { from: 50, to: 150 });
  assert.deepEqual(clampSpan({ from: 900_000, to: 1100_000 }, bounds), { from: 800_000, to: 1000_000 });
  assert.equal(momentAt(-5, bounds, 100), 0);
  assert.equal(momentAt(50, bounds, 100), 500_000);
});

test('a span in an address is read or refused', () => {
  const bounds = { from: T, to: T + HOUR };
  assert.equal(readSpan('', null, bounds), null);
  assert.deepEqual(readSpan('2024-03-05T08:10:00Z', '', bounds), { from: T + 10 * MIN, to: T + HOUR });
  assert.equal(readSpan('nonsense', 'nonsense', bounds), null);
  assert.equal(readSpan('2024-03-05T08:10:00Z', '2024-03-05T08:05:00Z', bounds), null);
  assert.equal(writeMoment(T + 0.4), '2024-03-05T08:00:00.000Z');
});

test('days are those of the zone, also where one has 23 hours', () => {
  const spring = { from: Date.parse('2024-03-30T10:00:00Z'), to: Date.parse('2024-04-01T10:00:00Z') };
  assert.deepEqual(daysOf(spring, 'Europe/Berlin').map((d) => [d.date, (d.to - d.from) / HOUR]), [['2024-03-30', 24], ['2024-03-31', 23], ['2024-04-01', 24]]);
  assert.deepEqual(daysOf(spring, 'UTC').map((d) => d.date), ['2024-03-30', '2024-03-31', '2024-04-01']);
  assert.equal(daysOf({ from: 0, to: 1e13 }, 'UTC', 10).length, 10);
});

test('bars are cut to what is shown and can be seen', () => {
  const span = { from: 0, to: 1000 };
  assert.deepEqual(barPlace(100, 200, span, 100), { x: 10, w: 10 });
  assert.deepEqual(barPlace(500, 500, span, 100), { x: 50, w: 2 });
  assert.deepEqual(barPlace(-50, 5000, span, 100), { x: 0, w: 100 });
  assert.deepEqual(barPlace(NaN, 500, span, 100), { x: 0, w: 50 });
  assert.deepEqual(barPlace(500, NaN, span, 100), { x: 50, w: 50 });
  assert.equal(barPlace(1001, 2000, span, 100), null);
});

test('lanes hold no two at one time', () => {
  const items = [{ from: 0, to: 10 }, { from: 5, to: 15 }, { from: 10, to: 20 }, { from: 16, to: 17 }];
  const { lanes, count, crowded } = packLanes(items, 0);
  assert.deepEqual(lanes.map((l) => [l.item.from, l.lane]), [[0, 0], [5, 1], [10, 0], [16, 1]]);
  assert.equal(count, 2);
  assert.equal(crowded, 0);
  assert.equal(packLanes(items, 2).count, 3);
  const many = packLanes(Array.from({ length: 100 }, (_, i) => ({ from: i, to: 1000 })), 0);
  assert.deepEqual([many.count, many.crowded], [MAX_LANES, 100 - MAX_LANES]);
});

test('closed branches hide what is below and count it', () => {
  const rows = [['a', 0], ['b', 1], ['c', 2], ['d', 1], ['e', 0]].map(([key, depth]) => ({ key, depth }));
  const shown = (closed) => openRows(rows, new Set(closed)).map((r) => `${r.row.key}${r.below || ''}`).join();
  assert.equal(shown([]), 'a,b,c,d,e');
  assert.equal(shown(['b']), 'a,b1,d,e');
  assert.equal(shown(['a', 'b']), 'a3,e');
  assert.equal(shown(['e']), 'a,b,c,d,e');
});
