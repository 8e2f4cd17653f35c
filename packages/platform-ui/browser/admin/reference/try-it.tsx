import { type FormEvent, type ReactElement, useMemo, useState } from 'react';
import { TextArea, TextField } from '../../kit/field.js';
import { readText } from '../../kit/read-field.js';
import { Failure } from '../../kit/states.js';
import { type Answer, issuesOf, send } from './answer.js';
import { Answers } from './answers.js';
import { bodyFieldsOf, readBody, writtenOf } from './body-fields.js';
import { BodyForm } from './body-form.js';
import { exampleOf, type Schema } from './json-schema.js';
import type { Operation } from './operations.js';
import { curlOf, requestOf, type SentRequest } from './sent-request.js';
import type { ShortKey } from './short-key.js';

/** How many answers are kept. */
const KEPT = 8;

interface TryProps {
  readonly operation: Operation;
  readonly shortKey: ShortKey;
}

/** Sends an operation with a key that ends after five minutes, shows the answer, and can send the request again. */
export function TryIt({ operation, shortKey }: TryProps): ReactElement {
  const { method, parameters, body, document } = operation;
  const fields = useMemo(() => (body ? bodyFieldsOf(body.schema, document) : []), [body, document]);
  const [text, setText] = useState(() => (body ? jsonText(exampleOf(body.schema, document) ?? {}) : ''));
  /** The texts in the form; `undefined` while the person writes the body as JSON. */
  const [written, setWritten] = useState(() => (fields.length > 0 ? writtenOf(fields, text) : undefined));
  const [answers, setAnswers] = useState<readonly Answer[]>([]);
  const [error, setError] = useState<Error>();
  const [isBusy, setBusy] = useState(false);
  const bodyText = written ? jsonText(readBody(fields, written)) : text;
  const readable = written ?? writtenOf(fields, text);
  const issues = answers[0] ? issuesOf(answers[0]) : {};
  const go = async (request: SentRequest): Promise<void> => {
    setBusy(true);
    setError(undefined);
    await shortKey
      .token()
      .then((token) => send(request, token))
      .then((answer) => setAnswers((before) => [answer, ...before].slice(0, KEPT)), setError);
    setBusy(false);
  };
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void go(requestOf(operation, (place, name) => readText(form, `${place} ${name}`), bodyText.trim()));
  };
  const hasForm = fields.length > 0;
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
          error={issues[name]}
        />
      ))}
      {hasForm && (
        <div className="try__modes" role="group" aria-label="How to write the body">
          <button
            type="button"
            className="button"
            aria-pressed={written !== undefined}
            disabled={!readable}
            onClick={() => setWritten(readable)}
          >
            Form
          </button>
          <button
            type="button"
            className="button"
            aria-pressed={!written}
            onClick={() => {
              setText(bodyText);
              setWritten(undefined);
            }}
          >
            JSON
          </button>
        </div>
      )}
      {written && <BodyForm fields={fields} written={written} issues={issues} onWrite={setWritten} />}
      {body && !written && (
        <TextArea
          label="Body"
          className="input input--code"
          rows={Math.min(14, text.split('\n').length + 1)}
          spellCheck={false}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      )}
      <button type="submit" className="button button--primary" disabled={isBusy}>
        Send
      </button>
      {error && <Failure title="It was not sent." error={error} />}
      <Answers answers={answers} isBusy={isBusy} onSendAgain={(answer) => void go(answer.sent)} />
      {answers[0] && (
        <>
          <h4>On the command line</h4>
          <pre className="code">{curlOf(answers[0].sent)}</pre>
        </>
      )}
    </form>
  );
}

const jsonText = (value: unknown): string => JSON.stringify(value, undefined, 2);

/** An example value as the text of a field. */
function exampleText(schema: Schema, document: unknown): string {
  const example = exampleOf(schema, document);
  return typeof example === 'string' ? example : (JSON.stringify(example) ?? '');
}
