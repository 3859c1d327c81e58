/**
 * A drawing of the page as an SVG file of its own: what the style sheet says is
 * written into each element, so that it looks the same elsewhere.
 */

const STYLES = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'font-size', 'font-weight', 'font-style', 'text-anchor', 'paint-order'];

/**
 * @param {SVGSVGElement} drawing @param {string} title
 * @returns {string} no style sheet, no script, nothing from elsewhere
 */
export function svgSnapshot(drawing, title) {
  const copy = /** @type {SVGSVGElement} */ (drawing.cloneNode(true));
  const from = [drawing, ...drawing.querySelectorAll('*')];
  const to = [copy, ...copy.querySelectorAll('*')];
  from.forEach((el, i) => inline(el, to[i]));
  for (const el of copy.querySelectorAll('[data-page-only]')) el.remove();
  clean(copy);
  const box = drawing.getBoundingClientRect();
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(Math.ceil(box.width)));
  copy.setAttribute('height', String(Math.ceil(box.height)));
  copy.setAttribute('font-family', "system-ui, 'Segoe UI', sans-serif");
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', getComputedStyle(document.documentElement).getPropertyValue('--card').trim());
  const name = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  name.textContent = title;
  copy.prepend(name, ground);
  return `${new XMLSerializer().serializeToString(copy)}\n`;
}

/** @param {Element} from @param {Element} to */
function inline(from, to) {
  const style = getComputedStyle(from);
  for (const name of STYLES) {
    const value = style.getPropertyValue(name);
    if (value && value !== 'normal') to.setAttribute(name, value);
  }
  for (const a of [...to.attributes]) if (/^(class|style|tabindex|role|aria-|data-(?!page)|on)/.test(a.name)) to.removeAttribute(a.name);
}

/** Takes out what a template leaves behind. @param {Node} node */
function clean(node) {
  for (const child of [...node.childNodes]) {
    if (child.nodeType === Node.COMMENT_NODE) child.remove();
    else clean(child);
  }
}
