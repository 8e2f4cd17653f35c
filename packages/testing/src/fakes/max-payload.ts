/** The `max_payload` that a server has by default. */
export const MAX_PAYLOAD = 1_048_576;
