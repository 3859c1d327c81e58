/** The rows of a replay, as templates. */
import { html, nothing } from './lit.js';
import { imageIcon } from './icons.js';
import { logLine } from './log-text.js';
import { processName, sessionWords, shortHost } from '../model/words.js';
import { eventWords } from '../model/replay-model.js';
import { parts } from '../model/time.js';
import { treeLink, href } from '../model/router.js';

const MAX_INDENT = 16;

/** Time of day with milliseconds. @param {string} time @param {string} zone */
function clock(time, zone) {
  const p = parts(time, zone);
  return p ? `${p.time}${p.fraction ? `.${p.fraction.slice(0, 3)}` : ''}` : '';
}

/** @param {import('../model/replay-model.js').TreeRow} r @param {string} current @param {string} zone */
export function replayRow(r, current, zone) {
  const p = r.row;
  return html`<div class=${`replay-row is-${r.state}${p.key === current ? ' current' : ''}${p.observed ? '' : ' stub'}`} data-key=${p.key}><span class="indent" .style=${`width:${Math.min(r.depth, MAX_INDENT) * 14}px`}></span>${imageIcon(p.image)}
    <a href=${treeLink(p)}>${logLine(processName(p))}</a> <span class="pid">${p.pid ?? ''}</span>${r.depth === 0 ? html` <span class="muted">${logLine(shortHost(p.host_name ?? ''))}</span>` : nothing}
    <span class="when">${p.start ? clock(p.start, zone) : ''}${r.state === 'ended' && p.end ? html` to ${clock(p.end, zone)}` : nothing}</span><span class="state-word">${r.state === 'ended' ? 'ended' : r.state === 'new' ? 'new' : ''}</span>
    <span class="cmd">${logLine(p.command_line)}</span></div>`;
}

/** @param {import('../model/replay-model.js').ReplayEvent} e @param {boolean} current @param {boolean} ahead @param {string} zone */
export function eventLine(e, current, ahead, zone) {
  const what = e.process ? html`<a href=${treeLink(e.process)}>${logLine(processName(e.process))}</a> ${e.process.pid ?? ''}`
    : e.session ? html`<a href=${href('logons', { key: e.session.key, details: '1' })}>${logLine(e.session.user_name) || 'a session'}</a> <span class="muted">${logLine(sessionWords(e.session))}</span>` : nothing;
  const host = (e.process ?? e.session)?.host_name ?? '';
  return html`<li class=${`${current ? 'current' : ''} ${ahead ? 'ahead' : ''} on-${e.event}`} aria-current=${current ? 'step' : nothing}><time>${clock(e.time, zone)}</time> <span class="ev">${eventWords(e)}</span> ${what} <span class="muted">${logLine(shortHost(host))}</span></li>`;
}
