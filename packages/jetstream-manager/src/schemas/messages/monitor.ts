import * as z from 'zod';
import { count, int64, integer } from '../values/integer.js';
import { once } from '../values/once.js';
import { text } from '../values/text.js';
import { timestamp } from '../values/timestamp.js';
import { about, message } from './message.js';

/** The `number` nearest to the largest signed 64-bit integer. */
const maxInt64 = 2 ** 63;

const writeTimeout = () => z.enum(['default', 'close', 'retry']);

const cluster = once(() =>
  z.looseObject({
    name: text().optional(),
    addr: text().optional(),
    cluster_port: count().optional(),
    auth_timeout: z.number().optional(),
    urls: z.array(text()).optional(),
    tls_timeout: z.number().optional(),
    tls_required: z.boolean().optional(),
    tls_verify: z.boolean().optional(),
    pool_size: count().optional(),
    write_deadline: int64().optional(),
    write_timeout: writeTimeout().optional(),
    tls_cert_not_after: text().optional(),
  }),
);

const gateway = once(() =>
  z.looseObject({
    name: text().optional(),
    host: text().optional(),
    port: count().optional(),
    auth_timeout: z.number().optional(),
    tls_timeout: z.number().optional(),
    tls_required: z.boolean().optional(),
    tls_verify: z.boolean().optional(),
    advertise: text().optional(),
    connect_retries: count().optional(),
    gateways: z
      .array(z.looseObject({ name: text(), tls_timeout: z.number().optional(), urls: z.array(text()).optional() }))
      .optional(),
    reject_unknown: z.boolean().optional(),
    write_deadline: int64().optional(),
    write_timeout: writeTimeout().optional(),
    tls_cert_not_after: text().optional(),
  }),
);

const leaf = once(() =>
  z.looseObject({
    host: text().optional(),
    port: count().optional(),
    auth_timeout: z.number().optional(),
    tls_timeout: z.number().optional(),
    tls_required: z.boolean().optional(),
    tls_verify: z.boolean().optional(),
    remotes: z
      .array(
        z.looseObject({
          local_account: text().optional(),
          tls_timeout: z.number().optional(),
          urls: z.array(text()).optional(),
          deny: z.looseObject({ exports: z.array(text()).optional(), imports: z.array(text()).optional() }).optional(),
          tls_ocsp_peer_verify: z.boolean().optional(),
        }),
      )
      .optional(),
    tls_ocsp_peer_verify: z.boolean().optional(),
    write_deadline: int64().optional(),
    write_timeout: writeTimeout().optional(),
    tls_cert_not_after: text().optional(),
  }),
);

const mqtt = once(() =>
  z.looseObject({
    host: text().optional(),
    port: count().optional(),
    no_auth_user: text().optional(),
    auth_timeout: z.number().optional(),
    tls_map: z.boolean().optional(),
    tls_timeout: z.number().optional(),
    tls_pinned_certs: z.array(text()).optional(),
    js_domain: text().optional(),
    ack_wait: int64().optional(),
    max_ack_pending: count().optional(),
    tls_ocsp_peer_verify: z.boolean().optional(),
    tls_cert_not_after: text().optional(),
  }),
);

const websocket = once(() =>
  z.looseObject({
    host: text().optional(),
    port: count().optional(),
    advertise: text().optional(),
    no_auth_user: text().optional(),
    jwt_cookie: text().optional(),
    handshake_timeout: z.number().gte(-maxInt64).lte(maxInt64).optional(),
    auth_timeout: z.number().optional(),
    no_tls: z.boolean().optional(),
    tls_map: z.boolean().optional(),
    tls_pinned_certs: z.array(text()).optional(),
    same_origin: z.boolean().optional(),
    allowed_origins: z.array(text()).optional(),
    compression: z.boolean().optional(),
    tls_ocsp_peer_verify: z.boolean().optional(),
    tls_cert_not_after: text().optional(),
  }),
);

const jetstream = once(() =>
  z.looseObject({
    config: z
      .looseObject({
        max_memory: integer().optional(),
        max_storage: integer().optional(),
        store_dir: text().optional(),
        sync_interval: int64().optional(),
        sync_always: z.boolean().optional(),
        domain: text().optional(),
        compress_ok: z.boolean().optional(),
        unique_tag: text().optional(),
        strict: z.boolean().optional(),
      })
      .optional(),
    stats: z
      .looseObject({
        memory: integer().optional(),
        storage: integer().optional(),
        reserved_memory: integer().optional(),
        reserved_storage: integer().optional(),
        accounts: count().optional(),
        ha_assets: count().optional(),
        api: z
          .looseObject({
            level: count().optional(),
            total: integer().optional(),
            errors: integer().optional(),
            inflight: count().optional(),
          })
          .optional(),
      })
      .optional(),
    meta: z
      .looseObject({
        name: text().optional(),
        leader: text().optional(),
        peer: text().optional(),
        replicas: z
          .array(
            z.looseObject({
              name: text(),
              current: z.boolean(),
              offline: z.boolean().optional(),
              active: int64(),
              lag: count().optional(),
              peer: text(),
            }),
          )
          .optional(),
        cluster_size: count(),
        pending: count(),
        pending_requests: count().optional(),
        pending_infos: count().optional(),
        snapshot: z
          .looseObject({
            pending_entries: int64().optional(),
            pending_size: int64().optional(),
            last_time: timestamp().optional(),
            last_duration: int64().optional(),
          })
          .optional(),
      })
      .optional(),
    limits: z
      .looseObject({
        max_request_batch: count().optional(),
        max_ack_pending: count().optional(),
        max_ha_assets: count().optional(),
        max_duplicate_window: int64().optional(),
        max_batch_inflight_per_stream: count().optional(),
        max_batch_inflight_total: count().optional(),
        max_batch_size: count().optional(),
        max_batch_timeout: int64().optional(),
      })
      .optional(),
  }),
);

const ocspPeerCache = once(() =>
  z.looseObject({
    cache_type: text().optional(),
    cache_hits: count().optional(),
    cache_misses: count().optional(),
    cached_responses: count().optional(),
    cached_revoked_responses: count().optional(),
    cached_good_responses: count().optional(),
    cached_unknown_responses: count().optional(),
  }),
);

const linkCounts = once(() =>
  z.looseObject({
    clients: count().optional(),
    routes: count().optional(),
    gateways: count().optional(),
    leafs: count().optional(),
  }),
);

const diskIoWaitStats = once(() =>
  z.looseObject({
    waiters: count().optional(),
    waits: count().optional(),
    wait_time: count().optional(),
    max_wait_time: count().optional(),
  }),
);

/** The information about a server that it gives over HTTP and in system requests. */
export const monitorMessages = {
  ...message(
    'io.nats.server.monitor.v1.varz',
    about('any', "A server's configuration and counters, as its monitoring endpoint /varz tells them"),
    () =>
      z.looseObject({
        server_id: text().optional(),
        server_name: text().optional(),
        version: text().optional(),
        proto: count().optional(),
        git_commit: text().optional(),
        go: text().optional(),
        host: text().optional(),
        port: count().optional(),
        auth_required: z.boolean().optional(),
        tls_required: z.boolean().optional(),
        tls_verify: z.boolean().optional(),
        tls_ocsp_peer_verify: z.boolean().optional(),
        ip: text().optional(),
        connect_urls: z.array(text()).optional(),
        ws_connect_urls: z.array(text()).optional(),
        max_connections: int64().optional(),
        max_subscriptions: count().optional(),
        ping_interval: z.number().optional(),
        ping_max: count().optional(),
        http_host: text().optional(),
        http_port: count().optional(),
        http_base_path: text().optional(),
        https_port: count().optional(),
        auth_timeout: z.number().optional(),
        max_control_line: count().optional(),
        max_payload: count().optional(),
        max_pending: count().optional(),
        cluster: cluster().optional(),
        gateway: gateway().optional(),
        leaf: leaf().optional(),
        mqtt: mqtt().optional(),
        websocket: websocket().optional(),
        jetstream: jetstream().optional(),
        tls_timeout: z.number().optional(),
        write_deadline: int64().optional(),
        write_timeout: writeTimeout().optional(),
        start: text().optional(),
        now: text().optional(),
        uptime: text().optional(),
        mem: integer().optional(),
        cores: count().optional(),
        gomaxprocs: count().optional(),
        gomemlimit: integer().optional(),
        cpu: z.number().optional(),
        connections: count().optional(),
        total_connections: integer().optional(),
        routes: count().optional(),
        remotes: count().optional(),
        leafnodes: count().optional(),
        in_msgs: integer().optional(),
        in_bytes: integer().optional(),
        in_client_msgs: integer().optional(),
        in_client_bytes: integer().optional(),
        out_msgs: integer().optional(),
        out_bytes: integer().optional(),
        out_client_msgs: integer().optional(),
        out_client_bytes: integer().optional(),
        slow_consumers: count().optional(),
        stale_connections: count().optional(),
        stalled_clients: count().optional(),
        subscriptions: count().optional(),
        http_req_stats: z.record(z.string(), count()).optional(),
        config_load_time: text().optional(),
        config_digest: text().optional(),
        tags: z.array(text()).optional(),
        metadata: z.record(z.string(), text()).optional(),
        feature_flags: z.record(z.string(), z.boolean()).optional(),
        trusted_operators_jwt: z.array(text()).optional(),
        trusted_operators_claim: z.array(z.looseObject({})).optional(),
        system_account: text().optional(),
        pinned_account_fails: count().optional(),
        ocsp_peer_cache: ocspPeerCache().optional(),
        slow_consumer_stats: linkCounts().optional(),
        stale_connection_stats: linkCounts().optional(),
        disk_io_wait_stats: diskIoWaitStats().optional(),
        proxies: z.looseObject({ trusted: z.array(z.looseObject({ key: text().optional() })).optional() }).optional(),
        tls_cert_not_after: text().optional(),
      }),
  ),
};
