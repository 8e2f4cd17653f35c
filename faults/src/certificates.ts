import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const openssl = (...args: string[]): Promise<unknown> => run('openssl', args, { timeout: 30_000 });
const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** PEM files of a certificate and its key. */
export interface Certificate {
  readonly certFile: string;
  readonly keyFile: string;
}

/** Whether this machine can create certificates. */
export const canIssue = (): Promise<boolean> =>
  openssl('version').then(
    () => true,
    () => false,
  );

/** A new authority. */
export async function createAuthority(folder: string, name: string): Promise<Certificate> {
  const made = filesOf(folder, name);
  const files = ['-keyout', made.keyFile, '-out', made.certFile];
  await openssl('req', '-x509', ...curve, '-days', '2', '-subj', `/CN=${name}`, ...files);
  return made;
}

/** A certificate for this machine, for servers and clients. */
export async function issue(folder: string, name: string, authority: Certificate): Promise<Certificate> {
  const made = filesOf(folder, name);
  const [request, extensions] = [join(folder, `${name}.csr`), join(folder, `${name}.ext`)];
  await writeFile(extensions, 'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n');
  await openssl('req', ...curve, '-subj', `/CN=${name}`, '-keyout', made.keyFile, '-out', request);
  const signer = ['-CA', authority.certFile, '-CAkey', authority.keyFile, '-CAcreateserial'];
  const sign = ['-in', request, '-out', made.certFile, '-days', '1', '-extfile', extensions];
  await openssl('x509', '-req', ...signer, ...sign);
  return made;
}

const filesOf = (folder: string, name: string): Certificate => ({
  certFile: join(folder, `${name}.pem`),
  keyFile: join(folder, `${name}.key`),
});
