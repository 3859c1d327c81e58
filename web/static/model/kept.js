/** A value that is made again only when something it depends on differs. Pure. @template T */
export class Kept {
  constructor() {
    /** @type {unknown[]|null} */
    this.of = null;
    /** @type {T|undefined} */
    this.value = undefined;
  }

  /** @param {unknown[]} of what it depends on, each compared by identity @param {() => T} make @returns {T} */
  get(of, make) {
    const had = this.of;
    if (!had || had.length !== of.length || of.some((v, i) => !Object.is(v, had[i]))) {
      this.value = make();
      this.of = of;
    }
    return /** @type {T} */ (this.value);
  }
}
