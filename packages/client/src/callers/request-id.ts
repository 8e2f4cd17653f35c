import { randomBytes } from 'node:crypto';

/** How many characters an id has: 96 random bits, six in each. */
export const REQUEST_ID_LENGTH = 16;

/** Random bytes are drawn for 256 ids at once, because each draw costs more than an id. */
const DRAWN_BYTES = (256 * REQUEST_ID_LENGTH * 6) / 8;
let drawn = '';
let used = 0;

/** The id of one request. It cannot be guessed from the ids of other calls: otherwise somebody else could end this call. */
export function newRequestId(): string {
  if (used === drawn.length) {
    drawn = randomBytes(DRAWN_BYTES).toString('base64url');
    used = 0;
  }
  used += REQUEST_ID_LENGTH;
  return drawn.slice(used - REQUEST_ID_LENGTH, used);
}
