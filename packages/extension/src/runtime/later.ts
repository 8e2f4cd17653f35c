/** A value that a step of a start makes, and later steps use. */
export class Later<T> {
  readonly #name: string;
  #made: { readonly value: T } | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  /** Throws if the step that makes it has not run: the order of the steps is wrong. */
  get value(): T {
    if (!this.#made) throw new Error(`the ${this.#name} is not there yet`);
    return this.#made.value;
  }

  set value(value: T) {
    this.#made = { value };
  }
}
