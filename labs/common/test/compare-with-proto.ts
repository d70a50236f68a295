// The zod schemas and the .proto files are two descriptions of one wire: a contract is compared with its file, message by message
// and field by field. That the wire is the one of a published original is another test (original.test.ts of each service).

import { loadDefinition, type Contract } from "@labs/common/grpc/contract";
import { describe, expect, it } from "vitest";
import { z } from "zod";

/** What proto-loader knows of a field: descriptor.proto as JSON. */
interface Field {
  name: string;
  label: "LABEL_OPTIONAL" | "LABEL_REPEATED";
  type: string;
  typeName: string;
}

interface MessageType {
  /** A field that is declared `optional` is alone in a oneof of its name. */
  type: { field: Field[]; oneofDecl: { name: string }[] };
}

/** The tests of one contract, for its package to call. */
export function testAgainstProto(contract: Contract): void {
  describe(`The messages of ${contract.service}`, () => {
    const { all, service } = loadDefinition(contract);
    const packageName = contract.service.replace(/\.\w+$/, "");

    it("has the same methods in both", () => {
      expect(Object.keys(contract.methods).toSorted()).toEqual(Object.keys(service).toSorted());
    });

    it.each(Object.keys(contract.methods))("have the same fields in both: %s", (name) => {
      const { request, response } = contract.methods[name]!;
      const { requestType, responseType } = service[name]!;

      expect(fieldsOf(request)).toEqual(fieldsIn(requestType));
      expect(fieldsOf(response)).toEqual(fieldsIn(responseType));
    });

    function fieldsIn(message: unknown): Record<string, unknown> {
      const { field: fields, oneofDecl: oneofs } = (message as MessageType).type;
      const isOptional = ({ name }: Field) => oneofs.some((oneof) => oneof.name === `_${name}`);
      return Object.fromEntries(
        fields.map((field) => [
          field.name,
          isOptional(field) ? { optional: kindIn(field) } : kindIn(field),
        ]),
      );
    }

    function kindIn({ type, typeName, label }: Field): unknown {
      const one = type === "TYPE_MESSAGE" ? fieldsIn(all[`${packageName}.${typeName}`]) : type;
      return label === "LABEL_REPEATED" ? { list: one } : one;
    }
  });
}

const TYPES: Record<string, string> = {
  string: "TYPE_STRING",
  integer: "TYPE_INT32",
  number: "TYPE_DOUBLE",
  boolean: "TYPE_BOOL",
};

interface JsonSchema {
  type: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  default?: unknown;
}

function fieldsOf(schema: z.ZodType): Record<string, unknown> {
  return propertiesOf(z.toJSONSchema(schema, { io: "input" }) as unknown as JsonSchema);
}

function propertiesOf({ properties = {}, required = [] }: JsonSchema): Record<string, unknown> {
  const fields = Object.entries(properties).map(([name, field]) => {
    // What has a default is absent on the wire when it has it; only the others are `optional`.
    const isOptional = !required.includes(name) && field.default === undefined;
    return [name, isOptional ? { optional: kindOf(field) } : kindOf(field)];
  });
  return Object.fromEntries(fields);
}

function kindOf(field: JsonSchema): unknown {
  if (field.type === "object") return propertiesOf(field);
  return field.items ? { list: kindOf(field.items) } : TYPES[field.type];
}
