/** What the page uses of lit 3. */

/** What an element may render: a template, a text, a list of them, or nothing. */
export type Renderable = unknown;
export interface TemplateResult {
  readonly strings: TemplateStringsArray;
  readonly values: unknown[];
}

export function html(strings: TemplateStringsArray, ...values: unknown[]): TemplateResult;
export function svg(strings: TemplateStringsArray, ...values: unknown[]): TemplateResult;
export const nothing: unique symbol;
export function render(value: Renderable, container: HTMLElement | DocumentFragment): unknown;

export class LitElement extends HTMLElement {
  readonly hasUpdated: boolean;
  readonly isUpdatePending: boolean;
  readonly updateComplete: Promise<boolean>;
  connectedCallback(): void;
  disconnectedCallback(): void;
  requestUpdate(name?: PropertyKey, before?: unknown): void;
  protected createRenderRoot(): HTMLElement | DocumentFragment;
  protected render(): Renderable;
  protected willUpdate(changed: Map<string, any>): void;
  protected firstUpdated(changed: Map<string, any>): void;
  protected updated(changed: Map<string, any>): void;
}
