/** The `code` of a system error, such as `ENOENT`. Read by shape: the error may come from another realm. */
export const errorCode = (error: unknown): unknown => Reflect.get(Object(error), 'code');
