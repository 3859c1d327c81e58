/** One process on its own page. */
import { html } from '../components/lit.js';
import { View } from '../components/view.js';
import { empty } from '../components/states.js';
import '../components/process-details.js';

class ProcessView extends View {
  get viewName() {
    return 'process';
  }

  onRoute() {
    document.title = 'Process – procgraph';
    this.requestUpdate();
  }

  reload() {}

  /** The process that the keys of the page are for. */
  currentProcess() {
    return this.params.get('key') ?? '';
  }

  render() {
    const key = this.params.get('key') ?? '';
    if (!key) return empty('The address names no process.', html`<a href="/tree">Choose one in the tree</a> or <a href="/search">search</a>.`);
    return html`<div class="page process-page"><pg-process-details .key=${key}></pg-process-details></div>`;
  }
}

customElements.define('pg-process-view', ProcessView);
