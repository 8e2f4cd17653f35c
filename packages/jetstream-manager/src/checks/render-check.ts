import { withoutUndefined } from '../json/without-undefined.js';
import { assertKnownOptions, type OptionNames } from '../options/option-names.js';
import type { CheckMetric, CheckResult } from './check-result.js';

/** The output formats of a check result. */
export type CheckFormat = 'nagios' | 'prometheus' | 'text' | 'json';

/** Options of {@link renderCheck}. */
export interface RenderCheckOptions {
  /** First part of the Prometheus metric names. Default `nats`. */
  readonly namespace?: string;
}

const renderOptionNames = {
  namespace: true,
} as const satisfies OptionNames<RenderCheckOptions>;

/** Renders a check result for a monitoring system or for people. */
export function renderCheck(result: CheckResult, format: CheckFormat, options: RenderCheckOptions = {}): string {
  assertKnownOptions('renderCheck', options, renderOptionNames);
  switch (format) {
    case 'nagios':
      return renderNagios(result);
    case 'prometheus':
      return renderPrometheus(result, options.namespace ?? 'nats');
    case 'text':
      return renderText(result);
    case 'json':
    default:
      return renderJson(result);
  }
}

/**
 * The exit code that a monitoring system expects. Prometheus reads the status from the text, and treats any other code
 * than 0 as a failed run.
 */
export function checkExitCode({ status }: CheckResult, format: CheckFormat): number {
  return format === 'prometheus' ? 0 : statusCodes[status];
}

const statusCodes = { OK: 0, WARNING: 1, CRITICAL: 2 } as const;

function renderNagios({ status, name, criticals, warnings, oks, metrics }: CheckResult): string {
  const findings = [
    ...criticals.map((text) => `Crit:${text}`),
    ...warnings.map((text) => `Warn:${text}`),
    ...oks.map((text) => `OK:${text}`),
  ];
  // A bar separates the findings from the metrics, so neither may contain one.
  const line = [status, name, ...findings].join(' ').replaceAll('|', '/').replaceAll('\n', ' ');
  return metrics.length === 0 ? line : `${line} | ${metrics.map(formatPerfData).join(' ')}`;
}

function formatPerfData({ name, value, unit, warning, critical }: CheckMetric): string {
  const format = (number: number | undefined): string =>
    number === undefined ? '' : unit === 's' ? number.toFixed(4) : String(Math.round(number));
  const label = /[\s'=]/.test(name) ? `'${name.replaceAll("'", "''")}'` : name;
  const parts = [`${label}=${format(value)}${unit ?? ''}`, format(warning), format(critical)];
  while (parts.at(-1) === '') parts.pop();
  return parts.join(';');
}

function renderPrometheus(result: CheckResult, namespace: string): string {
  const item = escapeLabel(result.name);
  const gauges = result.metrics.map(({ name, value, help }) => ({
    name: metricName(namespace, result.suite, name),
    help,
    sample: `{item="${item}"} ${value}`,
  }));
  gauges.push({
    name: metricName(namespace, result.suite, 'status_code'),
    help: `Nagios compatible status code for ${result.suite}`,
    sample: `{item="${item}",status="${result.status}"} ${statusCodes[result.status]}`,
  });
  const byName = [...gauges].sort((a, b) => (a.name < b.name ? -1 : 1));
  return byName
    .map(({ name, help, sample }) => `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} gauge\n${name}${sample}\n`)
    .join('');
}

const metricName = (...parts: readonly string[]): string => parts.join('_').replaceAll(/[^a-zA-Z0-9_:]/g, '_');
const escapeHelp = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
const escapeLabel = (text: string): string => escapeHelp(text).replaceAll('"', '\\"');

function renderText({ name, status, criticals, warnings, oks, metrics }: CheckResult): string {
  const findings = [
    ...oks.map((text) => ['OK', text]),
    ...warnings.map((text) => ['Warning', text]),
    ...criticals.map((text) => ['Critical', text]),
  ];
  const numbers = metrics.map(({ name, value, unit, critical, warning, help }) =>
    [name, value, unit ?? '', critical ?? '', warning ?? '', help].map(String),
  );
  const parts = [`${name}: ${status}`];
  if (findings.length > 0) parts.push(renderTable(['Status', 'Message'], findings));
  if (numbers.length > 0)
    parts.push(renderTable(['Metric', 'Value', 'Unit', 'Critical', 'Warning', 'Description'], numbers));
  return `${parts.join('\n\n')}\n`;
}

/** The field names of the `nats` CLI. */
function renderJson({ status, suite, name, criticals, warnings, oks, metrics }: CheckResult): string {
  const document = {
    status,
    check_suite: suite,
    check_name: name,
    ...(warnings.length > 0 ? { warning: warnings } : {}),
    ...(criticals.length > 0 ? { critical: criticals } : {}),
    ...(oks.length > 0 ? { ok: oks } : {}),
    perf_data: metrics.map(({ name, value, warning = 0, critical = 0, unit }) => ({
      name,
      value,
      warning,
      critical,
      ...withoutUndefined({ unit }),
    })),
  };
  return JSON.stringify(document, null, 2);
}

/** Rows under a header. Blanks pad the columns, and two blanks separate them. */
function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const format = (line: readonly string[]): string =>
    widths
      .map((width, column) => (line[column] ?? '').padEnd(width))
      .join('  ')
      .trimEnd();
  return [format(head), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(format)].join('\n');
}
