export type AptSource = import('./apt-sources.mjs').AptSource;
/**
 * The apt entries for this machine's own release, such as `bookworm` itself: their archive also has the other suites. Entries
 * for security updates and third-party repositories are omitted, because theirs does not.
 *
 * @param {{ aptFolder?: string, osRelease?: string }} [places]
 * @returns {Promise<{ sources: AptSource[], ownSuite: string } | undefined>} undefined if this machine has no apt
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
 * Downloads the server's package from one suite and unpacks it, without installing it. All state of apt is private to
 * `folder`. So the machine's own indexes stay unchanged, and no privileges are needed.
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
