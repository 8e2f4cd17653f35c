/** Whether a stream of this name holds a key-value bucket. */
export const isKvBucketName = (name: string): boolean => name.startsWith('KV_');

/** Whether a stream of this name holds an object bucket. */
export const isObjectBucketName = (name: string): boolean => name.startsWith('OBJ_');

/** Whether a stream of this name holds the server's MQTT state. */
export const isMqttStateName = (name: string): boolean => name.startsWith('$MQTT_');

/** Whether a stream of this name belongs to something built on streams: a bucket or MQTT. */
export const isInternalName = (name: string): boolean =>
  isKvBucketName(name) || isObjectBucketName(name) || isMqttStateName(name);
