/** Milliseconds between two status entries of an instance. @documented monitoring/status */
export const HEARTBEAT_INTERVAL_MS = 30_000;
/** Milliseconds until a status entry expires without a heartbeat. @documented monitoring/status ("within about 60 s") */
export const STATUS_TTL_MS = 60_000;
/** Milliseconds that a call without a timeout waits. @inferred the pages advise 5 s for calls between extensions */
export const CALL_TIMEOUT_MS = 5_000;
/** Milliseconds that a handler has before its caller gets 504. @inferred */
export const HANDLER_TIMEOUT_MS = 30_000;
