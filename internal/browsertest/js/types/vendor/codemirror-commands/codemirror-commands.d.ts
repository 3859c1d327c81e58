/** What the page uses of @codemirror/commands 6. */
import { Extension } from '../codemirror-state/codemirror-state.js';
import { KeyBinding } from '../codemirror-view/codemirror-view.js';

export const defaultKeymap: readonly KeyBinding[];
export const historyKeymap: readonly KeyBinding[];
export function history(): Extension;
