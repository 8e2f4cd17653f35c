import { type EnforcementPayload, httpPaths } from '@symphony-ts/contract';
import type { SummaryGroup, UsageSummary } from '@symphony-ts/platform/internal';
import { type ReactElement, Suspense, useState } from 'react';
import { api } from '../../data/api.js';
import { useQuery } from '../../data/use-query.js';
import { type Column, DataTable } from '../../kit/data-table.js';
import { SelectField, TextField } from '../../kit/field.js';
import { numberText } from '../../kit/format.js';
import { lazyPart } from '../../kit/lazy-part.js';
import { QueryView } from '../../kit/query-view.js';
import { Empty, Loading } from '../../kit/states.js';
import { AdminPage } from '../kit/admin-page.js';
import { EnforcementNotice } from './enforcement-notice.js';
import { intervalOf, type Period, type PeriodName, periodOf, periods } from './period.js';
import { groupName, usageChart } from './usage-series.js';

const BarChart = lazyPart(async () => ({ default: (await import('./bar-chart.js')).BarChart }));

const groupings = [
  ['extension', 'By extension'],
  ['unit', 'By business unit'],
  ['both', 'By both'],
] as const;

/** The use in a period, by extension and by business unit. */
export default function UsagePage(): ReactElement {
  const [name, setName] = useState<PeriodName>('month');
  const [custom, setCustom] = useState<Period>(() => periodOf('month', new Date()));
  const [grouping, setGrouping] = useState('extension');
  const period = name === 'custom' ? custom : periodOf(name, new Date());
  const interval = intervalOf(period);
  const isPossible = period.from < period.to;
  const query = useQuery(JSON.stringify([period, grouping]), async (signal) => {
    if (!isPossible) throw new Error('The first day is not before the last one. Choose another.');
    const search = new URLSearchParams({ ...period, group: grouping, interval });
    return api<UsageSummary>(`${httpPaths.usageSummary}?${search}`, { signal });
  });
  const enforcement = useQuery('enforcement', (signal) => api<EnforcementPayload>(httpPaths.enforcement, { signal }));
  return (
    <AdminPage path="/settings/usage" title="Usage" about="What extensions reported, in units of your licences.">
      {enforcement.value && <EnforcementNotice enforcement={enforcement.value} />}
      <div className="toolbar toolbar--fields">
        <SelectField
          label="Period"
          options={periods}
          value={name}
          onChange={(event) => setName(event.target.value as PeriodName)}
        />
        {name === 'custom' && (
          <>
            <TextField
              label="From"
              type="date"
              value={custom.from}
              onChange={(event) => event.target.value !== '' && setCustom({ ...custom, from: event.target.value })}
            />
            <TextField
              label="Until (not included)"
              type="date"
              value={custom.to}
              onChange={(event) => event.target.value !== '' && setCustom({ ...custom, to: event.target.value })}
            />
          </>
        )}
        <SelectField
          label="Grouped"
          options={groupings}
          value={grouping}
          onChange={(event) => setGrouping(event.target.value)}
        />
      </div>
      <QueryView query={query} failure="Usage could not be loaded.">
        {(summary) =>
          summary.groups.length === 0 ? (
            <Empty title="No use in this period">
              <p>Extensions report their use with usage reports. Choose a longer period, or look again later.</p>
            </Empty>
          ) : (
            <Summary summary={summary} period={period} interval={interval} />
          )
        }
      </QueryView>
    </AdminPage>
  );
}

function Summary(props: {
  readonly summary: UsageSummary;
  readonly period: Period;
  readonly interval: 'day' | 'month';
}): ReactElement {
  const { summary, period, interval } = props;
  const columns: readonly Column<SummaryGroup>[] = [
    { head: 'Group', cell: (group) => <strong>{groupName(group)}</strong> },
    {
      head: 'Measured',
      cell: ({ dimensions }) =>
        Object.entries(dimensions)
          .map(([dimension, value]) => `${numberText(value)} ${dimension}`)
          .join(', '),
    },
    { head: 'Records', kind: 'number', cell: ({ records }) => numberText(records) },
    { head: 'Units', kind: 'number', cell: ({ units }) => numberText(units) },
    {
      head: 'Share',
      kind: 'number',
      cell: ({ units }) => `${summary.units === 0 ? 0 : Math.round((units / summary.units) * 100)} %`,
    },
  ];
  return (
    <>
      <div className="stats">
        <Stat words="Units" value={summary.units} />
        <Stat words="Records" value={summary.records} />
        <Stat words={summary.group_by === 'unit' ? 'Business units' : 'Groups'} value={summary.groups.length} />
      </div>
      <section className="card chart-card" aria-label="Units over time">
        <Suspense fallback={<Loading />}>
          <BarChart label="Units over time" chart={usageChart(summary, period, interval)} interval={interval} />
        </Suspense>
      </section>
      <DataTable label="Usage" rows={summary.groups} columns={columns} keyOf={groupName} />
    </>
  );
}

function Stat({ words, value }: { readonly words: string; readonly value: number }): ReactElement {
  return (
    <div className="card stat">
      <span>{words}</span>
      <strong>{numberText(value)}</strong>
    </div>
  );
}
