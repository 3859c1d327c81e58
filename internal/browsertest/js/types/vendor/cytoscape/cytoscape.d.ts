/** What the page uses of cytoscape 3. */
export interface Position {
  x: number;
  y: number;
}
export interface Box {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

/** One element or several: a call that reads is answered by the first. */
export interface Collection {
  readonly length: number;
  id(): string;
  data(name: string): any;
  data(change: Record<string, unknown>): this;
  position(): Position;
  position(dimension: 'x' | 'y'): number;
  position(place: Position): this;
  renderedBoundingBox(): Box;
  empty(): boolean;
  nonempty(): boolean;
  selected(): boolean;
  select(): this;
  unselect(): this;
  lock(): this;
  unlock(): this;
  locked(): boolean;
  remove(): this;
  classes(names: string | string[]): this;
  filter(take: ((element: Collection) => boolean) | string): Collection;
  forEach(each: (element: Collection) => void): this;
  map<T>(make: (element: Collection) => T): T[];
}

export interface Core {
  nodes(selector?: string): Collection;
  edges(selector?: string): Collection;
  elements(selector?: string): Collection;
  $(selector: string): Collection;
  getElementById(id: string): Collection;
  add(elements: object[]): Collection;
  batch(change: () => void): void;
  destroy(): void;
  on(events: string, handler: (event: any) => void): this;
  on(events: string, selector: string, handler: (event: any) => void): this;
  layout(options: object): { run(): void };
  style(look: object[]): this;
  resize(): this;
  fit(elements?: Collection, padding?: number): this;
  center(elements?: Collection): this;
  zoom(): number;
  zoom(level: number | { level: number; renderedPosition: Position }): this;
  pan(): Position;
  panBy(by: Position): this;
  width(): number;
  height(): number;
}

export default function cytoscape(options: object): Core;
