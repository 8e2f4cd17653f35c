/** Names and values of one series. */
export type Labels = Readonly<Record<string, string>>;

/** What each counter counts. The text appears in front of its series. */
const help = {
  symphony_refusals_total: 'What was refused, by the code of the refusal.',
  symphony_audit_entries_total: 'Entries written to the audit log, by action.',
  symphony_connections_ended_total: 'NATS connections that were ended because their owner has too many.',
  symphony_floods_total: 'Callers that were cut off for a while because they flooded the platform.',
} as const satisfies Readonly<Record<string, string>>;

/** The counters of the platform. */
export type CounterName = keyof typeof help;

/** The most series of one counter. Labels come from short lists of our own, so honest use never reaches it. */
const MOST_SERIES = 200;

/** Counts since the start of this process, in the text format of Prometheus. */
export class Counters {
  readonly #series = new Map<CounterName, Map<string, number>>();

  /** Adds one to a series. */
  add(name: CounterName, labels: Labels = {}): void {
    const series = this.#series.get(name) ?? new Map<string, number>();
    this.#series.set(name, series);
    const key = formatLabels(labels);
    if (!series.has(key) && series.size >= MOST_SERIES) return;
    series.set(key, (series.get(key) ?? 0) + 1);
  }

  /** All of them; a counter that has counted nothing yet is 0. */
  text(): string {
    const names = Object.keys(help) as CounterName[];
    return names
      .flatMap((name) => {
        const series = this.#series.get(name) ?? new Map([['', 0]]);
        const lines = [...series]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([labels, value]) => `${name}${labels} ${value}`);
        return [`# HELP ${name} ${help[name]}`, `# TYPE ${name} counter`, ...lines];
      })
      .concat('')
      .join('\n');
  }
}

function formatLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escaped = (value: string): string =>
  value.slice(0, 100).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
