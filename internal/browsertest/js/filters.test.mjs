import test from 'node:test';
import assert from 'node:assert/strict';
import { emptyFilter, filterFromParams, filterToParams, isNarrow, sameFilter } from '../../../web/static/model/filters.js';
import { href, parseRoute } from '../../../web/static/model/router.js';

test('a filter survives its way through an address', () => {
  const filter = {
    host: 'h:a&b=c', user: 'u:S-1-5-21', session: 's:x:0x3e7', from: '2024-03-05T14:50:00Z', to: '2024-03-05T15:00:00.9999999Z',
    text: 'cmd.exe /c "a+b" %TEMP% ünï', image: 'cmd.exe', observed: 'true',
  };
  const back = filterFromParams(new URLSearchParams(filterToParams(filter).toString()));
  assert.deepEqual(back, { filter, problems: [] });
  assert.ok(sameFilter(back.filter, filter));
});

test('an empty filter leaves no trace in an address, and replaces one that is there', () => {
  assert.equal(filterToParams(emptyFilter()).toString(), '');
  assert.equal(filterToParams(emptyFilter(), new URLSearchParams('text=x&key=k')).toString(), 'key=k');
});

test('what cannot be read is left out and named', () => {
  const { filter, problems } = filterFromParams(new URLSearchParams('from=yesterday&observed=perhaps&text=x'));
  assert.equal(filter.from, '');
  assert.equal(filter.observed, '');
  assert.equal(filter.text, 'x');
  assert.equal(problems.length, 2);
});

test('a host alone is no narrow filter', () => {
  assert.equal(isNarrow({ ...emptyFilter(), host: 'h' }), false);
  for (const name of ['user', 'session', 'from', 'to', 'text', 'image', 'observed']) {
    assert.equal(isNarrow({ ...emptyFilter(), [name]: 'x' }), true, name);
  }
});

test('addresses name views', () => {
  assert.equal(href('tree', { host: 'h&1', key: '', text: undefined }), '/tree?host=h%261');
  assert.equal(parseRoute('/tree', '?host=h%261').params.get('host'), 'h&1');
  assert.equal(parseRoute('/tree/', '').view, 'tree');
  assert.equal(parseRoute('/', '').view, 'overview');
  assert.equal(parseRoute('/nowhere', '').view, 'missing');
});
