/**
 * Runs a binary to read its version. This also shows that it runs on this machine (CPU and libc fit).
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
