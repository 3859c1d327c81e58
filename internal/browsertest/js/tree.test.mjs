import test from 'node:test';
import assert from 'node:assert/strict';
import { decodeOpen, emptyOpen, encodeOpen, markOf, MAX_MARKS } from '../../../web/static/model/opencode.js';
import { addChildren, addSubtree, flatten, missing, processNode, rootNode } from '../../../web/static/model/tree-node.js';
import { TreeModel } from '../../../web/static/model/tree-model.js';
import { emptyFilter } from '../../../web/static/model/filters.js';

const row = (key, children = 0, depth = 0, match = true) => ({ key, host: 'h', observed: true, child_count: children, depth, match });

test('open nodes survive their way through an address', () => {
  const state = emptyOpen();
  state.open.add(markOf('a')).add(markOf('b'));
  state.deep.add(markOf('c'));
  state.closed.add(markOf('d'));
  assert.deepEqual(decodeOpen(encodeOpen(state).text), state);
  assert.deepEqual(decodeOpen('0'), emptyOpen());
  assert.deepEqual(decodeOpen('<script>'), emptyOpen());
});

test('marks are short, fit for an address, and seldom alike', () => {
  const seen = new Set();
  for (let i = 0; i < 20_000; i++) {
    const mark = markOf(`p:host-1:a1b2c3d4-${i.toString(16)}-65e6-6000-000000001b00`);
    assert.match(mark, /^[A-Za-z0-9_-]{6}$/);
    seen.add(mark);
  }
  assert.ok(seen.size > 19_990, `${seen.size} of 20000`);
});

test('an address carries a bounded number of marks and says when it cuts', () => {
  const state = emptyOpen();
  for (let i = 0; i < MAX_MARKS + 5; i++) state.open.add(markOf(`k${i}`));
  const { text, cut } = encodeOpen(state);
  assert.equal(cut, true);
  assert.equal(text.length, MAX_MARKS * 6);
});

test('a page of children leaves a row for the rest, and pinned ones keep their place', () => {
  const root = rootNode();
  const top = addChildren(root, [row('top', 5)])[0];
  top.open = true;
  top.loaded = true;
  top.total = 5;
  top.next = 'cursor';
  addChildren(top, [row('a'), row('b')]);
  const pinned = processNode(row('e'), top);
  top.pinned.push(pinned);
  assert.deepEqual(flatten(root).map((n) => n.id), ['ptop', 'pa', 'pb', 'mptop', 'pe']);
  assert.equal(missing(top), 2);
  top.next = '';
  addChildren(top, [row('c'), row('d'), row('e')]);
  assert.deepEqual(flatten(root).map((n) => n.id), ['ptop', 'pa', 'pb', 'pc', 'pd', 'pe']);
  assert.equal(top.children[4], pinned, 'the pinned node is the same one');
});

test('a subtree in pre-order becomes a tree; a cut is told by a row', () => {
  const root = rootNode();
  root.total = 9;
  addSubtree(root, [row('a', 2, 1), row('b', 0, 2), row('c', 3, 2), row('d', 0, 3)], { truncated: true }, () => true);
  assert.deepEqual(flatten(root).map((n) => `${n.id}@${n.depth}`), ['pa@0', 'pb@1', 'pc@1', 'pd@2', 'mpc@2', 'mroot@0']);
  assert.equal(missing(root.children[0].children[1]), 2);
});

/** A server of a tree: node i of a level has the children "<key>.0" to "<key>.<width-1>". */
function fakeApi(width, depth) {
  const asked = [];
  const kids = (key, level) => (level >= depth ? [] : Array.from({ length: width }, (_, i) => row(key ? `${key}.${i}` : `r${i}`, level + 1 < depth ? width : 0)));
  const level = (key) => key.split('.').length;
  return {
    asked,
    async get(path, p) {
      asked.push(path);
      if (path === '/roots' || path === '/children') {
        const all = kids(p.key ?? '', p.key ? level(p.key) : 0);
        const from = Number(p.after || 0);
        const items = all.slice(from, from + p.limit);
        return { items, total: all.length, of: all.length, next: from + p.limit < all.length ? String(from + p.limit) : undefined };
      }
      if (path === '/process') return { process: row(p.key, width) };
      if (path === '/ancestors') {
        const parts = p.key.split('.');
        return { items: parts.slice(0, -1).map((_, i) => row(parts.slice(0, i + 1).join('.'), width)), more: false };
      }
      throw new Error(`not asked for in this test: ${path}`);
    },
  };
}

const hosts = [{ key: 'h', name: 'h', process_count: 1_000_000, stub_count: 0, root_count: 300 }];

test('nodes load as they are opened, and the open state brings them back', async () => {
  const model = new TreeModel(fakeApi(300, 3));
  await model.load({ ...emptyFilter(), host: 'h' }, hosts, null);
  assert.equal(model.rows.length, 201, 'a page and the row for the rest');
  await model.expand(model.rows[1]);
  assert.equal(model.rows.length, 402);
  const { text } = model.openText();

  const again = new TreeModel(fakeApi(300, 3));
  await again.load({ ...emptyFilter(), host: 'h' }, hosts, text);
  assert.deepEqual(again.rows.map((n) => n.id), model.rows.map((n) => n.id));
});

test('a process is revealed with its ancestors open, though its page is not loaded', async () => {
  const model = new TreeModel(fakeApi(300, 4));
  await model.load({ ...emptyFilter(), host: 'h' }, hosts, null);
  const node = await model.reveal('r250.299.1');
  assert.equal(model.rows[node.index], node);
  assert.deepEqual([node.parent.id, node.parent.parent.id], ['pr250.299', 'pr250']);
  assert.ok(model.rows.length < 1000);
});

test('a failed load stays with its node and can be tried again', async () => {
  const api = fakeApi(3, 3);
  const model = new TreeModel(api);
  await model.load({ ...emptyFilter(), host: 'h' }, [{ ...hosts[0], root_count: 3 }], null);
  const get = api.get;
  api.get = async () => { throw new Error('gone'); };
  await model.expand(model.rows[0]);
  assert.match(model.rows[0].error.message, /gone/);
  api.get = get;
  await model.loadMore(model.rows[0]);
  assert.equal(model.rows[0].error, null);
  assert.equal(model.rows.length, 6);
});
