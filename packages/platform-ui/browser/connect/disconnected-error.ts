/** The connection to the platform was down, or broke before the request was answered. */
export class DisconnectedError extends Error {
  override readonly name = 'DisconnectedError';
  /** An HTTP status, as in errors of the platform and of the bridge. */
  readonly code = 503;
  /** True if the request was sent and may have been handled. False if it was not sent, so that repeating it is safe. */
  readonly isSent: boolean;

  constructor(subject: string, isSent: boolean) {
    super(
      isSent
        ? `The connection broke before ${subject} answered: the request may have been handled. Repeat it only if it may be handled twice.`
        : `There is no connection to the platform, so nothing was sent to ${subject}. Repeat it when the connection is back.`,
    );
    this.isSent = isSent;
  }
}
