import test from 'node:test';
import assert from 'node:assert/strict';
import { beginStamp, between, duration, fullStamp, offsetMinutes, readTyped, resolveZone, stamp } from '../../../web/static/model/time.js';
import { barOf, lifetimeWords, spanOf } from '../../../web/static/model/lifetime.js';

test('times keep their digits and are never rounded', () => {
  assert.equal(stamp('2024-03-05T14:50:00.9996789Z', 'UTC'), '2024-03-05 14:50:00.999');
  assert.equal(stamp('2024-03-05T14:50:00Z', 'UTC'), '2024-03-05 14:50:00');
  assert.equal(fullStamp('2024-03-05T14:50:00.9996789Z', 'UTC'), '2024-03-05 14:50:00.9996789 UTC');
  assert.equal(stamp(undefined, 'UTC'), '');
  assert.equal(stamp('no time', 'UTC'), '');
});

test('what only a GUID tells of a start is marked', () => {
  assert.equal(beginStamp({ start: '2024-03-05T14:50:00.5Z', start_hint: '2024-03-05T14:50:00Z' }, 'UTC'), '2024-03-05 14:50:00.5');
  assert.equal(beginStamp({ start_hint: '2024-03-05T14:50:00Z' }, 'UTC'), '≈ 2024-03-05 14:50:00');
  assert.equal(beginStamp({}, 'UTC'), '');
});

test('zones, with their summer time', () => {
  assert.equal(stamp('2024-03-05T23:30:00.5Z', 'Europe/Berlin'), '2024-03-06 00:30:00.5');
  assert.equal(stamp('2024-07-05T23:30:00.5Z', 'Europe/Berlin'), '2024-07-06 01:30:00.5');
  assert.equal(offsetMinutes(Date.parse('2024-03-05T00:00:00Z'), 'Asia/Kathmandu'), 345);
  assert.equal(fullStamp('2024-03-05T14:50:00.1Z', 'America/St_Johns'), '2024-03-05 11:20:00.1 America/St_Johns (−03:30)');
  assert.equal(resolveZone('No/Where'), 'UTC');
});

test('typed times are read in the zone shown', () => {
  assert.equal(readTyped('', 'UTC', 'from'), '');
  assert.equal(readTyped('2024-03-05', 'UTC', 'from'), '2024-03-05T00:00:00Z');
  assert.equal(readTyped('2024-03-05', 'UTC', 'to'), '2024-03-05T23:59:59.9999999Z');
  assert.equal(readTyped('2024-03-05 14:50', 'UTC', 'to'), '2024-03-05T14:50:59.9999999Z');
  assert.equal(readTyped('2024-03-05T14:50:01.250', 'Europe/Berlin', 'from'), '2024-03-05T13:50:01.250Z');
  assert.equal(readTyped('2024-03-05 14:50:01 +02:00', 'UTC', 'from'), '2024-03-05T12:50:01Z');
  assert.equal(readTyped('2024-03-31 03:30:00', 'Europe/Berlin', 'from'), '2024-03-31T01:30:00Z');
  for (const bad of ['yesterday', '2024-13-05', '5.3.2024', '2024-03-05 25:00']) assert.equal(readTyped(bad, 'UTC', 'from'), null, bad);
});

test('what is shown can be typed again', () => {
  for (const zone of ['UTC', 'Asia/Tokyo', 'America/New_York']) {
    const t = '2024-11-05T14:50:01.250Z';
    assert.equal(readTyped(stamp(t, zone), zone, 'from'), t);
  }
});

test('durations', () => {
  const cases = [[0, '0 ms'], [999, '999 ms'], [1500, '1.5 s'], [59_000, '59 s'], [61_000, '1 min 1 s'], [3_600_000, '1 h 0 min'], [90_000_000, '1 d 1 h'], [1645 * 86_400_000, '4 y 185 d'], [-5, '']];
  for (const [ms, want] of cases) assert.equal(duration(ms), want);
});

test('a time between two records is no finer than they are', () => {
  const t = (/** @type {string} */ second) => `2024-03-05T14:50:${second}Z`;
  const cases = [['01.250', '01.251', '1 ms'], ['01', '01', '< 1 s'], ['01.7', '01', '< 1 s'], ['01', '01.900', '< 1 s'], ['01', '03', '2 s'], ['01.250', '03.750', '2.5 s'], ['01', '59', '58 s'], ['05.5', '01', '']];
  for (const [from, to, want] of cases) assert.equal(between(t(from), t(to)), want, `${from} to ${to}`);
  assert.equal(between(t('01'), undefined), '');
});

test('lifetime bars', () => {
  const span = { from: Date.parse('2024-01-01T00:00:00Z'), to: Date.parse('2024-01-01T00:01:40Z') };
  const full = barOf({ start: '2024-01-01T00:00:10Z', end: '2024-01-01T00:00:20Z' }, span);
  assert.deepEqual(full, { left: 10, width: 10, kind: 'closed', ms: 10_000 });
  assert.equal(lifetimeWords(full), '10 s');
  assert.deepEqual(barOf({ start: '2024-01-01T00:00:10Z' }, span), { left: 10, width: 90, kind: 'open', ms: null });
  assert.equal(barOf({ start: '2024-01-01T00:00:10Z', end_not_after: '2024-01-01T00:00:20Z' }, span).kind, 'bounded');
  assert.equal(barOf({ start_hint: '2024-01-01T00:00:10Z' }, span).kind, 'hint');
  assert.equal(barOf({}, span), null);
  assert.equal(barOf({ start: '2023-01-01T00:00:00Z', end: '2025-01-01T00:00:00Z' }, span).width, 100);
  assert.equal(spanOf([undefined, 'x']), null);
});
