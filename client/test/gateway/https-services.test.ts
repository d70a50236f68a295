// Services behind the gateway by https://, as where a mesh or a load balancer of the cloud stands before each.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import type { StatusReport } from "../../gateway/status-report.ts";
import { startMain } from "../../../tests/kit/main-process.ts";
import { cert, key } from "./self-signed.ts";

const main = fileURLToPath(new URL("../../gateway/main.ts", import.meta.url));

async function startSecureService(): Promise<string> {
  const server = createServer({ key, cert }, (req, res) => {
    let body = "";
    req.on("data", (chunk) => (body += chunk));
    req.on("end", () => res.end(JSON.stringify({ asked: `${req.method} ${req.url}`, body })));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  onTestFinished(() => void server.close());
  // A server that listens on a port has an address with one.
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}

/** As a process: Node reads NODE_EXTRA_CA_CERTS when it starts. */
async function startGatewayTo(url: string, env: Record<string, string> = {}): Promise<string> {
  const gateway = await startMain(main, {
    ...{ NODE_ENV: undefined, NODE_EXTRA_CA_CERTS: undefined },
    ...{ POSTS_URL: url, COMMENTS_URL: url, QUERY_URL: url, ...env },
  });
  return gateway.url;
}

function post(url: string): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(`${url}/posts/create`, { method: "POST", headers, body: '{"title":"Hello"}' });
}

describe("Services with https:// addresses", { timeout: 60_000 }, () => {
  it("are read, written to and looked at, with a certificate that is trusted here", async () => {
    const folder = mkdtempSync(join(tmpdir(), "certificate-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "ca.pem"), cert);
    const service = await startSecureService();
    const gateway = await startGatewayTo(service, { NODE_EXTRA_CA_CERTS: join(folder, "ca.pem") });

    const reads = [await fetch(`${gateway}/posts/1`), await fetch(`${gateway}/posts/2`)];
    const written = await post(gateway);
    const status = await (await fetch(`${gateway}/status`)).text();

    expect(await Promise.all(reads.map((answer) => answer.json()))).toEqual([
      { asked: "GET /posts/1", body: "" },
      { asked: "GET /posts/2", body: "" },
    ]);
    expect(await written.json()).toEqual({
      ...{ asked: "POST /posts/create", body: '{"title":"Hello"}' },
    });
    expect((JSON.parse(status) as StatusReport).services).toContainEqual(
      expect.objectContaining({ name: "posts", url: service, state: "ready" }),
    );
  });

  it("are refused, in words, with one that is not", async () => {
    const gateway = await startGatewayTo(await startSecureService());

    for (const answer of [await fetch(`${gateway}/posts/1`), await post(gateway)]) {
      expect(answer.status).toBe(502);
      expect(((await answer.json()) as { detail: string }).detail).toMatch(
        /^The certificate of the \w+ service is not trusted here: NODE_EXTRA_CA_CERTS can/,
      );
    }
  });
});
