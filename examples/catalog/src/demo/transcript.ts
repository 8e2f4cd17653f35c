/** The demo's report: numbered steps, each with the observed results. */
export class Transcript {
  #steps = 0;

  step(title: string): void {
    this.#steps += 1;
    console.log(`\n${this.#steps}. ${title}`);
  }

  seen(what: string): void {
    console.log(`   ${what}`);
  }

  /** What the reader can do after the demo. */
  next(what: string, command: string): void {
    console.log(`\n${what}:\n   ${command}`);
  }
}

/** Ends the demo if an observation is wrong. */
export function expect(isTrue: boolean, what: string): asserts isTrue {
  if (!isTrue) throw new Error(`the demo saw something else than it should: ${what}`);
}

/** Repeats `look` until it finds something. The demo fails after `timeoutMs`. */
export async function until<T>(what: string, look: () => Promise<T | undefined>, timeoutMs = 10_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    expect(Date.now() < deadline, `${what}, within ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
