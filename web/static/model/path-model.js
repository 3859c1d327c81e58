/** The ids of nodes, the ends of a path in the address, and its words. Pure. */
import { bareUser, processName, shortHost, shortSessionWords } from './words.js';

/** The id of a node. @param {string} kind @param {string} key */
export function idOf(kind, key) {
  return `${kind}~${key}`;
}

/** The node of an id, "process~key". @param {string} text @returns {{kind: string, key: string}|null} */
export function nodeRef(text) {
  const at = text.indexOf('~');
  return at > 0 && at < text.length - 1 ? { kind: text.slice(0, at), key: text.slice(at + 1) } : null;
}

/** A node of any kind in a few words. @param {import('./types.js').GraphItem} n */
export function itemName(n) {
  if (n.process) return processName(n.process);
  if (n.session) return `${bareUser(n.session.user_name) || 'logon'}: ${shortSessionWords(n.session)}`;
  if (n.host) return shortHost(n.host.name);
  if (n.user) return n.user.name || n.user.sid || n.key;
  return n.key;
}

/** @type {Record<string, [string, string]>} from and to: "X started Y", "Y was started by X" */
const WORDS = {
  SPAWNED: ['started', 'was started by'], CLAIMED_PARENT: ['by one source was started by', 'by one source started'],
  IN_SESSION: ['ran in', 'held'], RAN_AS: ['ran as', 'ran'], RAN_ON: ['was on', 'had'], ON_HOST: ['was on', 'had'],
  OF_USER: ['was of', 'had'], FROM_HOST: ['came from', 'was the source of'], FROM_ADDRESS: ['came from', 'was the source of'],
  LINKED_TO: ['is the other half (UAC) of', 'is the other half (UAC) of'], LED_TO: ['opened, with explicit credentials (4648),', 'was opened, with explicit credentials (4648), by'],
  MOVED_FROM: ['came from the host and user of', 'may have opened'], MAY_COME_FROM: ['may have come through', 'may have started'],
};

/** How a step of a path reads from one node to the next. @param {string} relation @param {boolean} forward along its direction */
export function stepWords(relation, forward) {
  return (WORDS[relation] ?? [relation, relation])[forward ? 0 : 1];
}
