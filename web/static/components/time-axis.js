/** The marks of a time axis, as a template of SVG. */
import { nothing, svg } from './lit.js';
import { placeOf, ticks } from '../model/scale.js';

/** The width that a mark with its label takes, and that of a label alone. */
const ROOM = 92;
const LABEL = 58;

/**
 * @param {import('../model/scale.js').Span} span @param {{x: number, width: number, top: number, bottom: number}} place
 * @param {string} zone resolved
 */
export function timeAxis(span, place, zone) {
  const { x, width, top, bottom } = place;
  return svg`<g class="time-axis" aria-hidden="true">${ticks(span, Math.max(2, Math.floor(width / ROOM)), zone).map((t) => {
    const at = x + placeOf(t.ms, span, width);
    return svg`<line class=${t.major ? 'mark major' : 'mark'} x1=${at} x2=${at} y1=${top} y2=${bottom}></line>${at + LABEL > x + width ? nothing : svg`<text class=${t.major ? 'major' : ''} x=${at + 3} y=${top + 10}>${t.label}</text>`}`;
  })}</g>`;
}
