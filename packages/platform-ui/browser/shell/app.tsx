import { type ReactElement, useEffect, useState } from 'react';
import type { BrowserCredentials, ShellSession } from '../../src/wire/session.js';
import { uiPaths } from '../../src/wire/ui-paths.js';
import { connectPerson } from '../connect/connect-person.js';
import { LiveExtensions } from '../connect/extensions.js';
import { PersonConnection } from '../connect/person-connection.js';
import { api, isSignedOut } from '../data/api.js';
import { readSession, sessionState } from '../data/session.js';
import { useStore } from '../data/store.js';
import { Failure, Loading } from '../kit/states.js';
import { Frame } from './frame.js';
import { SignIn } from './sign-in.js';

/** The whole shell: first the sign-in, then everything else. */
export function App({ name }: { readonly name: string }): ReactElement {
  const state = useStore(sessionState);
  switch (state.kind) {
    case 'asking':
      return <Frame name={name}>{<Loading what="Starting…" />}</Frame>;
    case 'nobody':
      return <SignIn ways={state.ways} hasEnded={state.hasEnded} />;
    case 'failed':
      return (
        <Frame name={name}>
          <Failure title="The platform does not answer." error={state.error} onRetry={() => void readSession()} />
        </Frame>
      );
    case 'somebody':
      return <SignedIn key={state.session.id} session={state.session} />;
  }
}

interface Live {
  readonly connection: PersonConnection;
  readonly extensions: LiveExtensions;
}

const credentials = (publicKey: string): Promise<BrowserCredentials> =>
  api(uiPaths.credentials, { method: 'POST', body: { publicKey } });

/** Connects the browser of the person, and keeps it connected. */
function SignedIn({ session }: { readonly session: ShellSession }): ReactElement {
  const [live, setLive] = useState<Live>();
  const [error, setError] = useState<Error>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isOver = false;
    let opened: Live | undefined;
    const end = (ended: Live | undefined): void => {
      ended?.extensions.stop();
      void ended?.connection.close();
    };
    // Nobody is signed in any more, so further requests for credentials would fail, too.
    const onRefused = (refusal: unknown): void => {
      if (isSignedOut(refusal)) void readSession();
    };
    const connect = () => connectPerson({ session: session.id, credentials, onRefused });
    PersonConnection.open(connect).then(
      (connection) => {
        opened = { connection, extensions: LiveExtensions.follow(connection) };
        if (isOver) end(opened);
        else setLive(opened);
      },
      (thrown: Error) => {
        onRefused(thrown);
        if (!isOver) setError(thrown);
      },
    );
    return () => {
      isOver = true;
      end(opened);
    };
  }, [session.id, turn]);
  const retry = (): void => {
    setError(undefined);
    setTurn(turn + 1);
  };
  const { name } = session.product;
  if (live) return <Frame name={name} session={session} live={live} />;
  return (
    <Frame name={name}>
      {error ? (
        <Failure title="The shell could not connect." error={error} onRetry={retry} />
      ) : (
        <Loading what="Connecting…" />
      )}
    </Frame>
  );
}
