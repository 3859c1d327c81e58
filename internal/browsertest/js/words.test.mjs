import test from 'node:test';
import assert from 'node:assert/strict';
import { baseName, bytes, flagWords, isRule, knowHosts, logonWords, pidBeside, processName, shortHost } from '../../../web/static/model/words.js';
import { kindOf } from '../../../web/static/model/kinds.js';
import { trace } from '../../../web/static/model/provenance.js';
import { processText } from '../../../web/static/model/copytext.js';
import { COLUMNS, gridTemplate, readChoice, shownColumns } from '../../../web/static/model/columns.js';

test('logons in words', () => {
  const cases = [
    [{ logon_type: 3, source_ip: '192.0.2.11' }, 'Network from 192.0.2.11'],
    [{ logon_type: 10, source_ip: '192.0.2.11', source_host: 'ws1' }, 'Remote desktop from ws1 (192.0.2.11)'],
    [{ logon_type: 2, source_local: true }, 'Interactive, local'],
    [{ logon_id: '0x3e7', builtin: true, logon_type: 5 }, 'System'],
    [{ logon_id: '0x4a5af' }, 'Logon 0x4a5af'],
    [{ logon_type: 99 }, 'Type 99'],
    [undefined, ''],
  ];
  for (const [session, want] of cases) assert.equal(logonWords(session), want);
});

test('names of processes', () => {
  assert.equal(baseName('C:\\Windows\\System32\\cmd.exe'), 'cmd.exe');
  assert.equal(baseName('/usr/bin/bash'), 'bash');
  assert.equal(baseName('System'), 'System');
  assert.equal(processName({ pid: 0 }), 'PID 0');
  assert.equal(processName({}), 'unknown process');
  assert.deepEqual([{ pid: 0 }, { pid: 632, image: '' }, { pid: 632, image: 'C:\\a.exe' }, {}].map(pidBeside), ['', '', '632', '']);
  assert.equal(kindOf('C:\\X\\POWERSHELL.EXE'), 'powershell');
  assert.equal(kindOf(undefined), 'unknown');
  assert.equal(shortHost('ws1.example.test'), 'ws1');
  assert.equal(shortHost('192.0.2.1'), '192.0.2.1');
  knowHosts(['ws1.a.test', 'WS1.b.test', 'ws2.a.test']);
  assert.deepEqual(['ws1.a.test', 'WS1.b.test', 'ws2.a.test', 'ws3.a.test'].map(shortHost), ['ws1.a.test', 'WS1.b.test', 'ws2', 'ws3']);
  knowHosts([]);
  assert.equal(shortHost('ws1.a.test'), 'ws1');
});

test('flags: classes of warnings are told from rules', () => {
  assert.equal(isRule('pid-reused'), false);
  assert.equal(isRule('office-starts-shell'), true);
  assert.deepEqual(flagWords('office-starts-shell', 3), { label: 'office starts shell', tone: 'high' });
  assert.deepEqual(flagWords('rare-parent', 2), { label: 'rare parent', tone: 'warn' });
  assert.deepEqual(flagWords('discovery', 1), { label: 'discovery', tone: 'info' });
  assert.equal(flagWords('pid-reused', 3).tone, 'info');
});

test('sizes', () => {
  assert.deepEqual([0, 1023, 1024, 69632, 5e9].map(bytes), ['0 B', '1023 B', '1.0 KB', '68 KB', '4.7 GB']);
});

test('a value is traced to its record', () => {
  const sources = [
    { log: 'sysmon', event_id: 1, fields: [{ name: 'Image', value: 'C:\\a.exe' }, { name: 'ProcessId', value: '16' }] },
    { log: 'security', event_id: 4688, fields: [{ name: 'NewProcessName', value: 'c:\\A.EXE' }, { name: 'NewProcessId', value: '0x10' }] },
    { log: 'security', event_id: 4689, fields: [{ name: 'ProcessName', value: 'C:\\other.exe' }] },
  ];
  assert.deepEqual(trace('image', 'C:\\a.exe', sources), [{ record: 0, sure: true }, { record: 1, sure: true }]);
  assert.deepEqual(trace('pid', 16, sources), [{ record: 0, sure: true }, { record: 1, sure: true }]);
  assert.deepEqual(trace('end', 'x', sources), [{ record: 2, sure: true }]);
  assert.deepEqual(trace('lifetime', '', sources).map((t) => t.record), [0, 1, 2]);
  assert.deepEqual(trace('image', 'D:\\b.exe', sources).map((t) => t.sure), [false, false, false]);
  assert.deepEqual(trace('company', 'x', sources), []);
});

test('a process as text shows hidden characters', () => {
  const text = processText({ process: { key: 'k', host: 'h', host_name: 'h1', image: 'C:\\a\u202e.exe', pid: 7, observed: true, child_count: 0, match: true, command_line: 'a\u001b[2J' } }, [], 'UTC');
  assert.match(text, /a\\u202E\.exe \(PID 7\) on h1/);
  assert.match(text, /Command line: +a\\x1B\[2J/);
  assert.doesNotMatch(text, /[\u001b\u202e]/);
});

test('the choice of columns is read with care', () => {
  assert.deepEqual(readChoice('{"hidden":{"image":true,"user":true,"pid":"x"},"widths":{"user":3,"pid":"wide","flags":1e9}}'), { hidden: { user: true }, widths: { user: 50, flags: 2000 } });
  for (const bad of [null, '', '[', '7', '{"hidden":4}']) assert.deepEqual(readChoice(bad), { hidden: {}, widths: {} });
  const shown = shownColumns({ hidden: { user: true }, widths: {} });
  assert.ok(!shown.some((c) => c.id === 'user') && shown.some((c) => c.id === 'image'));
  assert.equal(shown.length, COLUMNS.filter((c) => c.shown).length - 1);
  assert.match(gridTemplate(shown), /minmax\(\d+px, 1fr\)/);
});

test('an account in two parts and a hash among others are found', () => {
  const sources = [{ log: 'security', event_id: 4688, fields: [{ name: 'SubjectDomainName', value: 'EXAMPLE' }, { name: 'SubjectUserName', value: 'alice' }] },
    { log: 'sysmon', event_id: 1, fields: [{ name: 'Hashes', value: 'SHA1=AB12,MD5=CD34' }] }];
  assert.deepEqual(trace('user', 'EXAMPLE\\Alice', sources), [{ record: 0, sure: true }]);
  assert.deepEqual(trace('hashes', 'CD34', sources), [{ record: 1, sure: true }]);
  assert.deepEqual(trace('hashes', 'EF56', sources), [{ record: 1, sure: false }]);
});
