/** The last lines of a stream of text, for error messages and `logs()`. */
export class LogLines {
  readonly #lines: string[] = [];
  readonly #maxLines: number;
  #unfinished = '';

  constructor(maxLines = 1000) {
    this.#maxLines = maxLines;
  }

  /** Takes a chunk as it came; a line counts once its end is seen. */
  add(chunk: string): void {
    const parts = (this.#unfinished + chunk).split('\n');
    this.#unfinished = parts.pop() ?? '';
    this.#lines.push(...parts);
    this.#lines.splice(0, this.#lines.length - this.#maxLines);
  }

  all(): readonly string[] {
    return this.#unfinished === '' ? [...this.#lines] : [...this.#lines, this.#unfinished];
  }
}
