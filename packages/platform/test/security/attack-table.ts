/** Whether the same attack works without protection: inside one account, or on somebody who shares it. */
export type Control = 'works' | 'works on 2.9' | 'works on 2.15' | 'not tried';

/** An attack on somebody else, and its outcome. */
export interface AttackRow {
  readonly what: string;
  readonly outcome: 'stopped' | 'open';
  readonly control: Control;
  /** What stops it, or the consequence if it works. */
  readonly why: string;
}

const stopped = (what: string, why: string, control: Control = 'not tried'): AttackRow => ({
  what,
  why,
  control,
  outcome: 'stopped',
});
const open = (what: string, why: string): AttackRow => ({ what, why, control: 'not tried', outcome: 'open' });

const account = 'the subject means something else, or nothing, in another account';
const answersEnd = 'an answer from another account does not set out for a third one';
const attested = 'the import, which the platform signs, writes the caller into the subject';

/** The attacks. By default, `orders` attacks `catalog` or the platform with all rights of its account. */
export const attackTable = {
  readIntoKey: stopped('reads a value of its own, with a foreign key as the reply', account, 'works'),
  readIntoEndpoint: stopped('reads a value of its own, with a foreign endpoint as the reply', account, 'works'),
  ackIntoKey: stopped('writes a value of its own, with a foreign key as the reply', account, 'works'),
  ackPurges: stopped('writes a value of its own, with a foreign purge as the reply', account, 'works on 2.9'),
  infoIntoKey: stopped('asks for stream information, with a foreign key as the reply', account, 'works'),
  valueAsStream: stopped(
    'has a value of its own make a stream that copies a foreign bucket',
    'a stream copies from its own account alone',
    'works',
  ),
  valueAsConsumer: stopped('has a value of its own make a consumer of a foreign bucket', account, 'works'),
  emptyValueDeletes: stopped('has an empty value delete a foreign bucket', account, 'works'),
  pushToEndpoint: stopped('pushes a consumer to a foreign endpoint', account, 'works'),
  pushToInbox: stopped('pushes a consumer to a foreign inbox it knows', account, 'works'),
  serviceIntoKey: stopped('asks a platform service, with a foreign key as the reply', account, 'works'),
  servicePurges: stopped('asks a platform service, with a foreign purge as the reply', answersEnd),
  endpointIntoItsKey: stopped('calls an endpoint, with a key of its extension as the reply', account, 'works'),
  discoveryIntoKey: stopped('pings services, with a foreign key as the reply', account, 'works'),
  answersForeignReply: stopped(
    'asks itself with a foreign endpoint as the reply, and answers',
    'no user may answer wherever it is asked to (`resp`)',
    'works',
  ),
  broadcastThroughReply: stopped('has a read answer to the subject of a broadcast', account, 'works'),
  sourcesForeign: stopped('makes a stream that copies a foreign one', account, 'works'),
  snapshotsForeign: stopped('backs up a foreign stream to its inbox', account, 'works'),
  altersConsumer: stopped('makes a foreign consumer again, with another filter', account, 'works'),
  oracle: stopped('asks by `Nats-Expected-Last-Sequence` how far a foreign bucket is', account, 'works'),
  messageId: stopped('takes the message id that somebody else is going to use', account, 'works'),
  rollsUpStatus: stopped(
    'wipes the status entries of other instances by a roll-up',
    'the bucket has them off',
    'works',
  ),
  consumerFlood: stopped('makes consumers until no more can be made', 'limits are per account', 'works'),
  trace: stopped(
    'has the server trace a call, to learn who is behind it',
    'a trace ends at the border of the account',
    'works on 2.15',
  ),
  forgedReply: stopped('answers in another’s place, into an inbox it knows', account, 'works'),
  fakeDiscovery: stopped('answers discovery as `catalog`', 'everybody discovers in its own account', 'works'),
  fakeInDiscovery: stopped(
    'answers the discovery of the platform as `catalog`',
    'the platform knows whose account it comes from, and drops what speaks as another',
  ),
  fakeEvent: stopped('announces an event of `catalog`', 'its permissions end at its own events'),
  speaksAsOther: stopped('registers through the platform’s inner subject of `catalog`', 'its permissions'),
  registersForeign: stopped('registers a manifest of `catalog`', attested),
  reportsForeignUse: stopped('reports use as `catalog`', attested),
  foreignStatus: stopped(
    'writes a status entry of `catalog`',
    'the platform knows whose account it comes from',
    'works',
  ),
  forgedUser: stopped(
    'writes `Nats-Request-Info` itself, twice, or behind a header that ends like it',
    'the platform takes a request that says it more than once for forged: 2.9 takes away no more than one',
  ),
  readsForeignBucket: stopped(
    'reads a foreign bucket through the storage service',
    'it needs the right to that bucket',
  ),
  storageKeyTricks: stopped('names keys that lead elsewhere: wildcards, dots, slashes', 'keys are checked'),
  peerStatus: open('an instance shows another instance of its extension as gone', 'they share one account'),
  peerBroadcast: open('an instance shows others of its extension a broadcast', 'they share one account'),
  clientIntoEndpoint: stopped('a client calls what it may, with an endpoint it may not call as the reply', answersEnd),
  clientIntoInner: stopped('the same, with a platform service as the reply', 'the same'),
  clientAnnounces: stopped('a client announces an event or a broadcast, whatever it was granted', 'its permissions'),
  clientAnswers: stopped(
    'a client listens where requests of other clients arrive, whatever granted',
    'its permissions',
  ),
  clientReadsBucket: stopped('a client reads a bucket it has no right to', 'it needs the right to that bucket'),
  clientIntoBroadcast: open(
    'a client calls what it may, with the subject of a broadcast as the reply',
    'other clients see the answer as a broadcast: clients have to take broadcasts and events for hints, and ask',
  ),
  clientIntoEvent: open(
    'the same, with the subject of an event',
    'other clients see it as that event; extensions do not',
  ),
  clientIntoInbox: open('the same, with an inbox of another client', 'its name is random, and has to be known'),
} as const satisfies Readonly<Record<string, AttackRow>>;

export type AttackName = keyof typeof attackTable;
