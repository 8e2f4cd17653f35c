import { type Command, Option } from 'commander';
import { parseTimeout } from '../input/parse-nanoseconds.js';

/** The connection options on the command line. */
export interface ConnectionFlags {
  readonly server?: string;
  readonly creds?: string;
  readonly user?: string;
  readonly password?: string;
  readonly token?: string;
  readonly nkey?: string;
  readonly tlscert?: string;
  readonly tlskey?: string;
  readonly tlsca?: string;
  readonly context?: string;
  readonly timeout?: number;
  readonly domain?: string;
  readonly jsApiPrefix?: string;
  readonly jsEventPrefix?: string;
  readonly trace?: boolean;
}

/** Adds the options that all commands share. They have the names of the `nats` tool. */
export function addConnectionOptions(program: Command): void {
  program
    .option('-s, --server <urls>', 'servers, separated by commas (or NATS_URL)')
    .option('--creds <file>', 'credentials file (or NATS_CREDS)')
    .option('--user <name>', 'user name (or NATS_USER)')
    .option('--password <text>', 'password (or NATS_PASSWORD)')
    .option('--token <text>', 'token (or NATS_TOKEN)')
    .option('--nkey <file>', 'file with an nkey user seed (or NATS_NKEY)')
    .option('--tlscert <file>', 'client certificate (or NATS_CERT)')
    .option('--tlskey <file>', 'key of the client certificate (or NATS_KEY)')
    .option('--tlsca <file>', 'certificate authorities of the server (or NATS_CA)')
    .option('--context <name>', 'context of the nats tool, default the selected one (or NATS_CONTEXT)')
    .addOption(new Option('--timeout <time>', 'how long a request may take, such as 5s').argParser(parseTimeout))
    .option('--domain <name>', 'JetStream domain')
    .option('--js-api-prefix <subject>', 'first tokens of the API subjects')
    .option('--js-event-prefix <subject>', 'first tokens of the event subjects')
    .option('--trace', 'print API requests and replies to stderr');
}

/** The connection options of a command and its parents. */
export const readConnectionFlags = (command: Command): ConnectionFlags => command.optsWithGlobals<ConnectionFlags>();
