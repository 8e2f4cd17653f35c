import { Component, type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { FirstHeading } from '../kit/heading-level.js';
import { MissingPart } from '../kit/lazy-part.js';
import type { SourcePlace } from './source-places.js';

interface GuardProps {
  /** What failed, for the reader. */
  readonly what: string;
  readonly children: ReactNode;
}
interface GuardState {
  readonly failure?: { readonly thrown: unknown } | undefined;
}

/** Limits an error to the page that threw it, and shows its place in the source of the page. */
export class Guard extends Component<GuardProps, GuardState> {
  override state: GuardState = {};

  static getDerivedStateFromError(thrown: unknown): GuardState {
    return { failure: { thrown } };
  }

  readonly #retry = (): void => {
    this.#forget();
    this.setState({ failure: undefined });
  };

  override componentWillUnmount(): void {
    this.#forget();
  }

  #forget(): void {
    const thrown = this.state.failure?.thrown;
    if (thrown instanceof MissingPart) thrown.forget();
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (!failure) return this.props.children;
    if (failure.thrown instanceof MissingPart) {
      return <PartProblem what={this.props.what} reason={failure.thrown.message} onRetry={this.#retry} />;
    }
    return <Thrown what={this.props.what} thrown={failure.thrown} onRetry={this.#retry} />;
  }
}

/** A part of the shell whose code could not be loaded. */
function PartProblem(props: {
  readonly what: string;
  readonly reason: string;
  readonly onRetry: () => void;
}): ReactElement {
  const { what, reason, onRetry } = props;
  return (
    <div className="notice notice--danger" role="alert">
      <FirstHeading>{what} cannot be shown</FirstHeading>
      <p>{reason}</p>
      <div className="row-actions">
        <button type="button" className="button" onClick={onRetry}>
          Try again
        </button>
        <button type="button" className="button" onClick={() => location.reload()}>
          Reload
        </button>
      </div>
    </div>
  );
}

/** The error of a page, with the places in its source. */
export function Thrown(props: {
  readonly what: string;
  readonly thrown: unknown;
  readonly onRetry: () => void;
}): ReactElement {
  const { what, thrown, onRetry } = props;
  const [places, setPlaces] = useState<readonly SourcePlace[]>([]);
  useEffect(() => {
    const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
    void import('./source-places.js').then(({ placesOf }) => placesOf(stack)).then(setPlaces);
  }, [thrown]);
  const reason = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return (
    <PageProblem what={what} reason={reason} onRetry={onRetry}>
      {places.map((place) => (
        <pre key={`${place.source}:${place.line}:${place.column}`} data-testid="page-problem-place">
          {`at ${place.name || 'the module'} (${place.source}:${place.line}:${place.column})\n${place.excerpt}`}
        </pre>
      ))}
    </PageProblem>
  );
}

/** A page that cannot be shown: its name, the reason, and a button to try again. */
export function PageProblem(props: {
  readonly what: string;
  readonly reason: string;
  readonly onRetry: () => void;
  readonly children?: ReactNode;
}): ReactElement {
  const { what, reason, onRetry, children } = props;
  return (
    <div className="notice notice--danger" role="alert" data-testid="page-problem">
      <FirstHeading>{what} cannot be shown</FirstHeading>
      <pre>{reason}</pre>
      {children}
      <button type="button" className="button" onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}
