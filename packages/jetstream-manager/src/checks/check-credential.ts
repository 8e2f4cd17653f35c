import { readFile } from 'node:fs/promises';
import { withoutUndefined } from '../json/without-undefined.js';
import { assertKnownOptions, type OptionNames } from '../options/option-names.js';
import { type CheckResult, runCheck } from './check-result.js';

/** Options of {@link checkCredential}. */
export interface CredentialCheckOptions {
  /**
   * How long the credential must still be valid, in seconds. A shorter time than `warning` is a warning; a shorter time
   * than `critical` is critical.
   */
  readonly validity?: { readonly warning?: number; readonly critical?: number };
  /** Whether a credential without an expiry is critical. Default `false`. */
  readonly requiresExpiry?: boolean;
}

const credentialCheckNames = {
  validity: true,
  requiresExpiry: true,
} as const satisfies OptionNames<CredentialCheckOptions>;

const block = /-----BEGIN NATS USER JWT-----\s*([\w.-]+)\s*-+END NATS USER JWT-+/;

/** Checks when the credential in a file expires. Only a server knows its permissions, and whether it was revoked. */
export async function checkCredential(path: string, options: CredentialCheckOptions = {}): Promise<CheckResult> {
  assertKnownOptions('checkCredential', options, credentialCheckNames);
  return runCheck('credential', path, async (report) => {
    const exp = readExpiry(await readFile(path, 'utf8'));
    if (exp === undefined) return report.critical('invalid credential: there is no NATS user JWT in it');
    if (exp === 0) return options.requiresExpiry ? report.critical('never expires') : report.ok('never expires');
    const left = exp - Date.now() / 1000;
    const { warning, critical } = options.validity ?? {};
    report.metric({
      name: 'expiry',
      value: left,
      unit: 's',
      help: 'Time until the credential expires',
      ...withoutUndefined({ warning, critical }),
    });
    const when = new Date(exp * 1000).toISOString();
    if (left <= 0) report.critical(`expired at ${when}`);
    else if (critical !== undefined && left <= critical)
      report.critical(`expires at ${when}, in less than ${critical}s`);
    else if (warning !== undefined && left <= warning) report.warning(`expires at ${when}, in less than ${warning}s`);
    else report.ok(`expires at ${when}`);
  });
}

/** Seconds since 1970. 0 means never. `undefined` if the text contains no JWT. */
function readExpiry(text: string): number | undefined {
  const payload = (block.exec(text)?.[1] ?? '').split('.')[1];
  if (!payload) return undefined;
  try {
    const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { exp?: unknown };
    return typeof exp === 'number' ? exp : 0;
  } catch {
    return undefined;
  }
}
