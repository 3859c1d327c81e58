/** The frame of the page: navigation, search, zone, theme, progress, and the view of the address. */
import { Element, html, live, nothing } from './lit.js';
import { icon } from './icons.js';
import { ingestBar } from './ingest-bar.js';
import { empty, failed, loading } from './states.js';
import './help-dialog.js';
import './note-dialog.js';
import './view-nav.js';
import { loadView } from '../views/all.js';
import { href, lineageLink, router } from '../model/router.js';
import { ApiError } from '../model/api.js';
import { headingOf, VIEWS, viewById } from '../model/routes.js';
import { theCase } from '../model/case.js';
import { localZone, resolveZone, stamp } from '../model/time.js';
import { notePlace, placeParams } from '../model/places.js';
import { dropSpan, keptSpan, noteSpan } from '../model/span.js';
import { pref, setPref, onPref } from '../model/prefs.js';

/** Milliseconds without a letter before the search is asked: longer than a held key takes to repeat. */
const TYPE_PAUSE = 50;
const NAV = VIEWS.filter((v) => v.title);

/** Fills the menu of zones: there are hundreds, so not before somebody goes to it. @param {HTMLElement} group */
function fillZones(group) {
  if (group.childElementCount > 1) return;
  const chosen = group.querySelector('option')?.value;
  for (const zone of typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : []) {
    if (zone !== chosen) group.append(new Option(zone));
  }
}

class AppShell extends Element {
  static properties = { toast: { state: true } };

  constructor() {
    super();
    this.toast = '';
    this.toastTimer = 0;
    this.typeTimer = 0;
    /** When "g" was pressed, in milliseconds of the page; a key of its first second follows none. */
    this.leader = -Infinity;
    /** @type {{id: string, element: any}|null} the view that is open */
    this.shown = null;
    /** The views whose modules are on their way, and did not come. */
    this.loading = '';
    this.missing = '';
    /** The zones of hosts in the menu. @type {HTMLOptGroupElement|null} */
    this.zones = null;
    this.zonesAsked = false;
    const again = () => this.requestUpdate();
    router.addEventListener('route', () => this.onRoute());
    theCase.addEventListener('change', again);
    onPref(again);
    document.addEventListener('pg-toast', (e) => this.say(/** @type {CustomEvent} */ (e).detail));
    document.addEventListener('keydown', (e) => this.onKey(e));
  }

  onRoute() {
    noteSpan(router.route.view, router.route.params);
    notePlace(router.route.view, router.route.params);
    this.requestUpdate();
  }

  /** @param {string} text */
  say(text) {
    this.toast = text;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => {
      this.toast = '';
    }, 4000);
  }

  /** Keys that count everywhere but where one types. @param {KeyboardEvent} e */
  onKey(e) {
    if (!e.defaultPrevented && (e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.key.toLowerCase() === 'k') {
      this.toSearch(e);
      return;
    }
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === 'Escape') {
      this.escape(e);
      return;
    }
    // The editor of queries stands in a shadow root: the path knows what is typed into.
    const target = /** @type {HTMLElement} */ (e.composedPath()[0] ?? e.target);
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable) return;
    if (e.key === '/') this.toSearch(e);
    else if (e.key === '?') {
      e.preventDefault();
      /** @type {any} */ (this.querySelector('pg-help-dialog')).open();
    } else {
      this.goKey(e);
    }
  }

  /** Goes to the search box. @param {KeyboardEvent} e */
  toSearch(e) {
    if (document.querySelector('dialog[open]')) return;
    e.preventDefault();
    /** @type {HTMLInputElement|null} */ (this.querySelector('#search'))?.select();
    /** @type {HTMLElement|null} */ (this.querySelector('#search'))?.focus();
  }

  /** "g" and a letter changes the view. @param {KeyboardEvent} e */
  goKey(e) {
    const led = e.timeStamp - this.leader < 1200;
    this.leader = -Infinity;
    const to = led && NAV.find((v) => v.key === e.key);
    if (to) router.go(href(to.id, placeParams(to.id, router.route.view)));
    else if (e.key === 'g') this.leader = e.timeStamp;
    else if (this.shown?.element.pageKey?.(e)) e.preventDefault();
    else this.lineageKey(e);
  }

  /**
   * "p": how did the current process of the view get here. "d": what did it lead to.
   * @param {KeyboardEvent} e
   */
  lineageKey(e) {
    if (e.key !== 'p' && e.key !== 'd') return;
    const key = this.shown?.element.currentProcess?.(e.target);
    if (!key) return;
    e.preventDefault();
    router.go(lineageLink(key, e.key));
  }

  /** @param {KeyboardEvent} e */
  escape(e) {
    const target = /** @type {HTMLElement} */ (e.target);
    if (target.id === 'search') {
      target.blur();
      /** @type {any} */ (this.querySelector('pg-tree-view'))?.grid?.focusGrid();
      return;
    }
    if (this.shown?.element.command?.('escape')) e.preventDefault();
  }

  /** @param {InputEvent} e */
  onSearch(e) {
    const q = /** @type {HTMLInputElement} */ (e.target).value;
    clearTimeout(this.typeTimer);
    this.typeTimer = setTimeout(() => this.search(q), TYPE_PAUSE);
  }

  /** @param {string} q */
  search(q) {
    const there = router.route.view === 'search';
    if (!q.trim() && !there) return;
    router.go(href('search', { q: q.trim() }), { replace: there });
  }

  /** @param {KeyboardEvent} e */
  onSearchKey(e) {
    const input = /** @type {HTMLInputElement} */ (e.target);
    if (e.key === 'Enter') {
      clearTimeout(this.typeTimer);
      this.search(input.value);
    }
    if (e.key === 'ArrowDown') {
      e.preventDefault();
      /** @type {HTMLElement|null} */ (this.querySelector('a.hit'))?.focus();
    }
  }

  theme() {
    const now = pref('theme', 'auto');
    const next = now === 'auto' ? 'light' : now === 'light' ? 'dark' : 'auto';
    setPref('theme', next);
    if (next === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    this.say(next === 'auto' ? 'Theme: as the system has it.' : `Theme: ${next}.`);
  }

  zoneSelect() {
    this.zones ??= Object.assign(document.createElement('optgroup'), { label: 'Zone of a host' });
    const { zones } = this, zone = pref('zone', 'UTC');
    const fill = () => {
      fillZones(zones);
      this.zonesAsked = true;
      this.requestUpdate();
    };
    if (zones.childElementCount === 0 && zone !== 'UTC' && zone !== 'local') zones.append(new Option(zone));
    return html`<label class="zone-pick" title="The zone that times are shown in">Times in
      <select id="zone" @focus=${fill} @pointerdown=${fill} @change=${(/** @type {Event} */ e) => setPref('zone', /** @type {HTMLSelectElement} */ (e.target).value)}>
        <option value="UTC">UTC</option><option value="local">${this.ownZone()}</option>${zones}</select></label>`;
  }

  /** The name of the browser's own zone takes it tens of milliseconds to find: not before it is looked at. */
  ownZone() {
    return this.zonesAsked || pref('zone', 'UTC') === 'local' ? `this computer (${localZone()})` : 'this computer';
  }

  updated() {
    /** @type {HTMLSelectElement} */ (this.querySelector('#zone')).value = pref('zone', 'UTC');
  }

  /** The element of the address's view, the same as long as the view is. */
  view() {
    const entry = viewById(router.route.view);
    if (!entry) return empty('There is no such view.', 'The address may be mistyped, or come from another version of procgraph.', html`<a class="button" href="/">Go to the overview</a>`);
    if (!customElements.get(entry.tag)) return this.notLoaded(entry);
    if (this.shown?.id !== entry.id) this.shown = { id: entry.id, element: /** @type {any} */ (document.createElement(entry.tag)) };
    return this.shown.element;
  }

  /** What stands in a view's place until its module is here. @param {import('../model/routes.js').ViewEntry} entry */
  notLoaded(entry) {
    if (this.missing === entry.id) return failed(new ApiError('offline', 'This view could not be loaded.', 'The program may have ended: start it again, then try again.'), () => location.reload());
    if (this.loading !== entry.id) {
      this.loading = entry.id;
      loadView(entry.id).catch(() => {
        this.missing = entry.id;
      }).finally(() => {
        this.loading = '';
        this.requestUpdate();
      });
    }
    return loading('Opening the view…');
  }

  /** A view that does not keep to the time filter says so. @param {string} view */
  spanChip(view) {
    const { from, to } = keptSpan();
    if ((!from && !to) || viewById(view)?.span) return nothing;
    const zone = resolveZone(pref('zone', 'UTC'));
    return html`<span class="chip span-chip" title=${`From ${from ? stamp(from, zone) : 'the beginning'} to ${to ? stamp(to, zone) : 'the end'}. The views over time and the tree keep to it; this one shows all.`}>time filter not used here<button type="button" class="quiet" aria-label="Remove the time filter" @click=${() => {
      dropSpan();
      this.requestUpdate();
    }}>${icon('close')}</button></span>`;
  }

  offline() {
    const err = theCase.error;
    if (!err || !theCase.ready) return nothing;
    return html`<div class="ingest bad" role="alert">${err.message} ${err.hint} <button type="button" @click=${() => theCase.refresh()}>Try again</button></div>`;
  }

  render() {
    const { view, params } = router.route;
    const q = view === 'search' ? params.get('q') ?? '' : '';
    const input = /** @type {HTMLInputElement|null} */ (this.querySelector('#search'));
    // What is being typed is never replaced by an answer that is behind it.
    const typing = input && input === document.activeElement ? input.value : q;
    return html`<a class="skip" href="#main">Skip to the content</a>
      <header class="bar"><a class="brand" href="/"><img src="/icon.svg" alt="" width="20" height="20">procgraph</a>
        <pg-view-nav .span=${Object.values(keptSpan()).join()}></pg-view-nav>
        <label class="search">${icon('search')}<input id="search" type="search" placeholder="Search everywhere  ( / or Ctrl K )" aria-label="Search everywhere" autocomplete="off" spellcheck="false"
          .value=${live(typing)} @input=${this.onSearch} @keydown=${this.onSearchKey}></label>
        ${this.spanChip(view)}${this.zoneSelect()}
        <button type="button" class="quiet" id="theme" aria-label="Theme: ${pref('theme', 'auto')}" title="Theme: ${pref('theme', 'auto')}" @click=${this.theme}>${icon('theme')}</button>
        <button type="button" class="quiet" aria-label="Keys" title="Keys (?)" @click=${() => /** @type {any} */ (this.querySelector('pg-help-dialog')).open()}>${icon('help')}</button></header>
      ${ingestBar(theCase.ingest, theCase.stats?.computers_behind)}${this.offline()}
      <main id="main" tabindex="-1" class="view-${view}"><h1 class="offscreen">${headingOf(view)}</h1>${this.view()}</main>
      <div class="toast" role="status" aria-live="polite">${this.toast}</div>
      <pg-help-dialog></pg-help-dialog><pg-note-dialog></pg-note-dialog>`;
  }
}

customElements.define('pg-app', AppShell);
