export type AptSource = {
  uris: string[];
  suites: string[];
  components: string[];
  options: Record<string, string>;
};
/**
 * Reads one file of apt sources, in either format; disabled and source-code entries are left out.
 *
 * @param {string} fileName tells the format: `.sources` is deb822, anything else one entry a line
 * @param {string} text
 * @returns {AptSource[]}
 */
export declare function parseAptSources(fileName: string, text: string): AptSource[];
/**
 * The same archive with another suite, as deb822 text. The entry keeps its key ring, so that apt verifies the newer
 * suite with exactly the keys the machine's owner trusts for that archive.
 *
 * @param {AptSource} source
 * @param {string} suite
 * @returns {string}
 */
export declare function formatAptSource(source: AptSource, suite: string): string;
