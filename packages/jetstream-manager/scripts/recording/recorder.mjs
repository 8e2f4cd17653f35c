import { connect } from '@nats-io/transport-node';
import { parseExactJson, schemaTypes } from '@symphony-ts/jetstream-manager';

/** How many messages of a type are kept. Each of them has other fields than the earlier ones. */
const KEPT = 4;

const api = (name) => `io.nats.jetstream.api.v1.${name}`;

/** Connects as all three kinds of user, and collects the messages. */
export async function openRecorder(cluster, binary) {
  const as = (user, url = cluster.clientUrls) => connect({ servers: url, user, pass: user, name: `recorder ${user}` });
  const [app, sys, client] = await Promise.all([as('app'), as('sys'), as('client')]);
  const messages = new Map();
  const shapes = new Set();

  /** Keeps a message, unless it has a message with the same fields already. */
  const keep = (type, message) => {
    const shape = `${type} ${shapeOf(message)}`;
    const kept = messages.get(type) ?? [];
    if (shapes.has(shape) || kept.length >= KEPT) return;
    shapes.add(shape);
    messages.set(type, [...kept, message]);
  };

  const listen = (nc, subject) =>
    nc.subscribe(subject, {
      callback: (_error, msg) => {
        const message = parse(msg.data);
        if (typeof message?.type === 'string') keep(message.type, message);
      },
    });
  for (const subject of ['$JS.EVENT.>', 'latency.>']) listen(app, subject);
  for (const subject of ['$JS.EVENT.>', '$SYS.ACCOUNT.>', '$SYS.SERVER.>']) listen(sys, subject);
  await Promise.all([app.flush(), sys.flush()]);

  /** Sends one request of the JetStream API, and records it as `name`_request and its response as `name`_response. */
  const request = async (nc, name, subject, body) => {
    const payload = body === undefined ? '' : JSON.stringify(body);
    const reply = await nc.request(subject, payload, { timeout: 5000 }).catch((error) => {
      throw new Error(`${subject}: ${error.message}`, { cause: error });
    });
    const response = parse(reply.data);
    if (body !== undefined) keep(api(`${name}_request`), body);
    keep(api(`${name}_response`), response);
    return response;
  };

  return {
    app,
    sys,
    client,
    as,
    cluster,
    binary,
    messages,
    keep,
    call: (name, subject, body) => request(app, name, `$JS.API.${subject}`, body),
    callAsSystem: (name, subject, body) => request(sys, name, `$JS.API.${subject}`, body),
    /** Waits until it has seen a message of the type. Fails after `ms`. */
    seen: (type, ms = 10_000) => until(() => messages.has(type), ms, `no ${type}`),
    until,
    missing: () => schemaTypes().filter((type) => !messages.has(type)),
    close: () => Promise.all([app, sys, client].map((nc) => nc.close())),
  };
}

async function until(holds, ms, what) {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`${what} within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export function parse(data) {
  try {
    return parseExactJson(new TextDecoder().decode(data));
  } catch {
    return undefined; // Some messages on the subjects of events are not JSON.
  }
}

/** The fields of a message, without their values. */
function shapeOf(value) {
  if (Array.isArray(value)) return `[${value.length > 0 ? shapeOf(value[0]) : ''}]`;
  if (typeof value !== 'object' || value === null)
    return value === null ? 'null' : typeof value === 'bigint' ? 'number' : typeof value;
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${key}:${shapeOf(value[key])}`)
    .join()}}`;
}
