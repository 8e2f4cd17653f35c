/**
 * Headers by their names as sent. `get` and `has` find a name in any spelling, as in HTTP. NATS tells `X-Tenant` from `x-tenant`,
 * and the gateway sends names in lower case, so a handler could not know how its header arrives. If a message has both, each is
 * found by its own spelling.
 */
export class HeaderMap extends Map<string, string> {
  #spelled: ReadonlyMap<string, string> | undefined;

  override get(name: string): string | undefined {
    return super.get(name) ?? super.get(this.#spellingOf(name));
  }

  override has(name: string): boolean {
    return super.has(name) || super.has(this.#spellingOf(name));
  }

  #spellingOf(name: string): string {
    this.#spelled ??= new Map([...this.keys()].reverse().map((key) => [key.toLowerCase(), key]));
    return this.#spelled.get(name.toLowerCase()) ?? name;
  }
}
