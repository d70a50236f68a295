// The environment of a container, worked out as Kubernetes does it: values, what is in ConfigMaps and Secrets, and $(NAME).

import { containerOf, type Manifests } from "../../../infra/test/kubernetes/manifests.ts";

export function resolveEnvironment(system: Manifests, deployment: string): Record<string, string> {
  const found = system.ofKind("Deployment").find(({ metadata }) => metadata.name === deployment);
  if (!found) throw new Error(`There is no Deployment ${deployment}.`);
  const env: Record<string, string> = {};
  for (const { name, value = "", valueFrom } of containerOf(found).env ?? []) {
    const { configMapKeyRef, secretKeyRef } = valueFrom ?? {};
    // What stands before it in the list is put in.
    const given = value.replace(/\$\(([A-Z_]+)\)/g, (all, earlier) => env[earlier] ?? all);
    if (configMapKeyRef) env[name] = valueIn(system, "ConfigMap", configMapKeyRef);
    else if (secretKeyRef) env[name] = valueIn(system, "Secret", secretKeyRef);
    else env[name] = given;
  }
  return env;
}

/** One value of a ConfigMap or a Secret. */
export function valueIn(
  system: Manifests,
  kind: "ConfigMap" | "Secret",
  { name, key }: { name?: string; key: string },
): string {
  const [object] = system.ofKind(kind).filter(({ metadata }) => metadata.name === name);
  const { data, stringData } = (object ?? {}) as Record<string, Record<string, string>>;
  const value = stringData?.[key] ?? data?.[key];
  if (value === undefined) throw new Error(`There is no ${key} in the ${kind} ${name}.`);
  return value;
}
