/** Calls the extension `ledger` over the gateway. @throws Error with the status and the beginning of the answer */
export async function callOverHttp(address: string, token: string, count: number): Promise<unknown> {
  const response = await fetch(`${address}/api/v1/services/ledger/echo`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ count }),
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`HTTP ${response.status} ${text.slice(0, 120)}`);
  return JSON.parse(text);
}
