/** The last lines of a stream of text, for error messages and `logs()`. */
export class LogLines {
  readonly #lines: string[] = [];
  readonly #maxLines: number;
  readonly #onLine: ((line: string) => void) | undefined;
  #unfinished = '';

  constructor(maxLines = 1000, onLine?: (line: string) => void) {
    this.#maxLines = maxLines;
    this.#onLine = onLine;
  }

  /** Adds a chunk of output. A line counts once its end has arrived. */
  add(chunk: string): void {
    const parts = (this.#unfinished + chunk).split('\n');
    this.#unfinished = parts.pop() ?? '';
    this.#lines.push(...parts);
    this.#lines.splice(0, this.#lines.length - this.#maxLines);
    if (this.#onLine) for (const line of parts) this.#onLine(line);
  }

  all(): readonly string[] {
    return this.#unfinished === '' ? [...this.#lines] : [...this.#lines, this.#unfinished];
  }
}
