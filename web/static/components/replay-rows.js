/** The rows of a replay, as templates. */
import { html, nothing } from './lit.js';
import { imageIcon } from './icons.js';
import { logLine } from './log-text.js';
import { baseName, count, pidBeside, processName, sessionWords, shortHost, statusWords } from '../model/words.js';
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
    <a href=${treeLink(p)}>${logLine(processName(p))}</a> <span class="pid">${pidBeside(p)}</span>${r.depth === 0 ? html` <span class="muted">${logLine(shortHost(p.host_name ?? ''))}</span>` : nothing}
    <span class="when">${p.start ? clock(p.start, zone) : ''}${r.state === 'ended' && p.end ? html` to ${clock(p.end, zone)}` : nothing}</span><span class="state-word">${r.state === 'ended' ? 'ended' : r.state === 'new' ? 'new' : ''}</span>
    <span class="cmd">${logLine(p.command_line)}</span></div>`;
}

/** Who tried to log on where, from where, and why not. @param {import('../model/types.js').AttemptRow} a */
function attemptWords(a) {
  const failed = a.event_id === 4625;
  const where = failed ? a.source_ip || a.claimed_workstation : a.target_host;
  const why = failed ? statusWords(a.sub_status && a.sub_status !== '0x0' ? a.sub_status : a.status) : '';
  return html`${failed ? 'as' : 'of'} <a href=${href('logons', { show: 'attempts', key: a.key })}>${logLine(a.target_user_name) || 'a user'}</a>${where ? html` ${failed ? 'from' : 'on'} ${logLine(where)}` : nothing}${(a.count ?? 1) > 1 ? ` × ${count(a.count)}` : ''}${why
    ? html` <span class="muted">${logLine(why)}</span>` : nothing}${!failed && a.user_name ? html` <span class="muted">by ${logLine(a.user_name)}</span>` : nothing}${a.process ? html` <a href=${treeLink({ key: a.process, host: a.host })}>${logLine(baseName(a.process_image) || 'process')}</a>` : nothing}`;
}

/** @param {import('../model/replay-model.js').ReplayEvent} e @param {boolean} current @param {boolean} ahead @param {string} zone */
export function eventLine(e, current, ahead, zone) {
  const what = e.process ? html`<a href=${treeLink(e.process)}>${logLine(processName(e.process))}</a> ${pidBeside(e.process)}`
    : e.session ? html`<a href=${href('logons', { key: e.session.key, details: '1' })}>${logLine(e.session.user_name) || 'a session'}</a> <span class="muted">${logLine(sessionWords(e.session))}</span>` : e.attempt ? attemptWords(e.attempt) : nothing;
  const host = (e.process ?? e.session ?? e.attempt)?.host_name ?? '';
  return html`<li class=${`${current ? 'current' : ''} ${ahead ? 'ahead' : ''} on-${e.event}`} aria-current=${current ? 'step' : nothing}><time>${clock(e.time, zone)}</time> <span class="ev">${eventWords(e)}</span> ${what} <span class="muted">${logLine(shortHost(host))}</span></li>`;
}
