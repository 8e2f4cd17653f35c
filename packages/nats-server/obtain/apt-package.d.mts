export type AptSource = import('./apt-sources.mjs').AptSource;
/**
 * The entries of this machine that carry its own release, such as `bookworm` itself: their archive also has the other
 * suites. Security and update pockets and third-party repositories do not, and are left out.
 *
 * @param {{ aptFolder?: string, osRelease?: string }} [places]
 * @returns {Promise<{ sources: AptSource[], ownSuite: string } | undefined>} undefined where this is no apt machine
 */
export declare function readOwnAptSources({
  aptFolder,
  osRelease,
}?: {
  aptFolder?: string;
  osRelease?: string;
}): Promise<
  | {
      sources: AptSource[];
      ownSuite: string;
    }
  | undefined
>;
/**
 * Downloads the server's package from one suite and unpacks it; nothing is installed. All of apt's state is private to
 * `folder`, so the machine's own indexes stay as they are and no privilege is needed.
 *
 * @param {{ sources: readonly AptSource[], suite: string, folder: string }} input
 * @returns {Promise<string>} the unpacked binary
 */
export declare function downloadAptPackage({
  sources,
  suite,
  folder,
}: {
  sources: readonly AptSource[];
  suite: string;
  folder: string;
}): Promise<string>;
