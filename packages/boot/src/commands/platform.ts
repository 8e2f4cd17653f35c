import type { Platform } from '@symphony-ts/platform';
import { type Command, Option } from 'commander';
import { untilServerEnds } from '../process/until-server-ends.js';
import { untilSignal } from '../process/until-signal.js';
import { watchCertificate } from '../process/watch-certificate.js';
import { watchFileHandles } from '../process/watch-file-handles.js';
import type { CommandContext } from './command-context.js';
import { portNumber, wholeNumber } from './options.js';
import { declareBackups } from './platform-backup.js';
import { type PlatformFlags, platformOptions } from './platform-flags.js';
import { declareServerConfig } from './platform-server-config.js';
import { pagePackages, type UiFlags, uiOptions } from './ui-flags.js';

const HTTP_PORT = 8080;
const NATS_PORT = 4222;
/** Long enough to create the first keys with it. */
const ADMIN_TOKEN_MS = 3_600_000;

interface Flags extends Omit<PlatformFlags, 'data'>, UiFlags {
  readonly data?: string;
  readonly adminToken?: boolean;
}

/** `platform`: runs a platform without an extension. */
export function declarePlatform(command: Command, context: CommandContext): void {
  command
    .description('Runs the platform alone, with a NATS server of its own, until SIGINT or SIGTERM. Logs go to stderr.')
    // Required here, but not for the commands below it, which have their own option.
    .option('--data <folder>', 'where keys and JetStream data are kept (required)')
    .option('--keys <folder>', "where the operator's keys are, if not in the data folder")
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--port <port>', 'HTTP port; 0 for a free one', portNumber, HTTP_PORT)
    .option('--nats-port <port>', 'port of its own NATS server', portNumber, NATS_PORT)
    .option('--public-host <host>', 'host, or host:port, written into tokens')
    .option('--trust-proxy <proxies>', 'reverse proxies in front: how many, or their addresses, separated by commas')
    .addOption(
      new Option('--nats <url...>', 'NATS servers that run elsewhere and trust the operator').conflicts('natsPort'),
    )
    .addOption(
      new Option(
        '--flush <when>',
        'when its own NATS server writes to the disk: before it acknowledges, or every two minutes',
      )
        .choices(['always', 'periodic'])
        .conflicts('nats'),
    )
    .option('--advertise <url...>', 'NATS addresses to hand to clients')
    .option('--tls-cert <file>', 'certificate for HTTPS and NATS, PEM')
    .option('--tls-key <file>', 'its private key, PEM')
    .option('--oidc-issuer <url>', 'identity provider that people sign in with')
    .option('--oidc-client-id <id>', 'client id of the platform there')
    .option('--oidc-groups-claim <claim>', 'claim that lists the groups of a person, or a path to it (default: groups)')
    .option('--vendor-key <file...>', 'turn licensing on: public keys that licences are signed with, PEM or JWK')
    .option(
      '--drain-delay <ms>',
      'when stopping: how long to serve on while /ready says no (default: 1000)',
      wholeNumber,
    )
    .option('--admin-token', 'print a token that may administer the platform, valid for an hour')
    .option(
      '--dev',
      'for development: everybody on this machine is an administrator; keys get what their extension declares',
    )
    .option(
      '--allow-vulnerable-server',
      'with --dev, on loopback: accept a nats-server that does not keep accounts apart',
    )
    .option('--sandbox-origin <origin>', 'second host for pages that may have an origin: https://*.pages.example.net')
    .option('--trusted-jsx <prefix...>', "extensions whose React pages run in the user interface itself; '*' for all")
    .option(
      '--page-packages <prefix=folder...>',
      "npm packages that an extension's pages may import: the dependencies in the package.json of its folder, installed there",
      pagePackages,
    )
    .option('--no-ui', 'serve the API alone, without the user interface')
    .action((flags: Flags, command: Command) => run(flags, command, context));
  declareBackups(command, context);
  declareServerConfig(command, context);
}

async function run(flags: Flags, command: Command, { output }: CommandContext): Promise<void> {
  const { data } = flags;
  if (data === undefined) command.error("error: required option '--data <folder>' not specified");
  const signalled = untilSignal();
  const [{ createLogger }, { startPlatform }, { isUiBuilt, ui }] = await Promise.all([
    import('@symphony-ts/extension'),
    import('@symphony-ts/platform'),
    import('@symphony-ts/platform-ui'),
  ]);
  const hasUi = flags.ui && isUiBuilt();
  const logger = createLogger('platform', { destination: process.stderr });
  const options = platformOptions({ ...flags, data }, command);
  const isOver = new AbortController();
  const { signal } = isOver;
  if (options.tls) await watchCertificate(options.tls.certFile, { logger, signal });
  await using platform = await startPlatform({
    ...options,
    ...(hasUi ? { ui: ui(uiOptions(flags)) } : {}),
    logger,
  });
  watchFileHandles({ logger, signal });
  output.err(`platform: ${platform.httpUrl}, NATS: ${platform.natsUrl}`);
  if (flags.ui && !hasUi) output.err('no user interface: it was not built; run npm run build');
  if (hasUi) output.err(`user interface: open ${platform.httpUrl} in a browser`);
  if (flags.adminToken) output.out(await makeAdminToken(platform));
  await Promise.race([signalled, untilServerEnds(platform.natsServer, signal)]).finally(() => isOver.abort());
}

async function makeAdminToken(platform: Platform): Promise<string> {
  const { token } = await platform.keys.create({
    kind: 'client',
    name: 'administrator',
    notes: 'made at start of the platform',
    expires: new Date(Date.now() + ADMIN_TOKEN_MS),
    capabilities: { pub: { allow: ['cirata.services.>'] }, sub: { allow: [] } },
  });
  return token;
}
