// `npm run call -- author.AuthorService/GetAuthor '{"id":"…"}'`: one gRPC call from the terminal. Grpcurl works as well: each
// port describes itself by reflection.

import { readSettings } from "@blog/common/base/settings";
import { connectGrpc } from "@labs/common/grpc/client";
import { isFailure, codeOf } from "@labs/common/grpc/status";
import type { Contract } from "@labs/common/grpc/contract";
import { Addresses } from "@library/contracts/addresses";
import { authorService } from "@library/contracts/author";
import { bookService } from "@library/contracts/book";

const { AUTHOR_GRPC, BOOK_GRPC } = readSettings(Addresses);
const SERVICES: { contract: Contract; address: string }[] = [
  { contract: authorService, address: AUTHOR_GRPC },
  { contract: bookService, address: BOOK_GRPC },
];

const [target = "", message = "{}"] = process.argv.slice(2);
const [service = "", method = ""] = target.split("/");
const found = SERVICES.find(({ contract }) => contract.service === service);
if (!found || !Object.hasOwn(found.contract.methods, method)) stop(usage());

const client = connectGrpc(found.contract, found.address, { deadlineMs: 5000 });
try {
  const response = await client[method]!(parseMessage());
  process.stdout.write(`${JSON.stringify(response, undefined, 2)}\n`);
} catch (error) {
  stop(isFailure(error) ? `${codeOf(error)}: ${error.details}` : String(error));
} finally {
  client.close();
}

function parseMessage(): object {
  try {
    return JSON.parse(message) as object;
  } catch {
    return stop(`This is no JSON: ${message}`);
  }
}

function usage(): string {
  const methods = SERVICES.flatMap(({ contract }) =>
    Object.keys(contract.methods).map((name) => `  ${contract.service}/${name}`),
  );
  return [`npm run call -- <method> '<message as JSON>'. The methods are:`, ...methods].join("\n");
}

function stop(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
