/** Runs the worker that lays out by force. */
import { NODE } from './graph-layout.js';

export class ForceLayout {
  constructor() {
    /** @type {Worker|null} */
    this.worker = null;
  }

  /**
   * @param {import('./graph-view.js').Visible} v @param {import('./graph-layout.js').Places} from
   * @returns {Promise<import('./graph-layout.js').Places|null>} null when another run took its place, or the worker failed
   */
  run(v, from) {
    this.end();
    const worker = new Worker('/model/force-worker.js', { type: 'module' });
    this.worker = worker;
    return new Promise((resolve) => {
      worker.onmessage = (e) => {
        resolve(new Map(e.data.map((/** @type {[string, number, number]} */ [id, x, y]) => [id, { x, y }])));
        worker.terminate();
      };
      worker.onerror = () => resolve(null);
      worker.postMessage({
        nodes: v.nodes.map((n) => ({ id: n.id, ...(from.get(n.id) ?? { x: 0, y: 0 }), pinned: Boolean(n.pin) })),
        edges: v.edges.map((e) => ({ from: e.from, to: e.to })), w: NODE.w, h: NODE.h,
      });
    });
  }

  end() {
    this.worker?.terminate();
    this.worker = null;
  }
}
