import { type FormEvent, type ReactElement, useState } from 'react';
import { TextArea, TextField } from '../../kit/field.js';
import { readText } from '../../kit/read-field.js';
import { Failure } from '../../kit/states.js';
import { exampleOf, type Schema } from './json-schema.js';
import type { Operation } from './operations.js';
import type { ShortKey } from './short-key.js';

/** What came back. */
interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly ms: number;
  readonly text: string;
}

/** A request as it is sent, and as it is shown for the command line. */
interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const LONGEST = 100_000;

/** Sends an operation with a key that ends after five minutes, and shows what comes back. */
export function TryIt({
  operation,
  shortKey,
}: {
  readonly operation: Operation;
  readonly shortKey: ShortKey;
}): ReactElement {
  const { method, parameters, body, document } = operation;
  const [sent, setSent] = useState<Sent>();
  const [answer, setAnswer] = useState<Answer>();
  const [error, setError] = useState<Error>();
  const [isBusy, setBusy] = useState(false);
  const example = body && JSON.stringify(exampleOf(body.schema, document) ?? {}, undefined, 2);
  const send = async (form: FormData): Promise<void> => {
    const request = requestOf(operation, form);
    setSent(request);
    const token = await shortKey.token();
    const began = performance.now();
    const response = await fetch(request.url, {
      method,
      headers: { ...request.headers, authorization: `Bearer ${token}` },
      ...(request.body === undefined ? {} : { body: request.body }),
      credentials: 'omit',
    });
    const text = (await response.text()).slice(0, LONGEST);
    setAnswer({
      status: response.status,
      statusText: response.statusText,
      ms: Math.round(performance.now() - began),
      text: prettyJson(text),
    });
  };
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    setAnswer(undefined);
    send(new FormData(event.currentTarget))
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return (
    <form className="try" onSubmit={submit} aria-label={`Try ${method} ${operation.path}`}>
      <h3>Try it out</h3>
      {parameters.map(({ name, in: place, isRequired, schema }) => (
        <TextField
          key={`${place} ${name}`}
          label={name}
          name={`${place} ${name}`}
          required={isRequired}
          spellCheck={false}
          defaultValue={isRequired ? exampleText(schema, document) : ''}
        />
      ))}
      {body && (
        <TextArea
          label="Body"
          name="body"
          className="input input--code"
          rows={Math.min(14, (example ?? '').split('\n').length + 1)}
          spellCheck={false}
          defaultValue={example}
        />
      )}
      <button type="submit" className="button button--primary" disabled={isBusy}>
        Send
      </button>
      {error && <Failure title="It was not sent." error={error} />}
      {answer && <AnswerView answer={answer} />}
      {sent && (
        <>
          <h4>On the command line</h4>
          <pre className="code">{curlOf(sent)}</pre>
        </>
      )}
    </form>
  );
}

function AnswerView({ answer: { status, statusText, ms, text } }: { readonly answer: Answer }): ReactElement {
  return (
    <div role="status">
      <p>
        <span className={`badge badge--${status < 400 ? 'ok' : 'error'}`}>
          {status} {statusText}
        </span>{' '}
        <span className="muted">
          {ms} ms, {text.length} characters
        </span>
      </p>
      {text !== '' && (
        <pre className="code" tabIndex={0} aria-label="Answer">
          {text}
        </pre>
      )}
    </div>
  );
}

/** An example as one writes it into a field. */
function exampleText(schema: Schema, document: unknown): string {
  const example = exampleOf(schema, document);
  return typeof example === 'string' ? example : (JSON.stringify(example) ?? '');
}

/** The request that a form describes. */
function requestOf({ method, base, path, parameters, body }: Operation, form: FormData): Sent {
  const valueOf = (place: string, name: string): string => readText(form, `${place} ${name}`);
  let filled = path;
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  for (const { name, in: place } of parameters) {
    const value = valueOf(place, name);
    if (place === 'path') filled = filled.replaceAll(`{${name}}`, encodeURIComponent(value));
    else if (value === '') continue;
    else if (place === 'query') query.append(name, value);
    else headers[name] = value;
  }
  const text = body ? readText(form, 'body') : '';
  if (body && text !== '') headers['content-type'] = body.contentType;
  const search = query.size > 0 ? `?${query}` : '';
  return { method, url: location.origin + base + filled + search, headers, body: text === '' ? undefined : text };
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** The same for a terminal; the token is yours to fill in. */
const curlOf = ({ method, url, headers, body }: Sent): string =>
  [
    `curl -X ${method} ${quote(url)}`,
    `  -H "Authorization: Bearer $TOKEN"`,
    ...Object.entries(headers).map(([name, value]) => `  -H ${quote(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`  -d ${quote(body)}`]),
  ].join(' \\\n');

function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text; // Not JSON, and shown as it is.
  }
}
