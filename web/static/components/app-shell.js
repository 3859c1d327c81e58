/** The frame of the page: navigation, search, zone, theme, progress, and the view of the address. */
import { Element, html, live, nothing } from './lit.js';
import { icon } from './icons.js';
import { ingestBar } from './ingest-bar.js';
import { empty } from './states.js';
import './help-dialog.js';
import '../views/overview.js';
import '../views/tree.js';
import '../views/process.js';
import '../views/search.js';
import '../views/files.js';
import '../views/warnings.js';
import '../views/logons.js';
import { href, router } from '../model/router.js';
import { theCase } from '../model/case.js';
import { localZone } from '../model/time.js';
import { pref, setPref, onPref } from '../model/prefs.js';

const TYPE_PAUSE = 200;
const NAV = /** @type {const} */ ([['overview', 'Overview', 'o'], ['tree', 'Process tree', 't'], ['logons', 'Logons', 'l'], ['warnings', 'Warnings', 'w'], ['files', 'Files', 'f']]);

class AppShell extends Element {
  static properties = { toast: { state: true } };

  constructor() {
    super();
    this.toast = '';
    this.toastTimer = 0;
    this.typeTimer = 0;
    this.leader = 0;
    const again = () => this.requestUpdate();
    router.addEventListener('route', () => this.onRoute());
    theCase.addEventListener('change', again);
    onPref(again);
    document.addEventListener('pg-toast', (e) => this.say(/** @type {CustomEvent} */ (e).detail));
    document.addEventListener('keydown', (e) => this.onKey(e));
  }

  onRoute() {
    if (router.route.view === 'tree') document.title = 'Process tree – procgraph';
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
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === 'Escape') {
      this.escape(e);
      return;
    }
    const target = /** @type {HTMLElement} */ (e.target);
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable) return;
    if (e.key === '/') {
      e.preventDefault();
      /** @type {HTMLInputElement|null} */ (this.querySelector('#search'))?.select();
      /** @type {HTMLElement|null} */ (this.querySelector('#search'))?.focus();
    } else if (e.key === '?') {
      e.preventDefault();
      /** @type {any} */ (this.querySelector('pg-help-dialog')).open();
    } else if (target.getAttribute('role') !== 'treegrid') {
      this.goKey(e);
    }
  }

  /** "g" and a letter changes the view. @param {KeyboardEvent} e */
  goKey(e) {
    if (e.key === 'g') {
      this.leader = performance.now();
      return;
    }
    const to = NAV.find(([, , key]) => key === e.key);
    if (to && performance.now() - this.leader < 1200) router.go(href(to[0]));
    this.leader = 0;
  }

  /** @param {KeyboardEvent} e */
  escape(e) {
    const target = /** @type {HTMLElement} */ (e.target);
    if (target.id === 'search') {
      target.blur();
      /** @type {any} */ (this.querySelector('pg-tree-view'))?.grid?.focusGrid();
      return;
    }
    if (/** @type {any} */ (this.querySelector('pg-tree-view'))?.command('escape')) e.preventDefault();
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
    const zone = pref('zone', 'UTC');
    const all = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : [];
    return html`<label class="zone-pick" title="The zone that times are shown in">Times in
      <select id="zone" .value=${live(zone)} @change=${(/** @type {Event} */ e) => setPref('zone', /** @type {HTMLSelectElement} */ (e.target).value)}>
        <option value="UTC" ?selected=${zone === 'UTC'}>UTC</option><option value="local" ?selected=${zone === 'local'}>this computer (${localZone()})</option>
        <optgroup label="Zone of a host">${all.map((z) => html`<option value=${z} ?selected=${z === zone}>${z}</option>`)}</optgroup></select></label>`;
  }

  view() {
    switch (router.route.view) {
      case 'overview': return html`<pg-overview-view></pg-overview-view>`;
      case 'tree': return html`<pg-tree-view></pg-tree-view>`;
      case 'process': return html`<pg-process-view></pg-process-view>`;
      case 'search': return html`<pg-search-view></pg-search-view>`;
      case 'files': return html`<pg-files-view></pg-files-view>`;
      case 'warnings': return html`<pg-warnings-view></pg-warnings-view>`;
      case 'logons': return html`<pg-logons-view></pg-logons-view>`;
      default: return empty('There is no such view.', 'The address may be mistyped, or come from another version of procgraph.', html`<a class="button" href="/">Go to the overview</a>`);
    }
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
        <nav aria-label="Views">${NAV.map(([id, title]) => html`<a href=${href(id)} aria-current=${view === id ? 'page' : nothing}>${title}</a>`)}</nav>
        <label class="search">${icon('search')}<input id="search" type="search" placeholder="Search all hosts  ( / )" aria-label="Search all hosts" autocomplete="off" spellcheck="false"
          .value=${live(typing)} @input=${this.onSearch} @keydown=${this.onSearchKey}></label>
        ${this.zoneSelect()}
        <button type="button" class="quiet" id="theme" aria-label="Theme: ${pref('theme', 'auto')}" title="Theme: ${pref('theme', 'auto')}" @click=${this.theme}>${icon('theme')}</button>
        <button type="button" class="quiet" aria-label="Keys" title="Keys (?)" @click=${() => /** @type {any} */ (this.querySelector('pg-help-dialog')).open()}>${icon('help')}</button></header>
      ${ingestBar(theCase.ingest)}${this.offline()}
      <main id="main" tabindex="-1" class="view-${view}">${this.view()}</main>
      <div class="toast" role="status" aria-live="polite">${this.toast}</div>
      <pg-help-dialog></pg-help-dialog>`;
  }
}

customElements.define('pg-app', AppShell);
