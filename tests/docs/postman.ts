// Runs a Postman collection the way Postman does, as far as ours goes: variables, raw bodies, and test scripts that use
// pm.test, pm.expect, pm.response and pm.collectionVariables.

import { readFileSync } from "node:fs";
import { compileFunction } from "node:vm";
import { chai } from "vitest";
import { z } from "zod";

const Script = z.object({
  listen: z.enum(["prerequest", "test"]),
  script: z.object({ exec: z.array(z.string()) }),
});
const Item = z.object({
  name: z.string(),
  event: z.array(Script),
  request: z.object({
    method: z.string(),
    header: z.array(z.object({ key: z.string(), value: z.string() })),
    url: z.object({ raw: z.string() }),
    body: z.object({ raw: z.string() }).optional(),
  }),
});
const Collection = z.object({
  item: z.array(z.object({ name: z.string(), item: z.array(Item) })),
  variable: z.array(z.object({ key: z.string(), value: z.string() })),
});

export type Call = z.infer<typeof Item> & { folder: string };
export type Variables = Map<string, string>;

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

export function readCollection(path: string): { calls: Call[]; variables: Variables } {
  const { item, variable } = Collection.parse(JSON.parse(readFileSync(path, "utf8")));
  return {
    calls: item.flatMap((folder) => folder.item.map((call) => ({ ...call, folder: folder.name }))),
    variables: new Map(variable.map(({ key, value }) => [key, value])),
  };
}

export async function send({ request }: Call, variables: Variables): Promise<Answer> {
  const { method, header, url, body } = request;
  const headers = new Headers(header.map(({ key, value }) => [key, fill(value, variables)]));
  if (body && !headers.has("content-type")) headers.set("content-type", "application/json");
  const response = await fetch(fill(url.raw, variables), {
    method,
    headers,
    ...(body && { body: fill(body.raw, variables) }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Runs the call's test script. Throws what the first failing pm.test throws; returns the titles of those that passed. */
export function runTests(
  { event }: Call,
  { status, headers, text }: Answer,
  variables: Variables,
): string[] {
  const passed: string[] = [];
  const pm = {
    expect: chai.expect,
    response: { code: status, headers, text: () => text, json: () => JSON.parse(text) as unknown },
    collectionVariables: {
      get: (key: string) => variables.get(key),
      set: (key: string, value: string) => variables.set(key, value),
    },
    test(title: string, check: () => void) {
      check();
      passed.push(title);
    },
  };
  for (const { listen, script } of event) {
    if (listen === "test") compileFunction(script.exec.join("\n"), ["pm"])(pm);
  }
  return passed;
}

function fill(text: string, variables: Variables): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, key: string) => {
    const value = variables.get(key);
    if (value === undefined) throw new Error(`The collection has no variable {{${key}}}.`);
    return value;
  });
}
