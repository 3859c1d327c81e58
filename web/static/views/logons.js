/** Logon sessions and logon attempts as tables. */
import { html, nothing } from '../components/lit.js';
import { View } from '../components/view.js';
import { PagedList } from '../components/paged-list.js';
import { empty, failed, loading } from '../components/states.js';
import { logLine } from '../components/log-text.js';
import { sessionWords } from '../components/details-session.js';
import { count, counted, logonType, statusWords } from '../model/words.js';
import { duration, stamp } from '../model/time.js';
import { href, router } from '../model/router.js';
import { visible } from '../model/escapes.js';
import { theCase } from '../model/case.js';

class LogonsView extends View {
  constructor() {
    super();
    this.sessions = new PagedList(this, '/sessions', 200);
    this.attempts = new PagedList(this, '/attempts', 200);
  }

  get viewName() {
    return 'logons';
  }

  get list() {
    return this.params.get('show') === 'attempts' ? this.attempts : this.sessions;
  }

  async onRoute() {
    document.title = 'Logons – procgraph';
    const host = this.params.get('host') ?? '';
    const remote = this.params.get('remote') === 'true' ? 'true' : '';
    await (this.list === this.attempts ? this.attempts.load({ host }) : this.sessions.load({ host, remote }));
    const key = this.params.get('key');
    if (!key || key === this.shownKey) return;
    await this.updateComplete;
    this.shownKey = key;
    this.querySelector('tr.chosen')?.scrollIntoView({ block: 'center' });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.sessions.cancel();
    this.attempts.cancel();
  }

  /** @param {any} s */
  session(s) {
    const remote = !s.source_local && (s.source_ip || s.source_host);
    return html`<tr class=${s.observed ? '' : 'stub'}><td class="nowrap">${s.start ? stamp(s.start, this.zone) : s.start_hint ? `≈ ${stamp(s.start_hint, this.zone)}` : html`<span class="muted">not recorded</span>`}</td>
      <td>${logLine(s.host_name)}</td><td>${logLine(s.user_name)}</td><td class=${remote ? 'remote' : ''}>${logLine(sessionWords(s))}</td><td class="nowrap">${s.start && s.end ? duration(Date.parse(s.end) - Date.parse(s.start)) : html`<span class="muted">${s.builtin ? '' : 'no end seen'}</span>`}</td>
      <td>${[s.elevated ? 'elevated' : '', s.privileged ? 'privileged' : ''].filter(Boolean).join(', ')}</td><td><code>${logLine(s.logon_id)}</code></td>
      <td class="num">${s.process_count ? html`<a href=${href('tree', { host: s.host, session: s.key })}>${counted(s.process_count, 'process', 'processes')}</a>` : '0'}</td></tr>`;
  }

  /** @param {any} a */
  attempt(a) {
    return html`<tr class=${a.key === this.params.get('key') ? 'chosen' : ''}><td class="nowrap">${stamp(a.time, this.zone)}</td><td class="nowrap">${a.event_id === 4625 ? html`<span class="bad">failed logon</span>` : 'explicit credentials'}</td>
      <td class="nowrap">${logLine(a.host_name || theCase.hostName(a.host))}</td><td>${logLine(a.user_name)}</td><td>${logLine(a.target_user_name)}${a.target_host ? html` <span class="muted">on</span> ${logLine(a.target_host)}` : nothing}</td>
      <td class="nowrap">${logLine(a.source_ip)}${a.claimed_workstation ? html` <span class="muted" title="The name that the client gave">“${logLine(a.claimed_workstation)}”</span>` : nothing}</td><td>${a.logon_type ? logonType(a.logon_type) : ''}</td><td class="nowrap">${logLine(statusWords(a.sub_status && a.sub_status !== '0x0' ? a.sub_status : a.status))}</td><td class="num">${a.count > 1 ? `× ${count(a.count)}` : ''}</td>
      <td>${a.process ? html`<a href=${href('tree', { host: a.host, key: a.process, details: '1' })}>process</a>` : ''}</td></tr>`;
  }

  body() {
    const { list } = this;
    const attempts = list === this.attempts;
    if (list.error) return failed(list.error, () => this.onRoute());
    if (!list.data) return loading();
    if (list.items.length === 0) {
      return attempts ? empty('No logon attempt is recorded.', html`Failed logons are Security 4625, uses of explicit credentials are 4648. <a href="/files#missing">See whether these logs have them.</a>`)
        : empty('No logon session fits.', 'Sessions come from Security 4624 and from the logon IDs of processes.');
    }
    const heads = attempts ? ['Time', 'What', 'Host', 'Who asked', 'For whom', 'From', 'Type', 'Why it failed', 'Times', 'By'] : ['Began', 'Host', 'User', 'Logon', 'Length', 'Rights', 'Logon ID', 'What ran in it'];
    return html`<div class="scroll-x"><table class="data"><thead><tr>${heads.map((h) => html`<th>${h}</th>`)}</tr></thead><tbody>${list.items.map((x) => (attempts ? this.attempt(x) : this.session(x)))}</tbody></table></div>${list.footer()}`;
  }

  render() {
    const attempts = this.list === this.attempts;
    const host = this.params.get('host') ?? '';
    const tab = (/** @type {string} */ show, /** @type {string} */ text) => html`<button type="button" aria-pressed=${(show === 'attempts') === attempts} @click=${() => router.update({ show, key: '' })}>${text}</button>`;
    return html`<div class="page"><section class="card"><header><h2>Logons <span class="muted">${this.list.data ? `Showing ${count(this.list.items.length)} of ${count(this.list.total)}` : ''}</span></h2>
      <div class="segmented" role="group" aria-label="What is listed">${tab('', 'Sessions')}${tab('attempts', 'Failed and explicit')}</div></header>
      <div class="filters"><label class="field">Host <select @change=${(/** @type {Event} */ e) => router.update({ host: /** @type {HTMLSelectElement} */ (e.target).value, key: '' })}><option value="">all hosts</option>${theCase.hosts.map((h) => html`<option value=${h.key} ?selected=${h.key === host}>${visible(h.name)}</option>`)}</select></label>
      ${attempts ? nothing : html`<label class="check"><input type="checkbox" .checked=${this.params.get('remote') === 'true'} @change=${(/** @type {Event} */ e) => router.update({ remote: /** @type {HTMLInputElement} */ (e.target).checked ? 'true' : '' })}> only from another machine</label>`}</div>
      ${this.body()}</section></div>`;
  }
}

customElements.define('pg-logons-view', LogonsView);
