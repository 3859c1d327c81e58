import test from 'node:test';
import assert from 'node:assert/strict';
import { tokenAt, tokens } from '../../../web/static/model/cypher-words.js';
import { completionsAt, NO_MODEL } from '../../../web/static/model/cypher-complete.js';
import { changedOf, defaultText, fresh, paramNames, readAddress, readForm, readTyped, typedOf } from '../../../web/static/model/cypher-params.js';
import { entryTitle, MAX_ENTRIES, MAX_QUERY, QueryStore } from '../../../web/static/model/query-store.js';
import { Answers, askQuestion } from '../../../web/static/model/query-session.js';
import { isMoment, keyOf, nodesOf, nodeWords, pathParts, resultCSV, resultJSON, rowNode, rowsWords, valueText } from '../../../web/static/model/cypher-result.js';
import { cypherLink, SHOWN } from '../../../web/static/model/cypher-links.js';
import { gridPlaces } from '../../../web/static/model/graph-layout.js';
import { shellWord } from '../../../web/static/model/shell-word.js';
import { Api, ApiError } from '../../../web/static/model/api.js';

const kinds = (text) => tokens(text).map((t) => `${t.kind}:${t.text}`);

test('a query is cut into pieces', () => {
  assert.deepEqual(kinds("MATCH (p:Process {pid: 4})-[:SPAWNED*1..8]->() RETURN p.image, count(*), 'it\\'s' // end"), [
    'keyword:MATCH', 'bracket:(', 'name:p', 'operator::', 'type:Process', 'bracket:{', 'property:pid', 'operator::', 'number:4', 'bracket:}', 'bracket:)', 'operator:-', 'bracket:[', 'operator::',
    'type:SPAWNED', 'operator:*', 'number:1', 'operator:.', 'operator:.', 'number:8', 'bracket:]', 'operator:-', 'operator:>', 'bracket:(', 'bracket:)', 'keyword:RETURN', 'name:p', 'operator:.',
    'property:image', 'bracket:,', 'function:count', 'bracket:(', 'operator:*', 'bracket:)', 'bracket:,', "string:'it\\'s'", 'comment:// end']);
  assert.deepEqual(kinds('$case /* a\nb */ `odd name` "open'), ['parameter:$case', 'comment:/* a\nb */', 'name:`odd name`', 'string:"open']);
  assert.equal(tokenAt("'a", 0).inside, "'");
  assert.deepEqual(tokenAt("b' x", 0, "'"), { kind: 'string', size: 2 });
});

test('any text is cut to its end', () => {
  for (const text of ['\ud800', 'é\u0000$', '$', '\\', '😀 MATCH', '/*', '`', '0x', '...', ' ']) {
    assert.equal(tokens(text).map((t) => t.text).join(''), text.trim().length ? text.replace(/\s+/g, '') : '', JSON.stringify(text));
  }
});

const MODEL = {
  labels: [{ name: 'Process', meaning: 'one process', properties: ['key', 'image', 'commandLine'] }, { name: 'Host', meaning: '', properties: ['key', 'name'] }],
  relationships: [{ type: 'SPAWNED', meaning: '', between: [{ from: 'Process', to: 'Process' }], properties: ['via'] }],
  parameters: [{ name: 'case', meaning: 'the case' }],
};
const offers = (text, asked = false) => {
  const at = text.indexOf('|') < 0 || text.includes('[:A|') ? text.length : text.indexOf('|');
  return completionsAt(text.replace('^', ''), text.includes('^') ? text.indexOf('^') : at, MODEL, asked)?.options.map((o) => o.label) ?? null;
};

test('completion follows the schema and the place', () => {
  assert.deepEqual(offers('MATCH (p:Pro'), ['Process', 'Host']);
  assert.deepEqual(offers('MATCH (p:'), ['Process', 'Host']);
  assert.deepEqual(offers('MATCH ()-[:SP'), ['SPAWNED']);
  assert.deepEqual(offers('MATCH ()-[:A|'), ['SPAWNED']);
  assert.deepEqual(offers('MATCH (p:Process) RETURN p.'), ['key', 'image', 'commandLine']);
  assert.deepEqual(offers('MATCH (h:Host) RETURN p.'), ['key', 'image', 'commandLine', 'name', 'via']);
  assert.deepEqual(offers('MATCH (p:Process {im'), ['key', 'image', 'commandLine']);
  assert.deepEqual(offers('MATCH ()-[r:SPAWNED {'), ['via']);
  assert.deepEqual(offers('RETURN $x, $ca'), ['$case', '$x', '$ca']);
  assert.ok(offers('MATCH (word:Process) RET').includes('RETURN'));
  assert.ok(offers('MATCH (word:Process) RETURN wo').includes('word'));
});

test('completion is silent in texts, comments and numbers, and where nothing is typed', () => {
  for (const text of ["RETURN 'Pro", "RETURN 'a'", 'RETURN 12', '// (p:Pro', '/* (p:', 'MATCH ', 'MATCH (p']) {
    if (text === 'MATCH (p') assert.ok(offers(text).length > 5);
    else assert.equal(offers(text), null, text);
  }
  assert.ok(offers('MATCH ', true).length > 20);
  assert.equal(completionsAt(`${'x'.repeat(30_000)}`, 5, NO_MODEL, true), null);
});

test('parameters of a query are found and read', () => {
  assert.deepEqual(paramNames("MATCH (p {key: $keyPrefix + $key, caseName: $case}) WHERE p.x = '$no' // $never\nRETURN $key, $limit"), ['key', 'limit']);
  assert.equal(fresh('limit').type, 'number');
  assert.equal(fresh('image').type, 'text');
  assert.deepEqual(readTyped({ type: 'number', text: ' 4625 ' }), { value: 4625 });
  assert.deepEqual(readTyped({ type: 'number', text: '-1.5e3' }), { value: -1500 });
  for (const text of ['', 'x', '0x10', '1_0', 'Infinity', '1e999', '9007199254740993']) assert.ok('error' in readTyped({ type: 'number', text }), text);
  assert.deepEqual(readTyped({ type: 'boolean', text: 'True' }), { value: true });
  assert.ok('error' in readTyped({ type: 'boolean', text: 'yes' }));
  assert.deepEqual(readTyped({ type: 'list', text: 'a\r\n\n b\n' }), { value: ['a', ' b'] });
  assert.deepEqual(readTyped({ type: 'json', text: '{"a":[1]}' }), { value: { a: [1] } });
  assert.ok('error' in readTyped({ type: 'json', text: '{' }));
  assert.deepEqual(readTyped({ type: 'text', text: ' 42 ' }), { value: ' 42 ' });
  assert.deepEqual(readForm(['a', 'limit'], { a: { type: 'text', text: '' } }), { params: { a: '' }, errors: { limit: 'a number such as 4625' } });
});

test('values become what would be typed, and back', () => {
  for (const value of ['x', '42', '', 7, true, ['a', 'b'], ['a\nb'], [], [1], [''], { a: null }, null]) assert.deepEqual(readTyped(typedOf(value)), { value }, JSON.stringify(value));
  assert.deepEqual(readAddress('{"a":1}'), { a: 1 });
  for (const text of [null, '', '{', '[1]', '"x"', 'null']) assert.deepEqual(readAddress(text), {}, String(text));
});

test('of a hunt, what differs from its defaults is sent', () => {
  const params = [{ name: 'limit', type: 'int', default: '200' }, { name: 'what', type: 'text', default: '"image"' }, { name: 'process', type: 'key', required: true }];
  assert.equal(defaultText(params[1]), 'image');
  assert.deepEqual(changedOf(params, { limit: '200', what: 'hash', process: 'p:1', other: 'x' }), { what: 'hash', process: 'p:1' });
  assert.deepEqual(changedOf(params, {}), {});
});

class Memory {
  constructor(items = {}) { this.items = items; }
  getItem(n) { return this.items[n] ?? null; }
  setItem(n, v) { this.items[n] = v; }
}
const entry = (query, more = {}) => ({ query, params: {}, at: '2024-03-05T08:00:00.000Z', ...more });

test('the history has each question once, the newest first, and is bounded', () => {
  const memory = new Memory();
  const s = new QueryStore('h', memory);
  for (let i = 0; i < MAX_ENTRIES + 5; i++) s.add(entry(`RETURN ${i}`));
  s.add(entry('RETURN 50', { rows: 3 }));
  s.add(entry('RETURN 50', { params: { a: 1 } }));
  assert.equal(s.items.length, MAX_ENTRIES);
  assert.deepEqual(s.items.slice(0, 3).map((x) => [x.query, x.rows, x.params.a]), [['RETURN 50', undefined, 1], ['RETURN 50', 3, undefined], [`RETURN ${MAX_ENTRIES + 4}`, undefined, undefined]]);
  assert.deepEqual(new QueryStore('h', memory).items, s.items);
  assert.equal(s.add(entry('x'.repeat(MAX_QUERY + 1))), false);
  s.remove(entry('RETURN 50'));
  assert.equal(s.has(entry('RETURN 50')), false);
  assert.equal(s.has(entry('RETURN 50', { params: { a: 1 } })), true);
  for (let i = 0; i < 40; i++) s.add(entry(`${i}${'y'.repeat(MAX_QUERY - 10)}`));
  assert.ok(memory.items.h.length <= 400_000);
  s.clear();
  assert.deepEqual(new QueryStore('h', memory).items, []);
});

test('storage that is broken or closed costs nothing but the past', () => {
  for (const text of ['{', '{}', '[1, null, {"query": 5}]', 'null']) assert.deepEqual(new QueryStore('h', new Memory({ h: text })).items, [], text);
  const closed = { getItem() { throw new Error('closed'); }, setItem() { throw new Error('full'); } };
  const s = new QueryStore('h', closed);
  s.add(entry('RETURN 1'));
  assert.equal(s.items.length, 1);
  assert.equal(entryTitle(entry('// about\n  MATCH (n)\nRETURN n')), 'MATCH (n)');
  assert.equal(entryTitle(entry('// only')), '// only');
  assert.equal(entryTitle(entry('x', { name: 'Mine' })), 'Mine');
});

const node = (label, key, properties = {}, id = key) => ({ $type: 'node', id, labels: [label], key, properties });
const step = (start, end) => ({ $type: 'relationship', id: `${start}-${end}`, type: 'SPAWNED', start, end, properties: { via: 'guid' } });
const a = node('Process', 'p:h:1', { image: 'C:\\Windows\\cmd.exe', pid: 4 });
const b = node('Process', 'p:h:2', {});
const VIEW = {
  columns: ['node', 'path', 'processKey', 'list', 'text'], took_ms: 5, summary: '2 rows',
  rows: [[a, { $type: 'path', nodes: [b, a], relationships: [step('p:h:2', 'p:h:1')] }, 'p:h:3', [node('Host', 'h:x', { name: 'x.example.test' }), { deep: { userKey: 'u:s' } }], '=1+1'],
    [node('LogonAttempt', 'a:1', { eventId: 4625 }), null, null, [1, 'two'], 'p:no-key-column']],
};

test('the nodes of an answer, wherever they stand', () => {
  assert.deepEqual(nodesOf(VIEW), { nodes: [{ kind: 'process', key: 'p:h:1' }, { kind: 'process', key: 'p:h:2' }, { kind: 'process', key: 'p:h:3' }, { kind: 'host', key: 'h:x' }, { kind: 'user', key: 'u:s' }], others: 1 });
  assert.equal(keyOf('monkey', 'p:1'), null);
  assert.equal(keyOf('image', 'p:1'), null);
  assert.deepEqual(keyOf('p.key', 's:h:1'), { kind: 'session', key: 's:h:1' });
  assert.deepEqual(keyOf('key', 'h:1'), { kind: 'host', key: 'h:1' });
  let deep = 'p:1';
  for (let i = 0; i < 5000; i++) deep = [deep];
  assert.deepEqual(nodesOf({ ...VIEW, columns: ['key'], rows: [[deep]] }).nodes, []);
  assert.equal(typeof valueText(deep), 'string');
});

test('a row is about its process, else its last node', () => {
  assert.deepEqual(rowNode(VIEW, VIEW.rows[0]), { kind: 'process', key: 'p:h:3' });
  assert.deepEqual(rowNode({ ...VIEW, columns: ['hostKey', 'n'] }, ['h:x', a]), { kind: 'process', key: 'p:h:1' });
  assert.equal(rowNode(VIEW, [null, 1, null, [], 'x']), null);
});

test('cells in words', () => {
  assert.equal(nodeWords(a), 'cmd.exe (4)');
  assert.equal(nodeWords(node('Host', 'h:x', { name: 'x.example.test' })), 'x');
  assert.deepEqual(pathParts(VIEW.rows[0][1]).map((x) => (typeof x === 'string' ? x : x.key)), ['p:h:2', '─SPAWNED→', 'p:h:1']);
  assert.deepEqual(pathParts({ nodes: [a, b], relationships: [step('p:h:2', 'p:h:1')] }).filter((x) => typeof x === 'string'), ['←SPAWNED─']);
  assert.equal(valueText(step('a', 'b')), ':SPAWNED {via: guid}');
  assert.equal(valueText(Array.from({ length: 60 }, (_, i) => i)).endsWith(', 39, … 20 more'), true);
  assert.equal(isMoment('2024-03-05T08:00:00.123456Z'), true);
  assert.equal(isMoment('2024-03-05 08:00'), false);
});

test('files of an answer have all of it, and no formula', () => {
  const csv = resultCSV(VIEW);
  assert.equal(csv.split('\r\n')[0], 'node,path,processKey,list,text');
  assert.ok(csv.includes('p:h:1,process ─SPAWNED→ cmd.exe (4),p:h:3,'), csv);
  assert.ok(csv.includes(`"'=1+1"`), csv);
  assert.equal(JSON.parse(resultJSON(VIEW)).rows[0].node.key, 'p:h:1');
});

test('what is said of the rows', () => {
  assert.equal(rowsWords({ ...VIEW, rows: [[1]] }), '1 row');
  assert.equal(rowsWords({ ...VIEW, truncated: 'rows' }), 'First 2 rows of more');
  assert.equal(rowsWords({ ...VIEW, truncated: 'time' }), 'First 2 rows: the limit of time ended it');
});

test('answers are kept for going back, but not all of them', () => {
  const kept = new Answers();
  const many = { view: { ...VIEW, rows: Array.from({ length: 20_000 }, () => []) } };
  kept.put({ query: 'RETURN 1 ', params: { a: 1 } }, many);
  assert.equal(kept.get({ query: ' RETURN 1', params: { a: 1 } }), many);
  assert.equal(kept.get({ query: 'RETURN 1', params: { a: 2 } }), undefined);
  kept.put({ query: 'RETURN 2', params: {} }, many);
  assert.equal(kept.get({ query: 'RETURN 1', params: { a: 1 } }), undefined);
  assert.equal(kept.get({ query: 'RETURN 2', params: {} }), many);
});

test('a question goes to its address, and an error has its place', async () => {
  const sent = [];
  const api = { send: (...args) => { sent.push(args); return Promise.resolve(VIEW); } };
  await askQuestion(api, { query: 'RETURN 1', params: { a: 1 } }, { limit: 100, seconds: 30 }, undefined);
  await askQuestion(api, { hunt: 'rarest', query: 'x', params: { limit: '5' } }, { limit: 0, seconds: 60 }, undefined);
  assert.deepEqual(sent.map((s) => s.slice(0, 3)), [['POST', '/cypher', { query: 'RETURN 1', params: { a: 1 }, limit: 100, timeout_seconds: 30 }],
    ['POST', '/hunts/run', { name: 'rarest', params: { limit: '5' }, timeout_seconds: 60 }]]);
  const real = new Api();
  const answer = { headers: new Headers(), status: 400 };
  assert.throws(() => real.read('/x', answer, JSON.stringify({ status: 'error', error: { code: 'invalid', message: 'no', hint: 'fix', line: 2, column: 5 } })),
    (e) => e instanceof ApiError && e.place.line === 2 && e.place.column === 5 && e.hint === 'fix');
  assert.throws(() => real.read('/x', answer, JSON.stringify({ status: 'error', error: { code: 'invalid', message: 'no' } })), (e) => e.place === undefined);
});

test('what other views show, as queries', () => {
  for (const what of SHOWN) {
    const q = new URLSearchParams(cypherLink(what, { process: 'p', session: 's', user: 'u', host: 'h' }).split('?')[1]).get('q');
    assert.ok(q.includes('RETURN'), what);
    assert.ok(paramNames(q).length <= 1, what);
  }
  assert.equal(cypherLink('sessions').includes('&p='), false);
});

test('a path as one word of a shell', () => {
  assert.equal(shellWord('/cases/a.procgraph'), '/cases/a.procgraph');
  assert.equal(shellWord("/my cases/it's"), `'/my cases/it'\\''s'`);
  assert.equal(shellWord('C:\\My cases\\a'), '"C:\\My cases\\a"');
  assert.equal(shellWord('C:\\cases\\a'), 'C:\\cases\\a');
});

test('nodes that nothing joins stand in rows by time, none upon another', () => {
  const nodes = Array.from({ length: 39 }, (_, i) => ({ id: `session~${i}`, start: `2024-03-05T08:00:${String(59 - i).padStart(2, '0')}Z` }));
  const places = gridPlaces({ nodes, edges: [] });
  assert.equal(new Set([...places.values()].map((p) => `${p.x},${p.y}`)).size, 39);
  assert.deepEqual(places.get('session~38'), { x: 0, y: 0 });
  assert.equal(gridPlaces({ nodes: [], edges: [] }).size, 0);
});
