/** The table of the graph view: its nodes, each with its relationships. */
import { html, nothing } from './lit.js';
import { imageIcon, icon } from './icons.js';
import { noteMark } from './note-mark.js';
import { nodeRef } from '../model/path-model.js';
import { logLine } from './log-text.js';
import { edgeWords } from '../model/graph-view.js';
import { beginStamp, stamp } from '../model/time.js';
import { count } from '../model/words.js';

/** Rows drawn at once. */
const ROWS = 500;

/**
 * @param {import('../model/graph-view.js').Visible} v @param {import('../model/graph-model.js').State} s @param {Set<string>} chosen @param {string} zone
 * @param {{choose: (id: string) => void, expand: (id: string) => void}} act
 */
export function graphTable(v, s, chosen, zone, act) {
  /** @type {Map<string, Map<string, number>>} */
  const relations = new Map();
  const one = (/** @type {string} */ id, /** @type {string} */ words) => {
    const m = relations.get(id) ?? new Map();
    m.set(words, (m.get(words) ?? 0) + 1);
    relations.set(id, m);
  };
  for (const e of v.edges) {
    one(e.from, `${edgeWords(e)} →`);
    one(e.to, `← ${edgeWords(e)}`);
  }
  const rows = [...v.nodes].sort((a, b) => a.start.localeCompare(b.start)).slice(0, ROWS);
  return html`<div class="scroll-x graph-table"><table class="data"><caption class="offscreen">The nodes of the graph in the order of time</caption><thead><tr><th scope="col">Kind</th><th scope="col">Name</th><th scope="col">Start <span class="zone">${zone}</span></th><th scope="col">Where and what</th><th scope="col">User</th><th scope="col">Relationships</th><th scope="col">Command line</th><th scope="col">Actions</th></tr></thead>
    <tbody>${rows.map((n) => {
      const ref = nodeRef(n.id);
      const item = n.kind === 'group' ? undefined : s.nodes.get(n.id)?.item;
      return html`<tr class="${n.stub ? 'stub' : ''} ${chosen.has(n.id) ? 'chosen' : ''}"><td>${n.kind === 'group' ? 'processes' : n.kind}</td>
        <td class="nowrap"><button type="button" class="linklike" aria-pressed=${chosen.has(n.id) ? 'true' : 'false'} @click=${() => act.choose(n.id)}>${item?.process ? imageIcon(item.process.image) : icon(n.kind === 'user' || n.kind === 'session' ? 'user' : 'host')} ${logLine(n.title)}</button>${ref ? noteMark(ref.kind, ref.key) : nothing}</td>
        <td class="nowrap">${item ? beginStamp(item.process ?? item.session ?? {}, zone) : stamp(n.start, zone)}</td><td class="nowrap">${logLine(n.sub)}</td><td class="nowrap">${logLine(item?.process?.user_name ?? item?.session?.user_name)}</td>
        <td>${[...(relations.get(n.id) ?? [])].map(([words, times]) => html`<span class="flag">${words}${times > 1 ? ` (${times})` : ''}</span>`)}</td><td class="cmd-cell">${logLine(item?.process?.command_line)}</td>
        <td class="nowrap"><button type="button" @click=${() => act.expand(n.id)}>${n.kind === 'group' ? 'Open' : n.more ? `Expand (${count(n.more)} more)` : 'Expand'}</button></td></tr>`;
    })}</tbody></table>${v.nodes.length > ROWS ? html`<p class="muted">The first ${count(ROWS)} of ${count(v.nodes.length)} nodes. CSV has them all.</p>` : nothing}</div>`;
}
