/** A lineage as a graph for other programs, and as CSV. Pure. */
import { csvText } from './csv.js';
import { elapsedOf, hostNameOf, labelOf, rowsOf, startOf } from './lineage-model.js';

/** @param {import('./lineage-model.js').Shown} s @param {string} zone @returns {import('./graph-text.js').PlainGraph} */
export function lineageGraph(s, zone) {
  return {
    nodes: s.nodes.map((n) => {
      const { title, sub } = labelOf(n, zone);
      const p = n.process;
      return { id: n.id, kind: n.node_kind, label: `${title} (${sub})`, facts: {
        host: hostNameOf(n), start: (p ?? n.session)?.start, startHint: (p ?? n.session)?.start ? undefined : startOf(n), user: p?.user_name ?? n.session?.user_name, role: n.role, image: p?.image, pid: p?.pid,
        commandLine: p?.command_line, guid: p?.guid, logonId: n.session?.logon_id ?? p?.logon?.logon_id, observed: p?.observed ?? n.session?.observed,
        folded: n.folded?.map((f) => f.process?.image ?? '').join(' > ') } };
    }),
    edges: s.links.map((k) => ({ from: k.from, to: k.to, type: k.kind, confidence: k.confidence, label: elapsedOf(k) })),
  };
}

const HEADS = ['start', 'start_hint', 'host', 'kind', 'role', 'name', 'pid', 'user', 'command_line', 'observed', 'caused_by', 'how', 'confidence', 'elapsed_ms', 'why', 'key'];

/** A row for each cause of each node. @param {import('./lineage-model.js').Shown} s */
export function lineageCSV(s) {
  return csvText(HEADS, rowsOf(s).flatMap(({ node, causes }) => (causes.length ? causes : [null]).map((c) => {
    const p = node.process;
    const start = (p ?? node.session)?.start ?? '';
    return [start, start ? '' : startOf(node), hostNameOf(node), node.node_kind, node.role, labelOf(node, 'UTC').title, p?.pid, p?.user_name ?? node.session?.user_name, p?.command_line,
      p?.observed ?? node.session?.observed, c ? labelOf(c.from, 'UTC').title : '', c?.link.kind, c?.link.confidence, c?.link.elapsed_ms, c?.link.why, node.key];
  })));
}
