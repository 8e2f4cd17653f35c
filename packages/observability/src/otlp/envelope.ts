import { type Attributes, encodeAttributes, type KeyValue } from './any-value.js';

/** The instance that the telemetry comes from. */
export interface TelemetrySource {
  /** `service.name`: the prefix of the extension. */
  readonly name: string;
  /** `service.version`. */
  readonly version: string;
  /** `service.instance.id`: the id of the instance. */
  readonly instanceId: string;
  /** More attributes of the resource. */
  readonly attributes?: Attributes | undefined;
}

export interface Resource {
  readonly attributes: readonly KeyValue[];
}

export interface Scope {
  readonly name: string;
}

/** The instrumentation scope of everything that is recorded here. */
export const scope: Scope = { name: '@symphony-ts/observability' };

/** The resource of an instance, after OpenTelemetry's semantic conventions. */
export const encodeResource = ({ name, version, instanceId, attributes = {} }: TelemetrySource): Resource => ({
  attributes: encodeAttributes({
    ...attributes,
    'service.name': name,
    'service.version': version,
    'service.instance.id': instanceId,
  }),
});
