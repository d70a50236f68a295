// Reads a YAML file of the project. What is in it is checked against a schema, or by the test that reads it.

import { readFileSync } from "node:fs";
import { Ajv, type AnySchema } from "ajv";
import { parse } from "yaml";

/** `Content` is the caller's word for what the file holds. */
export function readYaml<Content>(path: string): Content {
  return parse(readFileSync(path, "utf8"), { merge: true }) as Content;
}

/** How a file breaks the schema in infra/test/schemas; null when it does not. */
export function violationsOf(path: string, schema: string): unknown {
  const text = readFileSync(`infra/test/schemas/${schema}`, "utf8");
  // ajv knows draft 7 by another spelling of its address.
  const { $schema: _, ...rest } = JSON.parse(text) as Record<string, unknown>;
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(rest as AnySchema);
  validate(readYaml(path));
  return validate.errors ?? null;
}
