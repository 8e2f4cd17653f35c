// How this package reads and writes quantities, for its command line.
export { bytes, duration, grouped } from './events/text/values.js';
export { parseDuration } from './query/duration.js';
// How a property that may be undefined is left out.
export { withoutUndefined } from './json/without-undefined.js';
// How a file is written so that nobody reads half of it.
export { writeFileWhole } from './backup/write-file-whole.js';
// Where work goes on whose process may be killed.
export { makeWorkDirectory } from './backup/work-directory.js';
// The streams behind buckets and object stores.
export { bucketStream, objectStream } from './assets/wanted-assets.js';
// Which stream a subject goes to.
export { isSubjectWithin } from './query/build-matcher.js';
// What errors say, so that the command line can say it in its own words.
export { isJetStreamManagerError, JetStreamManagerError } from './errors/manager-error.js';
export { errorCodes } from './errors/error-codes.js';
export type { JetStreamManagerErrorCode } from './errors/error-codes.js';
