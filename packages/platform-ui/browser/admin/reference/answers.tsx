import type { ReactElement } from 'react';
import type { Answer } from './answer.js';

/** The latest answer and the earlier ones, each with a button that sends its request again. */
export function Answers(props: {
  /** Newest first. */
  readonly answers: readonly Answer[];
  readonly isBusy: boolean;
  readonly onSendAgain: (answer: Answer) => void;
}): ReactElement | null {
  const { answers, isBusy, onSendAgain } = props;
  const [latest] = answers;
  if (!latest) return null;
  return (
    <>
      <div role="status">
        <p>
          <StatusOf answer={latest} />
        </p>
        {latest.text !== '' && (
          <pre className="code" tabIndex={0} aria-label="Answer">
            {latest.text}
          </pre>
        )}
      </div>
      {answers.length > 1 && <h4>Sent before</h4>}
      <ol className="sent">
        {(answers.length > 1 ? answers : []).map((answer) => (
          <li key={answer.id}>
            <StatusOf answer={answer} />
            <code className="wrap clamp">{answer.sent.body ?? new URL(answer.sent.url).search}</code>
            <button type="button" className="button" disabled={isBusy} onClick={() => onSendAgain(answer)}>
              Send again
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}

function StatusOf({ answer: { status, statusText, ms, text } }: { readonly answer: Answer }): ReactElement {
  return (
    <span>
      <span className={`badge badge--${status < 400 ? 'ok' : 'error'}`}>
        {status} {statusText}
      </span>{' '}
      <span className="muted">
        {ms} ms, {text.length} characters
      </span>
    </span>
  );
}
