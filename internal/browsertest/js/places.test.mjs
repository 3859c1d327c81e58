import assert from 'node:assert/strict';
import { test } from 'node:test';

import { forgetPlaces, notePlace, placeParams } from '../../../web/static/model/places.js';
import { GROUPS, VIEWS } from '../../../web/static/model/routes.js';
import { dropSpan, noteSpan } from '../../../web/static/model/span.js';

const params = (/** @type {string} */ text) => new URLSearchParams(text);

test('the navigation leads back to where one was', () => {
  forgetPlaces();
  dropSpan();
  assert.deepEqual(placeParams('lineage', 'overview'), {});
  notePlace('tree', params('host=h&key=p1&from=2025-01-01T00:00:00Z'));
  assert.deepEqual(placeParams('tree', 'graph'), { host: 'h', key: 'p1', from: '', to: '' }, 'times are the span\'s');
  assert.deepEqual(placeParams('lineage', 'tree'), { key: 'p1' });
  notePlace('logons', params('key=s1'));
  notePlace('time', params('host=h'));
  assert.deepEqual(placeParams('lineage', 'time'), { key: 'p1' }, 'a session is no process, and no process changes nothing');
  notePlace('lineage', params('key=p2'));
  assert.deepEqual(placeParams('tree', 'lineage'), { host: 'h', key: 'p1', from: '', to: '' });
  notePlace('graph', params('seed=a&x=b'));
  assert.deepEqual(placeParams('graph', 'tree'), { seed: 'a', x: 'b' });
  assert.deepEqual(placeParams('graph', 'graph'), {}, 'the view that is open begins anew');
});

test('the time filter that is kept comes with the tree', () => {
  forgetPlaces();
  notePlace('tree', params('host=h&from=old'));
  noteSpan('time', params('from=new'));
  assert.deepEqual(placeParams('tree', 'time'), { host: 'h', from: 'new', to: '' });
  dropSpan();
});

test('each view with a title is in one group of the navigation', () => {
  const shown = GROUPS.flatMap((g) => g.views);
  assert.deepEqual(shown.map((v) => v.id).sort(), VIEWS.filter((v) => v.title).map((v) => v.id).sort());
  assert.equal(GROUPS.filter((g) => g.menu).length, 1);
});
