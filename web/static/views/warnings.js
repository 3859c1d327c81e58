/** The warnings by class, in plain words, and each of them with what it is about. */
import { html, nothing } from '../components/lit.js';
import { View } from '../components/view.js';
import { PagedList } from '../components/paged-list.js';
import { empty, failed, loading } from '../components/states.js';
import { logLine, logWhole } from '../components/log-text.js';
import { icon, imageIcon } from '../components/icons.js';
import { visible } from '../model/escapes.js';
import { count, flagWords, pidBeside, processName } from '../model/words.js';
import { stamp } from '../model/time.js';
import { href } from '../model/router.js';

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

  /** What it is about, in words, and the link to it. @param {import('../model/types.js').Warning} w */
  about(w) {
    const s = w.subject;
    if (!w.about) return '';
    if (!s) return logLine(w.about);
    const on = s.host_name ? html` <span class="muted">on ${logLine(s.host_name)}</span>` : nothing;
    const when = s.start ? html` <span class="muted">${stamp(s.start, this.zone)}</span>` : nothing;
    switch (s.kind) {
      case 'process': return html`${imageIcon(s.name)} <a href=${href('process', { key: w.about })} title=${visible(s.name ?? '')}>${logLine(processName({ image: s.name, pid: s.pid }))}</a>${pidBeside({ image: s.name, pid: s.pid }) ? html` <span class="pid">${s.pid}</span>` : nothing}${on}${when}`;
      case 'session': return html`${icon('user')} <a href=${href('logons', { host: s.host, all: '1', details: '1', key: w.about })}>${logLine(s.name || 'a logon')}</a> ${s.logon_id ? html`<code>${logLine(s.logon_id)}</code>` : nothing}${on}${when}`;
      case 'host': return html`${icon('host')} <a href=${href('tree', { host: w.about })}>${logLine(s.name || w.about)}</a>`;
      case 'user': return html`${icon('user')} <a href=${href('tree', { user: w.about })}>${logLine(s.name || w.about)}</a>`;
      default: return logLine(w.about);
    }
  }

  /** Where and when, unless that is said of what it is about. @param {import('../model/types.js').Warning} w */
  detail(w) {
    const host = w.host && w.host !== w.subject?.host ? w.host_name || w.host : '';
    return html`${w.time ? html`${stamp(w.time, this.zone)} ` : nothing}${host ? html`${logLine(host)} ` : nothing}${w.log ? html`${logLine(w.log)} ` : nothing}${w.user ? html`by ${logLine(w.user_name || w.user)} ` : nothing}${logWhole(w.detail)}`;
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
        <tbody>${list.items.map((w) => html`<tr>${chosen ? nothing : html`<td class="nowrap">${flagWords(w.class).label}</td>`}<td class="key">${this.about(w)}</td><td>${this.detail(w)}</td></tr>`)}</tbody></table></div>${list.footer()}`}
      </section></div>`;
  }
}

customElements.define('pg-warnings-view', WarningsView);
