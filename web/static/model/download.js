/** Saves what the page made as a file. */
import { svgText } from './picture.js';

/** The most pixels of a PNG: browsers refuse larger canvases. */
const MAX_PIXELS = 60_000_000;

/** @param {string} name @param {string} type @param {string|Blob} content */
export function save(name, type, content) {
  const url = URL.createObjectURL(typeof content === 'string' ? new Blob([content], { type }) : content);
  const a = document.createElement('a');
  a.href = url;
  a.download = name;
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A name for a file, of harmless characters. @param {string} base @param {string} ext */
export function fileName(base, ext) {
  return `${base.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-.]+/, '').slice(0, 80) || 'procgraph'}.${ext}`;
}

/** The colours of the theme that is on. */
export function palette() {
  const style = getComputedStyle(document.documentElement);
  /** @type {Record<string, string>} */
  const out = {};
  for (const name of ['text', 'muted', 'card', 'ground', 'sunken', 'line', 'accent', 'remote', 'warn', 'high', 'good', 'info']) out[name] = style.getPropertyValue(`--${name}`).trim();
  for (const kind of ['shell', 'powershell', 'script', 'office', 'browser', 'system', 'service', 'remote', 'tool', 'desktop', 'app']) out[`k-${kind}`] = style.getPropertyValue(`--k-${kind}`).trim();
  for (const colour of ['red', 'orange', 'yellow', 'green', 'blue', 'purple', 'grey']) out[`note-${colour}`] = style.getPropertyValue(`--note-${colour}`).trim();
  out['k-unknown'] = out.muted;
  return out;
}

/** @param {import('./picture.js').Picture} picture */
export function pictureSVG(picture) {
  return svgText(picture, palette());
}

/** Draws an SVG onto a canvas, twice as large where that fits. @param {string} svg @returns {Promise<Blob>} */
export async function pngOf(svg) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const { naturalWidth: w, naturalHeight: h } = image;
  const scale = Math.min(2, Math.sqrt(MAX_PIXELS / Math.max(1, w * h)));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.floor(w * scale));
  canvas.height = Math.max(1, Math.floor(h * scale));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((b) => (b ? resolve(b) : reject(new Error('the picture is too large for this browser'))), 'image/png'));
}
