/** What the page uses of @codemirror/view 6. */
import { EditorState, Extension, Facet, Range, TransactionSpec } from '../codemirror-state/codemirror-state.js';

export interface KeyBinding {
  key: string;
  run(view: EditorView): boolean;
}
export interface DecorationSet {
  readonly size: number;
}
export class Decoration {
  static readonly none: DecorationSet;
  static line(spec: { class: string }): Decoration;
  static mark(spec: { class: string }): Decoration;
  static set(of: Range<Decoration>[], sort?: boolean): DecorationSet;
  range(from: number, to?: number): Range<Decoration>;
}
export interface ViewUpdate {
  readonly docChanged: boolean;
  readonly state: EditorState;
}
export class EditorView {
  constructor(config: { state: EditorState; parent: Node; root?: Document | ShadowRoot });
  static theme(rules: Record<string, Record<string, string>>): Extension;
  static readonly lineWrapping: Extension;
  static readonly decorations: Facet<DecorationSet>;
  static readonly contentAttributes: Facet<Record<string, string>>;
  static readonly updateListener: Facet<(update: ViewUpdate) => void>;
  readonly state: EditorState;
  dispatch(change: TransactionSpec): void;
  focus(): void;
  destroy(): void;
}
export const keymap: Facet<readonly KeyBinding[]>;
export function drawSelection(): Extension;
export function highlightActiveLine(): Extension;
export function highlightSpecialChars(): Extension;
export function lineNumbers(): Extension;
