/** What the page uses of @codemirror/language 6. */
import { Extension } from '../codemirror-state/codemirror-state.js';
import { Tag } from '../lezer-highlight/lezer-highlight.js';

export interface StringStream {
  readonly string: string;
  pos: number;
}
export class StreamLanguage {
  static define<State>(parser: {
    name: string;
    startState(): State;
    copyState(state: State): State;
    token(stream: StringStream, state: State): string | null;
    tokenTable: Record<string, Tag>;
    languageData: Record<string, unknown>;
  }): StreamLanguage;
  readonly extension: Extension;
}
export class HighlightStyle {
  static define(styles: ({ tag: Tag } & Record<string, unknown>)[]): HighlightStyle;
}
export function syntaxHighlighting(style: HighlightStyle): Extension;
export function bracketMatching(): Extension;
