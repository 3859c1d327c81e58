import test from 'node:test';
import assert from 'node:assert/strict';
import { Kept } from '../../../web/static/model/kept.js';
import { lifeOf, spanOfLives } from '../../../web/static/model/lifetime.js';
import { caseParams } from '../../../web/static/model/filters.js';

test('a kept value is made again only when something it depends on differs', () => {
  const k = new Kept();
  let made = 0;
  const get = (...of) => k.get(of, () => ++made);
  const list = [];
  assert.deepEqual([get(list, 1), get(list, 1), get([], 1), get(list, 1), get(list, NaN), get(list, NaN), get(list), get()], [1, 1, 2, 3, 4, 4, 5, 6]);
});

test('the span of lives is that of what was seen to start, of however many', () => {
  const at = (s) => new Date(Date.parse('2024-03-05T08:00:00Z') + s * 1000).toISOString();
  const ms = (s) => Date.parse(at(s));
  assert.equal(spanOfLives([]), null);
  assert.equal(spanOfLives([{}]), null);
  assert.deepEqual(spanOfLives([{ start: at(5) }, { start: at(2), end: at(9) }, { start_hint: at(-1000) }]), { from: ms(2), to: ms(9) });
  assert.deepEqual(spanOfLives([{ start_hint: at(-1000), end_not_after: at(3) }]), { from: ms(-1000), to: ms(3) });
  assert.deepEqual(spanOfLives([{ end: at(3) }]), { from: ms(3), to: ms(3) });
  assert.deepEqual(spanOfLives(Array.from({ length: 300_000 }, (_, i) => ({ start: at(i) }))), { from: ms(0), to: ms(299_999) });
  assert.deepEqual(lifeOf({ start_hint: at(1), end_not_after: at(2) }), { from: ms(1), to: ms(2), exact: false });
});

test('a question takes its own parameters from the address and no others', () => {
  const params = new URLSearchParams('host=h&text=a+b&details=1&key=k');
  assert.deepEqual(caseParams(params), { host: 'h', user: '', text: 'a b', session: '', from: '', to: '' });
  assert.deepEqual(caseParams(params, ['host', 'user']), { host: 'h', user: '' });
});
