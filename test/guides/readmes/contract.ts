import { endpointSubject, isSymphonyError, Manifest } from '@symphony-ts/contract';

console.log(endpointSubject('catalog', 'add')); // cirata.extensions.catalog.add

export const readManifest = (text: string): Manifest => Manifest.parse(JSON.parse(text));
export const mayRetry = (error: unknown): boolean => isSymphonyError(error, 'NO_RESPONDERS');
