// What is checked about a request before any resolver runs, the cheapest first: its tokens → how many operations → its size →
// whether it is valid → its variables. A request that asks for too much must cost less than its answer would.

import {
  type DocumentNode,
  type ExecutionArgs,
  getVariableValues,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from "graphql";
import { refusal } from "./errors.ts";
import { MAX_COST, MAX_DEPTH, MAX_TOKENS, measure } from "./limits.ts";

/** What a client sends. */
export interface RequestParameters {
  query: string;
  variables?: Record<string, unknown> | null | undefined;
}

export interface CheckedRequest {
  operation: OperationDefinitionNode;
  args: Pick<ExecutionArgs, "schema" | "document" | "variableValues">;
}

/** Throws a GraphQLError, or a list of them. */
export type CheckRequest = (request: RequestParameters) => CheckedRequest;

/** After so many errors a client has something to read. */
const MAX_ERRORS = 20;

/** Without `introspection` the schema is for those that know it: neither listed nor suggested. */
export function createRequestCheck(schema: GraphQLSchema, introspection: boolean): CheckRequest {
  const rules = introspection
    ? specifiedRules
    : [...specifiedRules, NoSchemaIntrospectionCustomRule];

  return ({ query, variables: sent }) => {
    const variables = sent ?? {};
    const document = parseQuery(query);
    const operation = onlyOperation(document);
    const { depth, cost } = measure(schema, document, operation, variables);
    if (depth > MAX_DEPTH)
      throw refusal("TOO_COSTLY", `Fields are nested ${depth} deep; at most ${MAX_DEPTH} may be.`);
    if (cost > MAX_COST)
      throw refusal(
        "TOO_COSTLY",
        `This asks for up to ${cost} fields; at most ${MAX_COST} may be asked for. A list counts \`first\` times.`,
      );

    const errors = validate(schema, document, rules, { maxErrors: MAX_ERRORS });
    if (errors.length > 0) throw introspection ? errors : errors.map(withoutSuggestion);
    const options = { maxErrors: MAX_ERRORS };
    const definitions = operation.variableDefinitions ?? [];
    const { errors: wrong } = getVariableValues(schema, definitions, variables, options);
    if (wrong) throw introspection ? wrong : wrong.map(withoutSuggestion);

    return { operation, args: { schema, document, variableValues: variables } };
  };
}

function parseQuery(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens: MAX_TOKENS });
  } catch (error) {
    // That it is too long has no code of its own in graphql.
    if (error instanceof GraphQLError && /more that \d+ tokens/.test(error.message))
      throw refusal("TOO_COSTLY", `The query has more than ${MAX_TOKENS} tokens.`);
    throw error;
  }
}

function onlyOperation({ definitions }: DocumentNode): OperationDefinitionNode {
  const operations = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations as OperationDefinitionNode[];
  if (!operation || operations.length > 1)
    throw refusal(
      "BAD_USER_INPUT",
      `A request has one operation; this one has ${operations.length}.`,
    );
  return operation;
}

function withoutSuggestion({ message, nodes, source, positions }: GraphQLError): GraphQLError {
  const short = message.replace(/ ?Did you mean .*$/s, "");
  return new GraphQLError(short, { nodes: nodes ?? null, source, positions });
}
