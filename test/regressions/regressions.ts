/** A fault that somebody found, and the test that failed until it was fixed. */
export interface Regression {
  /** What happened, in the words of the person who found it. */
  readonly fault: string;
  /** `file › title`, with the title as in the source. */
  readonly test: string;
}

/** The faults by part. Add a line for each new fault. Its test is beside the code at fault. */
export const regressions: Readonly<Record<string, readonly Regression[]>> = {
  'values and calls': [
    {
      fault: 'A text that looked like a number arrived as a number, rounded',
      test: 'packages/contract/src/wire-value.test.ts › keep %j',
    },
    {
      fault: 'A Map, a Set, NaN or undefined in a list arrived as something else',
      test: 'packages/contract/src/wire-value.test.ts › refuse what would arrive changed, and name the place',
    },
    {
      fault: 'Logging an object that held a handle sent requests',
      test: 'packages/client/test/symphony-client.test.ts › is no promise, and neither are its handles',
    },
    {
      fault: 'More than ten parallel calls on one signal made Node warn of a leak',
      test: 'packages/storage/test/request-multiplexer.long.test.ts › gives up when cancelled, by a signal with one listener',
    },
    {
      fault: 'After one pause of the process, an endpoint refused requests that had time to wait',
      test: 'packages/extension/src/invoke/lane.test.ts › neither refuses nor drops anything because of one stall of the event loop, after %d pieces',
    },
    {
      fault: 'A handler went on after its HTTP caller had hung up',
      test: 'packages/extension/test/behaviour/gateway.test.ts › aborts the signal of %s when its HTTP caller hangs up',
    },
    {
      fault: 'The handlers behind the first one worked on after the caller had given up',
      test: 'packages/extension/test/behaviour/giving-up.test.ts › ends the work of all three hops: %s',
    },
    {
      fault: 'An error of a second installed copy of a package was not recognized',
      test: 'packages/contract/src/symphony-error.test.ts › tells codes apart, also of another copy',
    },
    {
      fault: 'Two containers with one token both owned all keys',
      test: 'packages/extension/test/shared-key.test.ts › own no key twice; both sides and the platform say why one owns nothing',
    },
    {
      fault: 'Two requests of the same content got the reply of one',
      test: 'packages/storage/src/replacement/first-come.test.ts › tells two requests of the same content apart by where their replies go',
    },
  ],
  start: [
    {
      fault: 'A version that could not start had already replaced the running one in the registry',
      test: 'packages/extension/test/failed-start.test.ts › leaves it as it was where %p cannot start',
    },
    {
      fault: 'The older of two versions lost its routes during a rollout',
      test: 'packages/extension/test/versions.test.ts › keep their routes and endpoints until the older one has gone',
    },
    {
      fault: 'A misspelt option of a decorator was ignored',
      test: 'packages/extension/src/scan/check-options.test.ts › are all refused, with the place and what was probably meant',
    },
    {
      fault: 'A decorator that was compiled as the standard has it failed with a message about something else',
      test: 'packages/extension/src/decorators/assert-legacy.test.ts › decorators that are compiled as the standard has them',
    },
    {
      fault: 'A platform on a busy machine gave up its start after a fixed time',
      test: 'packages/platform/test/slow-start.test.ts › tries again where the server lost patience, and says what it waits for',
    },
    {
      fault: 'Two platforms on one data folder lost an acknowledged write',
      test: 'packages/nats-server/test/store-lock.test.ts › serves one server; the second is told who holds it, and may have it afterwards',
    },
    {
      fault: 'A registration token could not be used in a container without an entry in passwd',
      test: 'packages/client/src/identity/config-folder.test.ts › with %j and the home %s is %s',
    },
    {
      fault: 'The only key of a registration token was lost with a process that died before it had stored it',
      test: 'packages/client/test/interrupted-provisioning.test.ts › gets the key it asked for when it starts again',
    },
  ],
  HTTP: [
    {
      fault: 'A list in the query that had one member was refused',
      test: 'packages/extension/test/behaviour/rest.test.ts › [rest.input] take one value for a list: %s',
    },
    {
      fault: 'Query and body arrived rewritten, so that no signature of a webhook fitted',
      test: 'packages/extension/test/behaviour/rest.test.ts › [rest.input] are told %s and %s as they were sent',
    },
    {
      fault: 'A form in another charset lost every letter beyond ASCII',
      test: 'packages/contract/src/http-body.test.ts › reads %j as %s',
    },
    {
      fault: 'A route was accepted that the gateway cannot serve',
      test: 'packages/extension/src/scan/problems.test.ts › reports what the gateway cannot serve, and what OpenAPI cannot say',
    },
    {
      fault: 'A hand-written OpenAPI document was served in part, without a word about the rest',
      test: 'packages/extension/src/openapi/check-document.test.ts › findUnserved',
    },
    {
      fault: 'The document made from @Rest had one operationId twice and two schemas under one name',
      test: 'packages/extension/src/openapi/build-openapi.test.ts › is valid for a validator of another project',
    },
    {
      fault: 'A malformed URL was answered in a form of its own, without security headers',
      test: 'packages/platform/test/http-limits.test.ts › a request that no route sees',
    },
    {
      fault: 'An answer that happened to have a body was taken for a wrapper',
      test: 'packages/platform/test/http.test.ts › passes the body on as it is, and what the endpoint answers back with its type',
    },
    {
      fault: 'A caller without a token could hold a connection for ever',
      test: 'packages/platform/test/http-limits.test.ts › %s is let go',
    },
    {
      fault: 'An extension could set the security headers of the platform',
      test: 'packages/platform/src/http/reply-headers.test.ts › withholds %s',
    },
    {
      fault: 'A body of some size was answered with 500',
      test: 'packages/platform/test/hostile-input.test.ts › %s /api/v1/%s is answered, and never with 500',
    },
  ],
  'the platform and its neighbours': [
    {
      fault: 'One extension made every connection of the platform deaf by a malformed header',
      test: 'packages/storage/test/malformed-messages.test.ts › does not reach a callback, and the next one does',
    },
    {
      fault: 'An extension wiped the streams of another account on a server with a published hole',
      test: 'packages/platform/test/vulnerable-server.test.ts › is refused %s',
    },
    {
      fault: 'One account that the server refused kept all others from being pushed',
      test: 'packages/platform/src/accounts/account-directory.test.ts › goes on with the others when the server refuses one',
    },
    {
      fault: 'The account of everybody outgrew a message after 565 extensions',
      test: 'packages/platform/src/accounts/desired-accounts.test.ts › keeps each gate below 1 MiB with 10,000 extensions',
    },
    {
      fault: 'A prefix pattern of a registration token stopped the event loop',
      test: 'packages/platform/src/keys/prefix-pattern.test.ts › finds no character of %s in %s twice: %s',
    },
    {
      fault: 'Many capabilities were compared with many grants, each with each',
      test: 'packages/platform/src/rights/subject-cover.test.ts › costs as much as there is to read, however many of them are patterns',
    },
    {
      fault: 'A hostile OpenAPI document froze the platform',
      test: 'packages/platform/src/openapi/document-reader.test.ts › is read or refused aside, while this thread goes on',
    },
    {
      fault: 'One extension made the list of extensions larger than a message, and nobody got it',
      test: 'packages/platform/src/registry/fit-summaries.test.ts › ends before the message is full',
    },
    {
      fault: 'Status entries of one extension filled the memory of the platform',
      test: 'packages/platform/src/status/status-board.test.ts › holds so many instances and no more, and goes on with those it has',
    },
    {
      fault: 'A narrow key of a person listed and revoked all other keys of that person',
      test: 'packages/platform/test/key-rights.test.ts › do not see, change or end each other without the right to make keys',
    },
    {
      fault: 'A key without capabilities could do more than its owner',
      test: 'packages/platform/test/key-rights.test.ts › hold nothing beyond the roles of the person where nothing was asked for',
    },
    {
      fault: 'A role could give the inboxes of everybody',
      test: 'packages/platform/src/rights/role-capabilities.test.ts › lets no role give %s',
    },
    {
      fault: 'Streams of an extension ran on after its last key was revoked',
      test: 'packages/platform/test/account-isolation.test.ts › reaches nobody, leaves nothing running, and finds its data when it is given a key again',
    },
    {
      fault: 'One client could take all connections of the server',
      test: 'packages/platform/test/oversight.test.ts › ends the connections that one client has too many, and leaves room for others',
    },
    {
      fault: 'One actor could push all others out of the audit log',
      test: 'packages/platform/test/audit-log.test.ts › keeps what others did, whatever one actor does, and says before its oldest entries go',
    },
    {
      fault: 'Usage reports of one extension used up the licence of all',
      test: 'packages/platform/test/usage.test.ts › uses up its own share of a licence, and stops nobody else',
    },
    {
      fault: 'Failed attempts left no line in the log',
      test: 'packages/platform/test/oversight.test.ts › names the key behind a refused connection',
    },
    {
      fault: 'X-Forwarded-For was believed as it came, and strangers shared one limit without it',
      test: 'packages/platform/test/http-limits.test.ts › counts a stranger by what the proxy saw, whatever the stranger wrote, and a good key by itself',
    },
    {
      fault: 'Development sign-in was open behind an ordinary reverse proxy',
      test: 'packages/platform/test/people.test.ts › is for this machine under its own name alone',
    },
    {
      fault: 'Groups in nested claims of the identity provider were dropped without a word',
      test: 'packages/platform/src/people/groups-claim.test.ts › %s of %j is %j, and the log says why',
    },
    {
      fault: 'A handler could not know who called, and a client could say anything',
      test: 'packages/extension/test/behaviour/callers.test.ts › is nobody the caller says it is',
    },
    {
      fault: 'A misspelt query parameter was ignored, and the answer was for another question',
      test: 'packages/platform/test/query-parameters.test.ts › is refused: %s',
    },
  ],
  buckets: [
    {
      fault: 'A bucket without direct reads could not be read',
      test: 'packages/storage/test/foreign-buckets.test.ts › without direct reads, is read from its leader',
    },
    {
      fault: 'A value that was a little too large failed with the advice to try again',
      test: 'packages/storage/src/value-size.test.ts › refuses %d bytes with headers %p, and says how many it has',
    },
    {
      fault: 'A read on another replica gave the revision before the own write',
      test: 'packages/storage/test/cluster.long.test.ts › gives back what one wrote, on a connection to server %d',
    },
    {
      fault: 'A conflict named a revision that was not there',
      test: 'packages/storage/test/cluster.long.test.ts › names the revision that is there where an update conflicts',
    },
    {
      fault: 'A list of keys from a copy that was behind lacked what the connection had written',
      test: 'packages/storage/test/cluster.long.test.ts › lists all that was written here, while a copy is behind',
    },
    {
      fault: 'A watch said that its first reading was complete, from a copy that was behind',
      test: 'packages/storage/test/cluster.long.test.ts › ends the first reading of a watch with all that was written here, while a copy is behind',
    },
    {
      fault: 'A watch ended for good when its bucket was lost',
      test: 'packages/storage/test/watch-faults.long.test.ts › each watch goes on, tells of a gap, repeats nothing, and leaves no consumer behind',
    },
    {
      fault: 'A change of leader failed entries of a batch',
      test: 'packages/storage/test/fast-ingest.long.test.ts › loses nothing when the leader changes under way',
    },
    {
      fault: 'A write without an acknowledgement was repeated over what others had written since',
      test: 'packages/storage/test/silent-writes.test.ts › is not written once more: %s, history of %d',
    },
    {
      fault: 'An entry of a batch was sent again over what others had written since',
      test: 'packages/storage/test/silent-writes.test.ts › undoes nothing that others wrote where it can know: window %p',
    },
    {
      fault: 'A full store advised to try again',
      test: 'packages/storage/src/server-refusal.test.ts › names the limit',
    },
    {
      fault: 'A stream that failed while it was stored was told as a fault of JetStream',
      test: 'packages/storage/test/object-store.test.ts › leaves no half of an object whose source fails or that is given up',
    },
    {
      fault: 'A lazy query of a library that answers by a thenable lost its failure',
      test: 'packages/storage/src/value-codec.test.ts › waits for a schema that answers by a thenable',
    },
    {
      fault: 'A key whose time to live had passed was an empty text to pages and plain clients',
      test: 'packages/platform/test/storage-service.test.ts › end with a marker of the server, such as %s: %s',
    },
  ],
  'links, clocks and stops': [
    {
      fault: 'Events that were published while the connection was down resolved, and reached nobody',
      test: 'packages/storage/test/request-multiplexer.long.test.ts › keeps what is sent while it is down, and sends it in order once it is back',
    },
    {
      fault: 'A half-open connection was noticed after five minutes',
      test: 'packages/platform/test/connection-watch.test.ts › notices a connection that hears nothing, and has it replaced',
    },
    {
      fault: 'A renewal of credentials lost calls and delivered events twice',
      test: 'packages/client/test/renewal.test.ts › delivers each event once and in order through renewals, to listeners and from senders',
    },
    {
      fault: 'The retirement of a signing key disconnected everybody',
      test: 'packages/platform/test/rotation.test.ts › disconnects nobody and loses no call until the old key is retired, and then nobody for good',
    },
    {
      fault: 'A kept connection held the stop of a platform for over a minute',
      test: 'packages/platform/test/http-departure.test.ts › answers what is under way, says so, and is gone within a second of it',
    },
    {
      fault: 'A platform did not stop while NATS was away',
      test: 'packages/platform/test/stop-without-nats.test.ts › is not held while NATS %s',
    },
    {
      fault: 'A stop while @OnStart hung did nothing',
      test: 'packages/extension/test/stop.test.ts › ends a start whose @OnStart hangs, and tells the hook',
    },
    {
      fault: 'The keys of a killed instance had no owner for a minute',
      test: 'packages/extension/test/ownership.long.test.ts › is one of the others within five seconds of a kill',
    },
    {
      fault: 'A key had two owners while instances joined and left',
      test: 'packages/extension/test/ownership.long.test.ts › is never two while instances join and leave',
    },
    {
      fault: 'An overloaded endpoint worked for callers who had left, and silenced the others of its process',
      test: 'packages/extension/src/invoke/lane.test.ts › begins nothing that was given up, and drops what cannot be done in time',
    },
    {
      fault: 'A flood of events ran 47,000 handlers at once, until memory was gone',
      test: 'packages/extension/src/binders/event-handler.test.ts › runs 1,000 of a burst, lets 10,000 wait in order, and drops, counts and logs the rest',
    },
    {
      fault: 'A clock that jumped ahead answered every call in flight with 504',
      test: 'packages/extension/src/invoke/message-handler.test.ts › keeps its deadlines when the clock on the wall jumps',
    },
    {
      fault: 'A clock that was set back kept a client from reconnecting',
      test: 'packages/storage/src/replacement/reconnect-delay.test.ts › leaves nothing to the wall clock',
    },
    {
      fault: 'An unhandled rejection ended a process without an answer to anybody',
      test: 'packages/extension/test/crash.test.ts › answers what is under way, runs @OnStop and writes its last status, within five seconds',
    },
    {
      fault: 'A server that had as many connections as it accepts was described as one that does not answer',
      test: 'packages/client/test/standalone.test.ts › says that the server has as many connections as it accepts',
    },
    {
      fault: 'An account that had as many connections as it may was described as a server that does not answer',
      test: 'packages/client/test/standalone.test.ts › of an account that has as many connections as it may is told so',
    },
    {
      fault: 'Creds with the line ends of Windows, or without a last line end, were refused',
      test: 'packages/client/test/standalone.test.ts › no line end behind it, as a shell hands it on',
    },
    {
      fault: 'A bucket that was declared while the server was killed was said not to be declared',
      test: 'packages/storage/test/recovery.test.ts › a bucket is made, or its maker is told that nobody answered',
    },
  ],
  'JetStream manager': [
    {
      fault: 'A restore that an old server had no room for made the connection deaf',
      test: 'packages/jetstream-manager/test/full-server.test.ts › a restore that a server has no room for leaves the connection usable',
    },
    {
      fault: 'A restore deleted the living stream, and then failed',
      test: 'packages/jetstream-manager/test/restore-beside.test.ts › puts it back where it is aborted once the living stream has gone',
    },
    {
      fault: 'A restored stream read its sources again from the start',
      test: 'packages/jetstream-manager/test/restore-beside.test.ts › goes on where it was, and takes nothing twice',
    },
    {
      fault: 'Consumers that a snapshot had left out were gone after a restore',
      test: 'packages/jetstream-manager/test/restore-beside.test.ts › come back at their ack floor where the snapshot lacks them, unless told otherwise',
    },
    {
      fault: 'A leftover mark had a restore delete what was not its own',
      test: 'packages/jetstream-manager/test/backup-interrupted.long.test.ts › takes away what an interrupted restore left, and nothing else',
    },
    {
      fault: 'One stream with a number beyond 2^53 hid all others',
      test: 'packages/jetstream-manager/test/unsafe-integers.test.ts › go into a backup and out of it, and stop neither the account nor the list',
    },
    {
      fault: 'The version of the connected server decided about a server elsewhere',
      test: 'packages/jetstream-manager/test/answering-server.test.ts › refuses an update that the server would drop before anything is changed',
    },
    {
      fault: 'A misspelt field passed as a change that can be applied',
      test: 'packages/jetstream-manager/test/diff-fuzz.long.test.ts › a difference agrees with the server',
    },
    {
      fault: 'A stream was created empty after the process that recreated it was killed',
      test: 'packages/jsm/test/killed-process.long.test.ts › loses nothing at %s',
    },
    {
      fault: 'A consumer that was made anew lost the messages that its stream kept for it, or was gone itself',
      test: 'packages/jetstream-manager/test/assets.test.ts › keeps the messages of a stream by %s',
    },
    {
      fault: 'A pager over an empty stream never ended',
      test: 'packages/jetstream-manager/test/walk.test.ts › ends the pager and a batch with %s',
    },
    {
      fault: 'A directory that two calls made at once was refused to one of them',
      test: 'packages/jetstream-manager/src/backup/make-directory.test.ts › makes the same path from several places at once',
    },
  ],
  'tests, tools and the browser': [
    {
      fault: 'An unexpected error of a handler was hidden from its test',
      test: 'packages/testing/src/extension/test-extension.test.ts › is the cause of what the caller gets, with its stack',
    },
    {
      fault: 'Two dev sessions of two projects could not share a platform',
      test: 'packages/boot/test/dev-shared.long.test.ts › share one platform, and go on with another when its owner ends',
    },
    {
      fault: 'Errors of several instances did not say whose they were',
      test: 'packages/boot/test/dev-shared.long.test.ts › says of each line which of several instances wrote it, errors included',
    },
    {
      fault: 'A bundler stopped at the compiled library of the keyring',
      test: 'test/bundling.test.ts › can be bundled into one file, without options for what it loads late',
    },
    {
      fault: 'A platform on IPv6 named an address that nothing could look up',
      test: 'packages/platform/test/http.test.ts › names its address so that it can be used',
    },
    {
      fault: 'An application on a leaf node was told that JetStream is not enabled',
      test: 'packages/extension/test/leaf-node.test.ts › keeps its buckets in the hub with %j',
    },
    {
      fault: 'The exchange went past the proxy of the environment',
      test: 'packages/client/test/proxy.test.ts › asks the proxy for a platform without TLS, with the login that the variable has',
    },
    {
      fault: 'The extension of the guide on usage did not start on a plain NATS server',
      test: 'packages/extension/test/behaviour/standalone.test.ts › has no licences: the guide on usage starts, and its reports cost nothing',
    },
    {
      fault: 'A refused WebSocket left the page without a connection for good',
      test: 'packages/platform-ui/test/connection.test.ts › comes back after a restart of the server, though credentials were refused meanwhile',
    },
    {
      fault: '`symphony-boot --help` took half a second of processor time: it loaded all that an extension needs',
      test: 'test/start-of-commands.test.ts › of %s loads nothing that only other commands need',
    },
    {
      fault: 'A client kept the connection of a refused WebSocket half open',
      test: 'packages/platform-ui/test/tunnel.test.ts › %s is closed, though its client keeps the other half open',
    },
    {
      fault: 'Anybody could end a platform with its shell by resetting the connection of a refused WebSocket',
      test: 'packages/platform-ui/test/tunnel.test.ts › does not end the platform when its client resets the connection',
    },
  ],
};
