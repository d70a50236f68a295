// The commands in docs/running.md name what exists: files, images, profiles, Deployments, Services and their ports. They are not
// run here; tests/images and tests/system run what they start.

import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { manifests, ofKind } from "../../infra/test/kubernetes/manifests.ts";
import { readYaml } from "../../infra/test/yaml-file.ts";
import { readCommands } from "./markdown.ts";
import { blog } from "../../infra/systems/blog.ts";
import { serviceNames } from "../../infra/systems/system.ts";

const names = serviceNames(blog).toSorted();
const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
const objects = manifests.map(({ metadata }) => metadata.name);
const { profiles } = readYaml<{ profiles: { name: string }[] }>("skaffold.yaml");

const lines = readCommands("docs/running.md").flatMap((block) => block.lines);

/** One way to be right for each kind of command; each finds the names in a line that have to exist. */
const CHECKS: [RegExp, (line: string, match: RegExpExecArray) => void][] = [
  [/^(?:[A-Z_]+=\S+ )?npm start$/, () => {}],
  [
    /^docker compose -f (\S+) (?:--profile (\w+) )?/,
    (_line, [, file = "", profile]) => {
      const { services } = readYaml<{ services: Record<string, { profiles?: string[] }> }>(file);
      const known = Object.values(services).flatMap((service) => service.profiles ?? []);
      if (profile) expect(known).toContain(profile);
    },
  ],
  [
    /^(?:for name in (?<names>[\w -]+); do )?(?:\(cd (?<folder>\w+) && )?docker (?:build|push)/,
    (line, { groups }) => {
      expect(groups?.names?.split(" ").toSorted() ?? names).toEqual(names);
      const file = /-f (\S+)/.exec(line)?.[1]?.replace("$name", "posts");
      if (file) expect(existsSync(groups?.folder ? `${groups.folder}/${file}` : file)).toBe(true);
    },
  ],
  [
    /^(?:kind load docker-image|minikube image load) (.+)$/,
    (_line, [, images = ""]) =>
      expect(images.split(" ").toSorted()).toEqual(names.map((name) => `you/${name}:${version}`)),
  ],
  [/^kubectl apply -k (\S+)$/, (_line, [, folder]) => mustExist(`${folder}/kustomization.yaml`)],
  [/^kubectl apply -f (\S+)$/, (_line, [, file = ""]) => mustExist(file)],
  [
    /^kubectl (?:rollout \w+ deployment |logs deployment\/)(\S+)$/,
    (_line, [, name]) => expect(objects).toContain(name),
  ],
  [
    /^kubectl port-forward service\/(\S+) (\d+):(\d+)$/,
    (_line, [, name, , port]) => {
      const service = ofKind("Service").find(({ metadata }) => metadata.name === name);
      expect(String(service?.spec?.ports?.[0]?.port)).toBe(port);
    },
  ],
  [/^kubectl delete pod --selector app=(\S+)$/, (_line, [, name]) => expect(names).toContain(name)],
  [/^kubectl get (?:pods|pvc)$/, () => {}],
  [/^kubectl wait --for=condition=available deployment --all --timeout=\d+s$/, () => {}],
  [/^kubectl delete -k (\S+)$/, (_line, [, folder]) => mustExist(`${folder}/kustomization.yaml`)],
  [
    /^kubectl delete deployment --selector app\.kubernetes\.io\/part-of=(\S+)$/,
    (_line, [, part]) => {
      const labels = ofKind("Deployment").map(({ metadata }) => metadata.labels ?? {});
      expect(new Set(labels.map((label) => label["app.kubernetes.io/part-of"]))).toEqual(
        new Set([part]),
      );
    },
  ],
  [/^kubectl delete pvc (\S+)$/, (_line, [, name]) => expect(objects).toContain(name)],
  [
    /^docker buildx imagetools inspect (\S+)$/,
    (_line, [, image = ""]) =>
      expect(readFileSync("posts/Dockerfile", "utf8")).toContain(`FROM ${image} `),
  ],
  [
    /^skaffold (?:dev|run)(?: -p (\w+))?/,
    (_line, [, profile]) => {
      if (profile) expect(profiles.map(({ name }) => name)).toContain(profile);
    },
  ],
  [
    /^echo "EVENT_BUS_SECRET=.*" > (\S+)$/,
    (_line, [, file = ""]) => {
      const { secretGenerator } = readYaml<{ secretGenerator: { envs: string[] }[] }>(
        "infra/overlays/registry/kustomization.yaml",
      );
      expect(file).toBe(`infra/overlays/registry/${secretGenerator[0]?.envs[0]}`);
    },
  ],
];

function mustExist(path: string): void {
  expect(existsSync(path), path).toBe(true);
}

describe("The commands in docs/running.md", () => {
  it.each(lines)("%s", (line) => {
    const found = CHECKS.map(([pattern, check]) => [pattern.exec(line), check] as const);
    const [match, check] = found.find(([each]) => each) ?? [];

    expect(match, "this kind of command is checked").toBeDefined();
    if (match) check?.(line, match);
  });

  it("name every Deployment and every Service of the cluster in the text", () => {
    const text = readFileSync("docs/running.md", "utf8");
    const mentioned = [...ofKind("Deployment"), ...ofKind("Service")].map(
      ({ metadata }) => metadata.name,
    );

    for (const name of mentioned) expect(text).toContain(`\`${name}\``);
  });
});
