/** Host, user, text and day: the filter of the views over time, as a template. It writes the address. */
import { html, nothing } from './lit.js';
import { icon } from './icons.js';
import { visible } from '../model/escapes.js';
import { daysOf, writeMoment } from '../model/scale.js';
import { stamp } from '../model/time.js';
import { router } from '../model/router.js';
import { theCase } from '../model/case.js';

/** A case of more days has too many to choose from; its overview is brushed. */
const MOST_DAYS = 62;

/**
 * @param {URLSearchParams} params @param {string} zone
 * @param {{text?: boolean, days?: boolean, users?: 'process_count'|'session_count', also?: any, reset?: Record<string, string>}} how users: offered are
 *   those that have any of these; also: what stands beside them; reset: parameters to drop with a change
 */
export function caseFilter(params, zone, how = {}) {
  const set = (/** @type {string} */ name) => (/** @type {Event} */ e) => router.update({ [name]: /** @type {HTMLInputElement} */ (e.target).value.trim(), ...how.reset });
  const host = params.get('host') ?? '';
  const user = params.get('user') ?? '';
  return html`<div class="filters"><label class="field">Host <select name="host" @change=${set('host')}><option value="">all hosts</option>${theCase.hosts.map((h) => html`<option value=${h.key} ?selected=${h.key === host}>${visible(h.name)}</option>`)}</select></label>
    <label class="field">User <select name="user" @change=${set('user')}><option value="">all users</option>${theCase.users.filter((u) => u[how.users ?? 'process_count'] || u.key === user).map((u) => html`<option value=${u.key} ?selected=${u.key === user}>${visible(u.name || u.sid || u.key)}</option>`)}</select></label>
    ${how.text ? html`<label class="field grow">Text <input name="text" type="search" spellcheck="false" placeholder="image, command line, user, hash" .value=${params.get('text') ?? ''} @change=${set('text')}></label>` : nothing}
    ${how.days ? dayPick(params, zone, how.reset ?? {}) : nothing}${how.also ?? nothing}</div>`;
}

/** @param {URLSearchParams} params @param {string} zone @param {Record<string, string>} reset */
function dayPick(params, zone, reset) {
  const from = Date.parse(theCase.stats?.first ?? '');
  const to = Date.parse(theCase.stats?.last ?? '');
  if (Number.isNaN(from) || Number.isNaN(to)) return nothing;
  const days = daysOf({ from, to }, zone, MOST_DAYS + 1);
  if (days.length < 2 || days.length > MOST_DAYS) return nothing;
  const chosen = days.findIndex((d) => params.get('from') === writeMoment(d.from) && params.get('to') === writeMoment(d.to - 1));
  return html`<label class="field">Day <select name="day" @change=${(/** @type {Event} */ e) => {
    const d = days[Number(/** @type {HTMLSelectElement} */ (e.target).value)];
    router.update({ from: d ? writeMoment(d.from) : '', to: d ? writeMoment(d.to - 1) : '', ...reset });
  }}><option value="">any</option>${days.map((d, i) => html`<option value=${i} ?selected=${i === chosen}>${d.date}</option>`)}</select></label>`;
}

/** The time filter that is on, with the button that removes it. @param {URLSearchParams} params @param {string} zone @param {Record<string, string>} [reset] */
export function spanChip(params, zone, reset = {}) {
  const from = params.get('from') ?? '';
  const to = params.get('to') ?? '';
  if (!from && !to) return nothing;
  return html`<span class="chip">Time: ${from ? stamp(from, zone) : 'the beginning'} to ${to ? stamp(to, zone) : 'the end'}<button type="button" class="quiet" aria-label="Remove the time filter" @click=${() => router.update({ from: '', to: '', ...reset })}>${icon('close')}</button></span>`;
}
