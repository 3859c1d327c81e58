/**
 * The views of the page: one line each. A view's element is in views/, in the
 * module of its id, which views/all.js loads. Pure.
 *
 * @typedef {object} ViewEntry
 * @property {string} id its name in the program
 * @property {string} path its address
 * @property {string} tag its element
 * @property {string} [title] its name in the navigation; without it, it has no place there
 * @property {string} [label] a shorter name there
 * @property {'structure'|'time'|'own'|'case'} [group] the group that it stands in there
 * @property {string} [heading] its name for readers of the page, where that is not the title
 * @property {string} [key] after "g", the key that goes there
 * @property {boolean} [span] it keeps to the time filter, from and to in its address
 */

/** @type {readonly ViewEntry[]} */
export const VIEWS = [
  { id: 'overview', path: '/', tag: 'pg-overview-view', title: 'Overview', group: 'structure', key: 'o' },
  { id: 'tree', path: '/tree', tag: 'pg-tree-view', title: 'Process tree', label: 'Tree', group: 'structure', key: 't', span: true },
  { id: 'lineage', path: '/lineage', tag: 'pg-lineage-view', title: 'Lineage', group: 'structure', key: 'n' },
  { id: 'graph', path: '/graph', tag: 'pg-graph-view', title: 'Graph', group: 'structure', key: 'r' },
  { id: 'logons', path: '/logons', tag: 'pg-logons-view', title: 'Logons', group: 'time', key: 'l', span: true },
  { id: 'time', path: '/time', tag: 'pg-time-view', title: 'Time', group: 'time', key: 'i', span: true },
  { id: 'replay', path: '/replay', tag: 'pg-replay-view', title: 'Replay', group: 'time', key: 'y', span: true },
  { id: 'query', path: '/query', tag: 'pg-query-view', title: 'Query', group: 'own', key: 'q' },
  { id: 'notes', path: '/notes', tag: 'pg-notes-view', title: 'Notes', group: 'own', key: 'm' },
  { id: 'import', path: '/import', tag: 'pg-import-view', title: 'Import', group: 'case', key: 'u' },
  { id: 'warnings', path: '/warnings', tag: 'pg-warnings-view', title: 'Warnings', group: 'case', key: 'w' },
  { id: 'files', path: '/files', tag: 'pg-files-view', title: 'Files', group: 'case', key: 'f' },
  { id: 'process', path: '/process', tag: 'pg-process-view', heading: 'Process' },
  { id: 'search', path: '/search', tag: 'pg-search-view', heading: 'Search' },
];

/**
 * The navigation's groups in their order: what led to what, what was when, what the analyst
 * asks and writes, and in a menu what the case is made of.
 * @type {readonly {views: ViewEntry[], menu: boolean}[]}
 */
export const GROUPS = ['structure', 'time', 'own', 'case'].map((group) => ({ views: VIEWS.filter((v) => v.group === group), menu: group === 'case' }));

/** @param {string} id @returns {ViewEntry|undefined} */
export function viewById(id) {
  return VIEWS.find((v) => v.id === id);
}

/** @param {string} path without a slash at its end @returns {ViewEntry|undefined} */
export function viewByPath(path) {
  return VIEWS.find((v) => v.path === path);
}

/** The heading of a view's page. @param {string} id */
export function headingOf(id) {
  const entry = viewById(id);
  return entry?.heading ?? entry?.title ?? 'procgraph';
}
