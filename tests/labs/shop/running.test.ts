// The shop as its reader runs it, with `npm run lab:shop`, on free ports: the commands of labs/shop/README.md, its Postman
// collection in order, and what Prometheus is asked for.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openApi as ofGateway } from "../../../labs/shop/api-gateway/api-docs.ts";
import { openApi as ofOrders } from "../../../labs/shop/order-service/api-docs.ts";
import { openApi as ofProducts } from "../../../labs/shop/product-service/api-docs.ts";
import { system } from "../../../labs/shop/system.ts";
import { openApi as ofUsers } from "../../../labs/shop/user-service/api-docs.ts";
import { createRouting } from "../../../client/gateway/routes.ts";
import { createDescription, type Description } from "../../docs/described-answers.ts";
import { readBlocks } from "../../docs/markdown.ts";
import { type Call, readCollection, type Variables } from "../../docs/postman.ts";
import { expectFigures, type Figures, figuresAt, readMonitoring } from "../../system/monitored.ts";
import { type LocalSystem, startLocalSystem } from "../local-system.ts";
import { answerTo, BASE, COLLECTION } from "./collection.ts";

const PAGE = "labs/shop/README.md";
const VARIES =
  /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z|ey[\w-]+\.[\w-]+\.[\w-]+|(?<="(refreshToken|ownerAddress)": ?")[^"]+/g;
const run = promisify(execFile);

const blocks = readBlocks(PAGE);
const commands = blocks.flatMap((block, index) => {
  const { language, text } = blocks[index + 1] ?? {};
  const answer = language === "json" || language === "text" ? { language, text } : undefined;
  return block.language === "sh" ? [[block.text, answer] as const] : [];
});

let shop: LocalSystem;
beforeAll(async () => {
  shop = await startLocalSystem(system);
});
afterAll(() => shop.stop());

describe.runIf(process.platform !== "win32")(`The commands in ${PAGE}`, () => {
  /** What the reader puts in, from the last answer that had it. */
  const noted = new Map<string, string>();
  const NOTES: [string, RegExp][] = [
    ["ACCESS_TOKEN", /"accessToken": ?"([^"]+)"/],
    ["PRODUCT_ID", /"message": ?\[\{"id": ?"([^"]+)","name"/],
    ["ORDER_ID", /"id": ?"([^"]+)",[^[]*"status": ?"PENDING"/],
  ];

  it.each(commands)("%s", async (command, answer) => {
    // That one was typed already.
    if (command === "npm run lab:shop") return;
    let lines = command.replaceAll("USER_PROCESS", String(shop.processOf("user-service")));
    for (const [name, value] of noted)
      lines = lines.replaceAll(`'${name}'`, value).replaceAll(name, value);

    // What is read may need a moment to arrive. What is written, is written once.
    const isRead = lines.startsWith("curl ") && !/ (-X|-d|--data) /.test(lines);
    if (isRead) await vi.waitFor(typeAndCompare, { timeout: 10_000, interval: 200 });
    else await typeAndCompare();

    async function typeAndCompare(): Promise<void> {
      const { stdout, stderr, code } = await type(shop.inPorts(lines));
      for (const [name, pattern] of NOTES) {
        const value = pattern.exec(stdout)?.[1];
        if (value) noted.set(name, value);
      }
      if (answer?.language === "json")
        expect(JSON.parse(stdout.replaceAll(VARIES, "…"))).toEqual(JSON.parse(answer.text ?? ""));
      else if (answer) expect(stderr.replaceAll(VARIES, "…").trim()).toBe(answer.text);
      else expect([code, stderr]).toEqual([0, ""]);
    }
  });

  async function type(lines: string) {
    const env = { ...process.env, ...shop.env };
    try {
      const { stdout, stderr } = await run("sh", ["-c", lines.replaceAll("curl", "curl -sS")], {
        env,
      });
      return { stdout, stderr, code: 0 };
    } catch (error) {
      // What a command that has failed rejects with.
      return error as { stdout: string; stderr: string; code: number };
    }
  }
});

describe("The Postman collection", () => {
  const { calls, variables } = readCollection(COLLECTION);
  const serviceFor = createRouting(system.routes);
  // As they are written in api-docs.ts; openapi.test.ts validates them.
  const descriptions = new Map<string, Description>(
    Object.entries({
      "user-service": ofUsers,
      "product-service": ofProducts,
      "order-service": ofOrders,
      "api-gateway": ofGateway,
    }).map(([name, document]) => [name, createDescription(document as never)]),
  );

  it("calls the gateway at its usual port", () => {
    expect(variables.get("shop")).toBe(BASE);
  });

  it.each(calls.map((call) => [`${call.folder}: ${call.name}`, call] as const))(
    "%s",
    async (_name, call) => {
      variables.set("shop", shop.inPorts(BASE));
      const answer = await answerTo(call, variables);

      const method = call.request.method;
      const path = pathOf(call, variables);
      descriptions.get(serviceFor(method, path) ?? "")?.check({
        ...{ method: method.toLowerCase(), path, status: answer.status, text: answer.text },
        contentType: answer.headers.get("content-type"),
      });
    },
  );
});

describe("With OPEN_PRODUCTS=1 the published collection", () => {
  const { calls, variables } = readCollection(COLLECTION);
  const published = calls.filter(({ folder }) => !/^Added|^At the end/.test(folder));
  let open: LocalSystem;
  beforeAll(async () => {
    open = await startLocalSystem(system, { OPEN_PRODUCTS: "1" });
  });
  afterAll(() => open.stop());

  it.each(published.map((call) => [`${call.folder}: ${call.name}`, call] as const))(
    "is answered without a token for products: %s",
    async (_name, call) => {
      variables.set("shop", open.inPorts(BASE));

      await answerTo(call.folder === "Product service" ? withoutToken(call) : call, variables);
    },
  );
});

describe("Every figure that is asked for exists:", () => {
  const { queries } = readMonitoring("labs/shop/infra/monitoring", "shop");
  let shown: Figures;
  beforeAll(async () => {
    const ports = system.services.map(({ port }) => shop.inPorts(`http://localhost:${port}`));
    shown = await figuresAt(ports);
  });

  it.each(queries)("$title", (query) => expectFigures(query, shown));
});

describe("When user-service is killed", () => {
  it("orders are placed with the address that is known from events, and decided", async () => {
    const { calls, variables } = readCollection(COLLECTION);
    variables.set("shop", shop.inPorts(BASE));
    variables.set("run", "killed");
    const named = (name: string) => calls.find((call) => call.name === name)!;
    for (const name of ["register", "login", "update-profile", "create-product", "create-order"])
      await answerTo(named(name), variables);
    await answerTo(named("get-order"), variables);

    await shop.act("kill", "user-service");
    const { text } = await answerTo(named("create-order"), variables);
    await answerTo(named("get-order"), variables);
    await shop.act("start", "user-service");

    expect(JSON.parse(text)).toMatchObject({
      message: { addressSource: "events", city: "London" },
    });
  });
});

function pathOf({ request }: Call, variables: Variables): string {
  const filled = request.url.raw.replaceAll(
    /\{\{(\w+)\}\}/g,
    (_, key: string) => variables.get(key) ?? "",
  );
  return new URL(filled).pathname;
}

function withoutToken(call: Call): Call {
  const header = call.request.header.filter(({ key }) => key !== "Authorization");
  return { ...call, request: { ...call.request, header } };
}
