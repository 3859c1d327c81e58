/** The head of the graph view: what is shown and how, and what can be done with the chosen nodes. */
import { html, nothing } from './lit.js';
import { noteButton, noteMark } from './note-mark.js';
import { saveMenu } from './save-menu.js';
import { KINDS } from '../model/graph-view.js';
import { nodeRef } from '../model/path-model.js';
import { count, counted } from '../model/words.js';
import { lineageLink, router } from '../model/router.js';

const LAYOUTS = /** @type {const} */ ([['', 'Tree'], ['time', 'Time'], ['force', 'Force']]);

/** The legend, which is also the choice of kinds. @param {any} view */
function legend(view) {
  const hide = view.hiddenKinds();
  const there = new Map();
  for (const { item } of view.history.state.nodes.values()) there.set(item.node_kind, (there.get(item.node_kind) ?? 0) + 1);
  const toggle = (/** @type {string} */ kind) => {
    const next = new Set(hide);
    if (!next.delete(kind)) next.add(kind);
    router.update({ hide: [...next].join(',') }, { replace: true });
  };
  return html`<div class="kinds" role="group" aria-label="Kinds shown">${KINDS.map(([kind, words]) => html`<button type="button" class="kind-toggle shape-${kind}" data-kind=${kind} aria-pressed=${hide.has(kind) ? 'false' : 'true'} ?disabled=${!there.get(kind)} @click=${() => toggle(kind)}><span class="swatch" aria-hidden="true"></span>${words} ${count(there.get(kind) ?? 0)}</button>`)}
    <label class="check"><input type="checkbox" .checked=${view.params.get('group') !== '0'} @change=${(/** @type {Event} */ e) => {
      view.open = new Set();
      router.update({ group: /** @type {HTMLInputElement} */ (e.target).checked ? '' : '0' }, { replace: true });
    }}> same image as one</label></div>`;
}

/** Kinds that notes are about. */
const NOTED = new Set(['process', 'session', 'user', 'host']);

/** The note of the one node that is chosen, and the way to write it. @param {any} view */
function noteOfChosen(view) {
  const [id] = view.chosen;
  const ref = view.chosen.size === 1 ? nodeRef(id) : null;
  const node = ref && NOTED.has(ref.kind) && view.shown().nodes.find((/** @type {any} */ n) => n.id === id);
  return node && ref ? html`${noteMark(ref.kind, ref.key)}${noteButton(ref.kind, ref.key, node.title)}` : nothing;
}

/** @param {any} view the graph view */
export function graphToolbar(view) {
  const n = view.chosen.size;
  const layout = view.params.get('layout') ?? '';
  const table = view.params.get('table') === '1';
  const h = view.history;
  const lineage = view.currentProcess();
  return html`<header class="lineage-head"><h2>Graph <span class="muted">${counted(view.shown().nodes.length, 'node')}, ${counted(view.shown().edges.length, 'relationship')}</span></h2>
    <div class="segmented" role="group" aria-label="Shown as"><button type="button" aria-pressed=${!table} @click=${() => router.update({ table: '' }, { replace: true })}>Picture</button><button type="button" aria-pressed=${table} @click=${() => router.update({ table: '1' }, { replace: true })}>Table</button></div>
    <div class="segmented" role="group" aria-label="Arranged by">${LAYOUTS.map(([id, words]) => html`<button type="button" aria-pressed=${layout === id} @click=${() => router.update({ layout: id }, { replace: true })}>${words}</button>`)}</div>
    <button type="button" id="undo" ?disabled=${!h.past.length} title="Undo (Ctrl Z)" @click=${() => view.turn('undo')}>Undo</button><button type="button" id="redo" ?disabled=${!h.future.length} title="Redo (Ctrl Y)" @click=${() => view.turn('redo')}>Redo</button>${saveMenu(view.saves())}</header>
    <div class="graph-tools">${legend(view)}<span class="spring"></span>
      <span class="muted" role="status">${view.busy ? 'Asking…' : n ? `${count(n)} chosen` : 'Click a node, or drag a box with Shift'}</span>${noteOfChosen(view)}
      <button type="button" id="expand" ?disabled=${!n} title="Expand its neighbours (x, or double click)" @click=${() => view.expand([...view.chosen])}>Expand</button>
      <button type="button" id="remove" ?disabled=${!n} title="Remove (Del)" @click=${() => view.drop(false)}>Remove</button>
      <button type="button" id="remove-branch" ?disabled=${!n} title="Remove with all that it started (Shift Del)" @click=${() => view.drop(true)}>Remove branch</button>
      <button type="button" id="pin" ?disabled=${!n} title="Pin or let go (i)" @click=${() => view.pin()}>Pin</button>
      <button type="button" id="path" ?disabled=${n !== 2} title="Choose two nodes: the way between them" @click=${() => view.path()}>Path</button>
      <button type="button" ?disabled=${n !== 1} title="Details (Enter)" @click=${() => router.update({ details: '1' })}>Details</button>
      ${lineage ? html`<a class="button" href=${lineageLink(lineage)}>Lineage</a>` : nothing}</div>`;
}
