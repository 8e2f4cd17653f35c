/** The connection to the platform was not there, or broke, before a request was answered. */
export class DisconnectedError extends Error {
  override readonly name = 'DisconnectedError';
  /** An HTTP status, as errors of the platform and of the bridge have one. */
  readonly code = 503;
  /** True for a request that was sent: it may have been handled. False: it was not, and repeating it is safe. */
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
