import { Manifest } from '@symphony-ts/contract';
import * as z from 'zod';

/** A registered extension: its manifest outlives its processes. */
export const Registration = z.object({ manifest: Manifest, registered: z.iso.datetime() });
export type Registration = z.infer<typeof Registration>;

/** A version beside the registered one: an older one that still runs, or one that starts. */
export const VersionRecord = Registration.extend({
  /** The instances that start; absent for a version that runs. */
  starting: z.array(z.string()).optional(),
  /** The buckets that its start made. */
  made: z.array(z.string()).default([]),
});
export type VersionRecord = z.infer<typeof VersionRecord>;

/** The extension that the key of a version's record belongs to. */
export const prefixOfKey = (key: string): string => key.slice(0, key.indexOf('.'));

/** The key of a version's record. The version is encoded, because it may contain characters that a key may not. */
export const versionKey = (prefix: string, version: string): string =>
  `${prefix}.${Buffer.from(version).toString('base64url')}`;
