type Environment = Readonly<Record<string, string | undefined>>;

/** The variables that a program needs to run, to find certificates, and to know the time zone. */
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
 * The variables that a server and its watchdog receive. The variables of the caller may contain tokens, and another process of
 * the same user could read them in the environment of the server. Pure.
 */
export const childEnvironment = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([name]) => needed.includes(name.toUpperCase()) || RUNTIME.test(name)));
