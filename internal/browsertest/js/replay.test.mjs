import test from 'node:test';
import assert from 'node:assert/strict';
import { growTree, GROWN, KEEP, LINGER, LONGEST_WAIT, PAGE, Replay, waitFor } from '../../../web/static/model/replay-model.js';

const at = (s) => new Date(Date.parse('2024-03-05T08:00:00Z') + s * 1000).toISOString();
const row = (key, parent, s = 0) => ({ key, parent, host: 'h', observed: true, child_count: 0, match: true, start: at(s) });

/** A timeline of n events as the server serves it, and the questions asked. */
function server(n) {
  const events = Array.from({ length: n }, (_, i) => ({ time: at(i), event: 'process-start', cursor: `c${i}`, process: row(`p${i}`, '', i) }));
  const asked = [];
  const fetch = async (p) => {
    asked.push(p);
    let from = 0;
    if (p.after) from = Number(p.after.slice(1)) + 1;
    if (p.at) from = events.findIndex((e) => e.time >= p.at);
    if (from < 0) from = n;
    if (p.before) {
      const end = p.before === 'end' ? n : Number(p.before.slice(1));
      const begin = Math.max(0, end - p.limit);
      return { items: events.slice(begin, end), more: begin > 0 };
    }
    return { items: events.slice(from, from + p.limit), more: from + p.limit < n };
  };
  return { events, asked, fetch };
}

const played = async (r, n) => {
  const out = [];
  for (let i = 0; i < n && (await r.forward()); i++) out.push(r.current.cursor);
  return out;
};

test('a replay plays every event once and in order', async () => {
  const s = server(3 * PAGE + 7);
  const r = new Replay(s.fetch);
  await r.seek({});
  assert.equal(r.current, null);
  assert.deepEqual(await played(r, 10_000), s.events.map((e) => e.cursor));
  assert.equal(await r.forward(), false);
  assert.ok(r.atEnd && !r.atStart);
});

test('it goes back to the beginning, over what was not loaded', async () => {
  const s = server(3 * PAGE);
  const r = new Replay(s.fetch);
  await r.seek({ at: at(2 * PAGE + 50) });
  assert.equal(r.current.cursor, `c${2 * PAGE + 49}`);
  assert.equal(r.next.cursor, `c${2 * PAGE + 50}`);
  const back = [];
  while (await r.back()) back.push(r.current?.cursor ?? 'start');
  assert.deepEqual(back.slice(0, 2), [`c${2 * PAGE + 48}`, `c${2 * PAGE + 47}`]);
  assert.equal(back.length, 2 * PAGE + 50);
  assert.equal(back[back.length - 1], 'start');
  assert.ok(r.atStart);
});

test('it seeks to an event, to its end and behind its end', async () => {
  const s = server(500);
  const r = new Replay(s.fetch);
  for (const i of [0, 1, 250, 499]) {
    await r.seek({ cursor: `c${i}` });
    assert.equal(r.current.cursor, `c${i}`);
    assert.equal(r.next?.cursor, i < 499 ? `c${i + 1}` : undefined);
  }
  await r.seek({ at: at(10_000) });
  assert.equal(r.current.cursor, 'c499');
  assert.ok(r.atEnd);
  await r.seek({ at: at(-5) });
  assert.equal(r.current, null);
});

test('it never holds more than its window', async () => {
  const s = server(KEEP * 3);
  const r = new Replay(s.fetch);
  await r.seek({});
  let most = 0;
  while (await r.forward()) most = Math.max(most, r.events.length);
  assert.ok(most <= KEEP + PAGE, `${most}`);
  assert.equal(r.grown().length, GROWN);
  for (let i = 0; i < KEEP * 2; i++) {
    assert.ok(await r.back());
    most = Math.max(most, r.events.length);
  }
  assert.equal(r.current.cursor, `c${KEEP - 1}`);
  assert.ok(most <= KEEP + 2 * PAGE, `${most}`);
  assert.equal((await played(r, 3)).join(), `c${KEEP},c${KEEP + 1},c${KEEP + 2}`);
});

test('an answer that comes late does not disturb a newer place', async () => {
  const s = server(1000);
  let release;
  const slow = new Promise((resolve) => {
    release = resolve;
  });
  let first = true;
  const r = new Replay(async (p) => {
    if (first) {
      first = false;
      await slow;
    }
    return s.fetch(p);
  });
  const old = r.seek({});
  await r.seek({ at: at(700) });
  release();
  await old;
  assert.equal(r.next.cursor, 'c700');
});

test('the tree grows with the events, under parents that are asked for', () => {
  const e = (key, parent, s, event = 'process-start') => ({ time: at(s), event, cursor: `${key}${event}`, process: row(key, parent, s) });
  const events = [e('word', 'exp', 1), e('ps', 'word', 2), e('other', '', 3), e('word', 'exp', 4, 'process-end'), { time: at(5), event: 'session-start', cursor: 's', session: { key: 's' } }, e('who', 'ps', 6)];
  const shape = (events, known) => growTree(events, known).rows.map((r) => `${'.'.repeat(r.depth)}${r.key}:${r.state}`).join(' ');
  assert.equal(shape(events.slice(0, 2), new Map()), 'word:running .ps:new');
  assert.deepEqual(growTree(events.slice(0, 2), new Map()).missing, ['word']);
  const known = new Map([['exp', row('exp', 'init')], ['init', row('init', '')]]);
  assert.equal(shape(events, known), 'init:context .exp:context ..word:ended ...ps:running ....who:new other:running');
  assert.equal(growTree(events, known).missing.length, 0);
  assert.equal(growTree([], known).rows.length, 0);
});

test('what has ended leaves the tree after a while, unless something below it is there', () => {
  const e = (key, parent, event) => ({ time: at(1), event, cursor: key + event, process: row(key, parent, 1) });
  const later = Array.from({ length: LINGER }, (_, i) => ({ time: at(9), event: 'session-start', cursor: `s${i}`, session: { key: `s${i}` } }));
  const events = [e('a', '', 'process-start'), e('b', 'a', 'process-start'), e('c', 'b', 'process-start'), e('x', '', 'process-start'), e('y', 'x', 'process-start'),
    e('c', 'b', 'process-end'), e('b', 'a', 'process-end'), e('x', '', 'process-end')];
  const keys = (keep) => growTree([...events, ...later], new Map(), keep).rows.map((r) => r.key).join();
  assert.equal(keys(false), 'a,x,y');
  assert.equal(keys(true), 'a,b,c,x,y');
  assert.equal(growTree(events, new Map()).rows.length, 5, 'it lingers first');
});

test('a circle of parents does not hang the tree', () => {
  const events = [{ time: at(1), event: 'process-start', cursor: 'a', process: row('a', 'b') }, { time: at(2), event: 'process-start', cursor: 'b', process: row('b', 'a') }, { time: at(2), event: 'process-start', cursor: 'c', process: row('c', 'c') }];
  assert.doesNotThrow(() => growTree(events, new Map()));
});

test('the pace is that of the log or steady, and quiet hours are passed over', () => {
  const e = (s) => ({ time: at(s) });
  assert.equal(waitFor('e4', e(0), e(100)), 250);
  assert.equal(waitFor('t1', e(0), e(2)), 2000);
  assert.equal(waitFor('t10', e(0), e(2)), 200);
  assert.equal(waitFor('t1', e(0), e(100_000)), LONGEST_WAIT);
  assert.ok(waitFor('t60', e(0), e(0)) > 0);
  assert.ok(waitFor('t60', null, e(0)) > 0);
});
