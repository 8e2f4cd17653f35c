import { randomUUID } from 'node:crypto';
import { Injectable } from '@symphony-ts/extension';

/** Names items that come without an id. Injected, so that a test can say which ids there will be. */
@Injectable()
export class ItemIds {
  next(): string {
    return randomUUID();
  }
}
