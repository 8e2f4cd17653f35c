import type { ManifestBucket, RegistrationReply } from '@symphony-ts/contract';
import type { DocumentReader } from '../openapi/document-reader.js';
import type { Table } from '../table/table.js';
import type { Registration, VersionRecord } from './registration.js';
import type { ResourceTexts } from './resource-texts.js';
import type { RunningVersions } from './running-versions.js';

/** The parts that a registration uses. */
export interface RegisterParts {
  readonly table: Table<Registration>;
  /** The records of versions that start, or run beside the registered one. */
  readonly beside: Table<VersionRecord>;
  readonly versions: RunningVersions;
  /** Texts that came ahead of their manifests. */
  readonly texts: ResourceTexts;
  /** Reads the OpenAPI documents of manifests. */
  readonly documents: DocumentReader;
  /** Makes or changes the buckets of an extension, its status bucket among them. */
  readonly ensureBuckets: (
    prefix: string,
    buckets: readonly ManifestBucket[],
    options: { readonly onlyMissing: boolean },
  ) => Promise<RegistrationReply['buckets']>;
  /** Deletes buckets of an extension with all they hold. */
  readonly deleteBuckets: (prefix: string, buckets: readonly ManifestBucket[]) => Promise<void>;
  /** Brings the imports of an extension's account in line with the declared and granted capabilities. */
  readonly syncAccount: (prefix: string) => Promise<void>;
  readonly now: () => number;
}
