/** The details of a logon session at the side of a picture. Event: "pg-close". */
import { Asking } from './asking.js';
import { html, nothing } from './lit.js';
import { icon } from './icons.js';
import { cypherButton } from './cypher-button.js';
import { failed, loading } from './states.js';
import './note-editor.js';
import { logLine } from './log-text.js';
import { sessionFields, sessionRecords } from './details-session.js';
import { counted, sessionWords } from '../model/words.js';
import { pref } from '../model/prefs.js';
import { resolveZone } from '../model/time.js';
import { graphLink, href } from '../model/router.js';

class SessionDetails extends Asking {
  static properties = { key: {}, session: { state: true } };

  constructor() {
    super();
    this.key = '';
    /** @type {import('../model/types.js').SessionRow|null} */
    this.session = null;
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    if (changed.has('key')) this.load();
  }

  async load() {
    const session = await this.ask('/session', { key: this.key });
    if (session !== undefined) this.session = session;
  }

  close() {
    return html`<button type="button" class="quiet close" aria-label="Close the details" title="Close (Esc)" @click=${() => this.dispatchEvent(new CustomEvent('pg-close'))}>${icon('close')}</button>`;
  }

  render() {
    if (this.error) return html`<article class="details"><div class="actions">${this.close()}</div>${failed(this.error, () => this.load())}</article>`;
    const s = this.session;
    if (!s) return html`<article class="details">${loading('Loading the logon session…')}</article>`;
    const zone = resolveZone(pref('zone', 'UTC'));
    return html`<article class="details" aria-label="Logon session"><header class="details-head"><h2>${icon('user')} <span>${logLine(sessionWords(s)) || 'Logon session'}</span></h2>
        <p class="where">on <a href=${href('tree', { host: s.host })}>${logLine(s.host_name || s.host)}</a>${s.user_name ? html` as ${logLine(s.user_name)}` : nothing}</p>
        ${s.observed || s.builtin ? nothing : html`<p class="note">Known only by its ID: no logon record (4624) of it was read.</p>`}
        <div class="actions"><a class="button" href=${href('tree', { host: s.host, session: s.key })}>What ran in it (${counted(s.process_count, 'process', 'processes')})</a>
          <a class="button" href=${graphLink([{ kind: 'session', key: s.key }])}>Graph</a>
          ${cypherButton('session', { session: s.key }, 'What ran in it, as a query')}${this.close()}</div></header>
      <pg-note kind="session" .about=${s.key}></pg-note>
      <section><table class="fields"><tbody>${sessionFields(s, zone).map(([label, value]) => html`<tr><th scope="row">${label}</th><td>${value}</td></tr>`)}</tbody></table>${sessionRecords(s, zone)}</section></article>`;
  }
}

customElements.define('pg-session-details', SessionDetails);
