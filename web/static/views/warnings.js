/** The warnings by class, in plain words, and each of them with what it is about. */
import { html, nothing } from '../components/lit.js';
import { View } from '../components/view.js';
import { PagedList } from '../components/paged-list.js';
import { empty, failed, loading } from '../components/states.js';
import { logLine, logWhole } from '../components/log-text.js';
import { count, flagWords } from '../model/words.js';
import { stamp } from '../model/time.js';
import { href } from '../model/router.js';
import { theCase } from '../model/case.js';

/** Classes whose warnings are about a process. */
const OF_PROCESSES = new Set(['pid-reused', 'parent-stub', 'parent-guid-missing', 'parent-cycle', 'parent-mismatch', 'guid-collision',
  'field-lost', 'schema-mismatch', 'value-truncated', 'text-repaired', 'unsafe-text', 'exit-without-start', 'exit-unattached', 'time-sources-disagree']);

class WarningsView extends View {
  constructor() {
    super();
    /** @type {PagedList<import('../model/types.js').Warning>} */
    this.list = new PagedList(this, '/warnings', 200);
  }

  get viewName() {
    return 'warnings';
  }

  onRoute() {
    document.title = 'Warnings – procgraph';
    this.list.load({ class: this.params.get('class') ?? '', about: this.params.get('about') ?? '' });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.list.cancel();
  }

  /** @param {import('../model/types.js').Warning} w */
  about(w) {
    if (!w.about) return '';
    if (OF_PROCESSES.has(w.class) || w.about.startsWith('p:')) return html`<a href=${href('process', { key: w.about })}>${logLine(w.about)}</a>`;
    if (w.class.startsWith('session-') || w.about.startsWith('s:')) return html`<a href=${href('tree', { session: w.about })}>${logLine(w.about)}</a>`;
    const host = theCase.hosts.find((h) => h.key === w.about);
    if (host) return html`<a href=${href('tree', { host: host.key })}>${logLine(host.name)}</a>`;
    return logLine(w.about);
  }

  render() {
    const { list } = this;
    const chosen = this.params.get('class') ?? '';
    if (list.error && !list.data) return failed(list.error, () => this.onRoute());
    if (!list.data && !this.classes) return loading('Loading the warnings…');
    this.classes = list.data?.classes ?? this.classes ?? [];
    const about = this.classes.find((/** @type {any} */ c) => c.class === chosen);
    return html`<div class="page two"><nav class="card" aria-label="Classes of warnings"><h2>Warnings</h2>
      ${this.classes.length === 0 ? html`<p class="muted">Nothing in the records had to be doubted or repaired.</p>` : html`<ul class="classes"><li><a href="/warnings" aria-current=${chosen === '' ? 'page' : nothing}>All classes</a></li>${this.classes.map((/** @type {any} */ c) => html`<li>
        <a href=${href('warnings', { class: c.class })} aria-current=${c.class === chosen ? 'page' : nothing}><span class="n">${count(c.count)}</span> ${c.title}</a></li>`)}</ul>`}</nav>
      <section class="card"><h2>${about ? about.title : chosen ? flagWords(chosen).label : 'All warnings'} <span class="muted">${list.data ? count(list.total) : ''}</span></h2>
      ${about ? html`<p>${about.meaning}</p><p><strong>What to do:</strong> ${about.advice}</p>` : nothing}
      ${!list.data ? loading() : list.items.length === 0 ? empty(chosen ? 'There is no warning of this class in this case.' : 'There is no warning.', chosen ? html`<a href="/warnings">Show all classes</a>` : nothing) : html`<div class="scroll-x"><table class="data"><thead><tr>${chosen ? nothing : html`<th>Class</th>`}<th>About</th><th>Detail</th></tr></thead>
        <tbody>${list.items.map((w) => html`<tr>${chosen ? nothing : html`<td class="nowrap">${flagWords(w.class).label}</td>`}<td class="key">${this.about(w)}</td><td>${w.time ? html`${stamp(w.time, this.zone)} ` : nothing}${w.host ? html`${logLine(theCase.hostName(w.host) || w.host)} ` : nothing}${w.log ? html`${logLine(w.log)} ` : nothing}${w.user ? html`by ${logLine(theCase.userName(w.user) || w.user)} ` : nothing}${logWhole(w.detail)}</td></tr>`)}</tbody></table></div>${list.footer()}`}
      </section></div>`;
  }
}

customElements.define('pg-warnings-view', WarningsView);
