/** What the page uses of @lezer/highlight 1. */
export interface Tag {
  readonly set: readonly Tag[];
}
export const tags: Record<'comment' | 'string' | 'number' | 'keyword' | 'macroName' | 'typeName' | 'propertyName' | 'variableName' | 'operator' | 'bracket', Tag> & {
  special(tag: Tag): Tag;
};
