import test from 'node:test';
import assert from 'node:assert/strict';
import { GrowingPlaces, graphOf, settledRows } from '../../../web/static/model/replay-graph.js';
import { growTree } from '../../../web/static/model/replay-model.js';
import { axisMarks, timePlaces, timeScale } from '../../../web/static/model/graph-layout.js';
import { graphPicture } from '../../../web/static/model/graph-export.js';
import { svgText } from '../../../web/static/model/picture.js';

const at = (s) => new Date(Date.parse('2024-03-05T08:00:00Z') + s * 1000).toISOString();
const row = (key, parent, s = 0) => ({ key, parent, parent_via: 'guid', host: 'h', host_name: 'h.example.test', image: `C:\\${key}.exe`, pid: 4, observed: true, child_count: 9, match: true, start: at(s) });
const started = (key, parent, s) => ({ time: at(s), event: 'process-start', cursor: key, process: row(key, parent, s) });
const ended = (key, parent, s) => ({ time: at(s), event: 'process-end', cursor: `${key} end`, process: { ...row(key, parent), end: at(s) } });

/** 300 events of a tree that grows at many places. */
const events = Array.from({ length: 300 }, (_, i) => {
  const parent = i < 3 ? '' : `p${(i * 7919) % Math.max(1, Math.min(i, 40))}`;
  return i % 5 === 4 && i > 60 ? ended(`p${i - 20}`, '', i) : started(`p${i}`, parent === `p${i}` ? 'p0' : parent, i);
});

test('no node of a growing graph moves, and no two stand in one place', () => {
  const growing = new GrowingPlaces();
  let before = new Map();
  let stayed = 0;
  for (let n = 1; n <= events.length; n++) {
    const { rows } = growTree(events.slice(Math.max(0, n - 250), n), new Map());
    const columns = new Map(rows.map((r) => [`process~${r.key}`, r.depth]));
    const places = growing.place(rows);
    assert.equal(places.size, rows.length);
    assert.equal(new Set([...places.values()].map((p) => `${p.x},${p.y}`)).size, rows.length, `after ${n} events`);
    for (const [id, p] of places) {
      const was = before.get(id);
      if (!was || was.depth !== columns.get(id)) continue;
      assert.deepEqual(p, was.p, `${id} moved after ${n} events`);
      stayed++;
    }
    before = new Map([...places].map(([id, p]) => [id, { p, depth: columns.get(id) }]));
  }
  assert.ok(stayed > 10_000);
});

test('going back and forth gives the same places while the nodes are there', () => {
  const growing = new GrowingPlaces();
  const rows = (n) => growTree(events.slice(0, n), new Map()).rows;
  const forth = growing.place(rows(50));
  growing.place(rows(40));
  growing.place(rows(60));
  for (const [id, p] of growing.place(rows(40))) assert.deepEqual(p, forth.get(id));
});

test('a child stands right of its parent and first children in its row', () => {
  const places = new GrowingPlaces().place(growTree([started('a', '', 1), started('b', 'a', 2), started('c', 'a', 3), started('d', 'b', 4), started('e', '', 5)], new Map()).rows);
  const y = (key) => places.get(`process~${key}`).y;
  const x = (key) => places.get(`process~${key}`).x;
  assert.ok(y('a') === y('b') && y('b') === y('d') && y('c') > y('b') && y('e') > y('c'));
  assert.ok(x('a') === x('e') && x('b') === x('c') && x('b') > x('a') && x('d') > x('b'));
});

test('what has ended is pale, lines lead from parents, and a branch waits for the parent of its top', () => {
  const { rows, missing } = growTree([started('a', 'away', 1), started('b', 'a', 2), started('c', '', 3), ended('b', 'a', 4)], new Map());
  assert.deepEqual(missing, ['a']);
  assert.deepEqual(settledRows(rows, new Set(missing)).map((r) => r.key), ['c']);
  assert.deepEqual(settledRows(rows, new Set()).map((r) => r.key), rows.map((r) => r.key));
  const v = graphOf(rows, 'UTC');
  assert.deepEqual(v.nodes.map((n) => [n.title, n.faded, n.more]), [['a.exe', false, 0], ['b.exe', true, 0], ['c.exe', false, 0]]);
  assert.deepEqual(v.edges.map((e) => `${e.from} ${e.type} ${e.to}`), ['process~a SPAWNED process~b']);
});

test('the axis of time has round marks where the nodes of that time stand', () => {
  const { rows } = growTree([started('a', '', 0), started('b', 'a', 60), started('c', 'a', 600)], new Map());
  const v = graphOf(rows, 'UTC');
  const scale = timeScale(v);
  const places = timePlaces(v);
  const marks = axisMarks(scale, 0, scale.width, 12, 'UTC');
  assert.deepEqual(marks.map((m) => m.label).slice(0, 3), ['03-05 08:00', '08:01', '08:02']);
  assert.equal(marks[1].x, places.get('process~b').x);
  assert.deepEqual(axisMarks(scale, 0, scale.width / 10, 12, 'Asia/Kolkata').map((m) => m.label).slice(0, 2), ['03-05 13:30:00', '13:30:05']);
  assert.equal(timeScale({ nodes: [{ start: '' }], edges: [] }), null);
  const p = graphPicture(v, places, { scale, zone: 'UTC' });
  const c = p.boxes.find((x) => x.id === 'process~c');
  assert.ok(p.axis.marks.some((m) => Math.abs(m.x - (c.x + c.w / 2)) < 0.2));
  const svg = svgText(p, { text: '#000', muted: '#555', line: '#999', card: '#fff' });
  assert.ok(svg.includes('>08:06<') && svg.includes('Start in UTC from 2024-03-05') && !svg.includes('NaN'));
  assert.equal(graphPicture(v, places).axis, null);
});
