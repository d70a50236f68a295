// An OpenAPI 3.1 document from zod schemas. OpenAPI's schemas are JSON Schema, and zod writes JSON Schema itself: what is
// left to do is to name the schemas and to describe what each route takes and answers. Loaded by /api-docs only.

import { z } from "zod";
import type { Problem } from "../base/problem.ts";

type Method = "get" | "post" | "put" | "patch" | "delete";

/** A map from a path with `{id}` in it to its operations. */
export type Paths = Record<string, Partial<Record<Method, Operation>>>;

export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  parameters?: Parameter[];
  requestBody?: Content & { required: true };
  responses: Record<number, ResponseDescription>;
}

interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  description?: string;
  schema: object;
}

export interface ResponseDescription extends Partial<Content> {
  description: string;
  headers?: Record<string, { description: string; schema: object }>;
}

interface Content {
  content: Record<string, { schema?: object; example?: unknown }>;
}

interface Api {
  title: string;
  description: string;
  /** What `reference` and `json` may name. */
  schemas: Record<string, z.ZodType>;
  paths: Paths;
}

// The two are one thing: the body every error has, and the class it comes from.
const ProblemBody: z.ZodType<ReturnType<Problem["toJSON"]>> = z.object({
  type: z.literal("about:blank"),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  errors: z.exactOptional(z.array(z.object({ detail: z.string(), pointer: z.string() }))),
});

export function describeApi({ title, description, schemas, paths }: Api): object {
  return {
    openapi: "3.1.1",
    info: { title, version: "1.0.0", description, license: { name: "MIT", identifier: "MIT" } },
    servers: [{ url: "/", description: "The service that serves this page" }],
    paths,
    components: { schemas: toJsonSchemas({ ...schemas, Problem: ProblemBody }) },
  };
}

/** JSON Schemas by name; where one contains another, it refers to it. What callers send is described, not what zod makes of it. */
export function toJsonSchemas(schemas: Record<string, z.ZodType>): Record<string, object> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const uri = (id: string) => `#/components/schemas/${id}`;
  const { schemas: found } = z.toJSONSchema(registry, { io: "input", uri });
  // Their place in the document names them, and the document names the dialect.
  return Object.fromEntries(
    Object.entries(found).map(([id, { $id: _, $schema: __, ...schema }]) => [id, schema]),
  );
}

export function reference(schema: string): { $ref: string } {
  return { $ref: `#/components/schemas/${schema}` };
}

export function json(description: string, schema: string): ResponseDescription & Content {
  return { description, content: { "application/json": { schema: reference(schema) } } };
}

/** An error, as problem+json. */
export function problem(description: string): ResponseDescription {
  return { description, content: { "application/problem+json": { schema: reference("Problem") } } };
}

export function body(schema: string, example: unknown): Content & { required: true } {
  return {
    required: true,
    content: { "application/json": { schema: reference(schema), example } },
  };
}

export function inPath(name: string, description: string): Parameter {
  return { name, in: "path", required: true, description, schema: { type: "string" } };
}

export function inHeader(
  name: string,
  description: string,
  schema: object = { type: "string" },
): Parameter {
  return { name, in: "header", description, schema };
}

/** The parameters behind the "?", from the schema that checks them: all optional, with their bounds and defaults. */
export function inQuery(schema: z.ZodObject, descriptions: Record<string, string>): Parameter[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: "output" });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: "query",
    description: descriptions[name] ?? "",
    schema: typeof property === "object" ? property : {},
  }));
}
