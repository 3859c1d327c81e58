/**
 * A graph in the formats of other programs. Pure.
 *
 * @typedef {object} PlainNode
 * @property {string} id
 * @property {string} kind process, session, user, host or address
 * @property {string} label
 * @property {Record<string, string|number|boolean|undefined>} [facts]
 *
 * @typedef {object} PlainEdge
 * @property {string} from
 * @property {string} to
 * @property {string} type
 * @property {string} [confidence]
 * @property {string} [label]
 *
 * @typedef {{nodes: PlainNode[], edges: PlainEdge[]}} PlainGraph
 */
import { visible, cut } from './escapes.js';

/** Text in XML: what XML 1.0 cannot hold becomes U+FFFD; marks of direction are written as escapes. @param {unknown} value */
export function xmlText(value) {
  const text = String(value ?? '');
  let out = '';
  for (const c of text) {
    const code = /** @type {number} */ (c.codePointAt(0));
    const legal = code === 9 || code === 10 || code === 13 || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000;
    out += legal ? c : '\ufffd';
  }
  return out.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&apos;');
}

/** @param {PlainGraph} g GraphML 1.0 */
export function graphML(g) {
  const names = [...new Set(g.nodes.flatMap((n) => Object.keys(n.facts ?? {})))].sort();
  const key = (/** @type {string} */ name) => `n_${names.indexOf(name)}`;
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    '  <key id="kind" for="node" attr.name="kind" attr.type="string"/>', '  <key id="label" for="node" attr.name="label" attr.type="string"/>',
    ...names.map((n) => `  <key id="${key(n)}" for="node" attr.name="${xmlText(n)}" attr.type="string"/>`),
    '  <key id="type" for="edge" attr.name="type" attr.type="string"/>', '  <key id="confidence" for="edge" attr.name="confidence" attr.type="string"/>',
    '  <key id="words" for="edge" attr.name="label" attr.type="string"/>', '  <graph id="procgraph" edgedefault="directed">'];
  for (const n of g.nodes) {
    lines.push(`    <node id="${xmlText(n.id)}"><data key="kind">${xmlText(n.kind)}</data><data key="label">${xmlText(n.label)}</data>${
      names.filter((name) => n.facts?.[name] !== undefined && n.facts[name] !== '').map((name) => `<data key="${key(name)}">${xmlText(n.facts?.[name])}</data>`).join('')}</node>`);
  }
  g.edges.forEach((e, i) => {
    lines.push(`    <edge id="e${i}" source="${xmlText(e.from)}" target="${xmlText(e.to)}"><data key="type">${xmlText(e.type)}</data>${
      e.confidence ? `<data key="confidence">${xmlText(e.confidence)}</data>` : ''}${e.label ? `<data key="words">${xmlText(e.label)}</data>` : ''}</edge>`);
  });
  return [...lines, '  </graph>', '</graphml>', ''].join('\n');
}

/** A label in Mermaid: every character that means something there is an entity. @param {string} text */
export function mermaidText(text) {
  return [...visible(cut(text, 160))].map((c) => (/[A-Za-z0-9 .,_/\\:()@$-]/.test(c) || c > '\u00bf' ? c : `#${c.codePointAt(0)};`)).join('');
}

/** @type {Record<string, [string, string]>} */
const MERMAID_SHAPES = { process: ['["', '"]'], session: ['(["', '"])'], user: ['{{"', '"}}'], host: ['[["', '"]]'], address: ['>"', '"]'] };

/** Confidences that are drawn dashed: not proven, or disputed. */
const DASHED = new Set(['possible', 'claimed', 'stub']);

/** @param {PlainGraph} g a flowchart */
export function mermaid(g) {
  const names = new Map(g.nodes.map((n, i) => [n.id, `n${i}`]));
  const lines = ['flowchart LR'];
  for (const n of g.nodes) {
    const [open, close] = MERMAID_SHAPES[n.kind] ?? MERMAID_SHAPES.process;
    lines.push(`  ${names.get(n.id)}${open}${mermaidText(n.label)}${close}`);
  }
  for (const e of g.edges) {
    const words = mermaidText([e.type, e.label, e.confidence].filter(Boolean).join(', '));
    lines.push(`  ${names.get(e.from)} ${DASHED.has(e.confidence ?? '') ? '-.->' : '-->'}|"${words}"| ${names.get(e.to)}`);
  }
  return `${lines.join('\n')}\n`;
}
