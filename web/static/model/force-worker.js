/**
 * Lays out a graph by force, in a worker, so that the page goes on. The policy of
 * the page lets in workers of its own files only, and this is one.
 * In: {nodes: [{id, x, y, pinned}], edges: [{from, to}], w, h}. Out: [[id, x, y], …].
 */
import cytoscape from '../vendor/cytoscape/cytoscape.js';

addEventListener('message', (e) => {
  const { nodes, edges, w, h } = /** @type {MessageEvent} */ (e).data;
  const cy = cytoscape({
    headless: true, styleEnabled: true,
    elements: [
      ...nodes.map((/** @type {any} */ n) => ({ data: { id: n.id }, position: { x: n.x, y: n.y }, locked: n.pinned })),
      ...edges.map((/** @type {any} */ edge, /** @type {number} */ i) => ({ data: { id: `edge ${i}`, source: edge.from, target: edge.to } })),
    ],
    style: [{ selector: 'node', style: { width: w, height: h } }],
  });
  // Places to begin with are those of the tree: the same graph comes out the same each time.
  cy.layout({ name: 'cose', animate: false, randomize: false, fit: false, nodeDimensionsIncludeLabels: false, idealEdgeLength: () => 90,
    nodeRepulsion: () => 600_000, nodeOverlap: 24, numIter: 600, boundingBox: { x1: 0, y1: 0, w: Math.max(1200, nodes.length * 60), h: Math.max(700, nodes.length * 36) } }).run();
  postMessage(cy.nodes().map((n) => [n.id(), n.position('x'), n.position('y')]));
});
