/** What stands out: the remarks of the rules, the most severe first. One click opens the tree there. */
import { html, nothing } from './lit.js';
import { logLine } from './log-text.js';
import { count, counted, severityWords, shortHost } from '../model/words.js';
import { visible } from '../model/escapes.js';
import { stamp } from '../model/time.js';
import { href } from '../model/router.js';
import { theCase } from '../model/case.js';

/** @typedef {import('../model/types.js').Standout} Standout */

/** @param {Standout} s */
function linkOf(s) {
  if (s.about_kind === 'process') return href('tree', { host: s.host, key: s.about, details: '1' });
  if (s.about_kind === 'session') return href('tree', { host: s.host, session: s.about });
  if (s.about_kind === 'logon_attempt') return href('logons', { host: s.host, show: 'attempts', key: s.about });
  return href('tree', { host: s.host });
}

/** @param {Standout} s @param {string} zone @param {boolean} withHost */
function item(s, zone, withHost) {
  return html`<li class="standout sev-${s.severity} ${withHost ? '' : 'hostless'}"><a href=${linkOf(s)}>
    <span class="when">${s.time_hint ? '≈ ' : ''}${stamp(s.time, zone)}</span>${withHost ? html`<span class="host" title=${visible(theCase.hostName(s.host))}>${logLine(shortHost(theCase.hostName(s.host)))}</span>` : nothing}
    <span class="what">${s.title}${(s.techniques ?? []).map((t) => html` <span class="technique">${t}</span>`)}</span>
    ${s.detail ? html`<span class="cmd">${logLine(s.detail)}</span>` : nothing}</a></li>`;
}

/** @param {Standout[]} items in order of time */
function byTime(items) {
  return [...items].sort((a, b) => (a.time ?? '').localeCompare(b.time ?? ''));
}

/** @param {Standout[]} items @param {string} zone */
export function bySeverity(items, zone) {
  return [3, 2, 1].map((severity) => {
    const group = byTime(items.filter((s) => (severity === 3 ? s.severity >= 3 : s.severity === severity)));
    if (group.length === 0) return nothing;
    const hosts = new Set(group.map((s) => s.host)).size;
    return html`<details class="group" ?open=${severity === 3 || group.length <= 12}><summary><span class="sev sev-${severity}">${severityWords(severity)}</span>
      ${counted(group.length, 'remark')} on ${counted(hosts, 'host')}, in order of time</summary><ol class="standouts">${group.map((s) => item(s, zone, true))}</ol></details>`;
  });
}

/** @param {Standout[]} items @param {string} zone */
export function byHost(items, zone) {
  /** @type {Map<string, Standout[]>} */
  const groups = new Map();
  for (const s of items) groups.set(s.host, [...(groups.get(s.host) ?? []), s]);
  const weight = (/** @type {Standout[]} */ g) => g.reduce((n, s) => n + (s.severity >= 3 ? 10000 : s.severity === 2 ? 100 : 1), 0);
  return [...groups.entries()].sort((a, b) => weight(b[1]) - weight(a[1])).map(([host, group], i) => html`<details class="group" ?open=${i < 6}>
    <summary><strong>${logLine(theCase.hostName(host) || host)}</strong> ${[3, 2, 1].map((sev) => {
      const n = group.filter((s) => Math.min(3, s.severity) === sev).length;
      return n ? html`<span class="sev sev-${sev}">${count(n)} ${severityWords(sev).toLowerCase()}</span> ` : nothing;
    })}</summary><ol class="standouts">${byTime(group).sort((a, b) => b.severity - a.severity).map((s) => item(s, zone, false))}</ol></details>`);
}
