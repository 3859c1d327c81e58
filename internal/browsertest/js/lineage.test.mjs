import test from 'node:test';
import assert from 'node:assert/strict';
import { elapsedOf, rowsOf, shownOf } from '../../../web/static/model/lineage-model.js';
import { BOX, columns, layout } from '../../../web/static/model/lineage-layout.js';
import { lineageCSV, lineageGraph } from '../../../web/static/model/lineage-export.js';
import { svgText } from '../../../web/static/model/picture.js';

const HOSTILE = '"><script>alert(1)</script>\u202egnp\x1b[2J';

const process = (key, image, second, more = {}) => ({ id: `process~${key}`, node_kind: 'process', key, role: 'descendant', hop: 0, ...more,
  process: { key, host: 'h', host_name: 'h.example.test', image, observed: true, child_count: 0, match: true, start: `2024-03-05T08:00:${String(second).padStart(2, '0')}Z`, ...more.process } });
const session = (key, host, second, more = {}) => ({ id: `session~${key}`, node_kind: 'session', key, role: 'consequence', hop: 1, ...more,
  session: { key, host, host_name: `${host}.example.test`, observed: true, process_count: 1, user_name: 'EXAMPLE\\ana', logon_type: 3, start: `2024-03-05T08:00:${second}Z` } });
const spawned = (from, to, confidence = 'guid', ms = 1000) => ({ from: `process~${from}`, to: `process~${to}`, kind: 'spawned', confidence, elapsed_ms: ms });

function story() {
  const other = (key, image, second) => process(key, image, second, { role: 'consequence', hop: 1, process: { host: 'g', host_name: 'g.example.test' } });
  return {
    focus: 'process~word', notes: [],
    nodes: [process('sys', 'System', 1, { role: 'ancestor' }), process('smss', 'C:\\smss.exe', 2, { role: 'ancestor' }), process('win', 'C:\\wininit.exe', 3, { role: 'ancestor' }),
      process('exp', 'C:\\explorer.exe', 4, { role: 'ancestor' }), process('word', 'C:\\winword.exe', 5, { role: 'focus' }), process('ps', 'C:\\powershell.exe', 6), process('x', `C:\\${HOSTILE}`, 7),
      session('s', 'g', 20), other('svc', 'C:\\wsmprovhost.exe', 21), other('run', 'C:\\cmd.exe', 22)],
    links: [spawned('sys', 'smss'), spawned('smss', 'win'), spawned('win', 'exp'), spawned('exp', 'word'), spawned('word', 'ps'), spawned('ps', 'x'), spawned('exp', 'x', 'claimed'),
      { from: 'process~ps', to: 'session~s', kind: 'logon', confidence: 'possible', why: `names ${HOSTILE}`, elapsed_ms: 14_000 },
      { from: 'session~s', to: 'process~run', kind: 'ran-in', confidence: 'session-proven' }, spawned('svc', 'run', 'pid-time')],
  };
}

test('causes and effects are told apart', () => {
  const names = (show) => shownOf(story(), { show, full: true }).nodes.map((n) => n.key).join();
  assert.equal(names('causes'), 'sys,smss,win,exp,word');
  assert.equal(names('effects'), 'word,ps,x,s,svc,run');
  assert.equal(names('').split(',').length, 10);
});

test('system processes in a row are folded, the focus and what forks are not', () => {
  const s = shownOf(story(), { show: '', full: false });
  const folded = s.nodes.filter((n) => n.folded);
  assert.equal(folded.length, 1);
  assert.deepEqual(folded[0].folded.map((n) => n.key), ['sys', 'smss', 'win']);
  assert.ok(s.links.every((k) => s.nodes.some((n) => n.id === k.from) && s.nodes.some((n) => n.id === k.to)));
  const forked = story();
  forked.nodes.push(process('exp2', 'C:\\a.exe', 9));
  forked.links.push(spawned('smss', 'exp2'));
  assert.equal(shownOf(forked, { show: '', full: false }).nodes.filter((n) => n.folded).length, 0);
});

test('effects stand right of their causes, and no two boxes meet', () => {
  for (const full of [true, false]) {
    const s = shownOf(story(), { show: '', full });
    const p = layout(s, 'UTC');
    const box = new Map(p.boxes.map((b) => [b.id, b]));
    for (const k of s.links) assert.ok(box.get(k.from).x + BOX.w < box.get(k.to).x, `${k.from} → ${k.to}`);
    for (const a of p.boxes) for (const b of p.boxes) assert.ok(a === b || Math.abs(a.x - b.x) >= BOX.w || Math.abs(a.y - b.y) >= BOX.h, `${a.id} and ${b.id}`);
    assert.deepEqual(p.bands.map((b) => b.label), ['h.example.test', 'g.example.test']);
    for (const b of p.boxes) {
      const band = p.bands.find((x) => b.y >= x.y && b.y + b.h <= x.y + x.h);
      assert.ok(band, `${b.id} is in no band`);
      assert.ok(b.x + b.w <= p.width && b.y + b.h <= p.height);
    }
    assert.equal(p.lines.length, s.links.length);
  }
});

test('a circle of claims and a chain of a thousand are laid out', () => {
  const a = process('a', 'a.exe', 1, { role: 'focus' });
  const b = process('b', 'b.exe', 2);
  const circle = { focus: a.id, notes: [], nodes: [a, b], links: [spawned('a', 'b'), spawned('b', 'a', 'claimed')] };
  assert.equal(columns(circle.nodes, circle.links, a.id).size, 2);
  assert.equal(layout(shownOf(circle, { show: '', full: true }), 'UTC').boxes.length, 2);
  const nodes = Array.from({ length: 1000 }, (_, i) => process(`n${i}`, 'x.exe', 1));
  const links = nodes.slice(1).map((_, i) => spawned(`n${i}`, `n${i + 1}`));
  const p = layout({ focus: nodes[0].id, notes: [], nodes, links }, 'UTC');
  assert.equal(new Set(p.boxes.map((x) => `${x.x} ${x.y}`)).size, 1000);
});

test('the table has each node once, in the order of time, with its causes', () => {
  const rows = rowsOf(shownOf(story(), { show: '', full: false }));
  assert.equal(rows.length, 8);
  const x = rows.find((r) => r.node.key === 'x');
  assert.deepEqual(x.causes.map((c) => [c.from.key, c.link.confidence]), [['ps', 'guid'], ['exp', 'claimed']]);
  assert.equal(rows.find((r) => r.node.key === 'exp').causes[0].from.folded.length, 3);
});

test('elapsed times say when they are a guess', () => {
  assert.equal(elapsedOf({ elapsed_ms: 1500 }), '1.5 s');
  assert.equal(elapsedOf({ elapsed_ms: 1500, approximate: true, more: 2 }), '≈ 1.5 s (+2)');
  assert.equal(elapsedOf({ elapsed_ms: -20 }), '−20 ms');
  assert.equal(elapsedOf({}), '');
});

test('elapsed times are no finer than the records', () => {
  assert.equal(elapsedOf({ elapsed_ms: 0, whole_seconds: true }), '< 1 s');
  assert.equal(elapsedOf({ elapsed_ms: -400, whole_seconds: true, approximate: true }), '≈ < 1 s');
  assert.equal(elapsedOf({ elapsed_ms: 2600, whole_seconds: true }), '3 s');
  assert.equal(elapsedOf({ elapsed_ms: -90_000, whole_seconds: true }), '−1 min 30 s');
});

test('exports hold hostile text as text', () => {
  const s = shownOf(story(), { show: '', full: true });
  const svg = svgText(layout(s, 'UTC'), { text: '#000', card: '#fff' });
  const csv = lineageCSV(s);
  for (const out of [svg, csv]) assert.doesNotMatch(out, /\u202e|\x1b/);
  assert.doesNotMatch(svg, /<script/);
  assert.match(svg, /\\u202E/);
  const g = lineageGraph(s, 'UTC');
  assert.equal(g.nodes.length, 10);
  assert.equal(g.edges.length, 10);
  assert.equal(csv.split('\r\n').length, 1 + 12 + 1);
});

test('exports keep apart the start that was recorded and the one that a GUID tells', () => {
  const data = story();
  const stub = data.nodes.find((n) => n.key === 'exp').process;
  Object.assign(stub, { observed: false, start: undefined, start_hint: '2024-03-05T08:00:04Z' });
  const s = shownOf(data, { show: '', full: true });
  const rows = lineageCSV(s).split('\r\n').map((r) => r.split(','));
  assert.deepEqual(rows[0].slice(0, 2), ['start', 'start_hint']);
  assert.deepEqual(rows.find((r) => r.at(-1) === 'exp').slice(0, 2), ['', '2024-03-05T08:00:04Z']);
  assert.deepEqual(rows.find((r) => r.at(-1) === 'word').slice(0, 2), ['2024-03-05T08:00:05Z', '']);
  const facts = lineageGraph(s, 'UTC').nodes.find((n) => n.id === 'process~exp').facts;
  assert.deepEqual([facts.start, facts.startHint], [undefined, '2024-03-05T08:00:04Z']);
});
