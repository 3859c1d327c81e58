/**
 * Fills the graph view: asks the server for nodes and their neighbours, and brings a
 * state back from its address.
 */
import { emptyState, nextLimit, withItems, withNeighbours, withPath, without } from './graph-model.js';
import { MAX_SEEDS, readMarks } from './graph-address.js';
import { markOf } from './opencode.js';
import { idOf } from './path-model.js';

/** Questions for one address at the most. */
const MAX_ASKED = 200;
const SEARCHED = 40;

/**
 * @param {import('./api.js').Api} api @param {import('./graph-address.js').Seed} ref @param {number} limit @param {AbortSignal} [signal]
 * @returns {Promise<import('./types.js').Neighbourhood>}
 */
export function neighbours(api, ref, limit, signal) {
  return api.get('/neighbours', { kind: ref.kind, key: ref.key, limit }, signal);
}

/**
 * @param {import('./api.js').Api} api @param {import('./graph-model.js').State} s @param {string} id @param {AbortSignal} [signal]
 * @returns {Promise<import('./graph-model.js').State>}
 */
export async function expanded(api, s, id, signal) {
  const item = s.nodes.get(id)?.item;
  if (!item) return s;
  const limit = nextLimit(s, id);
  const wider = (s.nodes.get(id)?.shown ?? 0) > 0;
  const n = await neighbours(api, { kind: item.node_kind, key: item.key }, limit, signal);
  // A second expansion asks for everything, also for what was removed.
  return withNeighbours(wider ? { ...s, removed: new Set() } : s, n, limit);
}

/**
 * @param {import('./api.js').Api} api @param {import('./graph-model.js').State} s @param {string} from id @param {string} to id @param {AbortSignal} [signal]
 * @returns {Promise<{state: import('./graph-model.js').State, connection: import('./types.js').Connection}>}
 */
export async function connected(api, s, from, to, signal) {
  const a = s.nodes.get(from)?.item;
  const b = s.nodes.get(to)?.item;
  if (!a || !b) throw new Error('the nodes are not there any more');
  const connection = await api.get('/path', { from_kind: a.node_kind, from_key: a.key, to_kind: b.node_kind, to_key: b.key }, signal);
  return { connection, state: connection.found ? withPath(s, connection) : s };
}

/**
 * Builds the state of an address.
 * @param {import('./api.js').Api} api @param {import('./graph-address.js').Seed[]} seeds
 * @param {{first: string, wide: string, removed: string}} marks @param {AbortSignal} signal
 */
export async function restored(api, seeds, marks, signal) {
  let s = emptyState();
  const first = readMarks(marks.first);
  const wide = readMarks(marks.wide);
  const fresh = !marks.first && !marks.wide && !marks.removed;
  const refs = seeds.filter((x) => x.kind !== 'search').slice(0, MAX_SEEDS);
  for (const seed of seeds.filter((x) => x.kind === 'search')) {
    const found = await api.get('/search', { q: seed.key, limit: SEARCHED }, signal);
    s = withItems(s, found.items.map((/** @type {any} */ p) => ({ id: idOf('process', p.key), node_kind: 'process', key: p.key, process: p })));
  }
  // Several nodes begin with what joins them; a single one with what stands around it.
  const only = new Set([...refs.map((r) => idOf(r.kind, r.key)), ...s.nodes.keys()]);
  for (const ref of refs) {
    const alone = refs.length === 1 && fresh;
    const n = await neighbours(api, ref, 25, signal);
    s = alone ? withNeighbours(s, n, 25) : withNeighbours(s, n, 25, { only });
  }
  let asked = 0;
  for (let again = true; again && asked < MAX_ASKED;) {
    again = false;
    for (const [id, held] of s.nodes) {
      const limit = wide.has(markOf(id)) ? 100 : first.has(markOf(id)) ? 25 : 0;
      if (!limit || (held.shown ?? 0) >= limit || asked >= MAX_ASKED) continue;
      asked++;
      again = true;
      s = withNeighbours(s, await neighbours(api, { kind: held.item.node_kind, key: held.item.key }, limit, signal), limit);
      break;
    }
  }
  const removed = readMarks(marks.removed);
  return without(s, [...s.nodes.keys()].filter((id) => removed.has(markOf(id))));
}
