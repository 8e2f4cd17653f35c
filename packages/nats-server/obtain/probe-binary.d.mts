/**
 * Asks a binary for its version, which also shows that it runs here at all (right CPU, right libc).
 *
 * @param {string} path
 * @returns {Promise<{ version: string } | { problem: string }>}
 */
export declare function probeBinary(path: string): Promise<
  | {
      version: string;
    }
  | {
      problem: string;
    }
>;
