/** Logons: sessions as a table and as lanes, attempts that failed or named credentials, and the proven moves from host to host. */
import { html, nothing } from '../components/lit.js';
import { View } from '../components/view.js';
import { PagedList } from '../components/paged-list.js';
import { ActivityLoader } from '../components/activity-loader.js';
import { empty, failed, loading } from '../components/states.js';
import { caseFilter } from '../components/case-filter.js';
import { saveEntries, saveMenu } from '../components/save-menu.js';
import { cypherButton } from '../components/cypher-button.js';
import { attemptCells, ATTEMPT_HEADS, attemptTable, sessionCells, SESSION_HEADS, sessionTable, sprayNotes } from '../components/logon-tables.js';
import { moveMap, moveTable } from '../components/move-map.js';
import { LOGON_LEGEND } from '../components/logon-lanes.js';
import '../components/session-details.js';
import '../components/splitter.js';
import { caseParams } from '../model/filters.js';
import { Kept } from '../model/kept.js';
import { spanOfLives } from '../model/lifetime.js';
import { FOLD_WORDS, foldSessions, groupAttempts, kindsOf, movesOf, spraysOf } from '../model/logon-model.js';
import { readSpan, writeMoment } from '../model/scale.js';
import { csvText } from '../model/csv.js';
import { svgSnapshot } from '../model/svg-snapshot.js';
import { count, counted } from '../model/words.js';
import { pref, setPref } from '../model/prefs.js';
import { router } from '../model/router.js';
import { theCase } from '../model/case.js';

const SHOWS = /** @type {const} */ ([['', 'Sessions'], ['lanes', 'Over time'], ['attempts', 'Failed and explicit'], ['moves', 'From host to host']]);
const PAGE = 1000;

class LogonsView extends View {
  constructor() {
    super();
    /** @type {PagedList<import('../model/types.js').SessionRow>} */
    this.sessions = new PagedList(this, '/sessions', PAGE);
    this.attempts = new PagedList(this, '/attempts', PAGE);
    this.activity = new ActivityLoader(this);
    this.shownKey = '';
    /** @type {Kept<ReturnType<typeof foldSessions>>} */
    this.keptFold = new Kept();
    /** @type {Kept<import('../model/logon-model.js').Move[]>} */
    this.keptMoves = new Kept();
    /** @type {Kept<import('../model/scale.js').Span|null>} */
    this.keptSpan = new Kept();
  }

  get viewName() {
    return 'logons';
  }

  get show() {
    const show = this.params.get('show') ?? '';
    return SHOWS.some(([id]) => id === show) ? show : '';
  }

  get list() {
    return this.show === 'attempts' ? this.attempts : this.sessions;
  }

  onRoute() {
    document.title = 'Logons – procgraph';
    this.requestUpdate();
    this.ask(false);
  }

  reload() {
    this.ask(true);
  }

  /** Asks for what differs. @param {boolean} again also for the same */
  async ask(again) {
    this.activity.follow(this.params, { again, names: ['host', 'user'] });
    const filter = caseParams(this.params, ['host', 'user', 'from', 'to']);
    const remote = this.show === 'moves' || this.params.get('remote') === 'true' ? 'true' : '';
    const question = this.show === 'attempts' ? filter : { ...filter, remote };
    await (again ? this.list.load(question) : this.list.follow(question));
    const key = this.params.get('key');
    if (!key || key === this.shownKey) return;
    await this.updateComplete;
    this.shownKey = key;
    this.querySelector('tr.chosen')?.scrollIntoView({ block: 'center' });
  }

  /** The overview needs the case's span, which comes first. */
  updated() {
    if (!this.activity.asked) this.activity.follow(this.params, { names: ['host', 'user'] });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.sessions.cancel();
    this.attempts.cancel();
    this.activity.cancel();
  }

  /** @param {string} key */
  choose(key) {
    this.shownKey = key;
    router.update({ key, details: '1' });
  }

  /** @param {string} what */
  command(what) {
    if (what !== 'escape' || this.params.get('details') !== '1') return false;
    router.update({ details: '' });
    return true;
  }

  folded() {
    const { items } = this.sessions;
    const all = this.params.get('all') === '1';
    return this.keptFold.get([items, theCase.users, all], () => foldSessions(items, kindsOf(theCase.users), all));
  }

  /** What is drawn on the axis: the chosen time, else that of the sessions. */
  span() {
    const { shown } = this.folded();
    const [from, to] = [this.params.get('from'), this.params.get('to')];
    return this.keptSpan.get([shown, this.activity.data, from, to], () => {
      const lives = spanOfLives(shown);
      const bounds = lives ? { from: lives.from, to: Math.max(lives.to, lives.from + 1000) } : this.activity.span;
      if (!bounds) return null;
      return readSpan(from, to, bounds) ?? { from: bounds.from, to: bounds.to + (bounds.to - bounds.from) / 50 };
    });
  }

  /** @param {CustomEvent} e */
  onBrush(e) {
    const b = e.detail;
    router.update({ from: b ? writeMoment(b.from) : '', to: b ? writeMoment(b.to) : '' });
  }

  saves() {
    const entry = saveEntries(`logons${this.show ? `-${this.show}` : ''}`);
    const table = () => {
      if (this.show === 'attempts') return csvText(ATTEMPT_HEADS, attemptCells(groupAttempts(this.attempts.items)));
      if (this.show !== 'moves') return csvText(SESSION_HEADS, sessionCells(this.folded().shown));
      return csvText(['first', 'last', 'from', 'to', 'users', 'logon_types', 'logons'], this.moves().map((m) => [m.first, m.last, m.fromName, m.toName, m.users.join(', '), m.types.join(' '), m.count]));
    };
    const json = () => JSON.stringify(this.show === 'attempts' ? this.attempts.items : this.show === 'moves' ? this.moves() : this.folded().shown, null, 1);
    const drawing = () => svgSnapshot(/** @type {any} */ (this.querySelector('svg.lanes, svg.moves')), 'Logons');
    const pictures = this.show === 'lanes' || this.show === 'moves' ? [entry('SVG', 'The picture, for documents', drawing), entry('PNG', 'The picture as an image', drawing)] : [];
    return [...pictures, entry('CSV', 'The table', table), entry('JSON', 'The table, as it is', json)];
  }

  moves() {
    const { shown } = this.folded();
    const [from, to] = [this.params.get('from'), this.params.get('to')];
    return this.keptMoves.get([shown, this.activity.data, from, to], () => movesOf(shown, readSpan(from, to, this.activity.span ?? { from: 0, to: 1 })));
  }

  foldNote() {
    const { folded, count: n } = this.folded();
    if (!n) return nothing;
    const all = this.params.get('all') === '1';
    const words = Object.entries(folded).map(([why, k]) => `${count(k)} ${FOLD_WORDS[why]}`).join(', ');
    return html`<p class="fold muted">${all ? 'With' : 'Without'} ${counted(n, 'session')} of Windows itself: ${words}. <button type="button" class="linklike" @click=${() => router.update({ all: all ? '' : '1' })}>${all ? 'Fold them' : 'Show them'}</button></p>`;
  }

  nothingHere() {
    const narrow = ['host', 'user', 'from', 'to', 'remote'].some((n) => this.params.get(n));
    const clear = narrow ? html`<button type="button" @click=${() => router.update({ host: '', user: '', from: '', to: '', remote: '' })}>Clear filter</button>` : nothing;
    if (this.show === 'attempts') return empty(narrow ? 'No logon attempt fits the filter.' : 'No logon attempt is recorded.', html`Failed logons are Security 4625, uses of explicit credentials are 4648. <a href="/files#missing">See whether these logs have them.</a>`, clear);
    if (this.show === 'moves') return this.noMoves(clear);
    return empty('No logon session fits.', 'Sessions come from Security 4624 and from the logon IDs of processes.', clear);
  }

  /** @param {any} clear */
  noMoves(clear) {
    const foreign = this.sessions.items.filter((s) => !s.source_host).length;
    return empty('No move from host to host is proven here.', html`A move is proven when the address in a logon (4624) belongs to a host of the case. ${foreign ? html`${counted(foreign, 'session')} came from addresses that are no host’s here. <button type="button" class="linklike" @click=${() => router.update({ show: '', remote: 'true' })}>List them</button>` : html`Where a logon has no address, its client’s name for itself, a claim, stands in the <button type="button" class="linklike" @click=${() => router.update({ show: '' })}>list of sessions</button>.`}`, clear);
  }

  body() {
    const { list } = this;
    const key = this.params.get('key') ?? '';
    if (list.error) return failed(list.error, () => this.onRoute());
    if (!list.data) return loading();
    if (list.items.length === 0) return this.nothingHere();
    const cutNote = list.next && this.show !== '' && this.show !== 'attempts' ? html`<p class="note">Of ${counted(list.total, 'session')}, the first ${count(list.items.length)} were read. Narrow the time or the host, or read more below.</p>` : nothing;
    if (this.show === 'attempts') {
      const groups = groupAttempts(this.attempts.items);
      return html`${sprayNotes(spraysOf(groups), this.zone)}${attemptTable(groups, this.zone, key)}${list.footer()}`;
    }
    if (this.show === 'moves') {
      const moves = this.moves();
      if (moves.length === 0) return html`${this.foldNote()}${this.noMoves(nothing)}`;
      return html`${this.foldNote()}${cutNote}<p class="muted">An arrow is a way from host to host that logons prove; the number counts them. It keeps to the right of its way.</p>${moveMap(moves)}${moveTable(moves, this.zone)}${list.footer()}`;
    }
    const { shown } = this.folded();
    const choose = (/** @type {string} */ k) => this.choose(k);
    const table = sessionTable(shown, this.zone, key, choose);
    if (this.show !== 'lanes') return html`${this.foldNote()}${table}${list.footer()}`;
    const span = this.span();
    return html`${this.foldNote()}${cutNote}${span && shown.length ? html`<pg-logon-lanes .sessions=${shown} .span=${span} zone=${this.zone} current=${key} @pg-session=${(/** @type {CustomEvent} */ e) => this.choose(e.detail.key)}></pg-logon-lanes>
      <ul class="legend">${LOGON_LEGEND.map(([id, words]) => html`<li><svg class="lanes" width="22" height="12" aria-hidden="true"><g class=${`stretch logon-${id}`}><rect width="22" height="12" rx="3"></rect></g></svg>${words}</li>`)}<li class="muted">↑ elevated; a bar that fades has no recorded end</li></ul>` : nothing}${table}${list.footer()}`;
  }

  filters() {
    const remote = this.show === '' || this.show === 'lanes' ? html`<label class="check"><input type="checkbox" .checked=${this.params.get('remote') === 'true'} @change=${(/** @type {Event} */ e) => router.update({ remote: /** @type {HTMLInputElement} */ (e.target).checked ? 'true' : '' })}> only from another machine</label>` : nothing;
    return caseFilter(this.params, this.zone, { users: 'session_count', also: remote, reset: { key: '', details: '' } });
  }

  details() {
    const key = this.params.get('key');
    if (this.params.get('details') !== '1' || !key || this.show === 'attempts') return nothing;
    return html`<pg-splitter width=${pref('panel', '460')} @pg-width=${(/** @type {CustomEvent} */ e) => setPref('panel', e.detail)}></pg-splitter>
      <pg-session-details class="side-part" .key=${key} @pg-close=${() => this.command('escape')}></pg-session-details>`;
  }

  render() {
    const { show, list } = this;
    const side = this.details();
    const shown = show === 'attempts' ? list.items.length : show === 'moves' ? this.moves().reduce((n, m) => n + m.count, 0) : this.folded().shown.length;
    const { user, host } = { user: this.params.get('user') ?? '', host: this.params.get('host') ?? '' };
    const brush = this.activity.span && readSpan(this.params.get('from'), this.params.get('to'), this.activity.span);
    return html`<div class="split logons-view ${side === nothing ? '' : 'with-side'}"><div class="main-part scrolls"><div class="page"><section class="card"><header><h2>Logons <span class="muted" role="status">${list.data ? `Showing ${count(shown)} of ${count(list.total)}${show === 'moves' ? ' from another machine' : ''}` : ''}</span></h2>
      <div class="segmented" role="group" aria-label="What is shown">${SHOWS.map(([id, words]) => html`<button type="button" data-show=${id} aria-pressed=${show === id} @click=${() => router.update({ show: id, key: '', details: '' })}>${words}</button>`)}</div>
        <div class="view-tools">${user ? cypherButton('user', { user }, 'The sessions of this user, as a query') : host ? cypherButton('host', { host }, 'The sessions on this host, as a query') : cypherButton('sessions', {}, 'The sessions of all accounts, as a query')}${saveMenu(this.saves())}</div></header>
      ${this.filters()}${this.activity.bar({ brush, zone: this.zone, onBrush: (e) => this.onBrush(e) })}
      <p class="muted">Drag over the overview to keep to a time; it then counts in every view. Bars are process starts.</p>
      ${this.body()}</section></div></div>${side}</div>`;
  }
}

customElements.define('pg-logons-view', LogonsView);
