export type AptSource = {
  uris: string[];
  suites: string[];
  components: string[];
  options: Record<string, string>;
};
/**
 * Reads one file of apt sources, in either format. Disabled entries and entries for source code are omitted.
 *
 * @param {string} fileName shows the format: `.sources` is deb822, any other has one entry per line
 * @param {string} text
 * @returns {AptSource[]}
 */
export declare function parseAptSources(fileName: string, text: string): AptSource[];
/**
 * The same archive with another suite, as deb822 text. The entry keeps its key ring. So apt verifies the newer suite with the
 * same keys that the machine's owner trusts for this archive.
 *
 * @param {AptSource} source
 * @param {string} suite
 * @returns {string}
 */
export declare function formatAptSource(source: AptSource, suite: string): string;
