/**
 * Brings the modules of the views; model/routes.js names their elements. A view is
 * loaded when it is first opened, so that no page waits for what it does not show.
 */

/** @type {Record<string, () => Promise<unknown>>} */
const MODULES = {
  overview: () => import('./overview.js'),
  tree: () => import('./tree.js'),
  lineage: () => import('./lineage.js'),
  graph: () => import('./graph.js'),
  logons: () => import('./logons.js'),
  time: () => import('./time.js'),
  replay: () => import('./replay.js'),
  query: () => import('./query.js'),
  notes: () => import('./notes.js'),
  import: () => import('./import.js'),
  warnings: () => import('./warnings.js'),
  files: () => import('./files.js'),
  process: () => import('./process.js'),
  search: () => import('./search.js'),
};

/** Loads the module of a view. @param {string} id of model/routes.js @returns {Promise<unknown>} */
export function loadView(id) {
  return MODULES[id]();
}
