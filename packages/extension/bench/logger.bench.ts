// Compares a line of a child logger with one of pino's child, and a logger for each request that writes one line. All write to
// a destination that drops the lines.
import { createLogger } from '@symphony-ts/extension';
import { pino } from 'pino';
import { interleave, ratiosOf, reportRatio } from '../../../scripts/bench/goals.mjs';

const ROUNDS = Number(process.env['ROUNDS'] ?? 12);
const LINES = 100_000;

const nowhere = { write: () => undefined };
const bare = pino({ base: { extension: 'notes' } }, nowhere);
const ours = createLogger('notes', { destination: nowhere, env: {} });
const request = { subject: 'cirata.extensions.notes.add', request_id: '0f9c1b7e' };
const fields = { revision: 12, key: 'last' };
const bareChild = bare.child(request);
const ourChild = ours.child(request);

/** Processor time of many lines, in microseconds. */
function measure(writeLine: () => void): () => Promise<number> {
  return () => {
    const before = process.cpuUsage();
    for (let line = 0; line < LINES; line += 1) writeLine();
    const { user, system } = process.cpuUsage(before);
    return Promise.resolve(user + system);
  };
}

const subjects = {
  bareLine: measure(() => bareChild.info(fields, 'a note was stored')),
  line: measure(() => ourChild.info('a note was stored', fields)),
  bareRequest: measure(() => bare.child(request).info(fields, 'a note was stored')),
  request: measure(() => ours.child(request).info('a note was stored', fields)),
};
await interleave(subjects, 2); // warm-up
const { bareLine, line, bareRequest, request: ofRequest } = await interleave(subjects, ROUNDS);
const beside = "pino's child";
reportRatio({ what: 'logger', case: 'log line', beside, goal: 1.2, ratios: ratiosOf(line, bareLine) });
reportRatio({
  what: 'logger',
  case: 'logger of a request, one line',
  beside,
  goal: 1.2,
  ratios: ratiosOf(ofRequest, bareRequest),
});
