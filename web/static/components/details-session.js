/** The logon session, where it came from, and where sources disagree, as templates. */
import { html, nothing } from './lit.js';
import { logLine } from './log-text.js';
import { copyButton } from './copy-button.js';
import { processLink, sourceChips } from './details-sections.js';
import './node-records.js';
import { counted, endVia, logonType, sessionWords } from '../model/words.js';
import { beginStamp, fullStamp } from '../model/time.js';
import { href } from '../model/router.js';

/** @typedef {import('../model/types.js').SessionRow} SessionRow */

/** @param {SessionRow|undefined} s @param {string} zone */
export function sessionFields(s, zone) {
  if (!s) return [];
  /** @type {[string, any][]} */
  const rows = [
    ['Logon', html`${logLine(sessionWords(s))}${s.logon_type !== undefined && !s.builtin ? html` <span class="muted">type ${s.logon_type}</span>` : nothing}`],
    ['Logon ID', s.logon_id ? html`<code>${logLine(s.logon_id)}</code> ${copyButton(() => s.logon_id ?? '', 'logon ID')}` : ''],
    ['User', logLine(s.user_name)],
    ['Began', s.start ? fullStamp(s.start, zone) : s.start_hint ? html`≈ ${fullStamp(s.start_hint, zone)} <span class="muted">the second in its logon GUID</span>` : ''],
    ['Ended', s.end ? html`${fullStamp(s.end, zone)} <span class="muted">${endVia(s.end_via)}</span>` : ''],
    ['Source', s.source_ip ? html`<code>${logLine(s.source_ip)}</code>${s.source_port ? html` port ${s.source_port}` : nothing}${s.source_local ? ' (this host)' : ''}` : s.source_local ? 'this host' : ''],
    ['Source host', s.source_host ? html`<a href=${href('tree', { host: s.source_host })}>${logLine(s.source_host_name || s.source_host)}</a> <span class="muted">proven by its address</span>` : ''],
    ['Workstation', s.claimed_workstation ? html`${logLine(s.claimed_workstation)} <span class="muted">as the client claims</span>` : ''],
    ['Rights', [s.elevated ? 'elevated' : '', s.privileged ? 'special privileges (4672)' : ''].filter(Boolean).join(', ')],
    ['Authentication', logLine([s.auth_package, s.logon_process].filter(Boolean).join(', '))],
    ['Acts outside as', logLine(s.outbound_identity)],
    ['Logon GUID', s.logon_guid ? html`<code>${logLine(s.logon_guid)}</code>` : ''],
    ['Other half (UAC)', s.linked ? html`<a href=${href('tree', { host: s.host, session: s.linked })}>what ran in the linked session</a>` : ''],
  ];
  return rows.filter(([, v]) => v !== '');
}

/** The records that a session was derived from, to be opened. @param {SessionRow} s @param {string} zone */
export function sessionRecords(s, zone) {
  return html`<pg-node-records kind="session" key=${s.key} label="Source records of the session" none="No record of its own: it is known from the logon ID in other records." zone=${zone}></pg-node-records>`;
}

/** @param {import('../model/types.js').ProcessDetails} d @param {string} zone @param {(i: number) => void} openSource */
export function sessionSection(d, zone, openSource) {
  const s = d.session;
  if (!s) return html`<section><h3>Logon session</h3><p class="muted">No logon ID stands in its records.</p></section>`;
  return html`<section><h3>Logon session</h3>
    ${s.observed || s.builtin ? nothing : html`<p class="muted">Known only by its ID: no logon record (4624) of it was read.</p>`}
    <table class="fields"><tbody>${sessionFields(s, zone).map(([label, value]) => html`<tr><th scope="row">${label}</th><td>${value}</td><td class="srcs">${label === 'Logon ID' ? sourceChips('session', s.logon_id, d.sources ?? [], openSource) : nothing}</td></tr>`)}</tbody></table>
    ${sessionRecords(s, zone)}
    <p><a href=${href('tree', { host: s.host, session: s.key, key: d.process.key })}>All ${counted(s.process_count, 'process', 'processes')} of this session</a></p></section>`;
}

/** @param {import('../model/types.js').ProcessDetails} d @param {string} zone */
export function originSection(d, zone) {
  const origin = d.process.remote_origin;
  const maybe = d.remote_origins_possible ?? [];
  if (!origin && maybe.length === 0) return nothing;
  return html`<section class="origin"><h3>Remote origin</h3>
    ${origin ? html`<p class="proven"><strong>Came from another machine:</strong> its logon session was opened from <code>${logLine(origin.source_ip || d.session?.source_ip || 'an address that was not recorded')}</code>${d.session?.source_host
      ? html`, which is <a href=${href('tree', { host: d.session.source_host })}>${logLine(d.session.source_host_name || d.session.source_host)}</a>` : nothing}${d.session?.logon_type ? ` (${logonType(d.session.logon_type).toLowerCase()} logon)` : ''}.</p>` : nothing}
    ${maybe.length ? html`<p class="possible"><strong>Possible, not proven:</strong> it ran in a built-in session, and ${maybe.length === 1 ? 'this remote session was' : 'these remote sessions were'} open at the time.</p>
      <ul class="kin possible">${maybe.slice(0, 20).map((s) => html`<li><a href=${href('tree', { host: s.host, session: s.key })}>${logLine(sessionWords(s))}</a> ${logLine(s.user_name)} <span class="when">${beginStamp(s, zone)}</span></li>`)}</ul>` : nothing}</section>`;
}

/**
 * Where the logs name different parents.
 * @param {import('../model/types.js').ProcessDetails} d @param {boolean} panel @param {(i: number) => void} openSource
 */
export function claimsSection(d, panel, openSource) {
  const claims = d.claims ?? [];
  if (claims.length === 0) return nothing;
  return html`<section class="claims"><h3>The sources disagree on the parent</h3>
    <p class="muted">Both are kept. A parent may be forged when a process is created; then the creator that Security names and the parent that Sysmon names differ.</p>
    <ul class="kin">${claims.map((c) => html`<li><strong>${c.source === 'sysmon' ? 'Sysmon' : c.source === 'security' ? 'Security' : c.source}</strong> names ${processLink(c.process, panel)} ${sourceChips('parent', c.process.guid || c.process.pid, d.sources ?? [], openSource, c.source)}</li>`)}</ul></section>`;
}
