/**
 * The address is the state. A route is a view's name and its parameters; views
 * read it and change it, and back and forward bring it again without a reload.
 *
 * @typedef {{view: string, params: URLSearchParams}} Route
 */
import { idOf } from './path-model.js';
import { viewById, viewByPath } from './routes.js';

/** @param {string} path @param {string} search @returns {Route} view is "missing" for a path that is none */
export function parseRoute(path, search) {
  const clean = path.length > 1 ? path.replace(/\/+$/, '') : path;
  return { view: viewByPath(clean)?.id ?? 'missing', params: new URLSearchParams(search) };
}

/**
 * The address of a view. Parameters that are empty are left out.
 * @param {string} view @param {Record<string, string|undefined>|URLSearchParams} [params]
 */
export function href(view, params = {}) {
  const path = viewById(view)?.path ?? '/';
  const q = new URLSearchParams();
  const entries = params instanceof URLSearchParams ? params.entries() : Object.entries(params);
  for (const [name, value] of entries) if (value) q.set(name, value);
  const text = q.toString();
  return path + (text ? `?${text}` : '');
}

/** The address of a process in its tree. @param {{key: string, host: string}} p @param {boolean} [details] */
export function treeLink(p, details = true) {
  return href('tree', { host: p.host, key: p.key, details: details ? '1' : '' });
}

/**
 * The address of the lineage of a process.
 * @param {string} key @param {string} [show] "p": what led to it, "d": what it led to; else both
 */
export function lineageLink(key, show = '') {
  return href('lineage', { key, show: show === 'p' ? 'causes' : show === 'd' ? 'effects' : '' });
}

/**
 * The address of a graph that begins with some nodes.
 * @param {{kind: string, key: string}[]} nodes kind: process, session, user, host, address or search
 */
export function graphLink(nodes) {
  return href('graph', { seed: nodes.map((n) => idOf(n.kind, encodeURIComponent(n.key))).join('|') });
}

class Router extends EventTarget {
  constructor() {
    super();
    /** @type {Route} */
    this.route = { view: 'overview', params: new URLSearchParams() };
  }

  /** Begins to follow the address and the links of the page. */
  start() {
    this.read();
    addEventListener('popstate', () => this.read());
    document.addEventListener('click', (e) => this.onClick(e));
  }

  read() {
    this.route = parseRoute(location.pathname, location.search);
    this.dispatchEvent(new Event('route'));
  }

  /** @param {string} to a path with its query @param {{replace?: boolean}} [how] */
  go(to, how = {}) {
    if (to === location.pathname + location.search + location.hash) return;
    if (how.replace) history.replaceState(null, '', to);
    else history.pushState(null, '', to);
    this.read();
  }

  /**
   * Changes parameters of the view that is open.
   * @param {Record<string, string|undefined>} change "" or undefined removes
   * @param {{replace?: boolean}} [how]
   */
  update(change, how = {}) {
    const params = new URLSearchParams(this.route.params);
    for (const [name, value] of Object.entries(change)) {
      if (value) params.set(name, value);
      else params.delete(name);
    }
    this.go(href(this.route.view, params), how);
  }

  /** Links of the page change the view without a reload. @param {MouseEvent} e */
  onClick(e) {
    if (e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
    const a = /** @type {Element|null} */ (e.target)?.closest?.('a[href]');
    if (!(a instanceof HTMLAnchorElement) || a.target || a.origin !== location.origin || a.hasAttribute('download')) return;
    if (a.pathname.startsWith('/api/') || a.pathname.includes('.')) return;
    if (a.hash && a.pathname === location.pathname) return;
    e.preventDefault();
    this.go(a.pathname + a.search + a.hash);
  }
}

/** The page's one router. */
export const router = new Router();
