/**
 * The process tree: loads nodes as they are opened, knows which are open, and
 * gives the flat list of rows. Tells "change" when the rows differ.
 *
 * Three ways of beginning: all hosts as the top nodes; the roots of one host;
 * or, under a filter, the matches with their ancestry in one answer.
 *
 * @typedef {import('./tree-node.js').TreeNode} TreeNode
 * @typedef {import('./filters.js').Filter} Filter
 */
import { asApiError, isAbort, Slot } from './api.js';
import { isNarrow } from './filters.js';
import { decodeOpen, emptyOpen, encodeOpen } from './opencode.js';
import { addChildren, addSubtree, expandable, flatten, hostNode, nodeMark, nodePath, processNode, rootNode } from './tree-node.js';

/** Children in the first page, in each further one, and rows of one answer under a filter or below a node. */
const FIRST_PAGE = 200;
const NEXT_PAGE = 1000;
const FILTER_ROWS = 20_000;
export const EXPAND_ROWS = 100_000;
/** A tree of up to so many processes is shown opened. */
const SMALL = 2000;
/** So many hosts or fewer are shown with their first processes. */
const FEW_HOSTS = 12;
/** Ancestors whose siblings are loaded when a process is revealed; above, only the chain is shown. */
const NEAR_ANCESTORS = 40;

export class TreeModel extends EventTarget {
  /** @param {import('./api.js').Api} api */
  constructor(api) {
    super();
    this.api = api;
    this.slot = new Slot();
    this.root = rootNode();
    /** @type {TreeNode[]} */
    this.rows = [];
    /** @type {Map<string, TreeNode>} nodes by id, of those loaded */
    this.nodes = new Map();
    /** @type {Filter} */
    this.filter = /** @type {any} */ ({});
    this.open = emptyOpen();
    this.state = /** @type {'idle'|'loading'|'ready'|'failed'} */ ('idle');
    /** @type {import('./api.js').ApiError|null} */
    this.error = null;
    this.narrow = false;
    this.truncated = false;
    this.matches = 0;
    this.notice = '';
  }

  /**
   * Loads the tree anew.
   * @param {Filter} filter @param {import('./types.js').HostSummary[]} hosts @param {string|null} openText
   * @param {{quiet?: boolean}} [how] quiet keeps the rows in view until the new ones are here
   */
  async load(filter, hosts, openText, how = {}) {
    const signal = this.slot.next();
    const before = this.root;
    const root = rootNode();
    this.filter = filter;
    this.narrow = isNarrow(filter);
    this.error = null;
    this.state = 'loading';
    const shown = hosts.filter((h) => !filter.host || h.key === filter.host);
    const size = shown.reduce((n, h) => n + h.process_count + h.stub_count, 0);
    this.open = openText === null ? emptyOpen() : decodeOpen(openText);
    if (openText === null && (this.narrow || size <= SMALL)) this.open.deep.add(nodeMark(root));
    if (!how.quiet) {
      this.root = root;
      this.rebuild();
    }
    this.truncated = false;
    this.matches = 0;
    this.notice = '';
    try {
      const groups = !filter.host && !this.narrow ? hosts.filter((h) => h.process_count + h.stub_count > 0) : [];
      if (groups.length > 1) {
        root.children = groups.map((h) => hostNode(h, root));
        root.loaded = true;
        root.total = groups.length;
        if (openText === null && groups.length <= FEW_HOSTS) for (const n of root.children) this.open.open.add(nodeMark(n));
        await Promise.all(root.children.filter((n) => this.wantsOpen(n)).map((n) => this.populate(n, signal)));
      } else {
        root.total = shown.reduce((n, h) => n + h.root_count, 0);
        const counting = this.narrow ? this.api.get('/roots', { ...filter, limit: 1 }, signal).then((d) => this.count(d)) : null;
        await Promise.all([this.populate(root, signal, before), counting]);
      }
      if (signal.aborted) return;
      this.state = 'ready';
    } catch (err) {
      if (isAbort(err) || signal.aborted) return;
      this.state = 'failed';
      this.error = asApiError(err, 'Reload the page.');
    }
    this.root = root;
    this.rebuild();
  }

  /** Withdraws what is running. */
  cancel() {
    this.slot.cancel();
  }

  /** Loads a node's children and, below, of those that are open. @param {TreeNode} node @param {AbortSignal} signal @param {TreeNode} [before] */
  async populate(node, signal, before) {
    node.open = true;
    if (this.isDeep(node)) {
      await this.fetchSubtree(node, signal, this.narrow ? FILTER_ROWS : EXPAND_ROWS);
      return;
    }
    const had = before?.kind === node.kind ? before.children.length : 0;
    await this.fetchPage(node, signal, Math.min(NEXT_PAGE, Math.max(FIRST_PAGE, had)));
    await Promise.all(node.children.filter((c) => expandable(c) && this.wantsOpen(c)).map((c) => this.populate(c, signal)));
  }

  /** @param {TreeNode} node */
  isDeep(node) {
    return this.open.deep.has(nodeMark(node)) || (node.kind === 'host' && this.open.deep.has(nodeMark(/** @type {TreeNode} */ (node.parent))));
  }

  /** Says whether the open state asks for a node to be open. @param {TreeNode} node */
  wantsOpen(node) {
    const mark = nodeMark(node);
    const { open, deep, closed } = this.open;
    if (closed.has(mark)) return false;
    if (open.has(mark) || deep.has(mark)) return true;
    if (deep.size === 0) return false;
    for (let p = node.parent; p; p = p.parent) if (deep.has(nodeMark(p))) return true;
    return false;
  }

  /** The parameters of the filter for a node's question. @param {TreeNode} node */
  paramsFor(node) {
    const f = /** @type {Record<string, any>} */ ({ ...(node.context ? {} : this.filter) });
    if (node.kind === 'host') f.host = node.host?.key;
    if (node.kind === 'process') delete f.host;
    return f;
  }

  /** Loads one page of children. @param {TreeNode} node @param {AbortSignal|undefined} signal @param {number} limit */
  async fetchPage(node, signal, limit) {
    const params = { ...this.paramsFor(node), limit, after: node.next };
    const data = node.kind === 'process'
      ? await this.api.get('/children', { ...params, key: node.row?.key }, signal)
      : await this.api.get('/roots', params, signal);
    node.next = data.next ?? '';
    node.partial = false;
    // The total of roots counts processes, wherever they stand.
    if (node.kind === 'process') node.total = data.total;
    else this.count(data);
    node.byImage = data.by_image ?? node.byImage;
    const added = addChildren(node, data.items ?? []);
    if (node.context) for (const n of added) n.context = true;
    node.loaded = true;
  }

  /** Takes the numbers that come with roots: matching processes, and all of the host or case. @param {{total: number}} data */
  count(data) {
    if (this.narrow) this.matches = data.total;
  }

  /** Loads all below a node. @param {TreeNode} node @param {AbortSignal|undefined} signal @param {number} limit */
  async fetchSubtree(node, signal, limit) {
    const key = node.kind === 'process' ? node.row?.key : '';
    const data = await this.api.get('/subtree', { ...this.paramsFor(node), key, depth: 1000, limit }, signal);
    let rows = /** @type {import('./types.js').ProcessRow[]} */ (data.rows ?? []);
    if (node.kind === 'process') rows = rows.slice(1);
    else rows = rows.map((r) => Object.assign(r, { depth: (r.depth ?? 0) + 1 }));
    addSubtree(node, rows, { truncated: data.truncated }, (n) => this.wantsOpen(n));
    this.truncated = this.truncated || data.truncated;
  }

  /** Opens or closes a node. @param {TreeNode} node */
  async toggle(node) {
    return node.open ? this.collapse(node) : this.expand(node);
  }

  /** @param {TreeNode} node */
  async expand(node) {
    if (!expandable(node) || node.open) return;
    this.note(node, true);
    await this.run(node, async () => {
      node.open = true;
      if (!node.loaded) await this.fetchPage(node, undefined, FIRST_PAGE);
      if (this.narrow && node.kind === 'process' && node.children.length === 0 && (node.row?.child_count ?? 0) > 0) {
        node.context = true;
        node.next = '';
        await this.fetchPage(node, undefined, FIRST_PAGE);
      }
    });
  }

  /** @param {TreeNode} node */
  collapse(node) {
    if (!node.open) return;
    node.open = false;
    this.note(node, false);
    this.rebuild();
  }

  /** Opens everything below a node, or the whole tree. @param {TreeNode} node */
  async expandAll(node) {
    const mark = nodeMark(node);
    if (node.kind === 'root') this.open = emptyOpen();
    this.open.deep.add(mark);
    this.open.closed.delete(mark);
    const targets = node.kind === 'root' && node.children[0]?.kind === 'host' ? node.children : [node];
    for (const t of targets) {
      await this.run(t, async () => {
        t.open = true;
        forEachBelow(t, (n) => this.open.closed.delete(nodeMark(n)));
        t.pinned = [];
        await this.fetchSubtree(t, undefined, EXPAND_ROWS);
      });
      if (this.rows.length > EXPAND_ROWS) break;
    }
  }

  /** Closes every node. */
  collapseAll() {
    this.open = emptyOpen();
    forEachBelow(this.root, (n) => {
      n.open = false;
    });
    this.rebuild();
  }

  /** Opens all siblings of a node. @param {TreeNode} node */
  async expandSiblings(node) {
    const list = (node.parent ?? this.root).children.filter((n) => expandable(n) && !n.open).slice(0, NEXT_PAGE);
    for (let i = 0; i < list.length; i += 8) await Promise.all(list.slice(i, i + 8).map((n) => this.expand(n)));
  }

  /** Loads the next page of a node's children. @param {TreeNode} node */
  async loadMore(node) {
    await this.run(node, () => this.fetchPage(node, undefined, NEXT_PAGE));
  }

  /**
   * Makes a process a row, with its ancestors open.
   * @param {string} key @returns {Promise<TreeNode|null>} null when it is not in what the tree shows
   */
  async reveal(key) {
    const here = this.nodes.get(`p${key}`);
    if (here) return this.openPath(here);
    const root = this.root;
    const [answer, up] = await Promise.all([
      this.api.get('/process', { key }), this.api.get('/ancestors', { key, limit: 1000 })]);
    if (this.root !== root) return this.nodes.get(`p${key}`) ?? null;
    const row = /** @type {import('./types.js').ProcessRow} */ (answer.process);
    if (this.filter.host && row.host !== this.filter.host) return null;
    const chain = [...(up.items ?? []), row];
    const groups = root.children[0]?.kind === 'host';
    let at = groups ? root.children.find((n) => n.host?.key === row.host) : root;
    if (!at) return null;
    const near = chain.length - 1 - NEAR_ANCESTORS;
    await Promise.all([...(at === root ? [] : [this.ensurePage(at)])]);
    for (let i = 0; i < chain.length; i++) {
      at.open = true;
      at = this.childOf(at, chain[i]);
      if (i < chain.length - 1 && i >= near) await this.ensurePage(at);
    }
    if (up.more) this.notice = 'The chain of ancestors is longer than 1,000; the top of it is not shown.';
    return this.openPath(at);
  }

  /** @param {TreeNode} node */
  async ensurePage(node) {
    if (!node.loaded) await this.fetchPage(node, undefined, FIRST_PAGE);
  }

  /** The child with this row; pinned when its page is not here. @param {TreeNode} parent @param {import('./types.js').ProcessRow} row */
  childOf(parent, row) {
    const id = `p${row.key}`;
    const have = this.find(parent, id);
    if (have) return have;
    const node = processNode(row, parent);
    node.context = Boolean(this.narrow);
    parent.pinned.push(node);
    return node;
  }

  /** @param {TreeNode} parent @param {string} id */
  find(parent, id) {
    return parent.children.find((c) => c.id === id) ?? parent.pinned.find((c) => c.id === id);
  }

  /** @param {TreeNode} node */
  openPath(node) {
    for (const p of nodePath(node)) {
      p.open = true;
      this.note(p, true);
    }
    this.rebuild();
    return node;
  }

  /** Remembers that a node was opened or closed. @param {TreeNode} node @param {boolean} opened */
  note(node, opened) {
    const mark = nodeMark(node);
    const { open, deep, closed } = this.open;
    closed.delete(mark);
    if (opened) {
      if (!this.wantsOpen(node)) open.add(mark);
      return;
    }
    open.delete(mark);
    deep.delete(mark);
    if (this.wantsOpen(node)) closed.add(mark);
  }

  /** The open nodes for the address: null for how a tree begins by itself. */
  openText() {
    const { text, cut } = encodeOpen(this.open);
    return { text: text || '0', cut };
  }

  /** Runs a load for one node, showing it as busy. @param {TreeNode} node @param {() => Promise<void>} work */
  async run(node, work) {
    if (node.loading) return;
    node.loading = true;
    node.error = null;
    this.rebuild();
    try {
      await work();
    } catch (err) {
      if (!isAbort(err)) node.error = asApiError(err, 'Reload the page.');
    }
    node.loading = false;
    this.rebuild();
  }

  rebuild() {
    this.rows = flatten(this.root);
    this.nodes.clear();
    for (const n of this.rows) this.nodes.set(n.id, n);
    this.dispatchEvent(new Event('change'));
  }
}

/** @param {TreeNode} top @param {(n: TreeNode) => void} act */
function forEachBelow(top, act) {
  const stack = [...top.children, ...top.pinned];
  for (let n = stack.pop(); n; n = stack.pop()) {
    act(n);
    stack.push(...n.pinned);
    for (const c of n.children) stack.push(c);
  }
}
