// Finds text in a component that a translator of the browser would break. Google Translate puts each text node into a <font>
// of its own, behind React's back: a text alone in its element is replaced as a whole, but beside anything that changes, React
// would look for a text node that is gone, and the page would break or keep an old number.

import { parseSync } from "vite";

type Node = { type: string; start: number; end: number } & Record<string, unknown>;

interface Child {
  isText: boolean;
  changes: boolean;
}

/** Each element in which text stands beside something that changes, as its source. Without what is `translate="no"`. */
export function mixedTextIn(path: string, source: string): string[] {
  const found: string[] = [];

  function visit(value: unknown): void {
    if (Array.isArray(value)) return value.forEach(visit);
    if (!isNode(value) || isUntranslated(value)) return;
    if ((value.type === "JSXElement" || value.type === "JSXFragment") && isMixed(value))
      found.push(source.slice(value.start, value.end));
    for (const part of Object.values(value)) visit(part);
  }

  visit(parseSync(path, source).program);
  return found;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

function isUntranslated(node: Node): boolean {
  const attributes = (node.openingElement as Node | undefined)?.attributes;
  return (
    node.type === "JSXElement" &&
    (attributes as Node[]).some(
      (each) =>
        each.type === "JSXAttribute" &&
        (each.name as Node).name === "translate" &&
        (each.value as Node | null)?.value === "no",
    )
  );
}

function isMixed(node: Node): boolean {
  const children = childrenOf(node);
  return (
    children.length > 1 &&
    children.some(({ isText }) => isText) &&
    children.some(({ changes }) => changes)
  );
}

const PHRASES = new Set(["a", "b", "button", "em", "label", "li", "output", "p", "span", "strong"]);

function childrenOf(node: Node): Child[] {
  const opening = node.openingElement as Node | undefined;
  const isPhrase = PHRASES.has(String((opening?.name as Node | undefined)?.name));
  return (node.children as Node[]).flatMap((child) => {
    if (child.type === "JSXText") return textChild(String(child.value));
    if (child.type === "JSXFragment") return childrenOf(child);
    if (child.type !== "JSXExpressionContainer") return { isText: false, changes: false };
    return expressionChild(child.expression as Node, isPhrase);
  });
}

/** White space between elements is left alone by translators. */
function textChild(text: string): Child[] {
  return text.trim() === "" ? [] : [{ isText: true, changes: false }];
}

function expressionChild(expression: Node, isPhrase: boolean): Child[] {
  if (expression.type === "JSXEmptyExpression") return [];
  // What a page or a section is given is made of elements.
  if (expression.name === "children" && !isPhrase) return [];
  if (expression.type === "Literal" && typeof expression.value === "string")
    return textChild(expression.value);
  return [{ isText: mayBeText(expression), changes: expression.type !== "JSXElement" }];
}

function mayBeText(expression: Node): boolean {
  const part = (name: string) => mayBeText(expression[name] as Node);
  switch (expression.type) {
    case "JSXElement":
    case "JSXFragment":
      return false;
    case "Literal":
      return typeof expression.value === "string" && expression.value.trim() !== "";
    case "LogicalExpression":
      return part("right") || (expression.operator !== "&&" && part("left"));
    case "ConditionalExpression":
      return part("consequent") || part("alternate");
    case "ParenthesizedExpression":
      return part("expression");
    case "CallExpression":
      // A list of elements; anything else that is called may be a text.
      return !((expression.callee as Node).property && isMap(expression.callee as Node));
    case "Identifier":
      return expression.name !== "undefined";
    default:
      return true;
  }
}

function isMap(callee: Node): boolean {
  return (callee.property as Node).name === "map";
}
