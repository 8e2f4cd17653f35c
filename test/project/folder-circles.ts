/** Pairs of folders that still reach each other by imports, by package. Entries are taken away, never added. */
export const knownFolderCircles: Readonly<Record<string, readonly string[]>> = {
  boot: [
    '. ⇄ access',
    '. ⇄ commands',
    '. ⇄ dev',
    '. ⇄ doctor',
    '. ⇄ module',
    'access ⇄ commands',
    'access ⇄ dev',
    'access ⇄ doctor',
    'access ⇄ module',
    'commands ⇄ dev',
    'commands ⇄ doctor',
    'commands ⇄ module',
    'dev ⇄ doctor',
    'dev ⇄ module',
    'doctor ⇄ module',
  ],
  'jetstream-manager': [
    'consumers ⇄ manager',
    'consumers ⇄ query',
    'consumers ⇄ streams',
    'events ⇄ events/views',
    'manager ⇄ query',
    'manager ⇄ streams',
    'query ⇄ streams',
  ],
};
