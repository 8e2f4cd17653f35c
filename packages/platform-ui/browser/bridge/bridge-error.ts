/** Why the page refused a frame's call. The code is an HTTP status. */
export class BridgeError extends Error {
  override readonly name: string;
  readonly code: number;

  constructor(message: string, code: number) {
    super(message);
    this.name = code === 403 ? 'PermissionError' : 'BridgeError';
    this.code = code;
  }
}
