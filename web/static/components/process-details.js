/**
 * The details of one process: at the side of the tree, or a view of their own.
 * Event: "pg-close" when used at the side.
 */
import { Element, html, nothing } from './lit.js';
import { icon, imageIcon } from './icons.js';
import { failed, loading } from './states.js';
import { logLine } from './log-text.js';
import { copyButton } from './copy-button.js';
import { cypherButton } from './cypher-button.js';
import { attention, breadcrumb, commandSection, fieldTable, kinSection } from './details-sections.js';
import { claimsSection, originSection, sessionSection } from './details-session.js';
import './source-records.js';
import './note-editor.js';
import { count, pidBeside, processName } from '../model/words.js';
import { processText } from '../model/copytext.js';
import { pref, onPref } from '../model/prefs.js';
import { resolveZone } from '../model/time.js';
import { graphLink, href, lineageLink, treeLink } from '../model/router.js';
import { theCase } from '../model/case.js';
import { asApiError, isAbort, Slot } from '../model/api.js';

const KIN = 25;
/** While the arrow key is held, details wait for it to rest. */
const REST = 90;

class ProcessDetailsPane extends Element {
  static properties = { key: {}, panel: { type: Boolean }, data: { state: true }, error: { state: true } };

  constructor() {
    super();
    this.key = '';
    this.panel = false;
    /** @type {{d: import('../model/types.js').ProcessDetails, ancestors: any[], more: boolean, children: any, siblings: any}|null} */
    this.data = null;
    /** @type {import('../model/api.js').ApiError|null} */
    this.error = null;
    this.asking = new Slot();
    this.timer = 0;
    /** @type {(() => void)[]} */
    this.ends = [];
    this.onVersion = () => this.load();
  }

  connectedCallback() {
    super.connectedCallback();
    theCase.addEventListener('version', this.onVersion);
    this.ends = [onPref(() => this.requestUpdate()), () => theCase.removeEventListener('version', this.onVersion)];
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.ends.forEach((end) => end());
    this.asking.cancel();
    clearTimeout(this.timer);
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    if (!changed.has('key')) return;
    clearTimeout(this.timer);
    if (this.data) this.timer = setTimeout(() => this.load(), REST);
    else this.load();
  }

  async load() {
    const key = this.key;
    if (!key) return;
    const signal = this.asking.next();
    try {
      const d = await theCase.api.get('/process', { key }, signal);
      const parent = d.process.parent;
      const [up, children, siblings] = await Promise.all([
        theCase.api.get('/ancestors', { key, limit: 200 }, signal),
        theCase.api.get('/children', { key, limit: KIN }, signal),
        parent ? theCase.api.get('/children', { key: parent, limit: KIN }, signal) : null,
      ]);
      this.data = { d, ancestors: up.items ?? [], more: Boolean(up.more), children, siblings };
      this.error = null;
      if (!this.panel) document.title = `${processName(d.process)} – procgraph`;
    } catch (err) {
      if (isAbort(err)) return;
      this.data = null;
      this.error = asApiError(err);
    }
  }

  header() {
    const { d, ancestors } = /** @type {NonNullable<typeof this.data>} */ (this.data);
    const p = d.process;
    const zone = resolveZone(pref('zone', 'UTC'));
    return html`<header class="details-head">
      <h2>${imageIcon(p.image)} <span>${logLine(processName(p))}</span>${pidBeside(p) ? html` <span class="pid">${p.pid}</span>` : nothing}</h2>
      <p class="where">on <a href=${href('tree', { host: p.host })}>${logLine(p.host_name || p.host)}</a>${p.user_name ? html` as ${logLine(p.user_name)}` : nothing}</p>
      ${p.observed ? nothing : html`<p class="note">Not observed: no creation record of this process was read. What is shown is what its children say of it${p.start_hint ? ', and its GUID' : ''}.</p>`}
      <div class="actions">${copyButton(() => processText(d, ancestors, zone), 'the process as text', 'Copy as text')}
        ${this.panel ? html`<a class="button" href=${href('process', { key: p.key })}>${icon('open')}Own page</a>`
          : html`<a class="button primary" href=${treeLink(p)}>Show in its tree</a>`}
        <a class="button" href=${lineageLink(p.key)} title="How it got here (p), what it led to (d)">Lineage</a>
        <a class="button" href=${graphLink([{ kind: 'process', key: p.key }])}>Graph</a>
        ${cypherButton('tree', { process: p.key }, 'The process and all that it started, as a query')}
        <a class="button" href=${href('tree', { host: p.host, session: p.session, key: p.key })} ?hidden=${!p.session}>All in this logon</a>
        ${this.panel ? html`<button type="button" class="quiet close" aria-label="Close the details" title="Close (Esc)" @click=${() => this.dispatchEvent(new CustomEvent('pg-close'))}>${icon('close')}</button>` : nothing}</div>
    </header>`;
  }

  /** @param {any} list @param {string} self */
  kin(list, self) {
    return (list?.items ?? []).filter((/** @type {any} */ r) => r.key !== self);
  }

  render() {
    if (this.error) {
      return html`<article class="details">${this.panel ? html`<div class="actions"><button type="button" class="quiet close" aria-label="Close the details" @click=${() => this.dispatchEvent(new CustomEvent('pg-close'))}>${icon('close')}</button></div>` : nothing}
        ${failed(this.error, () => this.load())}
        ${this.error.code === 'not_found' ? html`<p>The link may belong to another case, or the process got another key when its own record was read. <a href="/search">Search for it</a> or <a href="/tree">open the tree</a>.</p>` : nothing}</article>`;
    }
    if (!this.data) return html`<article class="details">${loading('Loading the process…')}</article>`;
    const { d, ancestors, more, children, siblings } = this.data;
    const p = d.process;
    const zone = resolveZone(pref('zone', 'UTC'));
    const sibs = this.kin(siblings, p.key);
    const kids = this.kin(children, p.key);
    return html`<article class="details" aria-label="Process details" aria-busy=${p.key !== this.key ? 'true' : 'false'}>
      ${this.header()}
      ${breadcrumb(ancestors, more, p, this.panel)}
      <pg-note kind="process" .about=${p.key}></pg-note>
      ${attention(d)}
      ${commandSection(d)}
      ${originSection(d, zone)}
      ${claimsSection(d, this.panel, (i) => this.openSource(i))}
      ${fieldTable(d, zone, this.panel, (i) => this.openSource(i))}
      ${sessionSection(d, zone, (i) => this.openSource(i))}
      ${kinSection('Children', kids, children?.total ?? kids.length, children?.by_image, this.panel, zone, 'It started no process that was recorded.')}
      ${p.parent ? kinSection('Siblings', sibs, Math.max(0, (siblings?.total ?? 1) - 1), undefined, this.panel, zone, 'Its parent started no other process that was recorded.') : nothing}
      <pg-source-records .sources=${d.sources ?? []} zone=${zone}></pg-source-records>
      <p class="muted">${d.sources?.length ? `Derived from ${count(d.sources.length)} record${d.sources.length === 1 ? '' : 's'}.` : ''}</p>
    </article>`;
  }

  /** @param {number} index */
  openSource(index) {
    /** @type {any} */ (this.querySelector('pg-source-records:not([plain])'))?.reveal(index);
  }
}

customElements.define('pg-process-details', ProcessDetailsPane);
