// How much a request asks for, measured before anything of it is done: how deep its fields are nested, and how many it asks for
// in all. A list counts as often as it may have elements (`first`), so that a list in a list is costly however short its text
// is. Each fragment is measured once, wherever it is used: a text of a few hundred tokens can use one a million times.

import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { refusal } from "./errors.ts";

export const MAX_BYTES = 100 * 1024;
export const MAX_TOKENS = 1000;
export const MAX_DEPTH = 8;
export const MAX_COST = 1000;

/** A write costs as much as a page of fields: a hundred attempts to log in are not one request. */
const MUTATION_COST = 100;

export interface Size {
  depth: number;
  cost: number;
}

type Variables = Readonly<Record<string, unknown>>;
type Type = GraphQLNamedType | undefined;

const NOTHING: Size = { depth: 0, cost: 0 };

/** Throws a refusal for fragments in a circle. The document need not be valid: what it misnames counts once. */
export function measure(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  sent: Variables,
): Size {
  const variables = { ...defaultsOf(operation), ...sent };
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  );
  const measured = new Map<string, Size | "in progress">();
  const isMutation = operation.operation === "mutation";

  function sizeOf({ selections }: SelectionSetNode, parent: Type, isRoot: boolean): Size {
    const sizes = selections.map((selection) => sizeOfSelection(selection, parent, isRoot));
    return {
      depth: Math.max(0, ...sizes.map(({ depth }) => depth)),
      cost: sizes.reduce((sum, { cost }) => sum + cost, 0),
    };
  }

  function sizeOfSelection(selection: SelectionNode, parent: Type, isRoot: boolean): Size {
    if (selection.kind === Kind.FIELD) return sizeOfField(selection, parent, isRoot);
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = fragments.get(selection.name.value);
      return fragment ? sizeOfFragment(fragment, isRoot) : NOTHING;
    }
    const condition = selection.typeCondition?.name.value;
    const type = condition === undefined ? parent : schema.getType(condition);
    return sizeOf(selection.selectionSet, type, isRoot);
  }

  function sizeOfFragment(fragment: FragmentDefinitionNode, isRoot: boolean): Size {
    const name = fragment.name.value;
    const known = measured.get(name);
    if (known === "in progress")
      throw refusal("BAD_USER_INPUT", `The fragment ${name} contains itself.`);
    if (known) return known;
    measured.set(name, "in progress");
    const type = schema.getType(fragment.typeCondition.name.value);
    const size = sizeOf(fragment.selectionSet, type, isRoot);
    measured.set(name, size);
    return size;
  }

  function sizeOfField(node: FieldNode, parent: Type, isRoot: boolean): Size {
    const field = fieldOf(parent, node.name.value);
    const type = field && getNamedType(field.type);
    const below = node.selectionSet ? sizeOf(node.selectionSet, type, false) : NOTHING;
    const own = isRoot && isMutation ? MUTATION_COST : 1;
    return {
      // How the schema describes itself is as deep as the tools ask that read it, and graphql bounds it.
      depth: node.name.value.startsWith("__") ? 1 : 1 + below.depth,
      cost: own + below.cost * elementsOf(node, field, variables),
    };
  }

  const root = schema.getRootType(operation.operation) ?? undefined;
  return sizeOf(operation.selectionSet, root, true);
}

/** Of the numbers among the variables, as the operation declares them. */
function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Variables {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue?.kind === Kind.INT ? [[variable.name.value, Number(defaultValue.value)]] : [],
    ),
  );
}

function fieldOf(parent: Type, name: string): GraphQLField<unknown, unknown> | undefined {
  const hasFields = isObjectType(parent) || isInterfaceType(parent);
  return hasFields ? parent.getFields()[name] : undefined;
}

/** How many elements a list may have at most, as the client asks; 1 for what has no `first`. */
function elementsOf(
  { arguments: given = [] }: FieldNode,
  field: GraphQLField<unknown, unknown> | undefined,
  variables: Variables,
): number {
  const first = field?.args.find(({ name }) => name === "first");
  if (!first) return 1;
  const value = given.find(({ name }) => name.value === "first")?.value;
  const asked =
    value?.kind === Kind.VARIABLE
      ? variables[value.name.value]
      : value?.kind === Kind.INT && Number(value.value);
  return typeof asked === "number" && asked >= 1 ? asked : Number(first.defaultValue);
}
