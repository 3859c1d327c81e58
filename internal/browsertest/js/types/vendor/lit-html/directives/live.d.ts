/** Compares with what the element has now, not with what was rendered last. */
export function live(value: unknown): unknown;
