// JSON over HTTP, as little as a test needs.

export interface JsonAnswer {
  status: number;
  headers: Headers;
  // Whatever was answered: what it must be is up to the test.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

export async function get(url: string, headers: Record<string, string> = {}): Promise<JsonAnswer> {
  return read(await fetch(url, { headers }));
}

export async function post(url: string, body: unknown): Promise<JsonAnswer> {
  const headers = { "content-type": "application/json" };
  return read(await fetch(url, { method: "POST", headers, body: JSON.stringify(body) }));
}

async function read(response: Response): Promise<JsonAnswer> {
  const { status, headers } = response;
  return { status, headers, body: await response.json() };
}
