/** What the page uses of @codemirror/state 6. */

/** A part of an editor's configuration; lists of them may be nested. */
export type Extension = { readonly extension: Extension } | readonly Extension[];

export interface Line {
  readonly from: number;
  readonly to: number;
  readonly number: number;
  readonly text: string;
}
export interface Text {
  readonly length: number;
  readonly lines: number;
  line(number: number): Line;
  toString(): string;
}
export interface Range<T> {
  readonly from: number;
  readonly to: number;
  readonly value: T;
}
export interface TransactionSpec {
  changes?: { from: number; to?: number; insert?: string };
  selection?: { anchor: number; head?: number };
  effects?: StateEffect<any> | readonly StateEffect<any>[];
  scrollIntoView?: boolean;
}
export interface Transaction {
  readonly docChanged: boolean;
  readonly effects: readonly StateEffect<any>[];
  readonly state: EditorState;
}

export class EditorState {
  static create(config: { doc?: string; extensions?: Extension }): EditorState;
  readonly doc: Text;
  replaceSelection(text: string): TransactionSpec;
}
export interface StateEffectType<T> {
  of(value: T): StateEffect<T>;
}
export class StateEffect<T> {
  static define<T = any>(): StateEffectType<T>;
  readonly value: T;
  is<U>(type: StateEffectType<U>): this is StateEffect<U>;
}
export class StateField<T> {
  static define<T>(config: { create(state: EditorState): T; update(value: T, transaction: Transaction): T; provide?(field: StateField<T>): Extension }): StateField<T>;
  readonly extension: Extension;
}
export interface Facet<Input> {
  of(value: Input): Extension;
  from<T>(field: StateField<T>): Extension;
}
