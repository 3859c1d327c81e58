/** Logon sessions and logon attempts as tables. */
import { html, nothing } from './lit.js';
import { logLine } from './log-text.js';
import { noteMark } from './note-mark.js';
import { baseName, count, counted, endVia, logonType, sessionWords, shortHost, shortSessionWords, statusWords } from '../model/words.js';
import { between, stamp } from '../model/time.js';
import { visible } from '../model/escapes.js';
import { href } from '../model/router.js';
import { claimOnly } from '../model/logon-model.js';
import { theCase } from '../model/case.js';

/** @typedef {import('../model/types.js').SessionRow} SessionRow */

/** @param {SessionRow} s @param {string} zone */
function began(s, zone) {
  if (s.start) return stamp(s.start, zone);
  return s.start_hint ? `≈ ${stamp(s.start_hint, zone)}` : html`<span class="muted">not recorded</span>`;
}

/** @param {SessionRow} s */
function ended(s) {
  if (s.end) return endVia(s.end_via);
  return html`<span class="muted">${s.builtin ? '' : 'no end seen'}</span>`;
}

/** The name that the client gave, where no address tells where it is. @param {SessionRow} s */
function claimed(s) {
  return claimOnly(s) ? html` <span class="muted" title="The name that the client gave; there is no address">“${logLine(s.claimed_workstation)}”</span>` : nothing;
}

/** A host's name without its domain, which the tip has. @param {string|undefined} name */
function hostCell(name = '') {
  return html`<td class="nowrap" title=${visible(name)}>${logLine(shortHost(name))}</td>`;
}

/** @param {SessionRow} s @param {string} zone @param {string} current @param {(key: string) => void} choose */
function sessionRow(s, zone, current, choose) {
  const remote = !s.source_local && (s.source_ip || s.source_host);
  return html`<tr class=${`${s.observed ? '' : 'stub'} ${s.key === current ? 'chosen' : ''}`} data-key=${s.key}><td class="nowrap"><button type="button" class="linklike session-link" title="Details of the session" @click=${() => choose(s.key)}>${began(s, zone)}</button></td>
    ${hostCell(s.host_name)}<td>${logLine(s.user_name)}</td><td class=${remote ? 'remote' : ''} title=${visible(sessionWords(s))}>${logLine(shortSessionWords(s))}${remote && s.source_host_name && s.source_ip ? html` <span class="muted">${logLine(s.source_ip)}</span>` : nothing}${claimed(s)}${noteMark('session', s.key)}</td>
    <td class="nowrap">${between(s.start, s.end)}</td><td class="nowrap">${ended(s)}</td>
    <td>${[s.elevated ? 'elevated' : '', s.privileged ? 'privileged' : ''].filter(Boolean).join(', ')}</td><td><code>${logLine(s.logon_id)}</code></td>
    <td class="num">${s.process_count ? html`<a href=${href('tree', { host: s.host, session: s.key })}>${counted(s.process_count, 'process', 'processes')}</a>` : '0'}</td></tr>`;
}

/** @param {SessionRow[]} list @param {string} zone @param {string} current @param {(key: string) => void} choose */
export function sessionTable(list, zone, current, choose) {
  return html`<div class="scroll-x"><table class="data session-table"><thead><tr>${['Began', 'Host', 'User', 'Logon', 'Length', 'Why it ended', 'Rights', 'Logon ID'].map((h) => html`<th>${h}</th>`)}<th class="num">What ran in it</th></tr></thead>
    <tbody>${list.map((s) => sessionRow(s, zone, current, choose))}</tbody></table></div>`;
}

/** @param {import('../model/logon-model.js').AttemptGroup} g @param {string} zone @param {string} current @param {boolean} repeated whether the table has the columns of repeats */
function attemptRow(g, zone, current, repeated) {
  const a = g.first;
  const chosen = g.attempts.some((x) => x.key === current);
  return html`<tr class=${chosen ? 'chosen' : ''}><td class="nowrap">${stamp(g.from, zone)}</td>${repeated ? html`<td class="nowrap">${g.count > 1 && g.to !== g.from ? stamp(g.to, zone) : ''}</td><td class="num">${g.count > 1 ? html`<strong>× ${count(g.count)}</strong>` : ''}</td>` : nothing}
    <td class="nowrap">${a.event_id === 4625 ? html`<span class="bad">failed logon</span>` : 'explicit credentials'}</td>${hostCell(a.host_name || theCase.hostName(a.host))}<td>${logLine(a.user_name)}</td>
    <td>${logLine(a.target_user_name)}${a.target_host ? html` <span class="muted">on</span> <span class="nowrap" title=${visible(a.target_host)}>${logLine(shortHost(a.target_host))}</span>` : nothing}</td>
    <td><span class="nowrap">${logLine(a.source_ip)}</span>${a.claimed_workstation ? html` <span class="muted nowrap" title="The name that the client gave">“${logLine(a.claimed_workstation)}”</span>` : nothing}</td>
    <td>${a.logon_type ? logonType(a.logon_type) : ''}</td><td class="nowrap">${logLine(statusWords(a.sub_status && a.sub_status !== '0x0' ? a.sub_status : a.status))}</td>
    <td>${a.process ? html`<a href=${href('tree', { host: a.host, key: a.process, details: '1' })}>${logLine(baseName(a.process_image) || 'process')}</a>` : ''}</td></tr>`;
}

/** @param {import('../model/logon-model.js').AttemptGroup[]} groups @param {string} zone @param {string} current */
export function attemptTable(groups, zone, current) {
  const repeated = groups.some((g) => g.count > 1);
  return html`<div class="scroll-x"><table class="data attempt-table"><thead><tr>${[...(repeated ? ['First', 'Last', 'Times'] : ['Time']), 'What', 'Host', 'Who asked', 'For whom', 'From', 'Type', 'Why it failed', 'By'].map((h) => html`<th class=${h === 'Times' ? 'num' : ''}>${h}</th>`)}</tr></thead>
    <tbody>${groups.map((g) => attemptRow(g, zone, current, repeated))}</tbody></table></div>`;
}

/** Many accounts tried from one place, each in a line. @param {import('../model/logon-model.js').Spray[]} sprays @param {string} zone */
export function sprayNotes(sprays, zone) {
  return sprays.map(({ first: a, accounts, count: n, from, to, reasons }) => html`<p class="note spray"><strong>${counted(accounts, 'account')}</strong> failed to log on to ${logLine(a.host_name || theCase.hostName(a.host))} from ${logLine(a.source_ip)}${a.claimed_workstation ? html` “${logLine(a.claimed_workstation)}”` : nothing}
    within ${between(from, to) || 'one moment'}, from ${stamp(from, zone)}: ${counted(n, 'attempt')}, ${reasons.map(([code, k], i) => html`${i ? ', ' : ''}${count(k)} × ${logLine(statusWords(code)) || 'no reason recorded'}`)}.</p>`);
}

/** @param {SessionRow[]} list @returns {unknown[][]} */
export function sessionCells(list) {
  return list.map((s) => [s.start ?? s.start_hint, s.end, s.host_name, s.user_name, s.logon_type, sessionWords(s), s.source_ip, s.source_host_name, s.claimed_workstation, s.logon_id, s.elevated ?? false, s.privileged ?? false, s.end_via, s.process_count, s.observed, s.key]);
}

export const SESSION_HEADS = ['start', 'end', 'host', 'user', 'logon_type', 'logon', 'source_ip', 'source_host', 'workstation', 'logon_id', 'elevated', 'privileged', 'end_via', 'processes', 'observed', 'key'];
export const ATTEMPT_HEADS = ['first', 'last', 'count', 'event_id', 'host', 'user', 'target_user', 'target_host', 'source_ip', 'workstation', 'logon_type', 'status'];

/** @param {import('../model/logon-model.js').AttemptGroup[]} groups @returns {unknown[][]} */
export function attemptCells(groups) {
  return groups.map(({ first: a, from, to, count: n }) => [from, to, n, a.event_id, a.host_name, a.user_name, a.target_user_name, a.target_host, a.source_ip, a.claimed_workstation, a.logon_type, a.sub_status || a.status]);
}
