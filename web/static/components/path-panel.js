/** The way between two nodes: asks, and shows it as a list. */
import { Asking } from './asking.js';
import { html, nothing } from './lit.js';
import { failed, loading } from './states.js';
import { logLine } from './log-text.js';
import { itemName, nodeRef, stepWords } from '../model/path-model.js';
import { beginStamp } from '../model/time.js';
import { graphLink, lineageLink } from '../model/router.js';
import { shortHost } from '../model/words.js';

class PathPanel extends Asking {
  static properties = { from: {}, to: {}, zone: {}, users: { type: Boolean }, answer: { state: true } };

  constructor() {
    super();
    this.from = '';
    this.to = '';
    this.zone = 'UTC';
    this.users = false;
    /** @type {import('../model/types.js').Connection|null} */
    this.answer = null;
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    if (changed.has('from') || changed.has('to') || changed.has('users')) this.load();
  }

  async load() {
    const from = nodeRef(this.from);
    const to = nodeRef(this.to);
    this.answer = null;
    this.error = null;
    if (!from || !to) return;
    const answer = await this.ask('/path', { from_kind: from.kind, from_key: from.key, to_kind: to.kind, to_key: to.key, users: this.users ? 'true' : '' });
    if (answer) this.answer = answer;
  }

  /** @param {import('../model/types.js').GraphItem} n */
  node(n) {
    const host = n.process?.host_name || n.session?.host_name || '';
    const name = logLine(itemName(n));
    return html`<span class="path-node kind-of-${n.node_kind}">${n.process ? html`<a href=${lineageLink(n.key)}>${name}</a>` : html`<a href=${graphLink([{ kind: n.node_kind, key: n.key }])}>${name}</a>`}
      <span class="muted">${logLine(shortHost(host))} ${beginStamp(n.process ?? n.session ?? {}, this.zone)}</span></span>`;
  }

  render() {
    if (this.error) return failed(this.error, () => this.load());
    const a = this.answer;
    if (!a) return loading('Looking for the way…');
    if (!a.found) {
      return html`<div class="note"><p>${a.gave_up ? html`No way was found: ${a.gave_up}. That proves nothing.` : 'There is no way between them over parents and children, logon sessions and moves between hosts.'}</p>
        ${this.users ? nothing : html`<button type="button" @click=${() => this.dispatchEvent(new CustomEvent('pg-users'))}>Look again, also over “the same user”</button>`}</div>`;
    }
    return html`<ol class="path" aria-label="The way">${a.nodes.map((n, i) => html`<li>${i > 0 ? html`<span class="step ${a.links[i - 1].confidence ?? ''}">${stepWords(a.links[i - 1].relation, a.links[i - 1].from === a.nodes[i - 1].id)}${a.links[i - 1].confidence === 'possible' ? ' (possible, not proven)' : ''}</span>` : nothing}${this.node(n)}</li>`)}</ol>
      <p><a class="button" href=${graphLink(a.nodes.map((n) => ({ kind: n.node_kind, key: n.key })))}>Show it in the graph</a></p>`;
  }
}

customElements.define('pg-path-panel', PathPanel);
