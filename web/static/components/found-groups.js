/** Hosts, users and logon sessions that the search found, as templates. */
import { html, nothing } from './lit.js';
import { icon } from './icons.js';
import { logLine } from './log-text.js';
import { noteMark } from './note-mark.js';
import { count, counted, sessionWords } from '../model/words.js';
import { beginStamp } from '../model/time.js';
import { href } from '../model/router.js';

/** @typedef {import('../model/finder.js').Group} Group */

/** @type {Record<string, string>} */
const TITLES = { hosts: 'Hosts', users: 'Users', sessions: 'Logons from this address' };

/** The other spelling that a result was found by, where its name does not show it. @param {string} name @param {string[]|undefined} others @param {string[]} words */
function alias(name, others, words) {
  if (words.length === 0 || words.every((w) => name.toLowerCase().includes(w))) return nothing;
  const other = (others ?? []).find((o) => words.some((w) => o.toLowerCase().includes(w)));
  return other ? html` also called ${logLine(other, words)},` : nothing;
}

/** @param {Group} g @param {string[]} words @param {string} zone */
function items(g, words, zone) {
  if (g.hosts) return g.hosts.map((h) => html`<li><a class="hit" href=${href('tree', { host: h.key })}>${icon('host')} ${logLine(h.name, words)}</a>${noteMark('host', h.key)} <span class="muted">${alias(`${h.name} ${(h.addresses ?? []).join(' ')}`, h.aliases, words)} ${counted(h.process_count, 'process', 'processes')}${h.addresses?.length ? html`, ${logLine(h.addresses.slice(0, 2).join(', '), words)}` : nothing}</span></li>`);
  if (g.users) return g.users.map((u) => html`<li><a class="hit" href=${href('tree', { user: u.key })}>${icon('user')} ${logLine(u.name || u.sid || u.key, words)}</a>${noteMark('user', u.key)} <span class="muted">${alias(`${u.name ?? ''} ${u.sid ?? ''}`, u.names, words)} ${u.name && u.sid ? logLine(u.sid, words) : nothing} ${counted(u.process_count, 'process', 'processes')}</span></li>`);
  return (g.sessions ?? []).map((s) => html`<li><a class="hit" href=${href('logons', { key: s.key })}>${icon('user')} ${logLine(s.user_name || 'unknown user')}</a>${noteMark('session', s.key)} <span class="muted">${logLine(sessionWords(s))} on ${logLine(s.host_name)}${s.start || s.start_hint ? `, ${beginStamp(s, zone)}` : ''}</span></li>`);
}

/** @param {(Group|undefined)[]} groups those that have come in @param {string[]} words to mark @param {string} zone */
export function foundGroups(groups, words, zone) {
  const some = groups.filter((g) => g && (g.total > 0 || g.late));
  if (some.length === 0) return nothing;
  return html`<div class="found-groups">${some.map((g) => g && html`<section class="group" aria-label=${TITLES[g.group]}><h3>${TITLES[g.group]} <span class="muted">${count(g.total)}</span></h3>
    ${g.note ? html`<p class="note">${g.note}</p>` : nothing}<ul>${items(g, words, zone)}</ul>${g.total > 8 ? html`<p class="muted">and ${count(g.total - 8)} more: write more of the name</p>` : nothing}</section>`)}</div>`;
}
