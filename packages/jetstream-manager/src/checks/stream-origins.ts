import type { StreamInfo } from '@nats-io/jetstream';
import type { CheckReport } from './check-result.js';
import type { StreamCheckOptions } from './stream-check-options.js';
import { measure, seconds } from './threshold.js';

const nanosPerSecond = 1e9;

/** Checks the lag and the activity of a mirror or of all sources. */
export function checkStreamOrigins(info: StreamInfo, options: StreamCheckOptions, report: CheckReport): void {
  const { minSources, maxSources, lagCritical, seenCritical } = options;
  const isSourced = info.config.sources !== undefined || info.sources !== undefined;
  if (isSourced || minSources !== undefined || maxSources !== undefined) checkSources(info, options, report);
  if (!isSourced && (lagCritical !== undefined || seenCritical !== undefined)) checkMirror(info, options, report);
}

function checkMirror({ config, mirror }: StreamInfo, options: StreamCheckOptions, report: CheckReport): void {
  if (config.mirror === undefined) return report.critical('not mirrored');
  if (mirror === undefined) return report.critical('the mirror has no state');
  measure(report, {
    metric: { name: 'lag', value: mirror.lag, help: 'Number of operations this peer is behind its origin' },
    threshold: options.lagCritical === undefined ? undefined : { critical: options.lagCritical },
    worse: 'higher',
    say: (value) => `Mirror Lag ${value}`,
  });
  // The server reports -1 before the first contact.
  const active = mirror.active < 0 ? Number.POSITIVE_INFINITY : mirror.active / nanosPerSecond;
  if (!Number.isFinite(active))
    return options.seenCritical === undefined ? undefined : report.critical('Mirror never seen');
  measure(report, {
    metric: { name: 'active', value: active, unit: 's', help: 'Time since the origin was last heard of' },
    threshold: options.seenCritical === undefined ? undefined : { critical: options.seenCritical },
    worse: 'higher',
    say: (value) => `Mirror Seen ${seconds(value)} ago`,
  });
}

function checkSources({ sources = [] }: StreamInfo, options: StreamCheckOptions, report: CheckReport): void {
  const { minSources, maxSources, lagCritical, seenCritical } = options;
  const count = sources.length;
  report.metric({ name: 'sources', value: count, help: 'Number of sources being consumed by this stream' });
  const isOff = (minSources !== undefined && count < minSources) || (maxSources !== undefined && count > maxSources);
  if (isOff) report.critical(`${count} sources`);
  else report.ok(`${count} sources`);
  if (lagCritical !== undefined) {
    const lagged = sources.filter((source) => source.lag >= lagCritical).length;
    report.metric({ name: 'sources_lagged', value: lagged, help: 'Number of sources that are behind' });
    if (lagged > 0) report.critical(`${lagged} sources are lagged`);
    else report.ok(`${count} sources current`);
  }
  if (seenCritical !== undefined) {
    const isInactive = (active: number) => active < 0 || active >= seenCritical * nanosPerSecond;
    const inactive = sources.filter((source) => isInactive(source.active)).length;
    report.metric({ name: 'sources_inactive', value: inactive, help: 'Number of sources that are inactive' });
    if (inactive > 0) report.critical(`${inactive} sources are inactive`);
    else report.ok(`${count} sources active`);
  }
}
