/**
 * The one place that names the vendored library. Components render into the page
 * itself and not into shadow roots: one style sheet, and labels may refer across.
 */
import { LitElement, html, svg, nothing, render } from '../vendor/lit/index.js';
import { live } from '../vendor/lit-html/directives/live.js';

export { html, svg, nothing, live, render };

/** The base of the page's elements. */
export class Element extends LitElement {
  createRenderRoot() {
    return this;
  }
}
