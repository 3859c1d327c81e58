/** Time: the lifetimes of processes under their tree, and how much happened when. */
import { html, nothing } from '../components/lit.js';
import { View } from '../components/view.js';
import { ActivityLoader } from '../components/activity-loader.js';
import { caseFilter, spanChip } from '../components/case-filter.js';
import '../components/process-lanes.js';
import { empty, failed, loading } from '../components/states.js';
import { saveEntries, saveMenu } from '../components/save-menu.js';
import '../components/process-details.js';
import '../components/splitter.js';
import { caseParams } from '../model/filters.js';
import { Kept } from '../model/kept.js';
import { foldAlike, openRows } from '../model/lanes.js';
import { spanOfLives } from '../model/lifetime.js';
import { clampSpan, readSpan, writeMoment, zoom } from '../model/scale.js';
import { csvText } from '../model/csv.js';
import { svgSnapshot } from '../model/svg-snapshot.js';
import { count, counted } from '../model/words.js';
import { pref, setPref } from '../model/prefs.js';
import { href, router } from '../model/router.js';
import { theCase } from '../model/case.js';
import { asApiError, isAbort, Slot } from '../model/api.js';

/** The most rows that are loaded at once. */
const ROWS = 2000;
const RESET = { zf: '', zt: '', key: '', details: '' };

class TimeView extends View {
  static properties = { data: { state: true }, error: { state: true }, closed: { state: true }, opened: { state: true } };

  constructor() {
    super();
    /** @type {{rows: import('../model/types.js').ProcessRow[], truncated: boolean, total: number}|null} */
    this.data = null;
    /** @type {import('../model/api.js').ApiError|null} */
    this.error = null;
    /** @type {Set<string>} */
    this.closed = new Set();
    /** groups of siblings of one image that are drawn one by one @type {Set<string>} */
    this.opened = new Set();
    /** the key of the first row of each group @type {Map<string, string>} */
    this.groupStart = new Map();
    /** @type {Kept<import('../model/lanes.js').LaneRow<import('../model/types.js').ProcessRow>[]>} */
    this.keptRows = new Kept();
    this.asking = new Slot();
    this.activity = new ActivityLoader(this);
    this.asked = '';
    /** @type {Kept<import('../model/scale.js').Span|null>} */
    this.kept = new Kept();
  }

  get viewName() {
    return 'time';
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.asking.cancel();
    this.activity.cancel();
  }

  filter() {
    return caseParams(this.params);
  }

  onRoute() {
    document.title = 'Time – procgraph';
    this.requestUpdate();
    this.ask(false);
  }

  reload() {
    this.ask(true);
  }

  /** Asks when the filter differs; the case's span comes first. @param {boolean} again */
  ask(again) {
    if (!theCase.ready) return;
    this.activity.follow(this.params, { again });
    const filter = this.filter();
    const asked = JSON.stringify(filter);
    if (asked === this.asked && !again) return;
    this.asked = asked;
    this.load(filter);
  }

  updated() {
    if (!this.asked) this.ask(false);
  }

  /** @param {Record<string, string>} filter */
  async load(filter) {
    try {
      this.data = await theCase.api.get('/subtree', { ...filter, depth: 1000, limit: ROWS }, this.asking.next());
      this.error = null;
    } catch (err) {
      if (isAbort(err)) return;
      this.error = asApiError(err);
    }
  }

  /** What the axis can show: the chosen time, else that of the rows. @returns {import('../model/scale.js').Span|null} */
  bounds() {
    const [from, to] = [this.params.get('from'), this.params.get('to')];
    const { data, activity } = this;
    return this.kept.get([data, activity.data, from, to], () => {
      const whole = activity.span;
      const base = spanOfLives(data?.rows ?? []) ?? whole;
      if (!base) return null;
      const span = readSpan(from, to, whole ?? base) ?? base;
      const room = Math.max(500, (span.to - span.from) / 100);
      return { from: span.from - room, to: span.to + room };
    });
  }

  /** What the axis shows. @param {import('../model/scale.js').Span} bounds */
  span(bounds) {
    const zoomed = readSpan(this.params.get('zf'), this.params.get('zt'), bounds);
    return zoomed ? clampSpan(zoomed, bounds) : bounds;
  }

  /** @param {import('../model/scale.js').Span} span @param {import('../model/scale.js').Span} bounds */
  zoomTo(span, bounds) {
    const next = clampSpan(span, bounds);
    const whole = next.from <= bounds.from && next.to >= bounds.to;
    router.update({ zf: whole ? '' : writeMoment(next.from), zt: whole ? '' : writeMoment(next.to) }, { replace: true });
  }

  /** @param {CustomEvent} e */
  onBrush(e) {
    const b = e.detail;
    router.update({ from: b ? writeMoment(b.from) : '', to: b ? writeMoment(b.to) : '', zf: '', zt: '' });
  }

  /** @param {CustomEvent} e */
  onRow(e) {
    const { key, how } = e.detail;
    if (!key) return;
    const details = how === 'open' || this.params.get('details') === '1';
    router.update({ key, details: details ? '1' : '' }, { replace: how !== 'open' });
  }

  /** @param {string} key @param {string} group of siblings of one image; "" for what is below a row */
  fold(key, group) {
    const next = new Set(group ? this.opened : this.closed);
    const had = next.delete(group || key);
    if (!had) next.add(group || key);
    if (!group) {
      this.closed = next;
      return;
    }
    this.opened = next;
    // The row that stands for the group takes the place of the one that is folded into it.
    const first = this.groupStart.get(group);
    if (had && first && this.params.get('key') && first !== key) router.update({ key: first }, { replace: true });
  }

  /** The rows of the lanes. */
  rows() {
    const rows = this.data?.rows ?? [];
    const apart = this.params.get('alike') === '0';
    const current = this.params.get('key') ?? '';
    return this.keptRows.get([rows, apart, apart ? '' : current, this.closed, this.opened], () => {
      const folded = apart ? { rows, groups: new Map(), alike: new Map() } : foldAlike(rows, this.opened, current);
      this.groupStart = new Map([...folded.groups].reverse().map(([key, group]) => [group, key]));
      // A group that was opened for the chosen row stays open when another is chosen.
      const group = folded.groups.get(current);
      if (group && !folded.alike.has(current)) this.opened.add(group);
      return openRows(folded.rows, this.closed).map((r) => ({ ...r, group: folded.groups.get(r.row.key) ?? '', alike: folded.alike.get(r.row.key) ?? [] }));
    });
  }

  currentProcess() {
    return this.params.get('key') ?? '';
  }

  /** @param {string} what */
  command(what) {
    if (what !== 'escape' || this.params.get('details') !== '1') return false;
    router.update({ details: '' });
    /** @type {HTMLElement|null} */ (this.querySelector('.lane-rows'))?.focus();
    return true;
  }

  async drawing() {
    const lanes = /** @type {any} */ (this.querySelector('pg-process-lanes'));
    lanes.whole = true;
    await lanes.updateComplete;
    try {
      return svgSnapshot(lanes.querySelector('svg.process-lanes'), 'Lifetimes of processes');
    } finally {
      lanes.whole = false;
    }
  }

  saves() {
    const rows = this.data?.rows ?? [];
    const table = () => csvText(['start', 'end', 'end_not_after', 'host', 'depth', 'image', 'pid', 'user', 'command_line', 'key'],
      rows.map((p) => [p.start ?? p.start_hint, p.end, p.end_not_after, p.host_name, p.depth ?? 0, p.image, p.pid, p.user_name, p.command_line, p.key]));
    const entry = saveEntries('time');
    return [entry('SVG', 'The lanes, for documents', () => this.drawing()), entry('PNG', 'The lanes as an image', () => this.drawing()),
      entry('CSV', 'The rows', table), entry('JSON', 'The rows', () => JSON.stringify(rows, null, 1))];
  }

  lanes() {
    if (this.error) return failed(this.error, () => this.reload());
    if (!this.data) return loading('Loading the lifetimes…');
    const bounds = this.bounds();
    if (this.data.rows.length === 0 || !bounds) return this.nothingHere();
    return html`<pg-process-lanes .rows=${this.rows()} .span=${this.span(bounds)} .bounds=${bounds} zone=${this.zone} current=${this.params.get('key') ?? ''} ?hosts=${!this.params.get('host') && theCase.hosts.length > 1}
      @pg-row=${this.onRow} @pg-zoom=${(/** @type {CustomEvent} */ e) => this.zoomTo(e.detail.span, bounds)} @pg-fold=${(/** @type {CustomEvent} */ e) => this.fold(e.detail.key, e.detail.group)}></pg-process-lanes>`;
  }

  nothingHere() {
    const narrow = Object.values(this.filter()).some(Boolean);
    return narrow ? empty('No process lived in what is chosen.', 'Every part of the filter must fit: host, user, text and time.', html`<button type="button" @click=${() => router.update({ host: '', user: '', text: '', session: '', from: '', to: '', ...RESET })}>Clear filter</button>`)
      : empty('There is no process in this case.', html`<a href="/files">See what the files have, and what would have to be switched on.</a>`);
  }

  head() {
    const bounds = this.bounds();
    const n = this.data?.rows.length ?? 0;
    const above = (this.data?.rows ?? []).filter((p) => !p.match).length;
    const by = (/** @type {number} */ factor) => () => {
      if (!bounds) return;
      const s = this.span(bounds);
      this.zoomTo(zoom(s, (s.from + s.to) / 2, factor, bounds), bounds);
    };
    const link = Object.fromEntries(['host', 'user', 'from', 'to', 'text'].map((k) => [k, this.params.get(k) ?? '']));
    return html`<div class="toolbar"><span class="summary" role="status">${this.data ? `Showing ${counted(n - above, 'process', 'processes')}${above ? ` and ${count(above)} above them` : ''}${this.data.truncated ? ` of ${this.data.total ? count(this.data.total) : 'more'}` : ''}` : ''}</span>${spanChip(this.params, this.zone, { zf: '', zt: '' })}<span class="spring"></span>
      <label class="check"><input type="checkbox" name="alike" .checked=${this.params.get('alike') !== '0'} @change=${(/** @type {Event} */ e) => {
        this.opened = new Set();
        router.update({ alike: /** @type {HTMLInputElement} */ (e.target).checked ? '' : '0' }, { replace: true });
      }}> same image as one</label>
      <button type="button" aria-label="Show less time" title="Show less time (+)" @click=${by(0.5)}>+</button><button type="button" aria-label="Show more time" title="Show more time (−)" @click=${by(2)}>−</button><button type="button" title="Show all (0)" @click=${() => bounds && this.zoomTo(bounds, bounds)}>All</button>
      <a class="button" href=${href('replay', link)}>Replay</a><a class="button" href=${href('tree', link)}>Tree</a>${saveMenu(this.saves())}</div>
      ${this.data?.truncated ? html`<p class="note">Only the first ${counted(n, 'process', 'processes')} of the tree are drawn. Choose a host, or drag over the overview to keep to a shorter time.</p>` : nothing}`;
  }

  details() {
    const key = this.params.get('key');
    if (this.params.get('details') !== '1' || !key) return nothing;
    return html`<pg-splitter width=${pref('panel', '460')} @pg-width=${(/** @type {CustomEvent} */ e) => setPref('panel', e.detail)}></pg-splitter>
      <pg-process-details class="side-part" panel .key=${key} @pg-close=${() => this.command('escape')}></pg-process-details>`;
  }

  render() {
    const side = this.details();
    const whole = this.activity.span;
    const brush = whole && readSpan(this.params.get('from'), this.params.get('to'), whole);
    return html`<section class="time-view" aria-label="Time">${caseFilter(this.params, this.zone, { text: true, days: true, reset: RESET })}
      <div class="overview-bar">${this.activity.bar({ brush, zone: this.zone, onBrush: (e) => this.onBrush(e) })}<p class="muted">${this.activity.data ? html`${counted(this.activity.data.total, 'process start')}. Drag to keep every view to a time; click to keep to none. Colours tell kinds of programs; a pale bar has no recorded end, a dashed one no recorded start.` : nothing}</p></div>
      ${this.head()}<div class="split ${side === nothing ? '' : 'with-side'}"><div class="main-part">${this.lanes()}</div>${side}</div></section>`;
  }
}

customElements.define('pg-time-view', TimeView);
