// `npm run call -- author.AuthorService/GetAuthor '{"id":"…"}'`: one gRPC call from the terminal, of a service of any system that
// is a folder here. With TOKEN=… in the environment it is made for that user. Grpcurl works as well: each port describes itself
// by reflection.

import { existsSync, readdirSync } from "node:fs";
import { withoutEmpty } from "@blog/common/base/environment";
import { connectGrpc } from "@labs/common/grpc/client";
import type { Contract } from "@labs/common/grpc/contract";
import { codeOf, isFailure } from "@labs/common/grpc/status";

export interface Callable {
  contract: Contract;
  /** host:port */
  address: string;
}

const services = await findServices();
const [target = "", message = "{}"] = process.argv.slice(2);
const [service = "", method = ""] = target.split("/");
const found = services.find(({ contract }) => contract.service === service);
if (!found || !Object.hasOwn(found.contract.methods, method)) stop(usage());

const { TOKEN } = withoutEmpty(process.env);
const client = connectGrpc(found.contract, found.address, { deadlineMs: 5000 });
try {
  const response = await client[method]!(parseMessage(), {
    authorization: TOKEN && `Bearer ${TOKEN}`,
  });
  process.stdout.write(`${JSON.stringify(response, undefined, 2)}\n`);
} catch (error) {
  stop(isFailure(error) ? `${codeOf(error)}: ${error.details}` : String(error));
} finally {
  client.close();
}

/** Those of each system that names some: one that was deleted is not missed. */
async function findServices(): Promise<Callable[]> {
  const here = new URL("./", import.meta.url);
  const files = readdirSync(here)
    .map((name) => new URL(`${name}/callable.ts`, here))
    .filter((file) => existsSync(file));
  const systems = await Promise.all(
    files.map(async ({ href }) => (await import(href)) as { callable: Callable[] }),
  );
  return systems.flatMap(({ callable }) => callable);
}

function parseMessage(): object {
  try {
    return JSON.parse(message) as object;
  } catch {
    return stop(`This is no JSON: ${message}`);
  }
}

function usage(): string {
  const methods = services.flatMap(({ contract }) =>
    Object.keys(contract.methods).map((name) => `  ${contract.service}/${name}`),
  );
  return [`npm run call -- <method> '<message as JSON>'. The methods are:`, ...methods].join("\n");
}

function stop(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
