import { readFileSync } from 'node:fs';
import { toError, withoutUndefined } from '@symphony-ts/contract';
import type { PlatformOptions } from '@symphony-ts/platform';
import type { Command } from 'commander';

export interface PlatformFlags {
  readonly data: string;
  readonly keys?: string;
  readonly host: string;
  readonly port: number;
  readonly natsPort: number;
  readonly publicHost?: string;
  readonly trustProxy?: string;
  readonly nats?: readonly string[];
  readonly advertise?: readonly string[];
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly oidcIssuer?: string;
  readonly oidcClientId?: string;
  readonly oidcGroupsClaim?: string;
  readonly vendorKey?: readonly string[];
  readonly drainDelay?: number;
  readonly flush?: 'always' | 'periodic';
  readonly dev?: boolean;
  readonly allowVulnerableServer?: boolean;
}

type Part = Partial<PlatformOptions>;

/**
 * The platform options that the flags give. An option without its counterpart, or a key that cannot be read, is an error of
 * usage.
 */
export function platformOptions(flags: PlatformFlags, command: Command): PlatformOptions {
  const { data, keys, host, port, publicHost, advertise, dev } = flags;
  const tls = together(command, ['--tls-cert', flags.tlsCert], ['--tls-key', flags.tlsKey]);
  const oidc = together(command, ['--oidc-issuer', flags.oidcIssuer], ['--oidc-client-id', flags.oidcClientId]);
  const tlsFiles = tls && { certFile: tls[0], keyFile: tls[1] };
  const nats: Part = flags.nats
    ? { natsUrl: flags.nats }
    : {
        natsServer: withoutUndefined({ host, port: flags.natsPort, tls: tlsFiles }),
        ...withoutUndefined({ flush: flags.flush }),
      };
  if (flags.allowVulnerableServer && !dev) command.error('error: --allow-vulnerable-server goes with --dev');
  const vulnerable = flags.allowVulnerableServer ? { allowVulnerableServer: true } : {};
  return withoutUndefined({
    dataDir: data,
    http: withoutUndefined({ host, port, trustProxy: readProxies(flags.trustProxy) }),
    ...nats,
    keysDir: keys,
    host: publicHost,
    advertise,
    tls: tlsFiles,
    oidc: oidc && withoutUndefined({ issuer: oidc[0], clientId: oidc[1], groupsClaim: flags.oidcGroupsClaim }),
    licensing: flags.vendorKey && { vendorKeys: flags.vendorKey.map((file) => readKey(command, file)) },
    drainDelayMs: flags.drainDelay,
    dev: dev ? { grantDeclared: true, signIn: true, ...vulnerable } : undefined,
  });
}

/** A number of proxies, or addresses; the platform checks both. */
const readProxies = (given: string | undefined): number | string | undefined =>
  given !== undefined && /^\d+$/.test(given) ? Number(given) : given;

function readKey(command: Command, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return command.error(`error: --vendor-key ${file} cannot be read: ${toError(error).message}`);
  }
}

type Flag = readonly [name: string, value: string | undefined];

function together(command: Command, first: Flag, second: Flag): readonly [string, string] | undefined {
  const [[firstName, value], [secondName, other]] = [first, second];
  if (value !== undefined && other !== undefined) return [value, other];
  if (value !== undefined || other !== undefined) command.error(`error: ${firstName} and ${secondName} go together`);
  return undefined;
}
