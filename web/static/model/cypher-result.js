/**
 * The answer to a query: what stands in a cell, the nodes in it, and its files. Pure.
 *
 * @typedef {{columns: string[], rows: any[][], truncated?: string, summary: string, notices?: string[], took_ms: number}} CypherView
 * @typedef {{kind: string, key: string}} NodeRef
 */
import { csvText } from './csv.js';
import { idOf } from './path-model.js';
import { baseName, bareUser, shortHost } from './words.js';

/** @type {Record<string, string>} labels whose nodes have a view */
const KINDS = { Process: 'process', LogonSession: 'session', User: 'user', Host: 'host', Address: 'address' };
/** @type {Record<string, string>} the beginnings of keys */
const PREFIXES = { p: 'process', s: 'session', u: 'user', h: 'host' };

/** The most parts of a list or path that a cell shows. */
const MAX_PARTS = 40;
/** Values within values, as deep as they are looked into. */
const MAX_DEPTH = 20;

/** What a node is to the page; null: nothing that it has a view for. @param {any} v @returns {NodeRef|null} */
export function nodeOf(v) {
  if (v?.$type !== 'node' || typeof v.key !== 'string' || !v.key) return null;
  const label = (v.labels ?? []).find((/** @type {string} */ l) => KINDS[l]);
  return label ? { kind: KINDS[label], key: v.key } : null;
}

/** What a text in a column of keys leads to. @param {string} column @param {any} v @returns {NodeRef|null} */
export function keyOf(column, v) {
  if (typeof v !== 'string' || !/(^|[._])key$|[a-z]Key$/.test(column)) return null;
  const kind = PREFIXES[v.slice(0, v.indexOf(':'))];
  return kind && v.length > 2 ? { kind, key: v } : null;
}

/**
 * The nodes of an answer, each once, in the order of its rows.
 * @param {CypherView} view @returns {{nodes: NodeRef[], others: number}} others: nodes of other labels
 */
export function nodesOf(view) {
  /** @type {Map<string, NodeRef>} */
  const found = new Map();
  const others = new Set();
  const visit = (/** @type {any} */ v, /** @type {string} */ column, /** @type {number} */ depth) => {
    if (v === null || depth > MAX_DEPTH) return;
    const ref = typeof v === 'string' ? keyOf(column, v) : nodeOf(v);
    if (ref) found.set(idOf(ref.kind, ref.key), ref);
    else if (v.$type === 'node') others.add(v.id);
    else if (v.$type === 'path') v.nodes.forEach((/** @type {any} */ n) => visit(n, '', depth + 1));
    else if (Array.isArray(v)) v.forEach((x) => visit(x, column, depth + 1));
    else if (typeof v === 'object' && !v.$type) for (const [name, x] of Object.entries(v)) visit(x, name, depth + 1);
  };
  for (const row of view.rows) row.forEach((v, i) => visit(v, view.columns[i] ?? '', 0));
  return { nodes: [...found.values()], others: others.size };
}

/** What a row is about: the key in "processKey", else the last key or node of the row. @param {CypherView} view @param {any[]} row @returns {NodeRef|null} */
export function rowNode(view, row) {
  const refs = row.map((v, i) => keyOf(view.columns[i] ?? '', v) ?? nodeOf(v));
  return refs[view.columns.indexOf('processKey')] ?? refs.filter((r) => r).pop() ?? null;
}

/** A node in a few words. @param {any} n */
export function nodeWords(n) {
  const p = n.properties ?? {};
  const label = n.labels?.[0] ?? 'node';
  switch (label) {
    case 'Process': return `${baseName(p.image) || p.imageName || 'process'}${p.pid !== undefined ? ` (${p.pid})` : ''}`;
    case 'LogonSession': return `${bareUser(String(p.userName ?? '')) || 'logon'} ${p.logonId ?? ''}`.trim();
    case 'LogonAttempt': return `${p.eventId ?? 'attempt'} ${p.targetUserName ?? ''}`.trim();
    case 'Host': return shortHost(p.name ?? '') || n.key || label;
    case 'Warning': return p.class ?? label;
    default: return String(p.name ?? p.address ?? n.key ?? label);
  }
}

/** A value as text. @param {any} v @param {number} [depth] @returns {string} */
export function valueText(v, depth = 0) {
  if (v === null || v === undefined) return '';
  if (typeof v !== 'object') return String(v);
  if (depth > MAX_DEPTH) return '…';
  if (Array.isArray(v)) return `${v.slice(0, MAX_PARTS).map((x) => valueText(x, depth + 1)).join(', ')}${v.length > MAX_PARTS ? `, … ${v.length - MAX_PARTS} more` : ''}`;
  switch (v.$type) {
    case 'node': return nodeWords(v);
    case 'relationship': return relationshipWords(v);
    case 'path': return pathParts(v).map((x) => valueText(x, depth + 1)).join(' ');
    case 'point': return `(${v.coordinates.join(', ')})`;
    case 'bytes': return v.base64;
  }
  return JSON.stringify(v);
}

/** @param {any} r */
export function relationshipWords(r) {
  const props = Object.entries(r.properties ?? {}).map(([k, v]) => `${k}: ${valueText(v)}`).join(', ');
  return `:${r.type}${props ? ` {${props}}` : ''}`;
}

/** Nodes and between them the relationships with their direction, as texts. @param {any} path @returns {any[]} */
export function pathParts(path) {
  /** @type {any[]} */
  const out = [];
  path.nodes.forEach((/** @type {any} */ n, /** @type {number} */ i) => {
    if (i > 0) {
      const r = path.relationships[i - 1];
      out.push(r.start === path.nodes[i - 1].id ? `─${r.type}→` : `←${r.type}─`);
    }
    out.push(n);
  });
  return out.length > 2 * MAX_PARTS ? [...out.slice(0, 2 * MAX_PARTS), '…'] : out;
}

/** Says whether a text is a moment as the server writes it. @param {any} v */
export function isMoment(v) {
  return typeof v === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(v);
}

/** What a cell of a file holds: whole, and keys for nodes. @param {any} v @returns {unknown} */
function fileValue(v) {
  if (v === null || typeof v !== 'object') return v;
  if (v.$type === 'node') return v.key || v.id;
  if (v.$type === 'path') return valueText(v);
  if (v.$type === 'relationship') return relationshipWords(v);
  return JSON.stringify(v);
}

/** @param {CypherView} view */
export function resultCSV(view) {
  return csvText(view.columns, view.rows.map((r) => r.map(fileValue)));
}

/** @param {CypherView} view */
export function resultJSON(view) {
  const rows = view.rows.map((r) => Object.fromEntries(view.columns.map((c, i) => [c, r[i]])));
  return JSON.stringify({ columns: view.columns, rows, ...(view.truncated ? { truncated: view.truncated } : {}) }, null, 1);
}

/** What is said of the number of rows. @param {CypherView} view */
export function rowsWords(view) {
  const n = view.rows.length.toLocaleString('en-US');
  if (!view.truncated) return `${n} ${view.rows.length === 1 ? 'row' : 'rows'}`;
  return view.truncated === 'rows' ? `First ${n} rows of more` : `First ${n} rows: the limit of ${view.truncated} ended it`;
}
