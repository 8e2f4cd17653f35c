export type OfficialRelease = {
  version: string;
  sha256: Readonly<Record<string, string>>;
};
/**
 * SHA-256 of the release archives, by version and platform. The Linux sums are the ones with which the NATS project builds its
 * own container images. The macOS sums of 2.9.10 come from a public package index whose Linux sum is the same. A platform
 * without a sum uses its package manager: an archive that cannot be verified is never run.
 *
 * @type {Readonly<Record<'newest' | 'oldest', OfficialRelease>>}
 */
export declare const OFFICIAL_RELEASES: Readonly<Record<'newest' | 'oldest', OfficialRelease>>;
/**
 * Downloads a pinned release, checks its SHA-256 and unpacks it.
 *
 * @param {{ release: OfficialRelease, folder: string, platform?: string, arch?: string, downloads?: string }} input
 * @returns {Promise<string>} the unpacked binary
 */
export declare function downloadOfficialRelease(input: {
  release: OfficialRelease;
  folder: string;
  platform?: string;
  arch?: string;
  downloads?: string;
}): Promise<string>;
