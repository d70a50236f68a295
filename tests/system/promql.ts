// Which metrics and labels a query of Prometheus asks for. No parser: enough for the queries of infra/monitoring.

const KEYWORDS = new Set(["and", "or", "unless", "on", "by", "without", "ignoring", "bool"]);

/** The metrics of a query, each with the labels it is filtered by there. */
export function metricsIn(query: string): { name: string; labels: string[] }[] {
  const bare = query
    // Lists of labels, and periods.
    .replaceAll(/\b(by|on|without|ignoring)\s*\([^)]*\)/g, "")
    .replaceAll(/\[[^\]]*\]/g, "");
  // A name, or a text (in which there may be anything), and what comes after a name.
  const words = bare.matchAll(
    /"[^"]*"|(?<name>[a-zA-Z_:][\w:]*)(?<rest>\s*\(|\{(?:[^"}]|"[^"]*")*\})?/g,
  );
  return [...words].flatMap(({ groups }) => {
    const { name, rest = "" } = groups ?? {};
    if (name === undefined || KEYWORDS.has(name) || rest.endsWith("(")) return [];
    const labels = [...rest.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"/g)].map(([, label = ""]) => label);
    return [{ name, labels }];
  });
}

/** The labels by which a query groups or joins. */
export function groupingsIn(query: string): string[] {
  const lists = query.matchAll(/\b(?:by|on|without|ignoring)\s*\(([^)]*)\)/g);
  return [...lists].flatMap(([, list = ""]) => list.split(",").map((label) => label.trim()));
}

/** The labels in a legend or a message: `{{service}}`, `{{ $labels.service }}`. */
export function labelsIn(text: string): string[] {
  return [...text.matchAll(/\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}/g)].map(([, label = ""]) => label);
}
