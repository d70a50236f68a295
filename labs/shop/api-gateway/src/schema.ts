// The schema that runs: schema.graphql, which is what clients read, and a resolver for each field that is more than a property.

import { readFileSync } from "node:fs";
import { buildSchema, type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from "graphql";
import { type Resolvers, resolvers } from "./resolvers.ts";
import type { RequestContext } from "./context.ts";

export function createSchema(): GraphQLSchema {
  const sdl = readFileSync(new URL("./schema.graphql", import.meta.url), "utf8");
  return withResolvers(buildSchema(sdl), resolvers);
}

function withResolvers(schema: GraphQLSchema, all: Resolvers): GraphQLSchema {
  for (const [typeName, fields] of Object.entries(all)) {
    const type = schema.getType(typeName);
    for (const [name, resolve] of Object.entries(fields)) {
      const field = isObjectType(type) ? type.getFields()[name] : undefined;
      if (!field) throw new Error(`schema.graphql has no field ${typeName}.${name}.`);
      // A resolver takes what the schema makes of a request; TypeScript does not read schema.graphql.
      field.resolve = resolve as GraphQLFieldResolver<unknown, RequestContext>;
    }
  }
  return schema;
}
