/** Icons, drawn for this page on a grid of 16. They never stand alone: text or a label says the same. */
import { html, svg } from './lit.js';
import { KIND_WORDS, kindOf } from '../model/kinds.js';

/** @type {Record<string, any>} */
const SHAPES = {
  shell: svg`<rect x="1.5" y="2.5" width="13" height="11" rx="1.5"/><path d="M4 6l2.2 2L4 10M8 10.5h4"/>`,
  powershell: svg`<path d="M4.2 2.5h10l-2.4 11h-10z"/><path d="M5.8 5.5l2.4 2.4-3.2 2.6M8.6 10.8h2.6"/>`,
  script: svg`<path d="M3.5 1.5h6l3 3v10h-9z"/><path d="M6.6 7L5 8.7l1.6 1.7M9.4 7L11 8.7l-1.6 1.7"/>`,
  office: svg`<path d="M3.5 1.5h6l3 3v10h-9z"/><path d="M9.3 1.8v3h3M5.8 7.5h4.4M5.8 9.5h4.4M5.8 11.5h3"/>`,
  browser: svg`<circle cx="8" cy="8" r="6.3"/><path d="M1.8 8h12.4M8 1.8c2.3 2 2.3 10.400 0 12.400M8 1.8c-2.300 2-2.300 10.400 0 12.400"/>`,
  system: svg`<path d="M2 3.300l5.300-.8v5H2zM8.700 2.300l5.300-.8v6H8.700zM2 8.700h5.300v5L2 12.900zM8.700 8.700h5.300v6l-5.300-.8z"/>`,
  service: svg`<circle cx="8" cy="8" r="2.300"/><path d="M8 1.500v2.200M8 12.300v2.200M1.500 8h2.200M12.300 8h2.200M3.400 3.400L5 5M11 11l1.600 1.600M12.600 3.400L11 5M5 11l-1.600 1.600"/>`,
  remote: svg`<rect x="1.500" y="2" width="8" height="6" rx="1"/><path d="M3.500 10.500h4"/><path d="M9 13h5.500M12 10.500l2.500 2.500L12 15.500"/>`,
  tool: svg`<path d="M10.200 2a3.600 3.600 0 0 0-3.300 4.900L2 11.800 4.200 14l4.900-4.900A3.600 3.600 0 0 0 13.800 5l-2.100 2-2.300-.7-.5-2.300z"/>`,
  desktop: svg`<rect x="1.500" y="2.500" width="13" height="11" rx="1.500"/><path d="M1.500 5.500h13"/>`,
  app: svg`<rect x="2.500" y="2.500" width="11" height="11" rx="2"/>`,
  unknown: svg`<circle cx="8" cy="8" r="6" stroke-dasharray="2.500 2"/><path d="M6.300 6.300a1.800 1.800 0 1 1 2.400 1.700c-.5.200-.7.500-.7 1.100M8 11.200v.1"/>`,
  host: svg`<rect x="1.500" y="2.500" width="13" height="8.500" rx="1"/><path d="M8 11v2.500M5 13.500h6"/>`,
  search: svg`<circle cx="7" cy="7" r="4.500"/><path d="M10.300 10.300L14 14"/>`,
  copy: svg`<rect x="5.500" y="5.500" width="8" height="8.500" rx="1"/><path d="M10.500 5.500V2.500h-8v8.500h3"/>`,
  close: svg`<path d="M3.500 3.500l9 9M12.500 3.500l-9 9"/>`,
  flag: svg`<path d="M3.500 14.500v-12h8.500l-2 3 2 3H3.500"/>`,
  note: svg`<path d="M2.5 2.5h11v7.5l-3.500 3.500H2.500z"/><path d="M13.300 10.200h-3v3M5 5.500h6M5 8h4"/>`,
  warning: svg`<path d="M8 2l6.500 12h-13zM8 6.500v3.500M8 12v.1"/>`,
  theme: svg`<circle cx="8" cy="8" r="6"/><path class="fill" d="M8 2a6 6 0 0 1 0 12z"/>`,
  open: svg`<path d="M6 3H3v10h10v-3M9 2.500h4.500V7M13.300 2.700L7.500 8.500"/>`,
  columns: svg`<rect x="1.500" y="2.500" width="13" height="11" rx="1"/><path d="M6 2.500v11M10.300 2.500v11"/>`,
  help: svg`<circle cx="8" cy="8" r="6.300"/><path d="M6.200 6.300a1.900 1.900 0 1 1 2.500 1.800c-.5.200-.7.500-.7 1.200M8 11.400v.1"/>`,
  user: svg`<circle cx="8" cy="5" r="2.800"/><path d="M2.500 14c.6-3.400 2.800-4.800 5.500-4.800s4.900 1.400 5.500 4.800"/>`,
};

/** @param {string} name @param {string} [cls] */
export function icon(name, cls = '') {
  return html`<svg class="icon ${cls}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${SHAPES[name] ?? SHAPES.app}</svg>`;
}

/** The icon of a process by its image. @param {string|undefined} image */
export function imageIcon(image) {
  const kind = kindOf(image);
  return html`<span class="kind kind-${kind}" title=${KIND_WORDS[kind]}>${icon(kind)}</span>`;
}
