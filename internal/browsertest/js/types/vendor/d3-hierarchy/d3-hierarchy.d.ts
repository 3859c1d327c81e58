/** What the page uses of d3-hierarchy 3. */
export interface HierarchyNode<T> {
  readonly data: T;
  readonly depth: number;
  readonly parent: HierarchyNode<T> | null;
  readonly children?: HierarchyNode<T>[];
  /** Set by a layout. */
  x: number;
  y: number;
  each(visit: (node: HierarchyNode<T>) => void): this;
  descendants(): HierarchyNode<T>[];
}
export interface TreeLayout {
  <T>(root: HierarchyNode<T>): HierarchyNode<T>;
  nodeSize(size: [number, number]): this;
  separation(apart: (a: HierarchyNode<any>, b: HierarchyNode<any>) => number): this;
}

export function hierarchy<T>(data: T, children?: (data: T) => Iterable<T> | null | undefined): HierarchyNode<T>;
export function tree(): TreeLayout;
