/** Requests a minute from one address. */
export interface RateLimits {
  /** Default 600: enough for a host full of instances that reconnect at once. */
  readonly exchange: number;
  /** Default 30. */
  readonly signIn: number;
}
