/** Replay: what happened, event by event, and the tree that grows as it goes. */
import { html, nothing } from '../components/lit.js';
import { View } from '../components/view.js';
import { ActivityLoader } from '../components/activity-loader.js';
import { caseFilter, spanChip } from '../components/case-filter.js';
import { replayRow, eventLine } from '../components/replay-rows.js';
import '../components/replay-graph.js';
import { empty, failed, loading } from '../components/states.js';
import { saveEntries, saveMenu } from '../components/save-menu.js';
import { logLine, logWhole } from '../components/log-text.js';
import { caseParams } from '../model/filters.js';
import { Kept } from '../model/kept.js';
import { growTree, PACES, Replay, waitFor } from '../model/replay-model.js';
import { settledRows } from '../model/replay-graph.js';
import { attemptsOf, MAX_ATTEMPTS, ReplaySource } from '../model/replay-source.js';
import { writeMoment } from '../model/scale.js';
import { csvText } from '../model/csv.js';
import { count } from '../model/words.js';
import { stamp } from '../model/time.js';
import { graphLink, router } from '../model/router.js';
import { theCase } from '../model/case.js';
import { asApiError, isAbort, Slot } from '../model/api.js';

/** The most nodes that the graph is asked to begin with. */
const GRAPH_NODES = 60;
const RESET = { at: '', cur: '' };
/** Parents are asked for one by one; so many at once. */
const AT_ONCE = 6;
/** Processes that are remembered as parents of others. */
const MAX_KNOWN = 20_000;

class ReplayView extends View {
  static properties = { playing: { state: true }, error: { state: true }, records: { state: true } };

  constructor() {
    super();
    this.playing = false;
    /** @type {import('../model/api.js').ApiError|null} */
    this.error = null;
    /** @type {import('../model/types.js').SourceRecord[]|null} the records of the current event */
    this.records = null;
    this.recordsOf = '';
    this.shownCurrent = '';
    this.timer = 0;
    this.asking = new Slot();
    this.activity = new ActivityLoader(this);
    this.asked = '';
    this.place = '';
    /** @type {Map<string, import('../model/types.js').ProcessRow>} */
    this.known = new Map();
    /** @type {Set<string>} processes whose ancestors were asked for, and those of which that is answered */
    this.askedParents = new Set();
    this.answered = new Set();
    this.running = 0;
    /** @type {Kept<ReturnType<typeof growTree> & {settled: import('../model/replay-model.js').TreeRow[]}>} */
    this.kept = new Kept();
    this.source = this.makeSource();
    this.replay = this.make();
  }

  get viewName() {
    return 'replay';
  }

  makeSource() {
    const filter = this.filter();
    return new ReplaySource((p) => theCase.api.get('/timeline', { ...filter, ...p }), () => attemptsOf(theCase.api, filter));
  }

  make() {
    const { source } = this;
    const replay = new Replay((p) => source.fetch(p));
    replay.addEventListener('change', () => this.requestUpdate());
    return replay;
  }

  filter() {
    return caseParams(this.params);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stop();
    this.asking.cancel();
    this.activity.cancel();
  }

  onRoute() {
    document.title = 'Replay – procgraph';
    if (!theCase.ready) {
      this.requestUpdate();
      return;
    }
    this.activity.follow(this.params);
    const filter = this.filter();
    const asked = JSON.stringify(filter);
    const where = { cursor: this.params.get('cur') ?? '', at: this.params.get('at') ?? '' };
    const place = where.cursor || where.at;
    if (asked !== this.asked) {
      this.stop();
      this.asked = asked;
      this.source = this.makeSource();
      this.replay = this.make();
      this.go(where);
    } else if (place !== this.place) {
      this.go(where);
    }
    this.place = place;
    this.requestUpdate();
  }

  /** The case grows behind the replay: the overview follows, the place stays. */
  reload() {
    this.activity.follow(this.params, { again: true });
    this.source.asked = null;
    if (this.error) this.go({ cursor: this.params.get('cur') ?? '', at: this.params.get('at') ?? '' });
    else if (!this.replay.later) this.replay.later = true;
  }

  /** @param {{at?: string, cursor?: string}} where */
  async go(where) {
    try {
      await this.replay.seek(where);
      this.error = null;
      if (!where.at && !where.cursor) await this.replay.forward();
    } catch (err) {
      if (isAbort(err)) return;
      this.error = asApiError(err);
    }
  }

  updated() {
    if (!this.asked && theCase.ready) this.onRoute();
    this.needParents();
    this.showCurrent();
    if (!this.playing) this.loadRecords();
  }

  /** Brings the process of the current event into view, once for each event and each change of the tree around it. */
  showCurrent() {
    const row = /** @type {HTMLElement|null} */ (this.querySelector('.replay-row.current'));
    const shown = `${this.replay.current?.cursor} ${row?.parentElement?.childElementCount}`;
    if (!row || shown === this.shownCurrent) return;
    this.shownCurrent = shown;
    row.scrollIntoView({ block: 'nearest' });
  }

  /** The tree so far, grown once for each place and each ancestor that came. */
  tree() {
    const r = this.replay;
    const ended = this.params.get('ended') === '1';
    return this.kept.get([r.events, r.position, this.answered.size, ended], () => {
      const grown = growTree(r.grown(), this.known, ended);
      // A process whose events have left the window is still the parent of others.
      for (const { key, row } of grown.rows) {
        this.known.delete(key);
        this.known.set(key, row);
      }
      for (const key of this.known.keys()) {
        if (this.known.size <= MAX_KNOWN) break;
        this.known.delete(key);
      }
      const waiting = new Set(grown.missing.filter((key) => !this.answered.has(key)));
      return { ...grown, settled: settledRows(grown.rows, waiting) };
    });
  }

  /** Asks for ancestors that the tree lacks. */
  needParents() {
    if (!this.replay.ready) return;
    const { missing } = this.tree();
    for (const key of missing) {
      if (this.running >= AT_ONCE) return;
      if (this.askedParents.has(key)) continue;
      this.askedParents.add(key);
      this.running++;
      theCase.api.get('/ancestors', { key, limit: 64 }).then((answer) => {
        for (const row of answer.items) this.known.set(row.key, row);
      }, () => {}).finally(() => {
        this.running--;
        this.answered.add(key);
        this.requestUpdate();
      });
    }
  }

  /** The records of the current event, while it stands still. */
  async loadRecords() {
    const e = this.replay.current;
    const key = e?.process?.key ?? e?.session?.key ?? e?.attempt?.key ?? '';
    if (key === this.recordsOf) return;
    this.recordsOf = key;
    this.records = null;
    if (!key) return;
    try {
      this.records = (await theCase.api.get('/sources', { kind: e?.process ? 'process' : e?.session ? 'session' : 'logon_attempt', key }, this.asking.next())).items;
    } catch (err) {
      if (!isAbort(err)) this.records = [];
    }
  }

  /** Writes the place into the address. */
  note() {
    const cursor = this.replay.current?.cursor ?? '';
    this.place = cursor;
    router.update({ cur: cursor, at: '' }, { replace: true });
  }

  play() {
    if (this.replay.atEnd) return;
    this.playing = true;
    this.tick();
  }

  tick() {
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      try {
        const moved = await this.replay.forward();
        if (!this.playing) return;
        if (moved) this.tick();
        else this.pause();
      } catch (err) {
        this.pause();
        this.error = asApiError(err);
      }
    }, waitFor(this.pace, this.replay.current, this.replay.next));
  }

  stop() {
    clearTimeout(this.timer);
    this.playing = false;
  }

  pause() {
    this.stop();
    this.note();
  }

  get pace() {
    const pace = this.params.get('pace') ?? '';
    return PACES.some(([id]) => id === pace) ? pace : 'e4';
  }

  /** @param {number} by */
  async step(by) {
    this.stop();
    try {
      if (by > 0) await this.replay.forward();
      else await this.replay.back();
      this.note();
    } catch (err) {
      this.error = asApiError(err);
    }
  }

  /** @param {number} ms */
  seek(ms) {
    this.stop();
    // At the end of the axis the last event, which is there, has been played too.
    const end = this.activity.span?.to ?? Infinity;
    router.update({ at: writeMoment(ms >= end ? end + 1 : ms), cur: '' }, { replace: true });
  }

  /** @param {KeyboardEvent} e */
  pageKey(e) {
    const inControl = /** @type {HTMLElement} */ (e.target).closest('button, a, summary, [role="slider"]');
    /** @type {Record<string, () => void>} */
    const keys = { k: () => (this.playing ? this.pause() : this.play()), '.': () => this.step(1), ',': () => this.step(-1) };
    if (!inControl) {
      keys[' '] = keys.k;
      keys.ArrowRight = keys['.'];
      keys.ArrowLeft = keys[','];
    }
    if (!keys[e.key]) return false;
    keys[e.key]();
    return true;
  }

  currentProcess() {
    const e = this.replay.current;
    return e?.process?.key ?? e?.attempt?.process ?? '';
  }

  controls() {
    const r = this.replay;
    return html`<div class="toolbar replay-controls"><button type="button" title="One event back (, or ←)" ?disabled=${r.atStart} @click=${() => this.step(-1)}>◂ Back</button>
      <button type="button" class="play" aria-pressed=${this.playing} title="Play or pause (space or k)" ?disabled=${!this.playing && r.atEnd} @click=${() => (this.playing ? this.pause() : this.play())}>${this.playing ? 'Pause' : 'Play'}</button>
      <button type="button" title="One event on (. or →)" ?disabled=${r.atEnd} @click=${() => this.step(1)}>Step ▸</button>
      <label class="field">Speed <select name="pace" @change=${(/** @type {Event} */ e) => router.update({ pace: /** @type {HTMLSelectElement} */ (e.target).value }, { replace: true })}>${PACES.map(([id, words]) => html`<option value=${id} ?selected=${id === this.pace}>${words}</option>`)}</select></label>
      <label class="check"><input type="checkbox" name="ended" .checked=${this.params.get('ended') === '1'} @change=${(/** @type {Event} */ e) => router.update({ ended: /** @type {HTMLInputElement} */ (e.target).checked ? '1' : '' }, { replace: true })}> keep the ended</label>
      <span class="segmented" role="group" aria-label="Shown as">${[['', 'Tree'], ['graph', 'Graph']].map(([as, words]) => html`<button type="button" data-as=${as} aria-pressed=${(this.params.get('as') ?? '') === as} @click=${() => router.update({ as }, { replace: true })}>${words}</button>`)}</span>
      <span class="now" role="timer">${r.current ? stamp(r.current.time, this.zone) : 'before the first event'}</span>${spanChip(this.params, this.zone, RESET)}<span class="spring"></span>
      <a class="button" href=${this.graphHref()}>Open in the graph view</a>${saveMenu(this.saves())}</div>`;
  }

  graphHref() {
    const keys = [...new Set(this.replay.grown().map((e) => e.process?.key ?? '').filter(Boolean))].slice(-GRAPH_NODES);
    return graphLink(keys.map((key) => ({ kind: 'process', key })));
  }

  saves() {
    const events = () => this.replay.events.slice(0, this.replay.position);
    const table = () => csvText(['time', 'event', 'log', 'event_id', 'record_id', 'host', 'user', 'image', 'pid', 'command_line', 'target_user', 'target_host', 'source_ip', 'status', 'key'],
      events().map((e) => {
        const { process: p, attempt: a } = e;
        const about = p ?? e.session ?? a;
        return [e.time, e.event, e.source?.log, e.source?.event_id, e.source?.record_id, about?.host_name, about?.user_name, p?.image, p?.pid, p?.command_line, a?.target_user_name, a?.target_host, a?.source_ip ?? e.session?.source_ip, a?.sub_status || a?.status, about?.key];
      }));
    const entry = saveEntries('replay');
    return [entry('CSV', 'The events played', table), entry('JSON', 'The events played', () => JSON.stringify(events(), null, 1))];
  }

  body() {
    const r = this.replay;
    if (this.error) return failed(this.error, () => this.go({ cursor: this.params.get('cur') ?? '', at: this.params.get('at') ?? '' }));
    if (!r.ready) return loading('Loading the events…');
    if (r.events.length === 0) return empty('Nothing to replay here.', 'No recorded start or end of a process or a logon fits the filter.', html`<button type="button" @click=${() => router.update({ host: '', user: '', text: '', session: '', from: '', to: '', ...RESET })}>Clear filter</button>`);
    const { rows, settled } = this.tree();
    const current = this.currentProcess();
    const asGraph = this.params.get('as') === 'graph';
    const around = r.events.slice(Math.max(0, r.position - 12), r.position + 6);
    const first = Math.max(0, r.position - 12);
    return html`<div class="replay-parts">${asGraph ? html`<section class="replay-graph" aria-label="The graph so far"><pg-replay-graph .rows=${settled} current=${current} zone=${this.zone}></pg-replay-graph></section>`
      : html`<section class="replay-tree" aria-label="The tree so far">${rows.map((row) => replayRow(row, current, this.zone))}</section>`}
      <section class="replay-side"><h2>Events</h2>${this.source.left ? html`<p class="note">Of the failed and explicit logons, the first ${count(MAX_ATTEMPTS)} are replayed. Choose a host or a shorter time for the other ${count(this.source.left)}.</p>` : nothing}<ol class="replay-events">${around.map((e, i) => eventLine(e, first + i === r.position - 1, first + i >= r.position, this.zone))}</ol>
      <h2>Current record</h2>${this.currentRecord()}</section></div>`;
  }

  currentRecord() {
    const e = this.replay.current;
    if (!e) return html`<p class="muted">Nothing has been played yet.</p>`;
    const own = this.records?.filter((s) => !e.source || (s.event_id === e.source.event_id && s.log === e.source.log && (!e.source.record_id || s.record_id === e.source.record_id))) ?? null;
    return html`<p class="record-place">${e.source ? html`${e.source.log} event ${e.source.event_id}${e.source.record_id ? html`, record ${count(e.source.record_id)}` : nothing}` : 'No record of its own was kept.'}</p>
      ${this.playing ? html`<p class="muted">Pause to see its fields.</p>` : own === null ? loading('Loading the record…') : own.map((s) => html`<table class="fields raw"><tbody>${s.file ? html`<tr><th scope="row">File</th><td>${logLine(s.file)}</td></tr>` : nothing}${s.fields.map((f) => html`<tr><th scope="row">${logLine(f.name)}</th><td>${logWhole(f.value)}</td></tr>`)}</tbody></table>`)}`;
  }

  render() {
    const r = this.replay;
    const mark = r.current ? Date.parse(r.current.time) : null;
    return html`<section class="replay-view" aria-label="Replay">${caseFilter(this.params, this.zone, { text: true, days: true, reset: RESET })}
      <div class="overview-bar">${this.activity.bar({ mode: 'seek', mark, zone: this.zone, onSeek: (e) => this.seek(e.detail.ms) })}</div>${this.controls()}
      <div class="replay-body">${this.body()}</div></section>`;
  }
}

customElements.define('pg-replay-view', ReplayView);
