/**
 * The parameters of a query: which it has, and their values as typed in a form. Pure.
 *
 * @typedef {'text'|'number'|'boolean'|'list'|'json'} ParamType
 * @typedef {{type: ParamType, text: string}} Typed
 */
import { tokens } from './cypher-words.js';

/** Parameters that the server gives. */
const BOUND = new Set(['case', 'keyPrefix']);

/** Names that mostly hold a number. */
const NUMBERS = /^(pid|limit|count|eventId|logonType|sourcePort|terminalSessionId|seconds|minutes|hours|days|depth|length|min|max)$/i;

/** @type {readonly [ParamType, string][]} */
export const PARAM_TYPES = [['text', 'text'], ['number', 'number'], ['boolean', 'true or false'], ['list', 'list, one a line'], ['json', 'JSON']];

/** The names of a query's own parameters, in their order. @param {string} query */
export function paramNames(query) {
  const names = tokens(query).filter((t) => t.kind === 'parameter').map((t) => t.text.slice(1));
  return [...new Set(names)].filter((n) => !BOUND.has(n));
}

/** What a parameter begins with. @param {string} name @returns {Typed} */
export function fresh(name) {
  return { type: NUMBERS.test(name) ? 'number' : 'text', text: '' };
}

/**
 * Reads what was typed.
 * @param {Typed} typed @returns {{value: any}|{error: string}}
 */
export function readTyped({ type, text }) {
  const clean = text.trim();
  switch (type) {
    case 'number': return readNumber(clean);
    case 'boolean': return /^(true|false)$/i.test(clean) ? { value: clean.toLowerCase() === 'true' } : { error: 'true or false' };
    case 'list': return { value: text.split('\n').map((l) => l.replace(/\r$/, '')).filter((l) => l !== '') };
    case 'json': return readJSON(clean);
    default: return { value: text };
  }
}

/** @param {string} text @returns {{value: any}|{error: string}} */
function readNumber(text) {
  if (!/^[+-]?(\d+(\.\d+)?|\.\d+)(e[+-]?\d+)?$/i.test(text)) return { error: 'a number such as 4625' };
  const value = Number(text);
  if (!Number.isFinite(value) || (/^[+-]?\d+$/.test(text) && !Number.isSafeInteger(value))) {
    return { error: 'too large to be kept exactly: give it as text and write toInteger($…)' };
  }
  return { value };
}

/** @param {string} text @returns {{value: any}|{error: string}} */
function readJSON(text) {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { error: 'JSON such as ["a", "b"] or {"x": 1}' };
  }
}

/** A value as it would be typed. @param {any} value @returns {Typed} */
export function typedOf(value) {
  if (typeof value === 'string') return { type: 'text', text: value };
  if (typeof value === 'number') return { type: 'number', text: String(value) };
  if (typeof value === 'boolean') return { type: 'boolean', text: String(value) };
  if (Array.isArray(value) && value.length > 0 && value.every((v) => typeof v === 'string' && v !== '' && !/[\r\n]/.test(v))) return { type: 'list', text: value.join('\n') };
  return { type: 'json', text: JSON.stringify(value) ?? 'null' };
}

/**
 * The values for a query.
 * @param {string[]} names @param {Record<string, Typed>} form
 * @returns {{params: Record<string, any>, errors: Record<string, string>}}
 */
export function readForm(names, form) {
  /** @type {Record<string, any>} */
  const params = {};
  /** @type {Record<string, string>} */
  const errors = {};
  for (const name of names) {
    const read = readTyped(form[name] ?? fresh(name));
    if ('error' in read) errors[name] = read.error;
    else params[name] = read.value;
  }
  return { params, errors };
}

/** Parameters in an address. @param {string|null} text @returns {Record<string, any>} none for what cannot be read */
export function readAddress(text) {
  if (!text) return {};
  const read = readJSON(text);
  return 'value' in read && read.value && typeof read.value === 'object' && !Array.isArray(read.value) ? read.value : {};
}

/**
 * Hunts: what differs from the defaults.
 * @param {{name: string, default?: string, required?: boolean}[]} params @param {Record<string, string>} form
 */
export function changedOf(params, form) {
  /** @type {Record<string, string>} */
  const out = {};
  for (const p of params) {
    const text = form[p.name];
    if (text !== undefined && text !== defaultText(p)) out[p.name] = text;
  }
  return out;
}

/** The default of a hunt's parameter as it would be typed: texts without their quotation marks. @param {{default?: string, type?: string}} p */
export function defaultText(p) {
  const text = p.default ?? '';
  if ((p.type === 'text' || p.type === 'key') && text.startsWith('"')) {
    const read = readJSON(text);
    return 'value' in read ? String(read.value) : text;
  }
  return text;
}
