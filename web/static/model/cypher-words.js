/** The words of Cypher 5, for highlighting and completion. Pure. */

/** @param {string} text */
const words = (text) => text.split(' ');

/** Clauses and the words in them; queries that write are not answered, so theirs are not offered. */
export const KEYWORDS = words('MATCH OPTIONAL WHERE RETURN WITH ORDER BY SKIP LIMIT UNWIND AS DISTINCT ASC DESC CALL YIELD UNION ALL USING INDEX SEEK SCAN JOIN ON CASE WHEN THEN ELSE END '
  + 'AND OR XOR NOT IN IS NULL STARTS ENDS CONTAINS EXISTS COUNT COLLECT TRUE FALSE EXPLAIN SHORTEST ANY');

/** Words that are coloured as keywords though they are refused or rare. */
const REFUSED = words('CREATE MERGE SET DELETE DETACH REMOVE FOREACH LOAD CSV PROFILE CYPHER DROP ALTER SHOW TERMINATE USE FINISH');

/** Functions with what they take. @type {Record<string, string>} */
export const FUNCTIONS = {
  all: '(x IN list WHERE …)', any: '(x IN list WHERE …)', none: '(x IN list WHERE …)', single: '(x IN list WHERE …)', reduce: '(sum = 0, x IN list | …)',
  count: '(*)', collect: '(value)', sum: '(number)', avg: '(number)', min: '(value)', max: '(value)', percentileCont: '(number, 0.5)',
  coalesce: '(value, …)', size: '(list)', length: '(path)', nodes: '(path)', relationships: '(path)', head: '(list)', last: '(list)', tail: '(list)', range: '(from, to)', reverse: '(list)',
  labels: '(node)', type: '(relationship)', keys: '(node)', properties: '(node)', startNode: '(relationship)', endNode: '(relationship)', elementId: '(node)',
  toLower: '(text)', toUpper: '(text)', trim: '(text)', split: '(text, by)', substring: '(text, from, length)', replace: '(text, find, by)', left: '(text, n)', right: '(text, n)',
  toInteger: '(value)', toFloat: '(value)', toString: '(value)', toBoolean: '(value)', abs: '(number)', round: '(number)', floor: '(number)', ceil: '(number)',
  date: '(text)', datetime: '(text)', duration: "('PT10M')", shortestPath: '(pattern)', allShortestPaths: '(pattern)',
};

const IS_KEYWORD = new Set([...KEYWORDS, ...REFUSED]);
const IS_FUNCTION = new Set(Object.keys(FUNCTIONS).map((f) => f.toLowerCase()));
const NAME = /^[A-Za-z_\u00aa-\uffff][\w\u00aa-\uffff]*/;

/**
 * What a piece of Cypher is.
 * @typedef {'comment'|'string'|'number'|'keyword'|'function'|'type'|'property'|'parameter'|'name'|'operator'|'bracket'|'space'} TokenKind
 * @typedef {{kind: TokenKind, size: number, inside?: string}} Token inside: what goes on behind the end of the text: a comment or a quotation mark
 */

/**
 * The piece that begins at a place.
 * @param {string} text @param {number} at @param {string} [inside] what an earlier line left open @param {string} [before] the last sign before the place that is no space
 * @returns {Token}
 */
export function tokenAt(text, at, inside = '', before = '') {
  if (inside) return rest(text, at, at, inside);
  const ch = text[at];
  const two = text.slice(at, at + 2);
  if (/\s/.test(ch)) return { kind: 'space', size: /^\s+/.exec(text.slice(at))?.[0].length ?? 1 };
  if (two === '//') return { kind: 'comment', size: (/^.*/.exec(text.slice(at))?.[0].length) ?? 2 };
  if (two === '/*') return rest(text, at, at + 2, '*/');
  if (ch === "'" || ch === '"' || ch === '`') return rest(text, at, at + 1, ch);
  const tail = text.slice(at, at + 200);
  const number = /^(0x[0-9a-f]+|\d+(\.\d+)?(e[+-]?\d+)?)/i.exec(tail);
  if (number) return { kind: 'number', size: number[0].length };
  const parameter = /^\$[\w\u00aa-\uffff]+/.exec(tail);
  if (parameter) return { kind: 'parameter', size: parameter[0].length };
  const name = NAME.exec(tail);
  if (name) return { kind: nameKind(name[0], tail.slice(name[0].length), before), size: name[0].length };
  return { kind: /[()[\]{},;]/.test(ch) ? 'bracket' : 'operator', size: 1 };
}

/** @param {string} text @param {number} at @param {number} from @param {string} end @returns {Token} */
function rest(text, at, from, end) {
  const kind = end === '*/' ? 'comment' : end === '`' ? 'name' : 'string';
  for (let i = from; i < text.length; i++) {
    if (end !== '*/' && end !== '`' && text[i] === '\\') i++;
    else if (text.startsWith(end, i)) return { kind, size: i + end.length - at };
  }
  return { kind, size: text.length - at, inside: end };
}

/** @param {string} name @param {string} after @param {string} before @returns {TokenKind} */
function nameKind(name, after, before) {
  if (before === '.') return 'property';
  if (before === ':' || before === '|' || before === '&') return 'type';
  if (/^\s*\(/.test(after) && IS_FUNCTION.has(name.toLowerCase())) return 'function';
  if (IS_KEYWORD.has(name.toUpperCase())) return 'keyword';
  return /^\s*:(?!:)/.test(after) && before !== '(' && before !== '[' ? 'property' : 'name';
}

/**
 * The pieces of a whole text, spaces left out.
 * @param {string} text @returns {{kind: TokenKind, text: string, from: number, open: boolean}[]} open: its end is missing
 */
export function tokens(text) {
  const out = [];
  let before = '';
  for (let at = 0; at < text.length;) {
    const t = tokenAt(text, at, '', before);
    if (t.kind !== 'space' && t.kind !== 'comment') before = text[at + t.size - 1];
    if (t.kind !== 'space') out.push({ kind: t.kind, text: text.slice(at, at + t.size), from: at, open: t.inside !== undefined });
    at += Math.max(1, t.size);
  }
  return out;
}
