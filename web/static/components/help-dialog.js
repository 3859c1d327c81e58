/** The keys, on one card. */
import { Element, html } from './lit.js';
import { icon } from './icons.js';
import { VIEWS } from '../model/routes.js';

/** @type {[string, [string[], string][]][]} */
const KEYS = [
  ['Everywhere', [
    [['/', 'Ctrl K'], 'search everywhere'], [['?'], 'this card'], [['Esc'], 'close what is open'],
    ...VIEWS.filter((v) => v.key).map((v) => /** @type {[string[], string]} */ ([['g', /** @type {string} */ (v.key)], (v.title ?? '').toLowerCase()])),
    [['p'], 'how did the process get here (lineage)'], [['d'], 'what did it lead to (lineage)'],
  ]],
  ['In the process tree', [
    [['↑', '↓'], 'row before or after'], [['→'], 'open the node; then go to its first child'], [['←'], 'close the node; then go to its parent'],
    [['Shift →'], 'open all below'], [['*'], 'open all siblings'], [['+', '−'], 'open or close the node'], [['Space'], 'open or close; load more at “… more”'],
    [['Home', 'End'], 'first or last row'], [['PgUp', 'PgDn'], 'a page up or down'], [['Enter'], 'details of the process'], [['a–z'], 'type a name to go to it (Shift for one that begins with p, d or g)'],
  ]],
  ['In the lineage', [[['↑', '↓', '←', '→'], 'to the node in that direction'], [['Enter'], 'details'], [['f'], 'one end of a path: this node, then choose the other'], [['+', '−', '0'], 'larger, smaller, all in view'], [['e'], 'the same in the graph view']]],
  ['In the graph', [[['Tab'], 'the nodes in the table'], [['Enter'], 'details'], [['x'], 'expand its neighbours'], [['Del'], 'remove it (Shift: with its branch)'], [['i'], 'pin it'], [['Ctrl Z', 'Ctrl Y'], 'undo, redo']]],
  ['In the time view', [[['↑', '↓'], 'process before or after'], [['←', '→'], 'close or open it'], [['+', '−', '0'], 'less time, more, all'], [['Shift ←', 'Shift →'], 'earlier, later'], [['Ctrl wheel'], 'zoom where the pointer is'], [['Enter'], 'details']]],
  ['In the replay', [[['Space', 'k'], 'play or pause'], [['→', '.'], 'one event on'], [['←', ','], 'one event back']]],
  ['In the query', [[['Ctrl Enter'], 'run'], [['Ctrl Space'], 'what can stand here'], [['Esc'], 'close the list; while it runs: cancel']]],
  ['In the search results', [[['↑', '↓'], 'result before or after'], [['Enter'], 'open it in its tree']]],
];

class HelpDialog extends Element {
  open() {
    const d = /** @type {HTMLDialogElement} */ (this.querySelector('dialog'));
    if (!d.open) d.showModal();
  }

  close() {
    /** @type {HTMLDialogElement} */ (this.querySelector('dialog')).close();
  }

  render() {
    return html`<dialog class="help" aria-labelledby="help-title" @click=${(/** @type {Event} */ e) => e.target === e.currentTarget && this.close()}>
      <div class="help-body"><header><h2 id="help-title">Keys</h2><button type="button" class="quiet" aria-label="Close" @click=${() => this.close()}>${icon('close')}</button></header>
      <div class="help-columns">${KEYS.map(([title, keys]) => html`<section><h3>${title}</h3><dl>${keys.map(([ks, what]) => html`<div><dt>${ks.map((k) => html`<kbd>${k}</kbd> `)}</dt><dd>${what}</dd></div>`)}</dl></section>`)}</div>
      <p class="muted">The address holds the whole view: host, process, filter and open nodes. Copy it to share what you see.</p></div></dialog>`;
  }
}

customElements.define('pg-help-dialog', HelpDialog);
