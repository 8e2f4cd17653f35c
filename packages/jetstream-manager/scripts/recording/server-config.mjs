const user = (name) => ({ user: name, password: name });

/** Three accounts: the system account, one that exports a service with latency tracking, and one that imports it. */
export const accounts = {
  accounts: {
    SYS: { users: [user('sys')] },
    APP: {
      jetstream: 'enabled',
      users: [user('app')],
      exports: [{ service: 'service.>', latency: { sampling: '100%', subject: 'latency.service' } }],
    },
    CLIENTS: {
      users: [user('client')],
      imports: [{ service: { account: 'APP', subject: 'service.>' } }],
    },
  },
  system_account: 'SYS',
};
