// @ts-check
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { formatAptSource, parseAptSources } from './apt-sources.mjs';
import { runCommand } from './run-command.mjs';

/** @typedef {import('./apt-sources.mjs').AptSource} AptSource */

const PACKAGE = 'nats-server';

/** Long enough for an index of about ten megabytes over a slow connection. */
const APT_TIMEOUT_MS = 180_000;

/**
 * The apt entries for this machine's own release, such as `bookworm` itself: their archive also has the other suites. Entries
 * for security updates and third-party repositories are omitted, because theirs does not.
 *
 * @param {{ aptFolder?: string, osRelease?: string }} [places]
 * @returns {Promise<{ sources: AptSource[], ownSuite: string } | undefined>} undefined if this machine has no apt
 */
export async function readOwnAptSources({ aptFolder = '/etc/apt', osRelease = '/etc/os-release' } = {}) {
  const release = await readFile(osRelease, 'utf8').catch(() => '');
  const ownSuite = /^VERSION_CODENAME="?([^"\n]+)/m.exec(release)?.[1];
  if (!ownSuite) return undefined;
  const files = await listSourceFiles(aptFolder);
  const all = await Promise.all(
    files.map(async (file) => parseAptSources(basename(file), await readFile(file, 'utf8'))),
  );
  const sources = all
    .flat()
    .filter((source) => source.suites.some((suite) => suite === ownSuite || suite === 'stable'));
  return sources.length === 0 ? undefined : { sources, ownSuite };
}

/**
 * Downloads the server's package from one suite and unpacks it, without installing it. All state of apt is private to
 * `folder`. So the machine's own indexes stay unchanged, and no privileges are needed.
 *
 * @param {{ sources: readonly AptSource[], suite: string, folder: string }} input
 * @returns {Promise<string>} the unpacked binary
 */
export async function downloadAptPackage({ sources, suite, folder }) {
  const list = join(folder, 'own.sources');
  const unpacked = join(folder, 'unpacked');
  const state = join(folder, 'state');
  const cache = join(folder, 'cache');
  await Promise.all([state, cache].map((path) => mkdir(path)));
  await writeFile(list, sources.map((source) => formatAptSource(source, suite)).join('\n'));
  const options = aptOptions({ list, state, cache });
  await runCommand('apt-get', [...options, '-qq', 'update'], { timeoutMs: APT_TIMEOUT_MS });
  await runCommand('apt-get', [...options, '-qq', 'download', PACKAGE], { cwd: folder, timeoutMs: APT_TIMEOUT_MS });
  const archive = (await readdir(folder)).find((name) => name.endsWith('.deb'));
  if (!archive) throw new Error(`apt-get downloaded no ${PACKAGE} package from ${suite}`);
  await runCommand('dpkg-deb', ['-x', join(folder, archive), unpacked], { timeoutMs: APT_TIMEOUT_MS });
  return join(unpacked, 'usr', 'sbin', 'nats-server');
}

/** @param {{ list: string, state: string, cache: string }} places */
function aptOptions({ list, state, cache }) {
  const settings = {
    'Dir::Etc::SourceList': list,
    'Dir::Etc::SourceParts': '/dev/null',
    // A pin against newer suites protects installations, but nothing is installed here.
    'Dir::Etc::Preferences': '/dev/null',
    'Dir::Etc::PreferencesParts': '/dev/null',
    'Dir::State::Lists': state,
    'Dir::Cache': cache,
    // As root, apt would download as a user that cannot write to a private folder.
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '1',
    'Acquire::http::Timeout': '10',
    'Acquire::https::Timeout': '10',
    // `update` alone only warns about an unreachable archive.
    'APT::Update::Error-Mode': 'any',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

/** @param {string} aptFolder */
async function listSourceFiles(aptFolder) {
  const parts = join(aptFolder, 'sources.list.d');
  const names = await readdir(parts).catch(() => []);
  const inParts = names.filter((name) => /\.(list|sources)$/.test(name)).sort();
  const main = await readdir(aptFolder).then(
    (all) => all.filter((name) => name === 'sources.list'),
    () => [],
  );
  return [...main.map((name) => join(aptFolder, name)), ...inParts.map((name) => join(parts, name))];
}
