import test from 'node:test';
import assert from 'node:assert/strict';
import { theCase } from '../../../web/static/model/case.js';
import { theNotes } from '../../../web/static/model/notes.js';
import { theUploads } from '../../../web/static/model/uploads.js';
import { ApiError } from '../../../web/static/model/api.js';

globalThis.document = { hidden: false, addEventListener() {} };

/** Answers as the client gives them: the same object as long as nothing differs. */
const answers = {
  '/stats': { processes: 1 }, '/hosts': { items: [] }, '/users': { items: [], total: 0 }, '/ingest': { running: false }, '/notes': { items: [], writable: true },
  '/imports': { items: [], writable: true },
};
const asked = [];
let broken = false;
theCase.api = {
  async get(path) {
    asked.push(path);
    if (broken) throw new ApiError('offline', 'The server does not answer.', 'Start it.');
    return answers[path];
  },
};

const heard = [];
for (const [name, target] of [['case', theCase], ['notes', theNotes], ['uploads', theUploads]]) {
  for (const event of ['change', 'version']) target.addEventListener(event, () => heard.push(`${name} ${event}`));
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
const poll = async () => {
  heard.length = asked.length = 0;
  await theCase.poll();
  await settle();
  clearTimeout(theCase.timer);
};

test('the page begins with one question of each kind', async () => {
  theNotes.start();
  theCase.start();
  await settle();
  clearTimeout(theCase.timer);
  assert.deepEqual([...asked].sort(), ['/hosts', '/ingest', '/notes', '/stats', '/users']);
  assert.ok(theCase.ready && theNotes.ready && theNotes.writable);
  assert.ok(heard.includes('case change') && heard.includes('notes change') && !heard.includes('case version'));
});

test('a poll that finds nothing new tells nothing', async () => {
  await poll();
  assert.deepEqual([...asked].sort(), ['/hosts', '/ingest', '/notes', '/stats', '/users']);
  assert.deepEqual(heard, []);
});

test('a poll tells what differs, once', async () => {
  answers['/notes'] = { items: [{ about_kind: 'host', about: 'h', comment: 'x' }] };
  await poll();
  assert.deepEqual(heard, ['notes change']);
  assert.equal(theNotes.get('host', 'h').comment, 'x');
  answers['/users'] = { items: [{ key: 'u', name: 'ana' }], total: 1 };
  await poll();
  assert.deepEqual(heard, ['case change']);
  assert.equal(theCase.userName('u'), 'ana');
  answers['/stats'] = { processes: 2 };
  await poll();
  assert.deepEqual(heard, ['case version', 'case change']);
  answers['/ingest'] = { running: true };
  await poll();
  assert.deepEqual(heard, ['case change']);
});

test('a server that is gone is told of once, and so is its return', async () => {
  broken = true;
  await poll();
  assert.deepEqual([...new Set(heard)].sort(), ['case change', 'notes change']);
  assert.equal(theCase.error.code, 'offline');
  await poll();
  assert.deepEqual(heard, []);
  broken = false;
  await poll();
  assert.ok(heard.includes('case change') && heard.includes('notes change'));
  assert.equal(theCase.error, null);
});

test('imports are followed once however often that is asked for', async () => {
  answers['/imports'] = { items: [{ id: 'a', state: 'reading' }], writable: true };
  asked.length = heard.length = 0;
  await Promise.all([theUploads.follow(), theUploads.follow(), theUploads.follow()]);
  assert.equal(asked.filter((p) => p === '/imports').length, 3);
  asked.length = 0;
  await new Promise((resolve) => setTimeout(resolve, 900));
  assert.equal(asked.filter((p) => p === '/imports').length, 1, 'one timer runs');
  clearTimeout(theUploads.timer);
  assert.deepEqual(heard, ['uploads change'], 'the same answer is told of once');
  answers['/imports'] = { items: [{ id: 'a', state: 'done' }], writable: true };
  await theUploads.follow();
  clearTimeout(theUploads.timer);
  clearTimeout(theCase.timer);
  assert.deepEqual(theUploads.jobs.map((j) => j.state), ['done']);
});
