/** Queries in Cypher and saved hunts, with their answers as table, graph and JSON. */
import { html, nothing } from '../components/lit.js';
import { View } from '../components/view.js';
import { icon } from '../components/icons.js';
import { empty, failed, loading } from '../components/states.js';
import { announce } from '../components/copy-button.js';
import { logWhole } from '../components/log-text.js';
import { queryParams } from '../components/query-params.js';
import { huntCard } from '../components/hunt-card.js';
import { needNeo4j } from '../components/need-neo4j.js';
import { entryList, huntList, modelList, SIDES } from '../components/query-side.js';
import '../components/cypher-editor.js';
import '../components/query-result.js';
import { NO_MODEL } from '../model/cypher-complete.js';
import { changedOf, paramNames, readAddress, readForm, typedOf } from '../model/cypher-params.js';
import { FIRST_PARAMS, FIRST_QUERY } from '../model/cypher-links.js';
import { QueryStore } from '../model/query-store.js';
import { Answers, askQuestion } from '../model/query-session.js';
import { counted } from '../model/words.js';
import { href, router } from '../model/router.js';
import { theCase } from '../model/case.js';
import { asApiError, isAbort, Slot } from '../model/api.js';

/** The longest query that an address holds. */
const MAX_ADDRESS = 8000;
const LIMITS = ['100', '1000', '10000'];
const SECONDS = ['10', '30', '60', '300'];

/** What outlives the view: answers, and a query that was not run yet. */
const answers = new Answers();
/** @type {{text: string, form: Record<string, import('../model/cypher-params.js').Typed>}|null} */
let draft = null;

/** The browser's storage; null where it is closed to the page. */
function storage() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

class QueryView extends View {
  static properties = { hunts: { state: true }, schema: { state: true }, error: { state: true }, answer: { state: true }, running: { state: true }, naming: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.hunts = null;
    this.schema = NO_MODEL;
    /** @type {import('../model/api.js').ApiError|null} */
    this.error = null;
    /** @type {import('../model/api.js').ApiError|null} */
    this.huntsError = null;
    /** @type {import('../model/query-session.js').Answer|null} */
    this.answer = null;
    this.running = false;
    this.naming = false;
    this.began = 0;
    this.text = FIRST_QUERY;
    /** @type {Record<string, import('../model/cypher-params.js').Typed>} */
    this.form = {};
    /** @type {Record<string, string>} */
    this.huntForm = {};
    /** @type {Record<string, string>} */
    this.errors = {};
    this.filter = '';
    /** @type {string|null} */
    this.written = null;
    this.kept = new QueryStore('procgraph.queries.kept', storage());
    this.past = new QueryStore('procgraph.queries.past', storage());
    this.asking = new Slot();
    this.loading = new Slot();
  }

  get viewName() {
    return 'query';
  }

  get editor() {
    return /** @type {any} */ (this.querySelector('pg-cypher-editor'));
  }

  get runnable() {
    return Boolean(theCase.stats?.store?.cypher);
  }

  get hunt() {
    const name = this.params.get('hunt') ?? '';
    return name ? this.hunts?.items.find((/** @type {any} */ h) => h.name === name) : undefined;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.cancel();
    this.loading.cancel();
  }

  reload() {}

  onRoute() {
    document.title = 'Query – procgraph';
    if (!this.hunts) this.load();
    const at = ['q', 'p', 'hunt'].map((n) => this.params.get(n) ?? '').join('\n');
    if (at !== this.written) {
      this.written = at;
      this.take();
    }
    this.requestUpdate();
  }

  /** Takes over the question of the address. */
  take() {
    this.cancel();
    this.error = null;
    this.errors = {};
    this.naming = false;
    const q = this.params.get('q') ?? '';
    const values = readAddress(this.params.get('p'));
    if (this.params.get('hunt')) {
      this.huntForm = Object.fromEntries(Object.entries(values).map(([name, v]) => [name, typeof v === 'string' ? v : JSON.stringify(v)]));
    } else {
      const given = q ? values : draft ? null : FIRST_PARAMS;
      this.text = q || draft?.text || FIRST_QUERY;
      this.form = given ? Object.fromEntries(Object.entries(given).map(([name, v]) => [name, typedOf(v)])) : draft?.form ?? {};
      this.editor?.setText(this.text);
      this.editor?.mark(null);
    }
    this.answer = answers.get(this.question() ?? { query: '', params: {} }) ?? null;
    // What is not filled in yet is told of when it is run.
    this.errors = {};
  }

  async load() {
    const signal = this.loading.next();
    try {
      [this.hunts, this.schema] = await Promise.all([theCase.api.get('/hunts', {}, signal), theCase.api.get('/cypher/model', {}, signal)]);
      this.huntsError = null;
      if (this.params.get('hunt')) this.answer = answers.get(this.question() ?? { query: '', params: {} }) ?? this.answer;
    } catch (err) {
      if (isAbort(err)) return;
      this.huntsError = asApiError(err);
    }
    this.requestUpdate();
  }

  /** What would be asked now; null when it cannot be. @returns {import('../model/query-session.js').Question|null} */
  question() {
    if (this.params.get('hunt')) {
      const h = this.hunt;
      return h ? { hunt: h.name, query: h.cypher, params: changedOf(h.params ?? [], this.huntForm) } : null;
    }
    const { params, errors } = readForm(paramNames(this.text), this.form);
    this.errors = errors;
    return Object.keys(errors).length ? null : { query: this.text, params };
  }

  /** @param {import('../model/query-session.js').Question} q */
  write(q) {
    const p = Object.keys(q.params).length ? JSON.stringify(q.params) : '';
    const query = q.hunt || q.query.length > MAX_ADDRESS ? '' : q.query;
    if (!q.hunt && !query) announce('This query is too long for the address: a link to it shows another.');
    const change = { q: query, p: query || q.hunt ? p : '', hunt: q.hunt ?? '' };
    this.written = [change.q, change.p, change.hunt].join('\n');
    router.update(change);
  }

  async run() {
    if (this.running || !this.runnable) return;
    const q = this.question();
    if (!q || !q.query.trim()) {
      announce(q ? 'There is no query yet.' : 'Some parameters cannot be read.');
      this.requestUpdate();
      return;
    }
    this.write(q);
    const how = { limit: q.hunt ? 0 : Number(this.limit), seconds: Number(this.seconds) };
    this.running = true;
    this.error = null;
    this.editor?.mark(null);
    this.began = performance.now();
    const clock = setInterval(() => this.tick(), 100);
    const at = new Date().toISOString();
    const signal = this.asking.next();
    try {
      const view = await askQuestion(theCase.api, q, how, signal);
      this.answer = { view };
      answers.put(q, this.answer);
      this.past.add({ ...q, at, rows: view.rows.length, took: view.took_ms });
    } catch (err) {
      if (isAbort(err)) {
        if (signal.aborted && this.asking.controller) return;
        announce('The query was cancelled.');
      } else {
        this.error = asApiError(err);
        this.answer = null;
        this.past.add({ ...q, at, failed: this.error.message });
        if (!q.hunt) this.editor?.mark(this.error.place ?? null);
      }
    } finally {
      clearInterval(clock);
      if (this.asking.controller?.signal === signal || !this.asking.controller) this.running = false;
    }
  }

  cancel() {
    this.asking.cancel();
    this.running = false;
  }

  tick() {
    const out = this.querySelector('#elapsed');
    if (out) out.textContent = `${((performance.now() - this.began) / 1000).toFixed(1)} s`;
  }

  /** @param {string} what */
  command(what) {
    if (what !== 'escape' || !this.running) return false;
    this.cancel();
    return true;
  }

  get limit() {
    const n = this.params.get('n') ?? '';
    return LIMITS.includes(n) ? n : '1000';
  }

  get seconds() {
    const s = this.params.get('t') ?? '';
    return SECONDS.includes(s) ? s : '30';
  }

  /** @param {string} text */
  onText(text) {
    this.text = text;
    draft = { text, form: this.form };
    this.requestUpdate();
  }

  /** The hunt's query with the values of its parameters, in the editor. */
  async edit() {
    const q = this.question();
    if (!q?.hunt) return;
    try {
      const made = await theCase.api.send('POST', '/hunts/query', { name: q.hunt, params: q.params });
      router.go(href('query', { q: made.query, p: JSON.stringify(made.params), side: this.params.get('side') ?? '' }));
    } catch (err) {
      this.error = asApiError(err);
    }
  }

  /** @param {SubmitEvent} e */
  keep(e) {
    e.preventDefault();
    const name = String(new FormData(/** @type {HTMLFormElement} */ (e.target)).get('name') ?? '').trim();
    const q = this.question();
    if (!q) return;
    const done = this.kept.add({ ...q, name: name.slice(0, 200), at: new Date().toISOString() });
    announce(done ? 'It is among the favourites of this browser.' : 'This query is too long to be kept.');
    this.naming = false;
    router.update({ side: 'kept' }, { replace: true });
  }

  actions() {
    const choice = (/** @type {string} */ name, /** @type {string} */ now, /** @type {string[]} */ all, /** @type {string} */ unit) => html`<label class="field">${unit} <select @change=${(/** @type {Event} */ e) => router.update({ [name]: /** @type {HTMLSelectElement} */ (e.target).value }, { replace: true })}>
      ${all.map((v) => html`<option value=${v} ?selected=${v === now}>${Number(v).toLocaleString('en-US')}</option>`)}</select></label>`;
    const hunt = Boolean(this.params.get('hunt'));
    return html`<div class="query-actions">${this.running
      ? html`<button type="button" id="cancel" @click=${() => this.cancel()}><span class="spinner" aria-hidden="true"></span>Cancel</button><span class="muted" role="status">Running… <span id="elapsed" aria-hidden="true"></span></span>`
      : html`<button type="button" id="run" class="run" title="Ctrl Enter" @click=${() => this.run()}>Run</button>`}
      ${hunt ? html`<button type="button" id="edit-hunt" @click=${() => this.edit()}>Edit as Cypher</button>` : choice('n', this.limit, LIMITS, 'Rows at most')}
      ${choice('t', this.seconds, SECONDS, 'Seconds')}
      ${this.naming ? html`<form class="naming" @submit=${this.keep}><label class="field">Name <input name="name" maxlength="200" autocomplete="off"></label><button type="submit">Keep</button><button type="button" class="quiet" aria-label="Do not keep it" @click=${() => { this.naming = false; }}>${icon('close')}</button></form>`
        : html`<button type="button" id="keep" title="Put it among the favourites" @click=${() => this.startNaming()}>${icon('flag')}Keep</button>`}</div>`;
  }

  async startNaming() {
    this.naming = true;
    await this.updateComplete;
    /** @type {HTMLElement|null} */ (this.querySelector('.naming input'))?.focus();
  }

  editorCard() {
    const names = paramNames(this.text);
    return html`<section class="card editor-card" aria-label="Query"><header><h2>Cypher</h2><span class="muted">It only reads. <kbd>Ctrl</kbd> <kbd>Enter</kbd> runs, <kbd>Ctrl</kbd> <kbd>Space</kbd> completes.</span></header>
      <pg-cypher-editor .value=${this.text} .model=${this.schema} @pg-query=${(/** @type {CustomEvent} */ e) => this.onText(e.detail)} @pg-run=${() => this.run()}></pg-cypher-editor>
      ${queryParams(names, this.form, this.errors, (name, typed) => this.changeParam(name, typed))}
      ${this.actions()}</section>`;
  }

  /** @param {string} name @param {import('../model/cypher-params.js').Typed} typed */
  changeParam(name, typed) {
    this.form = { ...this.form, [name]: typed };
    draft = { text: this.text, form: this.form };
    const { [name]: _, ...rest } = this.errors;
    this.errors = rest;
    this.requestUpdate();
  }

  huntPart() {
    if (!this.hunts) return this.huntsError ? failed(this.huntsError, () => this.load()) : loading('Loading the hunts…');
    const h = this.hunt;
    if (!h) return html`<section class="card">${empty('There is no hunt of this name.', 'It may be of another version, or of another folder of hunts. All are listed beside.')}</section>`;
    return huntCard(h, this.huntForm, (name, text) => {
      this.huntForm = { ...this.huntForm, [name]: text };
      this.requestUpdate();
    }, this.runnable ? this.actions() : nothing, this.runnable);
  }

  problem() {
    const err = this.error;
    if (!err) return nothing;
    const place = err.place;
    return html`<div class="note bad query-error" role="alert">${icon('warning')} ${place ? this.params.get('hunt') ? `Line ${place.line}, column ${place.column}: `
      : html`<button type="button" class="linklike" id="error-place" @click=${() => this.editor?.goTo(place)}>Line ${place.line}, column ${place.column}</button>: ` : nothing}${logWhole(err.message, { multiline: true })} <span>${logWhole(err.hint)}</span></div>`;
  }

  side() {
    const side = this.params.get('side') ?? '';
    const changed = () => this.requestUpdate();
    const body = () => {
      if (side === 'kept') return entryList(this.kept, this.zone, 'Nothing is kept yet: run a query, then “Keep”.', { changed, side });
      if (side === 'past') return entryList(this.past, this.zone, 'No query was run in this browser yet.', { changed, side });
      if (side === 'model') return modelList(this.schema, (text) => this.insert(text));
      if (!this.hunts) return this.huntsError ? failed(this.huntsError, () => this.load()) : loading('Loading the hunts…');
      return huntList(this.hunts, this.params.get('hunt') ?? '', this.filter, (text) => { this.filter = text; changed(); });
    };
    return html`<aside class="card query-side" aria-label="Hunts, favourites, history and schema"><div class="segmented" role="group" aria-label="What is listed">${SIDES.map(([id, words]) => html`<button type="button" data-side=${id || 'hunts'} aria-pressed=${side === id} @click=${() => router.update({ side: id }, { replace: true })}>${words}${id === '' && this.hunts ? html` <span class="muted">${this.hunts.items.length}</span>` : nothing}</button>`)}</div>
      ${this.runnable && this.params.get('hunt') ? html`<p><a href=${href('query', { side })}>Write a query of your own</a></p>` : nothing}${body()}</aside>`;
  }

  /** @param {string} text */
  insert(text) {
    if (this.editor) this.editor.insert(text);
    else announce('Open the editor first: “Write a query of your own”.');
  }

  render() {
    if (!theCase.ready) return theCase.error ? failed(theCase.error, () => theCase.refresh()) : loading();
    const hunt = this.params.get('hunt');
    const q = this.params.get('q');
    const main = hunt ? this.huntPart() : this.runnable ? this.editorCard()
      : q ? html`<section class="card"><h2>The query of this address</h2><pre class="code">${logWhole(q, { multiline: true })}</pre></section>` : nothing;
    return html`<div class="page query-view">${this.side()}<div class="query-main">${this.runnable ? nothing : needNeo4j(theCase.stats?.store?.location ?? '')}${main}${this.problem()}
      ${this.answer ? html`<pg-query-result class=${this.running ? 'behind' : ''} .view=${this.answer.view} show=${this.params.get('show') ?? ''} zone=${this.zone} name=${hunt || 'query'}
        @pg-show=${(/** @type {CustomEvent} */ e) => router.update({ show: e.detail })}></pg-query-result>` : this.runnable && !this.running && !this.error ? html`<p class="muted before-run">${hunt ? 'Run it to see its rows.' : `The answer comes here. ${counted(this.hunts?.items.length ?? 0, 'hunt')} with ready questions stand beside.`}</p>` : nothing}</div></div>`;
  }
}

customElements.define('pg-query-view', QueryView);
