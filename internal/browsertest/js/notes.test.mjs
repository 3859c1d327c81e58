import { test } from 'node:test';
import assert from 'node:assert/strict';
import { chosen, noteTable, noteWords, parseTags, tagCounts } from '../../../web/static/model/note-model.js';
import { idOf } from '../../../web/static/model/path-model.js';
import { hasOperators, listParams } from '../../../web/static/model/finder.js';
import { cancellable, droppedFiles, MAX_FILES, resultWords } from '../../../web/static/model/upload-model.js';
import { csvText } from '../../../web/static/model/csv.js';

test('tags are cut at commas, each once, in order', () => {
  assert.deepEqual(parseTags(' b,a ,, a,  two   words '), ['a', 'b', 'two words']);
  assert.deepEqual(parseTags(''), []);
});

const notes = [
  { about_kind: 'process', about: 'p:1', tags: ['a', 'b'], comment: '=1+1\u202e', title: 'cmd.exe' },
  { about_kind: 'host', about: 'h:1', tags: ['a'] },
  { about_kind: 'user', about: 'u:1', gone: true },
];

test('notes are counted and chosen by tag and kind', () => {
  assert.deepEqual(tagCounts(notes), [{ tag: 'a', count: 2 }, { tag: 'b', count: 1 }]);
  assert.deepEqual(chosen(notes, { tag: 'a' }).map((n) => n.about), ['p:1', 'h:1']);
  assert.deepEqual(chosen(notes, { tag: 'a', kind: 'host' }).map((n) => n.about), ['h:1']);
  assert.equal(chosen(notes, {}).length, 3);
  assert.notEqual(idOf('process', 'x'), idOf('host', 'x'));
  assert.equal(noteWords(notes[1]), 'a');
});

test('a table of notes is safe for spreadsheets', () => {
  const { heads, rows } = noteTable(notes);
  const text = csvText(heads, rows);
  assert.equal(rows[0].length, heads.length);
  assert.ok(text.includes(`"'=1+1\\u202E"`), text);
  assert.ok(!text.includes('\u202e'));
});

test('operators and quotes are read by the server', () => {
  for (const q of ['host:a', 'x USER:b', 'time:2024', '"a b"']) assert.ok(hasOperators(q), q);
  for (const q of ['cmd /c', 'http://x', 'C:\\x', 'localhost:80', '']) assert.ok(!hasOperators(q), q);
});

test('a parsed question becomes the parameters of the list, or none', () => {
  const query = { words: ['net', 'user'], problems: [], from: '2024-01-01T00:00:00Z' };
  assert.deepEqual(listParams({ query, host_key: 'h:1', groups: [{ group: 'processes', total: 1 }] }), { q: 'net user', host: 'h:1', user: '', from: '2024-01-01T00:00:00Z', to: '' });
  assert.equal(listParams({ query, groups: [{ group: 'processes', total: 0, note: 'no host is called x' }] }), null);
  assert.equal(listParams({ query: { words: [], problems: [] }, groups: [] }), null);
});

test('a job says what came of it', () => {
  const job = { id: '1', name: 'a', size: 1, state: 'done', bytes_done: 1, records: 9, records_used: 1234, records_ignored: 2, duplicates_dropped: 0, lines_rejected: 1, files_refused: 1 };
  assert.equal(resultWords(job), '1,234 used, 2 of other events, 1 rejected, one file could not be read');
  assert.match(resultWords({ ...job, more_duplicates: 3 }), /, 3 of those used .* copies/);
  assert.ok(!cancellable(job));
  assert.ok(cancellable({ ...job, state: 'reading' }));
  assert.ok(!cancellable({ ...job, state: 'resolving' }));
});

test('dropped folders are walked, to a bound', async () => {
  const file = (path) => ({ isFile: true, fullPath: path, name: path, file: (ok) => ok({ size: 1 }) });
  const folder = (path, parts) => ({ isDirectory: true, fullPath: path, name: path, createReader: () => { const left = [...parts, []]; return { readEntries: (ok) => ok(left.shift()) }; } });
  const drop = (entries) => ({ items: entries.map((e) => ({ kind: 'file', webkitGetAsEntry: () => e })), files: [] });
  const got = await droppedFiles(drop([folder('/logs', [[file('/logs/b'), folder('/logs/sub', [[file('/logs/sub/c')]])], [file('/logs/a')]]), file('/x')]));
  assert.deepEqual(got.files.map((f) => f.name).sort(), ['logs/a', 'logs/b', 'logs/sub/c', 'x']);
  const many = await droppedFiles(drop([folder('/m', [Array.from({ length: MAX_FILES + 5 }, (_, i) => file(`/m/${i}`))])]));
  assert.equal(many.files.length, MAX_FILES);
  assert.ok(many.cut);
});
