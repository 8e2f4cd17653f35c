import { isSymphonyError, type Logger, SymphonyError } from '@symphony-ts/contract';
import type { Table } from '../table/table.js';
import { type License, type VendorKeys, verifyLicense } from './license.js';
import type { StoredLicense } from './usage-state.js';

/** The parts that the store uses. */
export interface LicenseStoreParts {
  readonly table: Table<StoredLicense>;
  readonly vendorKeys: VendorKeys;
  readonly now: () => number;
  readonly logger: Logger;
}

/**
 * The installed licences. Every replica verifies a document again when it reads it. So a document that was written into the
 * bucket without an upload has no effect.
 */
export class LicenseStore {
  readonly #parts: LicenseStoreParts;
  readonly #verified = new Map<string, { readonly document: string; readonly license: License | undefined }>();

  constructor(parts: LicenseStoreParts) {
    this.#parts = parts;
  }

  /** The licences that can be verified, in any state. */
  async list(): Promise<readonly License[]> {
    const rows = await Promise.all(this.#parts.table.entries().map(([id, { document }]) => this.#verify(id, document)));
    return rows.filter((license) => license !== undefined);
  }

  /**
   * Installs a licence; the same one again changes nothing.
   * @throws `INVALID_LICENSE` when the vendor has not signed it, or another licence has its id
   */
  async add(document: string): Promise<License> {
    const text = document.trim();
    const { table, vendorKeys, now } = this.#parts;
    const license = await verifyLicense(text, vendorKeys);
    await table.update(license.id, (current) => {
      if (current && current.document !== text) {
        throw new SymphonyError('INVALID_LICENSE', { reason: `another licence has the id '${license.id}'` });
      }
      return current ?? { document: text, uploaded: new Date(now()).toISOString() };
    });
    return license;
  }

  /** Removes a licence. Its past use stays counted. Resolves to false if there is no such licence. */
  async remove(id: string): Promise<boolean> {
    if (this.#parts.table.get(id) === undefined) return false;
    await this.#parts.table.delete(id);
    return true;
  }

  async #verify(id: string, document: string): Promise<License | undefined> {
    const known = this.#verified.get(id);
    if (known?.document === document) return known.license;
    const license = await this.#read(id, document);
    this.#verified.set(id, { document, license });
    return license;
  }

  async #read(id: string, document: string): Promise<License | undefined> {
    try {
      const license = await verifyLicense(document, this.#parts.vendorKeys);
      return license.id === id ? license : undefined;
    } catch (error) {
      if (!isSymphonyError(error, 'INVALID_LICENSE')) throw error;
      this.#parts.logger.error('an installed licence does not verify and is ignored', { id, err: error });
      return undefined;
    }
  }
}
