import test from 'node:test';
import assert from 'node:assert/strict';
import { ALIKE, foldAlike } from '../../../web/static/model/lanes.js';
import { claimOnly, foldReason, foldSessions, groupAttempts, kindsOf, lanesOf, logonClass, MAP_BOX, mapOf, MAX_MAP_HOSTS, movesOf, spraysOf } from '../../../web/static/model/logon-model.js';

const at = (s) => new Date(Date.parse('2024-03-05T08:00:00Z') + s * 1000).toISOString();
const session = (key, more = {}) => ({ key, host: 'h', host_name: 'h.example.test', observed: true, process_count: 1, user: 'ana', user_name: 'EXAMPLE\\ana', ...more });
const kinds = kindsOf([{ key: 'ana', user_kind: 'account' }, { key: 'dwm', user_kind: 'virtual' }, { key: 'sys', user_kind: 'wellknown' }, { key: 'pc', user_kind: 'machine' }]);

test('sessions of Windows itself are folded with a count, and those of people are not', () => {
  const list = [session('a'), session('b', { builtin: true, user: 'sys' }), session('c', { user: 'dwm' }), session('d', { user: 'dwm' }), session('e', { user: 'pc' }), session('f', { user: 'unknown' })];
  assert.equal(foldReason(list[0], kinds), '');
  const { shown, folded, count } = foldSessions(list, kinds, false);
  assert.deepEqual(shown.map((s) => s.key), ['a', 'f']);
  assert.deepEqual(folded, { builtin: 1, virtual: 2, machine: 1 });
  assert.equal(count, 4);
  assert.equal(foldSessions(list, kinds, true).shown.length, 6);
});

test('lanes are of one host each; a session without an end runs on', () => {
  const span = { from: Date.parse(at(0)), to: Date.parse(at(100)) };
  const { hosts, timeless } = lanesOf([
    session('a', { start: at(0), end: at(50) }), session('b', { start: at(10) }), session('c', { start: at(60), end: at(70) }),
    session('d', { host: 'g', host_name: 'g.example.test', start: at(1), end: at(2) }), session('e'), session('f', { start: at(200), end: at(300) })], span);
  assert.deepEqual(hosts.map((h) => [h.name, h.lanes]), [['g.example.test', 1], ['h.example.test', 2]]);
  assert.deepEqual(hosts[1].bars.map((b) => [b.session.key, b.lane, b.open]), [['a', 0, false], ['b', 1, true], ['c', 0, false]]);
  assert.equal(hosts[1].bars[1].to, span.to);
  assert.equal(timeless, 1);
});

test('a logon is told by where it came from', () => {
  assert.equal(logonClass(session('a', { logon_type: 3, source_ip: '192.0.2.1' })), 'remote');
  assert.equal(logonClass(session('a', { logon_type: 10, source_host: 'g' })), 'remote');
  assert.equal(logonClass(session('a', { logon_type: 2 })), 'person');
  assert.equal(logonClass(session('a', { logon_type: 3, source_ip: '192.0.2.1', source_local: true })), 'other');
  assert.equal(logonClass(session('a', { observed: false })), 'unseen');
});

test('failed logons of one kind are one line with their number', () => {
  const failed = (key, s, more = {}) => ({ key, event_id: 4625, host: 'h', time: at(s), target_user: 'ana', source_ip: '192.0.2.1', status: '0xc000006d', sub_status: '0xc000006a', ...more });
  const groups = groupAttempts([failed('1', 5, { count: 10 }), failed('2', 3), failed('3', 9), failed('4', 9, { sub_status: '0xc0000064' }), failed('5', 9, { target_user: 'bob' }),
    { key: '6', event_id: 4648, host: 'h', time: at(1), process: 'p' }, { key: '7', event_id: 4648, host: 'h', time: at(1), process: 'q' }]);
  assert.deepEqual(groups.map((g) => [g.first.key, g.count]), [['1', 12], ['4', 1], ['5', 1], ['6', 1], ['7', 1]]);
  assert.deepEqual([groups[0].from, groups[0].to], [at(3), at(9)]);
});

test('many accounts from one place are one line', () => {
  const failed = (user, s, more = {}) => ({ key: user + s, event_id: 4625, host: 'h', time: at(s), target_user: user, source_ip: '192.0.2.1', sub_status: '0xc0000064', ...more });
  const list = [failed('a', 1), failed('b', 2), failed('c', 3, { sub_status: '0xc000006a' }), failed('d', 9), failed('d', 10), failed('e', 5, { source_ip: '192.0.2.2' })];
  const sprays = spraysOf(groupAttempts(list));
  assert.deepEqual(sprays.map((s) => [s.accounts, s.count, s.from, s.to, s.reasons]), [[4, 5, at(1), at(10), [['0xc0000064', 4], ['0xc000006a', 1]]]]);
  assert.deepEqual(spraysOf(groupAttempts(list.slice(0, 3))), []);
});

test('moves are proven ones only, and within the time', () => {
  const move = (from, to, s, more = {}) => session(`${from}-${to}-${s}`, { host: to, host_name: to, source_host: from, source_host_name: from, start: at(s), logon_type: 3, ...more });
  const list = [move('a', 'b', 10), move('a', 'b', 5, { user_name: 'EXAMPLE\\bob', logon_type: 10 }), move('b', 'c', 20), move('c', 'a', 30), session('x', { source_ip: '192.0.2.9' }), move('a', 'a', 1)];
  const moves = movesOf(list, null);
  assert.deepEqual(moves.map((m) => [m.from, m.to, m.count]), [['a', 'b', 2], ['b', 'c', 1], ['c', 'a', 1]]);
  assert.deepEqual([moves[0].first, moves[0].last, moves[0].types, moves[0].users.length], [at(5), at(10), [3, 10], 2]);
  assert.deepEqual(movesOf(list, { from: Date.parse(at(6)), to: Date.parse(at(20)) }).map((m) => [m.from, m.count]), [['a', 1], ['b', 1]]);
  const map = mapOf(moves);
  assert.deepEqual(map.hosts.map((h) => h.host), ['a', 'b', 'c']);
  assert.ok(map.hosts.every((h) => h.x >= 0 && h.y >= 0 && h.x + MAP_BOX.w <= map.width && h.y + MAP_BOX.h <= map.height));
  assert.ok(map.moves.every((m) => /^M[-\d. ]+Q/.test(m.path)));
  const [there, back] = mapOf([moves[0], { ...moves[0], from: 'b', to: 'a' }]).moves;
  assert.ok(Math.abs(there.label.y - back.label.y) > 20, 'the way there and the way back are apart');
  const many = mapOf(Array.from({ length: 100 }, (_, i) => ({ ...moves[0], from: 'a', to: `t${i}`, count: i + 1 })));
  assert.deepEqual([many.hosts.length, many.hidden], [MAX_MAP_HOSTS, 101 - MAX_MAP_HOSTS]);
});

test('many siblings of one image are one row, unless something is below or remarked, or one of them is chosen', () => {
  const row = (key, depth, image, more = {}) => ({ key, depth, image, host: 'h', match: true, ...more });
  const rows = [row('s', 0, 'C:\\svchost.exe'), ...Array.from({ length: 6 }, (_, i) => row(`d${i}`, 1, i % 2 ? 'C:\\dllhost.exe' : 'C:\\DLLHOST.EXE')), row('x', 1, 'C:\\dllhost.exe', { flags: ['odd'] }),
    row('p', 1, 'C:\\dllhost.exe'), row('c', 2, 'C:\\cmd.exe'), row('t', 0, 'C:\\svchost.exe'), row('e', 1, 'C:\\dllhost.exe'), row('n', 1, undefined)];
  const keys = (opened, current) => foldAlike(rows, new Set(opened), current).rows.map((r) => r.key).join();
  assert.equal(keys([], ''), 's,d0,x,p,c,t,e,n');
  const { alike, groups } = foldAlike(rows, new Set(), 'd0');
  assert.deepEqual([...alike].map(([key, list]) => [key, list.length]), [['d0', 6]]);
  assert.equal(groups.get('d5'), groups.get('d0'));
  assert.ok(!groups.has('e') && ALIKE <= 6);
  assert.equal(keys([groups.get('d0')], ''), rows.map((r) => r.key).join());
  assert.equal(keys([], 'd3'), rows.map((r) => r.key).join());
});

test('a claimed workstation is told where nothing better tells the origin', () => {
  const s = { host_name: 'PC01.example.test', claimed_workstation: 'PC02' };
  assert.equal(claimOnly(s), true);
  for (const more of [{ source_ip: '192.0.2.5' }, { source_host: 'h:pc02' }, { source_local: true }, { claimed_workstation: 'pc01' }, { claimed_workstation: '' }]) assert.equal(claimOnly({ ...s, ...more }), false, JSON.stringify(more));
});
