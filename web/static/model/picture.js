/**
 * A picture as a list of boxes and lines with places, and as an SVG file of its own.
 * The page draws its pictures itself; this is what is saved. Pure.
 *
 * @typedef {'box'|'pill'|'hexagon'|'host'|'tag'} Shape
 *
 * @typedef {object} Box
 * @property {string} id
 * @property {number} x left @property {number} y top @property {number} w @property {number} h
 * @property {Shape} shape
 * @property {string} title
 * @property {string} sub
 * @property {string} colour a name of a colour in the palette
 * @property {boolean} [stub] drawn dashed
 * @property {boolean} [strong] drawn with a thick edge
 * @property {string} [badge] what is hidden
 * @property {string} [mark] a name of a colour in the palette: a note's, around the box
 *
 * @typedef {object} Line
 * @property {string} path SVG path data
 * @property {string} label @property {number} lx @property {number} ly place of the label's end
 * @property {string} style a confidence, or ""
 * @property {{x: number, y: number, angle: number}} [arrow] the head's tip; angle in degrees
 *
 * @typedef {{x: number, y: number, w: number, h: number, label: string}} Band
 * @typedef {{label: string, marks: {x: number, label: string, major: boolean}[]}} Axis of time, from left to right, behind all else; label: what it tells
 * @typedef {{width: number, height: number, title: string, bands: Band[], boxes: Box[], lines: Line[], axis?: Axis|null}} Picture
 */
import { xmlText } from './graph-text.js';
import { cut, visible } from './escapes.js';

/** How a line of each confidence is drawn: dash, width, colour name, and what it means. */
export const LINE_STYLES = /** @type {Record<string, {dash: string, width: number, colour: string, words: string}>} */ ({
  guid: { dash: '', width: 1.8, colour: 'text', words: 'parent named by its GUID' },
  'pid-time': { dash: '9 3', width: 1.6, colour: 'text', words: 'parent found by PID and time' },
  stub: { dash: '2 3', width: 1.6, colour: 'muted', words: 'the parent’s own start was not seen' },
  claimed: { dash: '8 3 2 3', width: 1.8, colour: 'warn', words: 'the sources name different parents' },
  'session-proven': { dash: '', width: 2.6, colour: 'remote', words: 'logon: proven by records' },
  possible: { dash: '3 4', width: 1.8, colour: 'remote', words: 'logon: possible, not proven' },
});

/** @param {string} style */
export function lineStyle(style) {
  return LINE_STYLES[style] ?? { dash: '', width: 1.3, colour: 'muted', words: '' };
}

/** The most characters of a title that fit a box. @param {number} w */
export function fitting(w) {
  return Math.max(4, Math.floor((w - 16) / 6.7));
}

/** The outline of a shape as path data. @param {Box} b */
export function outline(b) {
  const { x, y, w, h } = b;
  const r = b.shape === 'pill' ? h / 2 : b.shape === 'box' ? 4 : 0;
  if (b.shape === 'hexagon') return `M${x + 10} ${y}H${x + w - 10}L${x + w} ${y + h / 2}L${x + w - 10} ${y + h}H${x + 10}L${x} ${y + h / 2}Z`;
  if (b.shape === 'tag') return `M${x} ${y}H${x + w - 10}L${x + w} ${y + h / 2}L${x + w - 10} ${y + h}H${x}Z`;
  if (r === 0) return `M${x} ${y}H${x + w}V${y + h}H${x}Z`;
  return `M${x + r} ${y}H${x + w - r}A${r} ${r} 0 0 1 ${x + w} ${y + r}V${y + h - r}A${r} ${r} 0 0 1 ${x + w - r} ${y + h}H${x + r}A${r} ${r} 0 0 1 ${x} ${y + h - r}V${y + r}A${r} ${r} 0 0 1 ${x + r} ${y}Z`;
}

/**
 * @param {Picture} p
 * @param {Record<string, string>} palette colours by name: text, muted, card, line, remote, warn, and those of the boxes
 * @returns {string} a whole SVG file: no style sheet, no script, nothing from elsewhere
 */
export function svgText(p, palette) {
  const c = (/** @type {string} */ name) => xmlText(palette[name] ?? palette.text);
  const words = (/** @type {string} */ t) => xmlText(visible(t));
  const styles = [...new Set(p.lines.map((l) => l.style))].filter((s) => lineStyle(s).words);
  const legend = styles.length ? 26 : 0;
  const height = Math.ceil(p.height + legend);
  const out = [`<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(p.width)}" height="${height}" viewBox="0 0 ${Math.ceil(p.width)} ${height}" font-family="system-ui, 'Segoe UI', sans-serif" font-size="12">`,
    `<title>${words(p.title)}</title>`, `<rect width="100%" height="100%" fill="${c('card')}"/>`];
  for (const b of p.bands) {
    out.push(`<rect x="${b.x}" y="${b.y}" width="${b.w}" height="${b.h}" fill="${c('ground')}" stroke="${c('line')}"/>`,
      `<text x="${b.x + 10}" y="${b.y + 16}" font-weight="bold" fill="${c('text')}">${words(b.label)}</text>`);
  }
  for (const m of p.axis?.marks ?? []) {
    out.push(`<path d="M${m.x} 0V${p.height}" stroke="${c('line')}"${m.major ? ' stroke-width="2"' : ''}/>`, `<text x="${m.x + 3}" y="26" font-size="10" fill="${c('muted')}">${words(m.label)}</text>`);
  }
  if (p.axis) out.push(`<text x="8" y="12" font-size="10" fill="${c('muted')}">${words(p.axis.label)}</text>`);
  for (const l of p.lines) {
    const s = lineStyle(l.style);
    out.push(`<path d="${l.path}" fill="none" stroke="${c(s.colour)}" stroke-width="${s.width}"${s.dash ? ` stroke-dasharray="${s.dash}"` : ''}/>`);
    if (l.arrow) out.push(`<path d="M0 0L-8 -4V4Z" transform="translate(${l.arrow.x} ${l.arrow.y}) rotate(${l.arrow.angle})" fill="${c(s.colour)}"/>`);
    if (l.label) out.push(`<text x="${l.lx}" y="${l.ly}" text-anchor="end" font-size="10" fill="${c('muted')}">${words(l.label)}</text>`);
  }
  for (const b of p.boxes) {
    const fit = fitting(b.w);
    if (b.mark) out.push(`<path d="${outline(b)}" fill="none" stroke="${c(b.mark)}" stroke-opacity="0.6" stroke-width="9"/>`);
    out.push(`<path d="${outline(b)}" fill="${c('card')}" stroke="${c(b.colour)}" stroke-width="${b.strong ? 3 : 1.4}"${b.stub ? ' stroke-dasharray="4 3"' : ''}/>`,
      `<text x="${b.x + 8}" y="${b.y + 15}" font-weight="bold"${b.stub ? ' font-style="italic"' : ''} fill="${c(b.colour)}">${words(cut(b.title, fit))}</text>`,
      `<text x="${b.x + 8}" y="${b.y + 29}" font-size="10" fill="${c('muted')}">${words(cut(b.sub, Math.floor(fit * 1.2)))}</text>`);
    if (b.badge) out.push(`<text x="${b.x + b.w + 5}" y="${b.y + b.h - 2}" font-size="10" fill="${c('muted')}">${words(b.badge)}</text>`);
  }
  let x = 12;
  for (const name of styles) {
    const s = lineStyle(name);
    const y = p.height + 12;
    out.push(`<path d="M${x} ${y}H${x + 34}" stroke="${c(s.colour)}" stroke-width="${s.width}"${s.dash ? ` stroke-dasharray="${s.dash}"` : ''}/>`,
      `<text x="${x + 40}" y="${y + 4}" font-size="11" fill="${c('text')}">${words(s.words)}</text>`);
    x += 60 + s.words.length * 6;
  }
  return `${out.join('\n')}\n</svg>\n`;
}
