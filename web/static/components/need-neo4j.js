/** What a case file lacks for Cypher, and how to get it. */
import { html } from './lit.js';
import { copyButton } from './copy-button.js';
import { logLine } from './log-text.js';
import { shellWord } from '../model/shell-word.js';

/** @param {string} location of the case file */
export function needNeo4j(location) {
  const commands = ['procgraph neo4j start', `procgraph store copy --from ${shellWord(location || 'CASE')} --to neo4j://127.0.0.1:7687`, 'procgraph serve --store neo4j://127.0.0.1:7687'];
  const about = ['Starts a local Neo4j server. It needs Java 17 or later and Maven, not Docker.', 'Copies this case there; the file stays as it is.', 'Serves the copy: open the address that it prints.'];
  return html`<section class="card need" aria-label="What Cypher needs"><h2>Cypher needs a Neo4j server</h2>
    <p>This case is a file, and a file answers no Cypher. Everything else of the page works as it is, and all hunts can be read here. To run them, and queries of your own, copy the case into a server:</p>
    <ol class="commands">${commands.map((c, i) => html`<li><div class="command"><code>${logLine(c)}</code> ${copyButton(() => c, 'the command')}</div><span class="muted">${about[i]}</span></li>`)}</ol>
    <p class="muted">A server that is there already does, too: give its address in place of <code>neo4j://127.0.0.1:7687</code>, and <code>--to-case NAME</code> for a case of its own.</p></section>`;
}
