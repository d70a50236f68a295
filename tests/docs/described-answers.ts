// Holds an answer against the OpenAPI document of the service that gave it.

import { Ajv2020 } from "ajv/dist/2020.js";
import ajvFormats from "ajv-formats";
import { expect } from "vitest";

interface Document {
  paths: Record<string, Record<string, Operation>>;
}

interface Operation {
  responses: Record<string, { content?: Record<string, { schema?: { $ref?: string } }> }>;
}

interface Observed {
  method: string;
  path: string;
  status: number;
  contentType: string | null;
  text: string;
}

export interface Description {
  /** Fails unless the answer is one of those described. Returns `get /posts/{id}`. */
  check(answer: Observed): string;
  operations: string[];
}

export function createDescription(document: Document): Description {
  const ajv = new Ajv2020({ strict: false });
  ajvFormats.default(ajv);
  ajv.addSchema(closed(document), "api");
  const templates = Object.keys(document.paths);

  return {
    operations: templates.flatMap((path) =>
      Object.keys(document.paths[path]!).map((method) => `${method} ${path}`),
    ),

    check({ method, path, status, contentType, text }) {
      // Of those that fit, the one with the fewest parameters is meant (OpenAPI 3.1, "Path Templating Matching").
      const template = templates
        .filter((candidate) => toPattern(candidate).test(path))
        .toSorted((one, other) => one.split("{").length - other.split("{").length)[0];
      const operation = document.paths[template ?? ""]?.[method];
      expect(operation, `${method} ${path} is described`).toBeDefined();

      const answer = operation?.responses[status];
      expect(answer, `${method} ${template} may answer ${status}`).toBeDefined();

      const mediaType = contentType?.split(";")[0] ?? "";
      const content = answer?.content ?? {};
      if (text !== "") expect(Object.keys(content)).toContain(mediaType);
      const schema = content[mediaType]?.schema;
      if (schema && /[/+]json$/.test(mediaType)) {
        const at = ["paths", template!, method, "responses", String(status), "content", mediaType];
        const validate = ajv.getSchema(`api#/${[...at, "schema"].map(toPointer).join("/")}`);
        validate?.(JSON.parse(text));
        expect(validate?.errors).toBeNull();
      }
      return `${method} ${template}`;
    },
  };
}

// A described object has what is described and nothing else: an answer that grew without its description fails.
function closed(document: Document): object {
  return JSON.parse(JSON.stringify(document), (_key, value) =>
    value?.type === "object" && value.properties && value.additionalProperties === undefined
      ? { ...value, additionalProperties: false }
      : value,
  );
}

function toPattern(template: string): RegExp {
  return new RegExp(`^${template.replaceAll(/\{\w+\}/g, "[^/]+")}$`);
}

function toPointer(segment: string): string {
  return encodeURIComponent(segment.replaceAll("~", "~0").replaceAll("/", "~1"));
}
