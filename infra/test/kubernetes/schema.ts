// Whether Kubernetes would understand an object: required fields, types and words by the validators generated from its
// API, and misspelt fields by a trick. The validators skip what they do not know, so what they never look at is unknown.

interface Model {
  prototype: { validate(this: object): void };
}

interface Watched {
  proxy: object;
  /** Paths of the fields that no validator has looked at. */
  unread(path?: string): string[];
}

/** What is wrong with the object, in words; empty when nothing is. */
export async function problemsOf<Manifest extends { apiVersion: string; kind: string }>(
  manifest: Manifest,
): Promise<string[]> {
  const { apiVersion, kind } = manifest;
  const model = `kubernetes-models/${apiVersion}/${kind}`;
  // Each file of the package exports the class of its name.
  const models = (await import(/* @vite-ignore */ model)) as Record<string, Model>;
  const { proxy, unread } = watch(manifest);
  try {
    models[kind]?.prototype.validate.call(proxy);
  } catch (error) {
    return [String(error)];
  }
  return unread().map((path) => `${path}: unknown field`);
}

function watch(value: object): Watched {
  const read = new Set<string>();
  const children = new Map<string, Watched>();
  const proxy = new Proxy(value, {
    get(target, key) {
      const field: unknown = Reflect.get(target, key);
      if (typeof key !== "string") return field;
      read.add(key);
      if (typeof field !== "object" || field === null) return field;
      const child = children.get(key) ?? watch(field);
      children.set(key, child);
      return child.proxy;
    },
  });
  return {
    proxy,
    unread: (path = "") =>
      Object.keys(value).flatMap((key) =>
        read.has(key) ? (children.get(key)?.unread(`${path}.${key}`) ?? []) : [`${path}.${key}`],
      ),
  };
}
