/**
 * Where the analyst was. The navigation leads back to the tree and the graph as they were left,
 * and to the lineage of the process that was looked at last; the address stays the state. Pure,
 * save for the memory.
 */
import { spanParams } from './span.js';

/** Views whose parameter "key" is a process. */
const OF_PROCESS = new Set(['tree', 'process', 'lineage', 'time']);

/** @type {{tree: Record<string, string>, graph: Record<string, string>, process: string}} */
const last = { tree: {}, graph: {}, process: '' };

/** Notes the place of the view that is open. @param {string} view @param {URLSearchParams} params */
export function notePlace(view, params) {
  if (OF_PROCESS.has(view)) last.process = params.get('key') || last.process;
  if (view !== 'tree' && view !== 'graph') return;
  const { from, to, ...rest } = Object.fromEntries(params);
  last[view] = rest;
}

/** Forgets what was noted: for tests. */
export function forgetPlaces() {
  Object.assign(last, { tree: {}, graph: {}, process: '' });
}

/**
 * The parameters of the navigation's link to a view. The view that is open begins anew.
 * @param {string} view @param {string} now the view that is open @returns {Record<string, string>}
 */
export function placeParams(view, now) {
  const span = spanParams(view);
  if (view === now) return span;
  if (view === 'tree') return { ...last.tree, ...span };
  if (view === 'graph') return { ...last.graph };
  if (view === 'lineage' && last.process) return { key: last.process };
  return span;
}
