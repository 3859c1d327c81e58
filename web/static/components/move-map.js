/** A map of the moves from host to host that sessions prove. */
import { html, nothing, svg } from './lit.js';
import { logLine } from './log-text.js';
import { MAP_BOX, mapOf } from '../model/logon-model.js';
import { cut, visible } from '../model/escapes.js';
import { count, counted, logonType, shortHost } from '../model/words.js';
import { stamp } from '../model/time.js';
import { graphLink, href } from '../model/router.js';

/** @typedef {import('../model/logon-model.js').Move} Move */

/** @param {Move} m */
function types(m) {
  return m.types.map((t) => logonType(t)).join(', ');
}

/** @param {Move[]} moves */
export function moveMap(moves) {
  const map = mapOf(moves);
  return html`<div class="scroll-x move-map"><svg class="moves" width=${map.width} height=${map.height} role="img" aria-label=${`${counted(moves.length, 'way')} between ${counted(map.hosts.length, 'host')}; the table below has the same`}>
      ${map.moves.map(({ move, path, width, tip, label }) => svg`<g class="move"><title>${visible(`${move.fromName} to ${move.toName}: ${counted(move.count, 'logon')} (${types(move)}) by ${move.users.join(', ')}`)}</title><path d=${path} stroke-width=${width}></path><path class="head" d="M0 0L-9 -4.5V4.5Z" transform=${`translate(${tip.x} ${tip.y}) rotate(${tip.angle})`}></path><text x=${label.x} y=${label.y}>${count(move.count)}</text></g>`)}
      ${map.hosts.map((h) => svg`<g class="move-host"><title>${visible(h.name)}</title><rect x=${h.x} y=${h.y} width=${MAP_BOX.w} height=${MAP_BOX.h} rx="3"></rect><text x=${h.x + 9} y=${h.y + 19}>${visible(cut(shortHost(h.name), 22))}</text></g>`)}</svg></div>
    ${map.hidden ? html`<p class="note">${counted(map.hidden, 'host')} with the fewest logons ${map.hidden === 1 ? 'is' : 'are'} only in the table.</p>` : nothing}`;
}

/** @param {Move[]} moves @param {string} zone */
export function moveTable(moves, zone) {
  return html`<div class="scroll-x"><table class="data move-table"><thead><tr><th>First logon</th><th>Last</th><th>From</th><th>To</th><th>Users</th><th>How</th><th class="num">Logons</th><th>Details</th></tr></thead><tbody>${moves.map((m) => html`<tr>
      <td class="nowrap">${stamp(m.first, zone)}</td><td class="nowrap">${m.count > 1 ? stamp(m.last, zone) : ''}</td><td class="nowrap"><a href=${href('tree', { host: m.from })}>${logLine(m.fromName)}</a></td><td class="nowrap"><a href=${href('tree', { host: m.to })}>${logLine(m.toName)}</a></td>
      <td>${m.users.map((u, i) => html`${i ? ', ' : ''}${logLine(u)}`)}</td><td>${types(m)}</td><td class="num">${count(m.count)}</td>
      <td><a href=${graphLink(m.sessions.slice(0, 20).map((s) => ({ kind: 'session', key: s.key })))}>Graph</a></td></tr>`)}</tbody></table></div>`;
}
