import { httpPath, httpPaths } from '@symphony-ts/contract';
import type { ExtensionDescription } from '@symphony-ts/platform/internal';
import { type ReactElement, useEffect, useMemo, useState } from 'react';
import { navigate, usePlace } from '../../context/router.js';
import { type Shell, useShell } from '../../context/shell-context.js';
import { api } from '../../data/api.js';
import { useQuery } from '../../data/use-query.js';
import { SelectField } from '../../kit/field.js';
import { FilterInput, holdsWords } from '../../kit/filter-input.js';
import { Icon } from '../../kit/icon.js';
import { QueryView } from '../../kit/query-view.js';
import { Empty } from '../../kit/states.js';
import { AdminPage } from '../kit/admin-page.js';
import { OperationCard } from './operation-card.js';
import { byTag, extensionOperations, type Operation, readOperations } from './operations.js';
import { ShortKey } from './short-key.js';
import './reference.css';

const PATH = '/settings/reference';
const PLATFORM = '';

/** The loaded API of an extension or of the platform. */
interface Loaded {
  readonly operations: readonly Operation[];
  /** Why documents of the extension cannot be read. */
  readonly problems: readonly string[];
  /** Subjects that a key needs for trying the operations. */
  readonly subjects: readonly string[];
}

async function load(prefix: string, may: Shell['session']['may'], signal: AbortSignal): Promise<Loaded> {
  if (prefix === PLATFORM) {
    const operations = readOperations(await api(httpPaths.reference, { signal }), '');
    return { operations, problems: [], subjects: may.pub.filter((right) => right.startsWith('cirata.services.')) };
  }
  const extension = await api<ExtensionDescription>(httpPath(httpPaths.extension, { prefix }), { signal });
  return {
    operations: extensionOperations(extension),
    problems: extension.services.flatMap(({ problem }) => problem ?? []),
    // A key needs each endpoint by name, because its wildcards may not cover endpoints of an extension.
    subjects: extension.services.flatMap(({ endpoints }) =>
      endpoints.filter(({ kind }) => kind !== 'instance').map(({ subject }) => subject),
    ),
  };
}

/** The API of each extension, and of the platform itself, to read and to try. */
export default function ReferencePage(): ReactElement {
  const { extensions, session } = useShell();
  const { query: search } = usePlace();
  const of = search.get('of') ?? PLATFORM;
  const [filter, setFilter] = useState('');
  const extension = extensions.find(({ prefix }) => prefix === of);
  const query = useQuery(`${of} ${extension?.version ?? ''}`, (signal) => load(of, session.may, signal));
  const options = [[PLATFORM, 'The platform'], ...extensions.map(({ prefix, name }) => [prefix, name])] as [
    string,
    string,
  ][];
  return (
    <AdminPage
      path={PATH}
      title="API reference"
      about="What programs can ask over HTTP, with the token of an API key."
      actions={
        of === PLATFORM && (
          <a className="button" href={httpPaths.reference} download="openapi.json">
            <Icon name="out" />
            OpenAPI document
          </a>
        )
      }
    >
      <div className="toolbar toolbar--fields">
        <SelectField
          label="API of"
          options={options}
          value={of}
          onChange={({ target }) =>
            navigate(target.value === PLATFORM ? PATH : `${PATH}?of=${target.value}`, { replace: true })
          }
        />
        <FilterInput label="Find an operation" value={filter} onChange={setFilter} />
      </div>
      <QueryView query={query} failure="The reference could not be loaded.">
        {(loaded) => <Reference key={of} loaded={loaded} filter={filter} />}
      </QueryView>
    </AdminPage>
  );
}

function Reference({ loaded, filter }: { readonly loaded: Loaded; readonly filter: string }): ReactElement {
  const { operations, problems, subjects } = loaded;
  const shortKey = useMemo(() => new ShortKey({ pub: subjects }), [subjects]);
  useEffect(() => () => void shortKey.end(), [shortKey]);
  const shown = operations.filter(({ method, path, summary, tag, description }) =>
    holdsWords([method, path, summary, tag, description], filter),
  );
  return (
    <>
      {problems.map((problem) => (
        <div key={problem} className="notice notice--warning">
          <p>{problem}</p>
        </div>
      ))}
      {shown.length === 0 && (
        <Empty title={operations.length === 0 ? 'It has no operations over HTTP' : 'Nothing found'}>
          <p>
            {operations.length === 0
              ? 'An extension offers them with endpoints, @Rest operations, or an OpenAPI document.'
              : 'Try another word.'}
          </p>
        </Empty>
      )}
      {byTag(shown).map(([tag, list]) => (
        <section key={tag} className="reference" aria-label={tag}>
          <h2>{tag}</h2>
          {list.map((operation) => (
            <OperationCard key={operation.id} operation={operation} shortKey={shortKey} />
          ))}
        </section>
      ))}
    </>
  );
}
