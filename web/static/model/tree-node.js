/**
 * The nodes of the process tree and the flat list of rows that is drawn. Pure.
 *
 * @typedef {import('./types.js').ProcessRow} ProcessRow
 * @typedef {import('./types.js').HostSummary} HostSummary
 *
 * @typedef {object} TreeNode
 * @property {'root'|'host'|'process'|'more'} kind
 * @property {string} id unique: "p" + process key, "h" + host key, "m" + id of the node it belongs to
 * @property {ProcessRow|null} row
 * @property {HostSummary|null} host
 * @property {TreeNode|null} parent
 * @property {number} depth roots have 0
 * @property {boolean} open
 * @property {boolean} loaded at least one page of the children is here
 * @property {boolean} loading
 * @property {import('./api.js').ApiError|null} error
 * @property {TreeNode[]} children in the order of the API
 * @property {TreeNode[]} pinned children brought here ahead of their page, because they lead to a chosen process
 * @property {string} next cursor of the next page, "" when there is none or it is not known
 * @property {boolean} partial some children are away, and no cursor leads to them: an answer was cut here
 * @property {number} total children on all pages, -1 when not known
 * @property {import('./types.js').ImageCount[]} byImage
 * @property {string} mark six letters of its key, "" until asked
 * @property {boolean} context shown without the filter, for the surroundings of a match
 * @property {TreeNode|null} more the row that stands for children not loaded
 * @property {number} index in the flat list
 * @property {number} position among its siblings, from 1
 */
import { markOf } from './opencode.js';

/** @param {TreeNode['kind']} kind @param {string} id @param {TreeNode|null} parent @returns {TreeNode} */
function make(kind, id, parent) {
  return {
    kind, id, row: null, host: null, parent, depth: parent ? parent.depth + 1 : -1, open: false, loaded: false, loading: false,
    error: null, children: [], pinned: [], next: '', partial: false, total: -1, byImage: [], mark: '', context: false, more: null, index: -1, position: 0,
  };
}

/** @returns {TreeNode} */
export function rootNode() {
  const n = make('root', 'root', null);
  n.open = true;
  return n;
}

/** @param {HostSummary} host @param {TreeNode} parent */
export function hostNode(host, parent) {
  const n = make('host', `h${host.key}`, parent);
  n.host = host;
  n.total = host.root_count;
  return n;
}

/** @param {ProcessRow} row @param {TreeNode} parent */
export function processNode(row, parent) {
  const n = make('process', `p${row.key}`, parent);
  n.row = row;
  n.total = row.child_count;
  n.loaded = row.child_count === 0;
  return n;
}

/** The mark that stands for a node in an address. @param {TreeNode} n */
export function nodeMark(n) {
  if (!n.mark) n.mark = markOf(n.id);
  return n.mark;
}

/** Says whether a node can be opened. @param {TreeNode} n */
export function expandable(n) {
  if (n.kind === 'host') return n.total !== 0 || n.children.length > 0;
  if (n.kind !== 'process') return false;
  return n.children.length > 0 || n.pinned.length > 0 || (n.row?.child_count ?? 0) > 0;
}

/** The number of children that are not here yet; 0 when all are. @param {TreeNode} n */
export function missing(n) {
  const here = n.children.length + n.pinned.length;
  if (n.loaded) return n.next || n.partial ? Math.max(1, n.total - here) : 0;
  return n.pinned.length > 0 ? Math.max(0, n.total - here) : 0;
}

/**
 * Takes a page of rows as children, keeping the nodes that are there.
 * @param {TreeNode} parent @param {ProcessRow[]} rows
 * @returns {TreeNode[]} the nodes of these rows
 */
export function addChildren(parent, rows) {
  /** @type {Map<string, TreeNode>} */
  const have = new Map();
  for (const c of parent.children) have.set(c.id, c);
  const pinned = new Map(parent.pinned.map((c) => [c.id, c]));
  const out = [];
  for (const row of rows) {
    const id = `p${row.key}`;
    let node = have.get(id);
    if (!node) {
      node = pinned.get(id);
      if (node) pinned.delete(id);
      else node = processNode(row, parent);
      parent.children.push(node);
    }
    node.row = row;
    out.push(node);
  }
  if (pinned.size !== parent.pinned.length) parent.pinned = [...pinned.values()];
  return out;
}

/**
 * Takes the rows of a subtree answer, which come in pre-order with their depth.
 * @param {TreeNode} base node whose descendants they are
 * @param {ProcessRow[]} rows without the base itself, depth 1 being its children
 * @param {{truncated: boolean}} how truncated: the answer was cut after the last row
 * @param {(n: TreeNode) => boolean} isOpen
 */
export function addSubtree(base, rows, how, isOpen) {
  const path = [base];
  base.children = [];
  base.loaded = true;
  for (const row of rows) {
    const depth = Math.max(1, Math.min(row.depth ?? 1, path.length));
    path.length = depth;
    const parent = path[depth - 1];
    const node = processNode(row, parent);
    parent.children.push(node);
    parent.loaded = true;
    path.push(node);
  }
  settle(base, how, path, isOpen);
}

/**
 * @param {TreeNode} base @param {{truncated: boolean}} how
 * @param {TreeNode[]} lastPath the path to the last row @param {(n: TreeNode) => boolean} isOpen
 */
function settle(base, how, lastPath, isOpen) {
  const atCut = new Set(how.truncated ? lastPath : []);
  /** @type {TreeNode[]} */
  const stack = [base];
  for (let n = stack.pop(); n; n = stack.pop()) {
    if (n.children.length === 0 && n !== base) continue;
    n.partial = atCut.has(n) && (n.kind !== 'process' || (n.row?.child_count ?? 0) > n.children.length);
    if (!n.partial) n.total = n.children.length;
    if (n !== base) n.open = isOpen(n);
    for (const c of n.children) stack.push(c);
  }
}

/**
 * The rows in the order they are drawn. Sets index and position of each.
 * @param {TreeNode} root
 * @returns {TreeNode[]}
 */
export function flatten(root) {
  /** @type {TreeNode[]} */
  const out = [];
  /** @type {{list: TreeNode[], at: number}[]} */
  const stack = [{ list: listOf(root), at: 0 }];
  while (stack.length > 0) {
    const top = stack[stack.length - 1];
    if (top.at >= top.list.length) {
      stack.pop();
      continue;
    }
    const n = top.list[top.at++];
    n.index = out.length;
    n.position = top.at;
    out.push(n);
    if (n.open && n.kind !== 'more') stack.push({ list: listOf(n), at: 0 });
  }
  return out;
}

/** Children, the row for those not loaded, then the pinned. @param {TreeNode} n */
function listOf(n) {
  const away = missing(n);
  if (away === 0 && n.pinned.length === 0) return n.children;
  const list = n.children.slice();
  if (away > 0) {
    n.more ??= make('more', `m${n.id}`, n);
    list.push(n.more);
  }
  return n.pinned.length ? list.concat(n.pinned) : list;
}

/** The ancestors of a node, nearest first, without the root. @param {TreeNode} n */
export function nodePath(n) {
  const out = [];
  for (let p = n.parent; p && p.kind !== 'root'; p = p.parent) out.push(p);
  return out;
}
