/** The demo's report: numbered steps, and under each what was really seen. */
export class Transcript {
  #steps = 0;

  step(title: string): void {
    this.#steps += 1;
    console.log(`\n${this.#steps}. ${title}`);
  }

  seen(what: string): void {
    console.log(`   ${what}`);
  }

  /** What the reader may do after the demo. */
  next(what: string, command: string): void {
    console.log(`\n${what}:\n   ${command}`);
  }
}

/** Ends the demo where an observation is not what it must be. */
export function expect(isTrue: boolean, what: string): asserts isTrue {
  if (!isTrue) throw new Error(`the demo saw something else than it should: ${what}`);
}

/** Looks again until `look` finds something; the demo fails after `timeoutMs`. */
export async function until<T>(what: string, look: () => Promise<T | undefined>, timeoutMs = 10_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    expect(Date.now() < deadline, `${what}, within ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
