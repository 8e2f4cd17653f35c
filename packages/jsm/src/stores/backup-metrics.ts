import { readFile } from 'node:fs/promises';
import { writeFileWhole } from '@symphony-ts/jetstream-manager/internal';

/** The result of the backup of one stream. */
export interface StreamOutcome {
  readonly stream: string;
  /** Absent if the backup failed. */
  readonly done?: { readonly bytes: number; readonly seconds: number };
}

const metrics = {
  jsm_backup_last_success_timestamp_seconds: 'When the last successful backup of the stream was taken.',
  jsm_backup_bytes: 'Size of the last successful backup of the stream.',
  jsm_backup_duration_seconds: 'How long the last successful backup of the stream took.',
  jsm_backup_success: 'Whether the last backup of the stream succeeded.',
} as const;

type Metric = keyof typeof metrics;

/**
 * The content of a file for the textfile collector of Prometheus. If the backup of a stream failed, the values in
 * `previous` stay, so that an alert can use the age of the last success.
 */
export function formatBackupMetrics(
  previous: string,
  {
    outcomes,
    nowSeconds,
    isBroken = false,
  }: { readonly outcomes: readonly StreamOutcome[]; readonly nowSeconds: number; readonly isBroken?: boolean },
): string {
  const values = readValues(previous);
  for (const { stream, done } of outcomes) {
    const now: Readonly<Record<Metric, number | undefined>> = {
      jsm_backup_last_success_timestamp_seconds: done && nowSeconds,
      jsm_backup_bytes: done?.bytes,
      jsm_backup_duration_seconds: done?.seconds,
      jsm_backup_success: done === undefined ? 0 : 1,
    };
    const old = values.get(stream);
    const defined = Object.fromEntries(Object.entries(now).filter(([, value]) => value !== undefined));
    values.set(stream, { ...old, ...defined });
  }
  // A run that failed before its start has also failed.
  const failures = Math.max(isBroken ? 1 : 0, outcomes.filter(({ done }) => done === undefined).length);
  const blocks = Object.entries(metrics).map(([metric, help]) => [
    `# HELP ${metric} ${help}`,
    `# TYPE ${metric} gauge`,
    ...[...values].flatMap(([stream, value]) => {
      const number = value[metric as Metric];
      return number === undefined ? [] : [`${metric}{stream="${escape(stream)}"} ${number}`];
    }),
  ]);
  const run = [
    '# HELP jsm_backup_last_run_timestamp_seconds When jsm backup last ran.',
    '# TYPE jsm_backup_last_run_timestamp_seconds gauge',
    `jsm_backup_last_run_timestamp_seconds ${nowSeconds}`,
    '# HELP jsm_backup_failures Streams whose backup failed in the last run.',
    '# TYPE jsm_backup_failures gauge',
    `jsm_backup_failures ${failures}`,
  ];
  return `${[...blocks.flat(), ...run].join('\n')}\n`;
}

function readValues(text: string): Map<string, Partial<Record<Metric, number>>> {
  const values = new Map<string, Partial<Record<Metric, number>>>();
  for (const [, metric = '', label = '', number] of text.matchAll(
    /^(jsm_backup_\w+)\{stream="((?:[^"\\]|\\.)*)"\} (\S+)$/gm,
  )) {
    const stream = label.replaceAll(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char));
    if (metric in metrics) values.set(stream, { ...values.get(stream), [metric]: Number(number) });
  }
  return values;
}

const escape = (label: string): string => label.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

/** Replaces the text file at `path`. A reader never sees a partial file. */
export async function writeBackupMetrics(path: string, run: Parameters<typeof formatBackupMetrics>[1]): Promise<void> {
  const previous = await readFile(path, 'utf8').catch(() => '');
  // Prometheus reads the file as another user.
  await writeFileWhole(path, formatBackupMetrics(previous, run), 0o644);
}
