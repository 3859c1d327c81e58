/** What the page uses of @codemirror/autocomplete 6. */
import { EditorState, Extension } from '../codemirror-state/codemirror-state.js';
import { KeyBinding } from '../codemirror-view/codemirror-view.js';

export interface CompletionContext {
  readonly state: EditorState;
  readonly pos: number;
  /** The user asked for it by a key. */
  readonly explicit: boolean;
}
export interface CompletionResult {
  from: number;
  options: { label: string; type?: string; detail?: string }[];
}
export function autocompletion(config: { override: ((context: CompletionContext) => CompletionResult | null)[]; icons?: boolean; maxRenderedOptions?: number }): Extension;
export function closeBrackets(): Extension;
export const closeBracketsKeymap: readonly KeyBinding[];
export const completionKeymap: readonly KeyBinding[];
