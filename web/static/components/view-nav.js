/**
 * The navigation. The views of the work stand side by side in groups, those about the case
 * itself in a menu; on a narrow screen all are in the menu.
 */
import { Element, html, nothing } from './lit.js';
import { href, router } from '../model/router.js';
import { GROUPS } from '../model/routes.js';
import { placeParams } from '../model/places.js';

class ViewNav extends Element {
  static properties = { span: { attribute: false } };

  constructor() {
    super();
    /** The time filter as a word: its links hold it, and another one draws them anew. */
    this.span = '';
    this.onRoute = () => {
      this.close();
      this.requestUpdate();
    };
    this.onOutside = (/** @type {Event} */ e) => {
      if (!this.menu?.contains(/** @type {Node} */ (e.target))) this.close();
    };
  }

  connectedCallback() {
    super.connectedCallback();
    router.addEventListener('route', this.onRoute);
    document.addEventListener('pointerdown', this.onOutside);
    this.addEventListener('focusout', this.onLeave);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    router.removeEventListener('route', this.onRoute);
    document.removeEventListener('pointerdown', this.onOutside);
    this.removeEventListener('focusout', this.onLeave);
  }

  get menu() {
    return this.querySelector('details');
  }

  close() {
    if (this.menu) this.menu.open = false;
  }

  /** The focus that leaves the menu by Tab closes it. @param {FocusEvent} e */
  onLeave(e) {
    if (e.relatedTarget && !this.menu?.contains(/** @type {Node} */ (e.relatedTarget))) this.close();
  }

  /** Escape closes, the arrows go through the menu. @param {KeyboardEvent} e */
  onKey(e) {
    const menu = this.menu;
    if (!menu?.open || !['Escape', 'ArrowDown', 'ArrowUp'].includes(e.key)) return;
    e.preventDefault();
    e.stopPropagation();
    if (e.key === 'Escape') {
      menu.open = false;
      menu.querySelector('summary')?.focus();
      return;
    }
    const links = [...menu.querySelectorAll('a')].filter((a) => a.offsetParent);
    const now = links.indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
    links[e.key === 'ArrowDown' ? Math.min(now + 1, links.length - 1) : Math.max(now - 1, 0)]?.focus();
  }

  /** @param {import('../model/routes.js').ViewEntry} v */
  link(v) {
    return html`<a href=${href(v.id, placeParams(v.id, router.route.view))} title=${`${v.title} (g ${v.key})`} aria-current=${router.route.view === v.id ? 'page' : nothing} data-label=${v.label ?? v.title}>${v.label ?? v.title}</a>`;
  }

  render() {
    const side = GROUPS.filter((g) => !g.menu);
    const inMenu = GROUPS.filter((g) => g.menu);
    const current = GROUPS.find((g) => g.views.some((v) => v.id === router.route.view));
    const name = current?.views.find((v) => v.id === router.route.view)?.title ?? '';
    return html`<nav aria-label="Views">
      <div class="nav-side">${side.map((g) => html`<span class="nav-group">${g.views.map((v) => this.link(v))}</span>`)}</div>
      <details class="menu nav-menu ${current?.menu ? 'current' : ''}" @keydown=${this.onKey}>
        <summary><span class="nav-wide">Case${current?.menu ? `: ${name}` : ''}</span><span class="nav-narrow">${name || 'Views'}</span></summary>
        <div class="menu-body">${side.map((g) => html`<span class="nav-group nav-narrow">${g.views.map((v) => this.link(v))}</span>`)}
          ${inMenu.map((g) => html`<span class="nav-group">${g.views.map((v) => this.link(v))}</span>`)}</div></details></nav>`;
  }
}

customElements.define('pg-view-nav', ViewNav);
