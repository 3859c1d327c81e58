/** The choice of columns. Event: "pg-choice" with the new choice. */
import { Element, html } from './lit.js';
import { icon } from './icons.js';
import { COLUMNS, isShown } from '../model/columns.js';

class ColumnMenu extends Element {
  static properties = { choice: { attribute: false } };

  constructor() {
    super();
    /** @type {import('../model/columns.js').ColumnChoice} */
    this.choice = { hidden: {}, widths: {} };
    this.onOutside = (/** @type {Event} */ e) => {
      const d = this.querySelector('details');
      if (d?.open && !d.contains(/** @type {Node} */ (e.target))) d.open = false;
    };
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('pointerdown', this.onOutside);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('pointerdown', this.onOutside);
  }

  /** @param {import('../model/columns.js').ColumnChoice} choice */
  send(choice) {
    this.dispatchEvent(new CustomEvent('pg-choice', { detail: choice }));
  }

  /** @param {KeyboardEvent} e */
  onKey(e) {
    const d = this.querySelector('details');
    if (e.key !== 'Escape' || !d?.open) return;
    e.stopPropagation();
    d.open = false;
    d.querySelector('summary')?.focus();
  }

  render() {
    return html`<details class="menu" @keydown=${this.onKey}>
      <summary>${icon('columns')}Columns</summary>
      <div class="menu-body" role="group" aria-label="Columns shown">
        ${COLUMNS.map((c) => html`<label><input type="checkbox" name=${c.id} ?disabled=${c.fixed} .checked=${isShown(c, this.choice)}
          @change=${(/** @type {Event} */ e) => this.send({ ...this.choice, hidden: { ...this.choice.hidden, [c.id]: !(/** @type {HTMLInputElement} */ (e.target).checked) } })}>${c.title}</label>`)}
        <button type="button" @click=${() => this.send({ hidden: {}, widths: {} })}>Reset columns and widths</button>
      </div></details>`;
  }
}

customElements.define('pg-column-menu', ColumnMenu);
