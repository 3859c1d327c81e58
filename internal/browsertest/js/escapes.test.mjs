import test from 'node:test';
import assert from 'node:assert/strict';
import { cut, hasUnsafe, segments, visible } from '../../../web/static/model/escapes.js';

const cases = [
  ['plain', 'C:\\Windows\\cmd.exe /c "x" é 日本 👍', 'C:\\Windows\\cmd.exe /c "x" é 日本 👍'],
  ['escape and bell', '\u001b]52;c;ZXZpbA==\u0007', '\\x1B]52;c;ZXZpbA==\\x07'],
  ['null, tab, line feed, delete', 'a\u0000b\tc\nd\u007f', 'a\\x00b\\tc\\nd\\x7F'],
  ['right-to-left override', 'invoice_\u202efdp.exe', 'invoice_\\u202Efdp.exe'],
  ['isolates and zero width', '\u2066x\u2069\u200b\ufeff', '\\u2066x\\u2069\\u200B\\uFEFF'],
  ['C1 control', 'a\u009bb', 'a\\x9Bb'],
  ['tag characters', 'a\u{e0041}b', 'a\\u{E0041}b'],
  ['half of a pair', 'a\ud83db', 'a\\uD83Db'],
  ['line separator', 'a\u2028b', 'a\\u2028b'],
];

for (const [name, text, want] of cases) {
  test(`shown: ${name}`, () => {
    assert.equal(visible(text), want);
    assert.equal(hasUnsafe(text), text !== want);
    assert.equal(segments(text).map((s) => s.text).join(''), want);
  });
}

test('lines stay lines where several are shown, a lone carriage return does not', () => {
  assert.equal(segments('a\r\nb\tc\rd', { multiline: true }).map((s) => s.text).join(''), 'a\r\nb\tc\\rd');
});

test('an escape says what it stands for', () => {
  assert.deepEqual(segments('a\u202e'), [{ text: 'a' }, { text: '\\u202E', title: 'U+202E RIGHT-TO-LEFT OVERRIDE' }]);
});

test('markup is text like any other', () => {
  assert.deepEqual(segments('<img src=x onerror=alert(1)>'), [{ text: '<img src=x onerror=alert(1)>' }]);
});

test('a cut never halves a pair', () => {
  assert.equal(cut('abc', 3), 'abc');
  assert.equal(cut('abcd', 3), 'abc…');
  assert.equal(cut('ab👍d', 3), 'ab…');
});
