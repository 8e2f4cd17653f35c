/** How often an instance writes its status entry. @documented monitoring/status */
export const HEARTBEAT_INTERVAL_MS = 30_000;
/** How long a status entry lives without a heartbeat. @documented monitoring/status ("within about 60 s") */
export const STATUS_TTL_MS = 60_000;
/** How long an outbound call waits where its caller names no timeout. @inferred the pages advise 5 s for calls between extensions */
export const CALL_TIMEOUT_MS = 5_000;
/** How long a handler may take before its caller is answered 504. @inferred */
export const HANDLER_TIMEOUT_MS = 30_000;
