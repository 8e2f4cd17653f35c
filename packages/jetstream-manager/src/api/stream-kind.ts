/** Whether the name of a stream is that of a key-value bucket. */
export const isKvBucketName = (name: string): boolean => name.startsWith('KV_');

/** Whether the name of a stream is that of an object store. */
export const isObjectBucketName = (name: string): boolean => name.startsWith('OBJ_');

/** Whether the name of a stream is that of the server's MQTT state. */
export const isMqttStateName = (name: string): boolean => name.startsWith('$MQTT_');

/** Whether the name of a stream is that of a bucket, an object store or MQTT. */
export const isInternalName = (name: string): boolean =>
  isKvBucketName(name) || isObjectBucketName(name) || isMqttStateName(name);
