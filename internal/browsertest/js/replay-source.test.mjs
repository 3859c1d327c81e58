import test from 'node:test';
import assert from 'node:assert/strict';
import { attemptsOf, MAX_ATTEMPTS, ReplaySource } from '../../../web/static/model/replay-source.js';
import { GROWN, Replay } from '../../../web/static/model/replay-model.js';

const at = (s, digits = '') => `${new Date(Date.parse('2024-03-05T08:00:00Z') + s * 1000).toISOString().slice(0, 19)}${digits ? `.${digits}` : ''}Z`;
const row = (key) => ({ key, parent: '', host: 'h', observed: true, child_count: 0, match: true, start: at(0) });

/** A time with all its digits, to be compared. */
const exact = (time) => `${time.slice(0, 19)}.${(/\.(\d+)/.exec(time)?.[1] ?? '').padEnd(9, '0')}`;

/** A timeline as the server serves it, of events at these times. */
function timeline(times) {
  const events = times.map((time, i) => ({ time, event: 'process-start', cursor: `c${i}`, process: row(`p${i}`) }));
  return async (p) => {
    let from = 0;
    if (p.before) {
      const end = p.before === 'end' ? events.length : events.findIndex((e) => e.cursor === p.before);
      assert.ok(end >= 0, `no event has the cursor ${p.before}`);
      return { items: events.slice(Math.max(0, end - p.limit), end), more: end > p.limit };
    }
    if (p.after) {
      from = events.findIndex((e) => e.cursor === p.after) + 1;
      assert.ok(from > 0, `no event has the cursor ${p.after}`);
    }
    if (p.at) from = events.findIndex((e) => exact(e.time) >= exact(p.at));
    if (from < 0) from = events.length;
    return { items: events.slice(from, from + p.limit), more: from + p.limit < events.length };
  };
}

const attempt = (key, time, more = {}) => ({ key, event_id: 4625, host: 'h', time, ...more });

function replayOf(times, attempts) {
  const source = new ReplaySource(timeline(times), async () => ({ items: attempts, total: attempts.length }));
  return new Replay((p) => source.fetch(p));
}

const name = (e) => e.process?.key ?? e.attempt.key;
const all = async (r) => {
  const out = [];
  while (await r.forward()) out.push(name(r.current));
  return out;
};

/** 700 events, and attempts before, between, with and after them. */
const times = Array.from({ length: 700 }, (_, i) => at(10 * i + 10));
const attempts = [attempt('first', at(1)), attempt('with', at(30)), attempt('digits', at(30, '0000001')), attempt('edge', at(2001)), attempt('late', at(5555)), attempt('last', at(99_999)), attempt('never')];
const order = (() => {
  const list = times.map((time, i) => ({ key: `p${i}`, ms: Date.parse(time), rank: 1 }));
  for (const a of attempts) if (a.time) list.push({ key: a.key, ms: Date.parse(a.time), rank: a.key === 'digits' ? 2 : 0 });
  return list.sort((a, b) => a.ms - b.ms || a.rank - b.rank).map((x) => x.key);
})();

test('attempts stand among the events, each once and in the order of time', async () => {
  const r = replayOf(times, attempts);
  await r.seek({});
  const played = await all(r);
  assert.equal(played.length, 706);
  assert.deepEqual(played, order);
  assert.ok(order.indexOf('with') < order.indexOf('p2') && order.indexOf('p2') < order.indexOf('digits'));
});

test('going back meets the same events', async () => {
  const r = replayOf(times, attempts);
  await r.seek({ at: at(1_000_000) });
  const back = [name(r.current)];
  while (await r.back()) if (r.current) back.push(name(r.current));
  assert.deepEqual(back.reverse(), order);
});

test('an address leads to an attempt, to an event beside it, and to a moment', async () => {
  for (const i of [0, 1, 2, 3, 4, 5, 204, 205, 206, 560, 561, 704, 705]) {
    const first = replayOf(times, attempts);
    await first.seek({});
    for (let n = 0; n <= i; n++) await first.forward();
    const { cursor } = first.current;
    const r = replayOf(times, attempts);
    await r.seek({ cursor });
    assert.equal(name(r.current), order[i]);
    assert.equal(r.next && name(r.next), order[i + 1] ?? null, `after ${order[i]}`);
    await r.back();
    assert.equal(r.current && name(r.current), order[i - 1] ?? null, `before ${order[i]}`);
  }
  for (const s of [0, 1, 2, 30, 31, 2000, 2001, 2002, 7001, 100_000]) {
    const r = replayOf(times, attempts);
    await r.seek({ at: at(s) });
    const n = order.filter((k) => Date.parse(k.startsWith('p') ? times[Number(k.slice(1))] : attempts.find((a) => a.key === k).time) < Date.parse(at(s))).length;
    assert.equal(r.current && name(r.current), order[n - 1] ?? null, `${s}`);
    assert.equal(r.next && name(r.next), order[n] ?? null, `${s}`);
  }
});

test('an attempt that is gone has no place', async () => {
  const r = replayOf(times, attempts);
  await r.seek({ cursor: 'attempt:gone' });
  assert.equal(r.current, null);
  assert.equal(name(r.next), 'first');
});

test('only attempts, and thousands of them, do not end the tree', async () => {
  const only = replayOf([], attempts.slice(0, 3));
  await only.seek({});
  assert.deepEqual(await all(only), ['first', 'with', 'digits']);
  const spray = Array.from({ length: 3000 }, (_, i) => attempt(`a${i}`, at(9)));
  const r = replayOf([at(1), at(2), at(20)], spray);
  await r.seek({});
  assert.equal((await all(r)).length, 3003);
  await r.back();
  assert.deepEqual(r.grown().map(name), ['p0', 'p1']);
  assert.ok(GROWN < 3000);
});

test('attempts come in pages up to a bound, and none where words or a session choose', async () => {
  const asked = [];
  const api = { get: async (path, p) => {
    asked.push([path, p]);
    return { items: Array.from({ length: 1000 }, (_, i) => attempt(`${p.after}${i}`, at(i))), total: 9000, next: `n${asked.length}` };
  } };
  const got = await attemptsOf(api, { host: 'h', user: 'u', from: 'f', to: 't', text: '', session: '' });
  assert.equal(got.items.length, MAX_ATTEMPTS);
  assert.equal(asked.length, MAX_ATTEMPTS / 1000);
  assert.deepEqual(asked[1], ['/attempts', { host: 'h', user: 'u', from: 'f', to: 't', after: 'n1', limit: 1000 }]);
  const source = new ReplaySource(timeline([]), async () => got);
  await source.fetch({ limit: 1 });
  assert.equal(source.left, 4000);
  assert.deepEqual(await attemptsOf(api, { text: 'x' }), { items: [], total: 0 });
  assert.equal(asked.length, 5);
});

test('a failure to ask is asked again', async () => {
  let fails = true;
  const source = new ReplaySource(timeline([at(1)]), async () => {
    if (fails) throw new Error('away');
    return { items: [attempt('a', at(2))], total: 1 };
  });
  await assert.rejects(source.fetch({ limit: 5 }), /away/);
  fails = false;
  assert.equal((await source.fetch({ limit: 5 })).items.length, 2);
});
