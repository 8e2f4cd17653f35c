type Environment = Readonly<Record<string, string | undefined>>;

/** What a program needs to run, to find certificates, and to know the time zone. */
const needed: readonly string[] = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TMP',
  'TEMP',
  'TZ',
  'LANG',
  'LC_ALL',
  'SYSTEMROOT',
  'LD_LIBRARY_PATH',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];
/** Settings of the Go runtime, such as `GOMEMLIMIT`. */
const RUNTIME = /^GO[A-Z]+$/;

/**
 * The variables that a server and its watchdog get: those of the caller may hold tokens, and whoever reads the environment of one
 * process of a user would read them there, too. Pure.
 */
export const childEnvironment = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([name]) => needed.includes(name.toUpperCase()) || RUNTIME.test(name)));
