/** What the lines of a picture mean. */
import { html, nothing } from './lit.js';
import { LINE_STYLES } from '../model/picture.js';

/** @param {Iterable<string>} used the styles that stand in the picture */
export function lineLegend(used) {
  const styles = new Set(used);
  return html`<ul class="legend" aria-label="What the lines mean">${Object.entries(LINE_STYLES).filter(([name]) => styles.has(name)).map(([, s]) => html`<li>
    <svg width="38" height="10" aria-hidden="true" class="link colour-${s.colour}"><path class="line" d="M1 5H37" stroke-width=${s.width} stroke-dasharray=${s.dash || nothing}></path></svg>${s.words}</li>`)}
    <li><svg width="26" height="14" aria-hidden="true" class="node stub colour-muted"><path class="shape" d="M1 1H25V13H1Z"></path></svg>not observed</li></ul>`;
}
