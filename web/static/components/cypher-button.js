/** A link to the query that shows the same as a view; nothing where the store answers no Cypher. */
import { html, nothing } from './lit.js';
import { cypherLink } from '../model/cypher-links.js';
import { theCase } from '../model/case.js';

/**
 * @param {Parameters<typeof cypherLink>[0]} what @param {Record<string, string>} params @param {string} title what the query shows
 */
export function cypherButton(what, params, title) {
  return theCase.stats?.store?.cypher ? html`<a class="button as-cypher" href=${cypherLink(what, params)} title=${title}>Cypher</a>` : nothing;
}
