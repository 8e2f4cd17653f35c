import { covers, eventSubjects } from '@symphony-ts/contract';
import { type ReactElement, useState } from 'react';
import { overlaps } from '../../context/overlaps.js';
import { navigate, usePlace } from '../../context/router.js';
import { useShell } from '../../context/shell-context.js';
import { type Column, DataTable } from '../../kit/data-table.js';
import { SelectField } from '../../kit/field.js';
import { FilterInput, holdsWords } from '../../kit/filter-input.js';
import { countText, numberText } from '../../kit/format.js';
import { Empty } from '../../kit/states.js';
import { AdminPage } from '../kit/admin-page.js';
import { type HeardEvent, useTail } from './use-tail.js';

const PATH = '/inspector/events';
const EVERY = '';

/** Allows only subjects of events. A subscription to request subjects would count as a responder, and callers would wait for it. */
const isEvents = (pattern: string): boolean => overlaps(pattern, 'extensions.>') || overlaps(pattern, 'events.>');

/** Shows the events that extensions publish, as they arrive. */
export default function EventsPage(): ReactElement {
  const { connection, extensions, session } = useShell();
  const { query: search } = usePlace();
  const of = search.get('of') ?? EVERY;
  const [isPaused, setPaused] = useState(false);
  const [filter, setFilter] = useState('');
  const allowed = session.may.sub.filter(isEvents);
  const mayHear = (subject: string): boolean => allowed.some((pattern) => covers(pattern, subject));
  const subjects = of === EVERY ? allowed : eventSubjects(of).filter(mayHear);
  const { events, count, clear } = useTail(connection, subjects, isPaused);
  const shown = events.filter(({ subject, text }) => holdsWords([subject, text], filter));
  const options = [[EVERY, 'All that you may hear'], ...extensions.map(({ prefix, name }) => [prefix, name])] as [
    string,
    string,
  ][];
  return (
    <AdminPage
      path={PATH}
      title="Events"
      about="What extensions publish, as it comes. Requests to their endpoints are not listened to."
    >
      <div className="toolbar toolbar--fields">
        <SelectField
          label="Events of"
          options={options}
          value={of}
          onChange={({ target }) =>
            navigate(target.value === EVERY ? PATH : `${PATH}?of=${target.value}`, { replace: true })
          }
        />
        <FilterInput label="Find in the events" value={filter} onChange={setFilter} />
        <button type="button" className="button" onClick={() => setPaused(!isPaused)}>
          {isPaused ? 'Go on' : 'Pause'}
        </button>
        <button type="button" className="button" onClick={clear}>
          Clear
        </button>
      </div>
      {count > 0 && (
        <p className="muted">
          {countText(count, 'event')} heard
          {count > events.length && `; the last ${numberText(events.length)} are kept`}
          {isPaused && '; paused'}
        </p>
      )}
      {shown.length > 0 ? (
        <DataTable label="Events" noun="event" rows={shown} columns={columns} keyOf={({ id }) => String(id)} />
      ) : (
        <Nothing isAllowed={subjects.length > 0} hasHeard={events.length > 0} isPaused={isPaused} />
      )}
    </AdminPage>
  );
}

function Nothing(props: {
  readonly isAllowed: boolean;
  readonly hasHeard: boolean;
  readonly isPaused: boolean;
}): ReactElement {
  const { isAllowed, hasHeard, isPaused } = props;
  if (!isAllowed) {
    return (
      <Empty title="You may not hear these events">
        <p>
          A role gives the right to listen, such as to extensions.catalog.&gt;. Ask an administrator of the platform.
        </p>
      </Empty>
    );
  }
  if (hasHeard) {
    return (
      <Empty title="Nothing found">
        <p>Try another word.</p>
      </Empty>
    );
  }
  return (
    <Empty title={isPaused ? 'Paused' : 'Nothing heard yet'}>
      <p>
        {isPaused ? 'Go on, and events appear here.' : 'An event appears here as soon as an extension publishes it.'}
      </p>
    </Empty>
  );
}

const columns: readonly Column<HeardEvent>[] = [
  { head: 'When', cell: ({ at }) => <time>{clockText(at)}</time> },
  { head: 'Subject', cell: ({ subject }) => <code className="wrap">{subject}</code> },
  { head: 'Payload', cell: (event) => <Payload event={event} /> },
  { head: 'Bytes', kind: 'number', cell: ({ bytes }) => numberText(bytes) },
];

/** How many characters of a payload the table shows. */
const SHORT = 120;

function Payload({ event: { text, bytes } }: { readonly event: HeardEvent }): ReactElement {
  if (bytes === 0) return <span className="muted">empty</span>;
  if (text.length <= SHORT) return <code className="wrap">{text}</code>;
  return (
    <details className="lines">
      <summary>
        <code className="wrap">{text.slice(0, SHORT)}…</code> <span>more</span>
      </summary>
      <pre className="code">{text.length < bytes ? `${text}…` : text}</pre>
    </details>
  );
}

/** The time of day, with milliseconds. */
function clockText(at: number): string {
  const time = new Date(at);
  return `${time.toLocaleTimeString('en-GB')}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}
