/**
 * What can stand at a place of a query: labels, relationship types, properties,
 * parameters, and the words of Cypher. Pure.
 *
 * @typedef {{labels: {name: string, meaning: string, properties: string[]}[], relationships: {type: string, meaning: string, between: {from: string, to: string}[], properties?: string[]}[],
 *   parameters: {name: string, meaning: string}[]}} CypherModel
 * @typedef {{label: string, type: string, detail?: string, info?: string, apply?: string}} Offer
 */
import { FUNCTIONS, KEYWORDS, tokens } from './cypher-words.js';

/** The model of a server that has not told it. @type {CypherModel} */
export const NO_MODEL = { labels: [], relationships: [], parameters: [] };

/** The most text that is looked at: what is typed is answered at once. */
const MAX_TEXT = 20_000;

/**
 * @param {string} text of the query @param {number} pos the cursor @param {CypherModel} model
 * @param {boolean} asked for by a key, not only typed
 * @returns {{from: number, options: Offer[]}|null}
 */
export function completionsAt(text, pos, model, asked = false) {
  if (text.length > MAX_TEXT) return null;
  const all = tokens(text.slice(0, pos));
  const last = all[all.length - 1];
  if (last && last.from + last.text.length === pos && (last.open || last.kind === 'string' || last.kind === 'number' || (last.kind === 'comment' && !last.text.endsWith('*/')))) return null;
  if (last?.kind === 'comment' && last.text.startsWith('//') && !text.slice(last.from, pos).includes('\n')) return null;
  const typed = /[\w\u00aa-\uffff]*$/.exec(text.slice(0, pos))?.[0] ?? '';
  const from = pos - typed.length;
  if (text[from - 1] === '$') return { from: from - 1, options: parameters(text, model) };
  const before = all.filter((t) => t.kind !== 'comment' && t.from < from);
  const sign = before[before.length - 1]?.text ?? '';
  if (sign === '.' && text[from - 1] === '.') return { from, options: properties(model, before[before.length - 2]?.text ?? '', text) };
  const open = openBracket(before);
  if (/^[:|&!]$/.test(sign) && open?.sign === '(') return { from, options: labels(model) };
  if (/^[:|&!]$/.test(sign) && open?.sign === '[') return { from, options: types(model) };
  if ((sign === '{' || sign === ',') && open?.sign === '{' && open.of) return { from, options: named(model, open.of) };
  if (typed === '' && !asked) return null;
  return { from, options: [...variables(text), ...words()] };
}

/** @param {string} text @param {CypherModel} model @returns {Offer[]} */
function parameters(text, model) {
  const bound = model.parameters.map((p) => ({ label: `$${p.name}`, type: 'constant', info: p.meaning }));
  const own = new Set(tokens(text).filter((t) => t.kind === 'parameter').map((t) => t.text));
  for (const p of bound) own.delete(p.label);
  return [...bound, ...[...own].filter((p) => p.length > 1).map((label) => ({ label, type: 'constant' }))];
}

/** @param {CypherModel} model @returns {Offer[]} */
function labels(model) {
  return model.labels.map((l) => ({ label: l.name, type: 'class', detail: 'label', info: l.meaning }));
}

/** @param {CypherModel} model @returns {Offer[]} */
function types(model) {
  return model.relationships.map((r) => ({ label: r.type, type: 'interface', detail: r.between.map((b) => `${b.from} → ${b.to}`).join(', '), info: r.meaning }));
}

/** The labels that a variable has in the query. @param {string} text @param {string} variable */
function labelsOf(text, variable) {
  const safe = variable.replace(/[^\w\u00aa-\uffff]/g, '');
  if (!safe) return [];
  return [...text.matchAll(new RegExp(`[([]\\s*${safe}\\s*:\\s*([\\w|&:]+)`, 'g'))].flatMap((m) => m[1].split(/[|&:]+/)).filter(Boolean);
}

/** @param {CypherModel} model @param {string} variable @param {string} text @returns {Offer[]} */
function properties(model, variable, text) {
  const own = named(model, labelsOf(text, variable).join('|'));
  return own.length ? own : named(model, '');
}

/**
 * The properties of labels or types; of all of them for "".
 * @param {CypherModel} model @param {string} names joined by "|" @returns {Offer[]}
 */
function named(model, names) {
  const wanted = new Set(names.split('|').filter(Boolean));
  /** @type {Map<string, string[]>} */
  const found = new Map();
  const put = (/** @type {string} */ owner, /** @type {string[]} */ list) => {
    if (wanted.size && !wanted.has(owner)) return;
    for (const p of list) found.set(p, [...(found.get(p) ?? []), owner]);
  };
  for (const l of model.labels) put(l.name, l.properties);
  for (const r of model.relationships) put(r.type, r.properties ?? []);
  return [...found].map(([label, owners]) => ({ label, type: 'property', detail: owners.length > 3 ? `${owners.length} labels` : owners.join(', ') }));
}

/**
 * The bracket that is open, and for the map of a node or relationship, its labels.
 * @param {{kind: string, text: string}[]} before
 */
function openBracket(before) {
  /** @type {{sign: string, at: number}[]} */
  const open = [];
  before.forEach((t, at) => {
    if (t.kind !== 'bracket') return;
    if (/[([{]/.test(t.text)) open.push({ sign: t.text, at });
    else if (/[)\]}]/.test(t.text)) open.pop();
  });
  const last = open.pop();
  if (!last) return undefined;
  const outer = open.pop();
  const of = last.sign === '{' && outer ? before.slice(outer.at, last.at).filter((t) => t.kind === 'type').map((t) => t.text).join('|') : '';
  return { sign: last.sign, of };
}

/** The names that the query gives. @param {string} text @returns {Offer[]} */
function variables(text) {
  const names = new Set(tokens(text).filter((t) => t.kind === 'name' && /^[\w\u00aa-\uffff]+$/.test(t.text)).map((t) => t.text));
  return [...names].map((label) => ({ label, type: 'variable' }));
}

/** @returns {Offer[]} */
function words() {
  return [...KEYWORDS.map((label) => ({ label, type: 'keyword' })),
    ...Object.entries(FUNCTIONS).map(([label, detail]) => ({ label, type: 'function', detail, apply: `${label}(` }))];
}
