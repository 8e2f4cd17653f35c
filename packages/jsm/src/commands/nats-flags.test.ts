import { Command } from 'commander';
import type { CommandContext } from '../running/command-context.js';
import { commandTable } from './command-table.js';

const io = { env: {}, homeDir: '/', signal: new AbortController().signal };
// The commands are only added, never called.
const context = { io } as CommandContext;

/** The options of natscli c778a5c, July 2026, except for those that docs/jetstream-manager.md names. */
const options: Readonly<Record<string, string>> = {
  'stream add':
    'config validate output defaults subjects description storage compression replicas tag tags cluster ack retention discard ' +
    'discard-per-subject first-sequence max-age max-bytes max-consumers max-msg-size max-msgs max-msgs-per-subject ' +
    'dupe-window mirror source allow-batch allow-fast allow-counter allow-rollup deny-delete deny-purge allow-direct ' +
    'allow-mirror-direct allow-msg-ttl allow-schedules subject-del-markers-ttl transform-source transform-destination ' +
    'metadata republish-source republish-destination republish-headers limit-consumer-inactive ' +
    'limit-consumer-max-pending persist-mode no-ack no-deny-delete no-deny-purge no-allow-direct no-allow-rollup ' +
    'no-allow-mirror-direct no-allow-schedules no-allow-batch no-allow-fast no-discard-per-subject',
  'stream edit':
    'config interactive force dry-run subjects description max-age no-mirror no-transform no-republish tag cluster',
  'stream copy': 'subjects description max-age replicas',
  'stream backup': 'progress no-progress check no-consumers',
  'stream restore': 'progress no-progress config cluster tag replicas',
  'account backup': 'check no-consumers force',
  'account restore': 'cluster tag',
  'stream rm': 'force',
  'stream purge': 'force subject seq keep',
  'stream rmm': 'force',
  'stream gaps': 'force progress no-progress',
  'stream subjects': 'names sort reverse',
  'stream info': 'no-select',
  'consumer info': 'no-select',
  'stream get': 'last-for',
  'stream view': 'id since raw subject',
  'stream report': 'subject consumers messages name storage leaders',
  'stream ls': 'subject names',
  'stream seal': 'force',
  'stream cluster step-down': 'preferred force',
  'stream cluster peer-remove': 'force',
  'consumer add':
    'config validate output defaults ack bps backoff backoff-steps backoff-min backoff-max deliver deliver-group description ephemeral ' +
    'filter flow-control heartbeat headers-only no-headers-only max-deliver max-pending max-outstanding max-waiting max-pull-batch ' +
    'max-pull-expire max-pull-bytes pull replay sample target wait inactive-threshold memory replicas metadata pause ' +
    'pinned-groups pinned-ttl overflow-groups prioritized-groups',
  'consumer edit': 'config interactive force dry-run description filter max-deliver backoff sample wait metadata',
  'consumer copy': 'description filter ack',
  'consumer rm': 'force',
  'consumer next': 'ack no-ack nak term raw wait count',
  'consumer ls': 'names no-select',
  'consumer reset': 'sequence force',
  'consumer pause': 'force',
  'consumer resume': 'force',
  'consumer unpin': 'force',
  'consumer cluster step-down': 'preferred force',
  'kv add':
    'description history storage ttl marker-ttl replicas max-value-size max-bucket-size tags cluster compress metadata ' +
    'republish-source republish-destination republish-headers mirror mirror-domain source',
  'kv edit': 'description history ttl replicas max-value-size max-bucket-size',
  'kv get': 'revision raw',
  'kv create': 'ttl',
  'kv del': 'force',
  'kv purge': 'force ttl',
  'kv revert': 'force',
  'kv watch': 'history deletes no-deletes updates revision',
  'kv ls': 'names verbose display-value',
  'kv compact': 'force',
  'object add': 'ttl replicas max-bucket-size description storage tags cluster metadata compress',
  'object put': 'name description header chunk-size force progress no-progress',
  'object del': 'force',
  'object get': 'output force progress no-progress',
  'object ls': 'names',
  'object seal': 'force',
};

/** The other names that natscli has for a command. */
const aliases: Readonly<Record<string, string>> = {
  stream: 'str st s',
  consumer: 'con c',
  object: 'obj',
  'stream add': 'create new',
  'stream ls': 'list l',
  'stream info': 'nfo i state',
  'stream subjects': 'subj',
  'stream edit': 'update',
  'stream rm': 'delete del',
  'stream copy': 'cp',
  'stream backup': 'snapshot',
  'account backup': 'snapshot',
  'stream cluster': 'c',
  'stream cluster step-down': 'stepdown sd elect down d',
  'stream cluster peer-remove': 'pr',
  'consumer info': 'nfo state',
  'consumer copy': 'cp',
  'consumer cluster': 'c',
  'consumer cluster step-down': 'elect down d',
  'kv add': 'new',
  'kv del': 'rm',
  'kv ls': 'list',
  'kv status': 'info view',
  'object del': 'rm',
  'object info': 'show i',
};

async function find(path: string): Promise<Command> {
  const [group = '', ...rest] = path.split(' ');
  let found = new Command('jsm');
  const load = commandTable.find((entry) => entry.name === group)?.load;
  (await load?.())?.(found, context);
  for (const name of [group, ...rest]) {
    const below = found.commands.find((command) => [command.name(), ...command.aliases()].includes(name));
    if (below === undefined) throw new Error(`there is no jsm ${path}`);
    found = below;
  }
  return found;
}

describe('as in nats', () => {
  it.each(Object.entries(options))('%s has the options', async (path, names) => {
    const known = new Set((await find(path)).options.map(({ long }) => long));
    expect(names.split(' ').filter((name) => !known.has(`--${name}`))).toEqual([]);
  });

  it.each(Object.entries(aliases))('%s has the other names', async (path, names) => {
    const command = await find(path);
    const known = [command.name(), ...command.aliases()];
    expect(names.split(' ').filter((name) => !known.includes(name))).toEqual([]);
  });
});
