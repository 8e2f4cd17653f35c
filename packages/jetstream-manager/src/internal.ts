// How this package reads and writes quantities, for its command line.
export { bytes, duration, grouped } from './events/text/values.js';
export { parseDuration } from './query/duration.js';
// Omits undefined properties.
export { withoutUndefined } from './json/without-undefined.js';
// Writes a file so that nobody reads a partial one.
export { writeFileWhole } from './backup/write-file-whole.js';
// Creates a directory with its parents, and never waits for one that cannot be made.
export { makeDirectory } from './backup/make-directory.js';
// Folders for work whose process may be killed.
export { makeWorkDirectory } from './backup/work-directory.js';
// Streams of work that runs or was cut off.
export { readLeftStream } from './restore/left-stream.js';
// The streams behind buckets and object stores.
export { bucketStream, objectStream } from './assets/wanted-assets.js';
// Matching of subjects.
export { isSubjectWithin } from './query/build-matcher.js';
// The texts of errors, so that the command line can use its own words.
export { isJetStreamManagerError, JetStreamManagerError } from './errors/manager-error.js';
export { errorCodes } from './errors/error-codes.js';
export type { JetStreamManagerErrorCode } from './errors/error-codes.js';
