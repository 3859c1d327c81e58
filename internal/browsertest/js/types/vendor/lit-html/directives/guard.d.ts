/** Renders again only when one of the values is another. */
export function guard(values: unknown[], make: () => unknown): unknown;
