/** The table beside the picture of a lineage: the same in words. */
import { html, nothing } from './lit.js';
import { imageIcon, icon } from './icons.js';
import { logLine } from './log-text.js';
import { lineStyle } from '../model/picture.js';
import { elapsedOf, hiddenWords, hostNameOf, labelOf, linkWords } from '../model/lineage-model.js';
import { pidBeside, shortHost } from '../model/words.js';
import { beginStamp } from '../model/time.js';

/** @type {Record<string, string>} */
const ROLES = { focus: 'this process', ancestor: 'above', descendant: 'below', origin: 'origin', consequence: 'led to' };

/**
 * @param {import('../model/lineage-model.js').LineageRow[]} rows @param {string} zone @param {string} current id
 * @param {(id: string) => void} open
 */
export function lineageTable(rows, zone, current, open) {
  return html`<div class="scroll-x"><table class="data lineage-table"><caption class="offscreen">The lineage in the order of time</caption>
    <thead><tr><th scope="col">Start <span class="zone">${zone}</span></th><th scope="col">Host</th><th scope="col">What</th><th scope="col">Because of</th><th scope="col">User</th><th scope="col">Command line</th></tr></thead>
    <tbody>${rows.map(({ node, causes }) => html`<tr class="${node.process && !node.process.observed && !node.folded ? 'stub' : ''} ${node.id === current ? 'chosen' : ''}">
      <td class="nowrap">${beginStamp(node.process ?? node.session ?? {}, zone)}</td><td class="nowrap">${logLine(shortHost(hostNameOf(node)))}</td>
      <td class="nowrap">${node.folded ? html`${labelOf(node, zone).title} <span class="muted">${logLine(labelOf(node, zone).sub)}</span>`
        : html`<button type="button" class="linklike" @click=${() => open(node.id)}>${node.session ? icon('user') : imageIcon(node.process?.image)} ${logLine(labelOf(node, zone).title)}</button> <span class="muted">${node.process ? pidBeside(node.process) : node.session ? 'logon' : ''}</span>`}
        ${node.role === 'focus' ? html`<span class="tag">${ROLES.focus}</span>` : nothing}${hiddenWords(node) ? html`<br><span class="muted">${hiddenWords(node)}</span>` : nothing}</td>
      <td>${causes.map(({ link, from }) => html`<div class="cause conf-${link.confidence}">${logLine(labelOf(from, zone).title)} ${linkWords(link)}${elapsedOf(link) ? html` <span class="muted">${elapsedOf(link)}</span>` : nothing}
        <span class="flag">${lineStyle(link.confidence).words}</span>${link.why ? html` <span class="muted">${logLine(link.why)}</span>` : nothing}${link.more ? html` <span class="muted">and ${link.more} more like it</span>` : nothing}</div>`)}</td>
      <td class="nowrap">${logLine(node.process?.user_name ?? node.session?.user_name)}</td><td class="cmd-cell">${node.folded ? '' : logLine(node.process?.command_line)}</td></tr>`)}</tbody></table></div>`;
}
