/** The first screen: what happened here, and what there is to look at. */
import { html, nothing } from '../components/lit.js';
import { View } from '../components/view.js';
import { PagedList } from '../components/paged-list.js';
import { empty, failed, loading } from '../components/states.js';
import { logLine } from '../components/log-text.js';
import { icon } from '../components/icons.js';
import { noteButton, noteMark } from '../components/note-mark.js';
import { byHost, bySeverity } from '../components/standout-list.js';
import { missingEvents } from '../components/event-coverage.js';
import { commonFolder, count, counted, userKind } from '../model/words.js';
import { duration, stamp } from '../model/time.js';
import { href, router } from '../model/router.js';
import { theCase } from '../model/case.js';

const TOP = 12;

class OverviewView extends View {
  constructor() {
    super();
    /** @type {PagedList<import('../model/types.js').Standout>} */
    this.standouts = new PagedList(this, '/standouts', 300);
    this.warnings = new PagedList(this, '/warnings', 1);
    this.files = new PagedList(this, '/files', 0);
    this.allUsers = false;
    this.allHosts = false;
  }

  get viewName() {
    return 'overview';
  }

  onRoute() {
    document.title = 'Overview – procgraph';
    this.reload();
  }

  reload() {
    this.standouts.load({ host: this.params.get('host') ?? '' });
    this.warnings.load({});
    this.files.load({});
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const list of [this.standouts, this.warnings, this.files]) list.cancel();
  }

  /** @param {string} label @param {any} value @param {string} link @param {any} [more] */
  tile(label, value, link, more = nothing) {
    return html`<a class="tile" href=${link}><span class="value">${value}</span><span class="label">${label}</span>${more === nothing ? nothing : html`<span class="more">${more}</span>`}</a>`;
  }

  tiles() {
    const s = theCase.stats;
    const span = s.first && s.last ? Date.parse(s.last) - Date.parse(s.first) : NaN;
    return html`<div class="tiles">
      ${this.tile(s.hosts === 1 ? 'host' : 'hosts', count(s.hosts), href('tree'))}
      ${this.tile('processes', count(s.processes), href('tree'), s.stubs ? `and ${count(s.stubs)} known only from their children` : nothing)}
      ${this.tile(s.users === 1 ? 'user' : 'users', count(s.users), '#users')}
      ${this.tile('logon sessions', count(s.sessions), href('logons'))}
      ${this.tile('failed logons', count(s.failed_logons), href('logons', { show: 'attempts' }), s.attempts > s.failed_logons ? `and ${counted(s.attempts - s.failed_logons, 'use', 'uses')} of explicit credentials` : nothing)}
      <div class="tile span"><span class="value">${Number.isNaN(span) ? '–' : duration(span)}</span><span class="label">time span</span>
        <span class="more">${s.first ? html`${stamp(s.first, this.zone)} –<br>${stamp(s.last, this.zone)} <span class="zone">${this.zone}</span>` : 'no time recorded'}</span></div>
    </div>`;
  }

  standoutSection() {
    const list = this.standouts;
    const grouping = this.params.get('group') === 'host' ? 'host' : 'severity';
    const host = this.params.get('host');
    const button = (/** @type {string} */ id, /** @type {string} */ text) => html`<button type="button" aria-pressed=${grouping === id} @click=${() => router.update({ group: id === 'host' ? 'host' : '' }, { replace: true })}>${text}</button>`;
    const body = () => {
      if (list.error) return failed(list.error, () => this.reload());
      if (list.state === 'loading' && list.items.length === 0) return loading();
      if (list.items.length === 0) {
        return empty('No rule found anything.', html`The rules look for well-known signs of an attack. That none is there does not prove that nothing happened: see below which events the logs do not have. <a href="/tree">Walk the process tree</a>.`);
      }
      return html`${grouping === 'host' ? byHost(list.items, this.zone) : bySeverity(list.items, this.zone)}${list.footer()}`;
    };
    return html`<section class="card" id="standouts"><header><h2>What stands out ${list.total ? html`<span class="muted">${count(list.total)}</span>` : nothing}</h2>
      <div class="segmented" role="group" aria-label="Group by">${button('severity', 'By severity')}${button('host', 'By host')}</div></header>
      ${host ? html`<p class="note">Only on ${logLine(theCase.hostName(host) || host)}. <a href="/">Show all hosts</a></p>` : nothing}${body()}</section>`;
  }

  hostSection() {
    const hosts = this.allHosts ? theCase.hosts : [...theCase.hosts].sort((a, b) => b.standout_count - a.standout_count || b.process_count - a.process_count).slice(0, TOP);
    return html`<section class="card" id="hosts"><header><h2>Hosts <span class="muted">${count(theCase.hosts.length)}</span></h2></header>
      <div class="scroll-x"><table class="data"><thead><tr><th>Host</th><th class="num">Processes</th><th class="num">Not observed</th><th class="num">Sessions</th><th class="num">Attempts</th><th class="num">Remarks</th><th>From – to <span class="zone">${this.zone}</span></th></tr></thead>
      <tbody>${hosts.map((h) => html`<tr><td><a href=${href('tree', { host: h.key })}>${icon('host')} ${logLine(h.name)}</a>${noteMark('host', h.key)}${noteButton('host', h.key, h.name)}${h.addresses?.length ? html` <span class="muted">${logLine(h.addresses.slice(0, 3).join(', '))}</span>` : nothing}</td>
        <td class="num">${count(h.process_count)}</td><td class="num">${count(h.stub_count)}</td><td class="num">${count(h.session_count)}</td><td class="num">${count(h.attempt_count)}</td>
        <td class="num">${h.standout_count ? html`<a class="strong" href=${href('overview', { host: h.key })}>${count(h.standout_count)}</a>` : '0'}</td>
        <td>${h.first ? html`<span class="nowrap">${stamp(h.first, this.zone)} –</span> <span class="nowrap">${stamp(h.last, this.zone)}</span>` : html`<span class="muted">${h.process_count + h.stub_count ? 'no time' : h.session_count + h.attempt_count ? 'no process recorded' : 'only named as a source'}</span>`}</td></tr>`)}</tbody></table></div>
      ${theCase.hosts.length > hosts.length ? html`<button type="button" @click=${() => { this.allHosts = true; this.requestUpdate(); }}>Show all ${count(theCase.hosts.length)} hosts</button>` : nothing}</section>`;
  }

  userSection() {
    const users = [...theCase.users].sort((a, b) => Number(b.user_kind === 'account') - Number(a.user_kind === 'account') || b.process_count - a.process_count);
    const shown = this.allUsers ? users : users.slice(0, TOP);
    return html`<section class="card" id="users"><header><h2>Users <span class="muted">${count(theCase.usersTotal)}</span></h2></header>
      ${users.length === 0 ? empty('No user is named in these logs.') : html`<div class="scroll-x"><table class="data"><thead><tr><th>User</th><th>Kind</th><th class="num">Processes</th><th class="num">Sessions</th><th class="num">Hosts</th></tr></thead>
      <tbody>${shown.map((u) => html`<tr><td><a href=${href('tree', { user: u.key })} title=${u.sid ?? ''}>${icon('user')} ${logLine(u.name || u.sid || u.key)}</a>${noteMark('user', u.key)}${noteButton('user', u.key, u.name || u.sid || u.key)}</td><td class="muted">${userKind(u.user_kind)}</td>
        <td class="num">${count(u.process_count)}</td><td class="num">${count(u.session_count)}</td><td class="num">${count(u.host_count)}</td></tr>`)}</tbody></table></div>
      ${users.length > shown.length ? html`<button type="button" @click=${() => { this.allUsers = true; this.requestUpdate(); }}>Show all ${count(users.length)} users</button>` : nothing}`}</section>`;
  }

  warningSection() {
    const classes = this.warnings.data?.classes ?? [];
    return html`<section class="card" id="warnings"><header><h2>Warnings <span class="muted">${count(theCase.stats.warnings)}</span></h2></header>
      ${this.warnings.error ? failed(this.warnings.error) : classes.length === 0 ? html`<p class="muted">Nothing in the records had to be doubted or repaired.</p>` : html`<ul class="classes">${classes.map((/** @type {any} */ c) => html`<li>
        <a href=${href('warnings', { class: c.class })}><span class="n">${count(c.count)}</span> <strong>${c.title}</strong></a><span class="muted"> ${c.meaning}</span></li>`)}</ul>`}</section>`;
  }

  fileSection() {
    const d = this.files.data;
    if (this.files.error) return html`<section class="card">${failed(this.files.error)}</section>`;
    if (!d) return html`<section class="card">${loading()}</section>`;
    const files = d.items ?? [];
    const folder = commonFolder(files.map((/** @type {any} */ f) => f.file));
    const sum = (/** @type {string} */ f) => files.reduce((/** @type {number} */ n, /** @type {any} */ x) => n + (x[f] ?? 0), 0);
    const lossy = files.filter((/** @type {any} */ f) => f.refused || f.lines_rejected > 0 || f.notices?.length);
    return html`<section class="card" id="files"><header><h2>Files <span class="muted">${count(files.length)}</span></h2><a href="/files">All loss reports</a></header>
      <p>${counted(sum('records_read'), 'record')} read: ${count(sum('records_used'))} used, ${count(sum('records_ignored'))} of other events, ${count(sum('duplicates_dropped'))} repeated, <span class=${sum('lines_rejected') ? 'bad' : ''}>${count(sum('lines_rejected'))} rejected</span>.</p>
      ${lossy.length ? html`<p>${counted(lossy.length, 'file')} with losses or remarks:</p><ul class="plain">${lossy.slice(0, 8).map((/** @type {any} */ f) => html`<li><a href=${href('files', { file: f.file })}>${logLine(folder ? f.file.slice(folder.length) : f.name || f.file)}</a> ${f.refused ? html`<span class="bad">not read: ${logLine(f.refused)}</span>` : html`<span class="muted">${f.lines_rejected ? `${count(f.lines_rejected)} rejected` : ''} ${logLine(f.notices?.[0])}</span>`}</li>`)}</ul>` : html`<p class="muted">No file lost a record.</p>`}
      </section>
      <section class="card" id="missing"><header><h2>Not visible in these logs</h2><a href="/files#events">All events</a></header>${missingEvents(d.missing ?? [], 4)}</section>`;
  }

  render() {
    if (theCase.error && !theCase.ready) return failed(theCase.error, () => theCase.refresh());
    if (!theCase.ready) return loading('Loading the case…');
    if (theCase.stats.files === 0 && theCase.stats.observations === 0 && !theCase.stats.processes) {
      return empty(theCase.ingest?.running ? 'Logs are being read.' : 'This case is empty.',
        theCase.ingest?.running ? 'What is found appears here as it is read.' : html`Give procgraph some logs: <code>procgraph serve FILES…</code>, or <code>procgraph demo</code> to look around.`);
    }
    return html`<div class="overview">${this.tiles()}
      <div class="columns"><div class="wide-col">${this.standoutSection()}${this.hostSection()}</div>
      <div class="side-col">${this.userSection()}${this.warningSection()}${this.fileSection()}</div></div></div>`;
  }
}

customElements.define('pg-overview-view', OverviewView);
