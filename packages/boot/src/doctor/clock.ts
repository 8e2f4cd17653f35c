import { CheckError } from './finding.js';

/** HTTP dates count whole seconds. Credentials are valid from the second in which they are created. */
const TOLERATED_MS = 3_000;

/**
 * Compares the `Date` of an answer with the local time halfway between request and answer.
 *
 * @throws `CheckError` when they are too far apart
 */
export function compareClocks(date: string | null, sentAt: number, receivedAt: number): string {
  const theirs = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(theirs)) {
    throw new CheckError('the platform does not say what time it is', 'compare the clocks yourself', {
      isWarning: true,
    });
  }
  // On average, the time is half a second after its whole second.
  const skewMs = Math.round((sentAt + receivedAt) / 2 - (theirs + 500));
  const slackMs = (receivedAt - sentAt) / 2 + TOLERATED_MS;
  if (Math.abs(skewMs) <= slackMs) return 'this machine and the platform agree';
  const direction = skewMs > 0 ? 'ahead of' : 'behind';
  throw new CheckError(
    `this machine is ${Math.round(Math.abs(skewMs) / 1_000)} s ${direction} the platform`,
    'set the clock (NTP): credentials have a beginning and an end',
    { isWarning: true },
  );
}
