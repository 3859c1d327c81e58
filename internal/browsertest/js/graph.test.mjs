import test from 'node:test';
import assert from 'node:assert/strict';
import { branchOf, edgesOf, emptyState, History, nextLimit, pinned, withItems, withNeighbours, without } from '../../../web/static/model/graph-model.js';
import { visibleOf } from '../../../web/static/model/graph-view.js';
import { timePlaces, treePlaces } from '../../../web/static/model/graph-layout.js';
import { expandedOf, marksOf, readMarks, seedsOf } from '../../../web/static/model/graph-address.js';
import { restored } from '../../../web/static/model/graph-session.js';
import { graphCSV, graphJSON, graphPicture, plainGraph } from '../../../web/static/model/graph-export.js';
import { marksOfNotes } from '../../../web/static/model/graph-notes.js';
import { graphML, mermaid } from '../../../web/static/model/graph-text.js';
import { csvField, csvText } from '../../../web/static/model/csv.js';
import { svgText } from '../../../web/static/model/picture.js';
import { graphLink } from '../../../web/static/model/router.js';
import { VIEWS } from '../../../web/static/model/routes.js';
import { itemName, nodeRef, stepWords } from '../../../web/static/model/path-model.js';

const proc = (key, parent, image = 'C:\\svchost.exe', more = {}) => ({ id: `process~${key}`, node_kind: 'process', key,
  process: { key, host: 'h', host_name: 'h.example.test', image, parent, parent_via: 'guid', session: 's', user: 'u', observed: true, child_count: 0, match: true, start: `2024-03-05T08:00:0${key.length % 10}Z`, ...more } });
const logon = { id: 'session~s', node_kind: 'session', key: 's', session: { key: 's', host: 'h', user: 'u', host_name: 'h.example.test', observed: true, process_count: 9, source_host: 'g', source_ip: '192.0.2.1' } };
const host = (key) => ({ id: `host~${key}`, node_kind: 'host', key, host: { key, name: `${key}.example.test`, process_count: 3 } });
const user = { id: 'user~u', node_kind: 'user', key: 'u', user: { key: 'u', name: 'EXAMPLE\\ana', session_count: 2 } };

const answer = (total = 4) => ({ node: proc('top', '', 'C:\\services.exe', { child_count: total }), groups: [
  { relation: 'SPAWNED', out: true, items: [proc('a', 'top'), proc('bb', 'top'), proc('ccc', 'top'), proc('dddd', 'top', 'C:\\cmd.exe')], total },
  { relation: 'IN_SESSION', out: true, items: [logon], total: 1 }, { relation: 'RAN_ON', out: true, items: [host('h')], total: 1 }] });
const full = () => withItems(withNeighbours(emptyState(), answer(10), 25), [user, host('g')]);
const types = (s) => edgesOf(s).map((e) => e.type).sort();
const how = (more = {}) => ({ hide: new Set(), group: true, open: new Set(), zone: 'UTC', ...more });

test('relationships follow from the nodes that are there', () => {
  assert.deepEqual(types(full()), ['FROM_HOST', 'IN_SESSION', 'OF_USER', 'ON_HOST', 'SPAWNED', 'SPAWNED', 'SPAWNED', 'SPAWNED']);
  // Without the session, the first of a branch is tied to its user and host itself.
  const bare = types(without(full(), ['session~s']));
  assert.equal(bare.filter((t) => t === 'RAN_ON').length, 1);
  assert.equal(bare.filter((t) => t === 'RAN_AS').length, 1);
  assert.equal(types(without(full(), ['session~s', 'process~top'])).filter((t) => t === 'RAN_ON').length, 4);
  const s = withItems(emptyState(), [proc('a', 'x', 'C:\\a.exe', { parent_claims: [{ parent: 'x', source: 'sysmon' }, { parent: 'y', source: 'security' }] }), proc('x', ''), proc('y', '')]);
  assert.deepEqual(edgesOf(s).map((e) => [e.from, e.type, e.confidence]), [['process~x', 'SPAWNED', 'claimed'], ['process~a', 'CLAIMED_PARENT', 'claimed']]);
});

test('an expansion counts what it left out and asks for more the next time', () => {
  const s = full();
  assert.equal(s.nodes.get('process~top').hidden, 6);
  assert.equal(nextLimit(s, 'process~top'), 100);
  assert.equal(nextLimit(s, 'process~a'), 25);
  assert.equal(visibleOf(s, how()).nodes.find((n) => n.id === 'process~top').more, 6);
});

test('processes of one image are one node, with their relationships added up', () => {
  const v = visibleOf(full(), how());
  const group = v.nodes.find((n) => n.kind === 'group');
  assert.equal(group.title, '3 × svchost.exe');
  assert.deepEqual(v.edges.filter((e) => e.to === group.id).map((e) => [e.type, e.count]), [['SPAWNED', 3]]);
  assert.equal(visibleOf(full(), how({ open: new Set([group.id]) })).nodes.some((n) => n.kind === 'group'), false);
  assert.equal(visibleOf(full(), how({ group: false })).nodes.length, 9);
  const busy = withItems(full(), [proc('kid', 'a', 'C:\\x.exe')]);
  assert.equal(visibleOf(busy, how()).nodes.find((n) => n.kind === 'group').members.length, 2);
  assert.equal(visibleOf(pinned(full(), 'process~a', { x: 1, y: 2 }), how()).nodes.find((n) => n.kind === 'group').members.length, 2);
});

test('kinds can be left out', () => {
  const v = visibleOf(full(), how({ hide: new Set(['host', 'user']) }));
  assert.deepEqual([...new Set(v.nodes.map((n) => n.kind))].sort(), ['group', 'process', 'session']);
  assert.ok(v.edges.every((e) => v.nodes.some((n) => n.id === e.from) && v.nodes.some((n) => n.id === e.to)));
});

test('undo and redo go through all states', () => {
  const h = new History(full());
  h.push(without(h.state, ['process~a']));
  h.push(pinned(h.state, 'process~bb', { x: 5, y: 5 }));
  assert.equal(h.undo(), true);
  assert.equal(h.state.nodes.get('process~bb').pin, undefined);
  assert.equal(h.undo(), true);
  assert.ok(h.state.nodes.has('process~a'));
  assert.equal(h.undo(), false);
  assert.equal(h.redo(), true);
  assert.ok(!h.state.nodes.has('process~a'));
  h.push(without(h.state, ['process~bb']));
  assert.equal(h.redo(), false);
});

test('what was removed comes back only by a wider expansion', () => {
  const s = without(full(), ['process~a']);
  assert.ok(!withNeighbours(s, answer(10), 25).nodes.has('process~a'));
  assert.ok(withNeighbours({ ...s, removed: new Set() }, answer(10), 100).nodes.has('process~a'));
  assert.deepEqual([...branchOf(withItems(full(), [proc('kid', 'a')]), 'process~a')], ['process~a', 'process~kid']);
});

test('the address holds seeds and marks', async () => {
  const link = graphLink([{ kind: 'process', key: 'p:h|x~1 ü' }, { kind: 'host', key: 'h:a' }]);
  const seed = new URL(link, 'http://x').searchParams.get('seed');
  assert.deepEqual(seedsOf(seed), [{ kind: 'process', key: 'p:h|x~1 ü' }, { kind: 'host', key: 'h:a' }]);
  assert.deepEqual(seedsOf('nonsense~1|process~%zz|process~|~x'), []);
  assert.deepEqual(readMarks('<script>'), new Set());
  // The same address brings the same nodes again.
  const asked = [];
  const api = { get: async (path, params) => {
    asked.push(params.key);
    return params.key === 'top' ? answer(4) : { node: proc(params.key, 'top'), groups: [{ relation: 'SPAWNED', out: true, items: [proc(`${params.key}-kid`, params.key)], total: 1 }] };
  } };
  const fresh = await restored(api, [{ kind: 'process', key: 'top' }], { first: '', wide: '', removed: '' }, undefined);
  assert.equal(fresh.nodes.size, 7);
  const grown = without(withNeighbours(fresh, await api.get('', { key: 'a' }), 25), ['process~bb']);
  const marks = { first: marksOf(expandedOf(grown).first).text, wide: marksOf(expandedOf(grown).wide).text, removed: marksOf(grown.removed).text };
  const again = await restored(api, [{ kind: 'process', key: 'top' }], marks, undefined);
  assert.deepEqual([...again.nodes.keys()].sort(), [...grown.nodes.keys()].sort());
  // Also when what it began with is gone.
  const beheaded = without(grown, ['process~top']);
  const third = await restored(api, [{ kind: 'process', key: 'top' }], { first: marksOf(expandedOf(beheaded).first).text, wide: '', removed: marksOf(beheaded.removed).text }, undefined);
  assert.deepEqual([...third.nodes.keys()].sort(), [...beheaded.nodes.keys()].sort());
});

test('places: all nodes have one, pins keep theirs, nobody shares', () => {
  const v = visibleOf(pinned(full(), 'process~dddd', { x: 7777, y: 8888 }), how({ group: false }));
  for (const places of [treePlaces(v), timePlaces(v)]) {
    assert.equal(places.size, v.nodes.length);
    assert.deepEqual(places.get('process~dddd'), { x: 7777, y: 8888 });
    assert.equal(new Set([...places.values()].map((p) => `${p.x} ${p.y}`)).size, v.nodes.length);
  }
  const tree = treePlaces(v);
  for (const k of ['a', 'bb', 'ccc']) assert.ok(tree.get(`process~${k}`).x > tree.get('process~top').x);
  assert.equal(treePlaces({ nodes: [], edges: [] }).size, 0);
});

test('CSV guards against formulas and hidden characters', () => {
  assert.equal(csvField('=1+1'), `"'=1+1"`);
  assert.equal(csvField('  @SUM(A1)'), `"'  @SUM(A1)"`);
  assert.equal(csvField('\t=x'), `"'\\t=x"`);
  assert.equal(csvField('-enc "x"'), `"'-enc ""x"""`);
  assert.equal(csvField('plain'), 'plain');
  assert.equal(csvField(-5), '-5');
  assert.equal(csvField(undefined), '');
  assert.equal(csvText(['a', 'b'], [['x,y', '\u202e']]), 'a,b\r\n"x,y",\\u202E\r\n');
});

test('GraphML and Mermaid hold hostile text as text', () => {
  const evil = '"]; click n0 "javascript:alert(1)" \n%%{init}%% <b>&\u0000\u202e';
  const g = { nodes: [{ id: 'a', kind: 'process', label: evil, facts: { commandLine: evil } }, { id: 'b', kind: 'host', label: 'h' }], edges: [{ from: 'a', to: 'b', type: 'RAN_ON', label: evil, confidence: 'possible' }] };
  const xml = graphML(g);
  assert.doesNotMatch(xml, /<b>|\u0000/);
  assert.match(xml, /&lt;b&gt;&amp;\ufffd/);
  assert.equal((xml.match(/<node /g) ?? []).length, 2);
  const text = mermaid(g);
  assert.equal(text.trim().split('\n').length, 4);
  assert.doesNotMatch(text, /click n0 "|<b>|\u202e|%%/);
  assert.match(text, /n0 -\.->/);
});

test('the picture that is saved has every node and line', () => {
  const v = visibleOf(full(), how());
  const svg = svgText(graphPicture(v, treePlaces(v)), { text: '#000' });
  assert.equal((svg.match(/font-weight="bold"/g) ?? []).length, v.nodes.length);
  assert.equal((svg.match(/rotate\(/g) ?? []).length, v.edges.length);
  assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
  assert.equal(plainGraph(v, full()).nodes.find((n) => n.kind === 'group').facts.members, 3);
  assert.equal(JSON.parse(graphJSON(v, full())).nodes.length, 9);
  assert.equal(graphCSV(v, full()).trim().split('\r\n').length, v.nodes.length + 1);
});

test('views are named once', () => {
  for (const part of ['id', 'path', 'tag']) assert.equal(new Set(VIEWS.map((v) => v[part])).size, VIEWS.length);
  const keys = VIEWS.filter((v) => v.key).map((v) => v.key);
  assert.equal(new Set(keys).size, keys.length);
});

test('nodes and steps have names', () => {
  assert.deepEqual(nodeRef('process~p:1~2'), { kind: 'process', key: 'p:1~2' });
  assert.equal(nodeRef('process'), null);
  assert.equal(itemName(proc('a', '')), 'svchost.exe');
  assert.equal(itemName(user), 'EXAMPLE\\ana');
  assert.equal(stepWords('SPAWNED', true), 'started');
  assert.equal(stepWords('SPAWNED', false), 'was started by');
});

test('notes mark nodes, groups by their members, and go into what is saved', () => {
  const s = full();
  const notes = new Map([['process~a', { tags: [] , comment: 'first <b>' }], ['process~bb', { tags: ['way in'], colour: 'red' }], ['user~u', { tags: ['owner'] }]]);
  const get = (kind, key) => notes.get(`${kind}~${key}`);
  const v = visibleOf(s, how());
  const group = v.nodes.find((n) => n.kind === 'group');
  const marks = marksOfNotes(v.nodes, get);
  assert.deepEqual(marks.get(group.id), { colour: 'red', words: 'first <b>; way in', count: 2 });
  assert.deepEqual(marks.get('user~u'), { colour: '', words: 'owner', count: 1 });
  assert.equal(marks.size, 2);
  const facts = plainGraph(v, s, marks).nodes.find((n) => n.id === group.id).facts;
  assert.deepEqual([facts.note, facts.noteColour], ['first <b>; way in', 'red']);
  assert.equal(plainGraph(v, s).nodes.every((n) => n.facts.note === undefined), true);
  assert.match(graphCSV(v, s, marks).split('\n')[0], /note,noteColour/);
  const boxes = graphPicture(v, treePlaces(v), null, marks).boxes;
  assert.equal(boxes.find((b) => b.id === group.id).mark, 'note-red');
  assert.equal(boxes.find((b) => b.id === 'user~u').mark, 'accent');
  assert.match(svgText({ width: 10, height: 10, title: '', bands: [], boxes, lines: [] }, { text: '#000', 'note-red': '#c62828' }), /stroke="#c62828" stroke-opacity/);
});
