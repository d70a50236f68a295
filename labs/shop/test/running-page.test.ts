// The commands in docs/running.md, which need servers, Docker or a cluster, name what exists. They are not run here.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startHelp } from "../../../infra/local/banner.ts";
import { portVariable } from "../../../infra/systems/variables.ts";
import { manifestsIn } from "../../../infra/test/kubernetes/manifests.ts";
import { readYaml } from "../../../infra/test/yaml-file.ts";
import { readCommands } from "../../../tests/docs/markdown.ts";
import { system } from "../system.ts";

const HOME = "labs/shop";
const PAGE = `${HOME}/docs/running.md`;
const lines = readCommands(PAGE).flatMap((block) => block.lines);
const { manifests, ofKind } = manifestsIn(`${HOME}/k8s`);
const names = system.services.map(({ name }) => (name === "client" ? "shop-client" : name));
const { profiles } = readYaml<{ profiles: { name: string }[] }>(`${HOME}/skaffold.yaml`);

const mustExist = (path = "") => expect(existsSync(join(HOME, path)), path).toBe(true);
const mustBeApplied = (kind: string, name = "") =>
  expect(manifests.map((each) => `${each.kind}/${each.metadata.name}`)).toContain(
    `${kind}/${name}`,
  );

/** One way to be right for each kind of command; each is given what its pattern has found. */
const CHECKS: [RegExp, (...found: string[]) => void][] = [
  [/^cd labs\/shop$/, () => {}],
  [
    /^docker compose -p shop -f (\S+)(?: -f (\S+))?(?: --profile (\w+))? (?:up(?: --build)? --detach(?: --wait)?|down)$/,
    (file, onTop, profile) => {
      mustExist(file);
      if (onTop) mustExist(onTop);
      const { services } = readYaml<{ services: Record<string, { profiles?: string[] }> }>(
        join(HOME, file ?? ""),
      );
      const known = Object.values(services).flatMap((service) => service.profiles ?? []);
      if (profile) expect(known).toContain(profile);
    },
  ],
  [
    /^npm run lab:shop -- --rabbitmq amqp:\/\/\S+ --postgres postgres:\/\/\S+ --redis redis:\/\/\S+$/,
    () => expect(startHelp(system)).toMatch(/--rabbitmq[\s\S]*--postgres[\s\S]*--redis/),
  ],
  [
    /^((?:[A-Z_]+_PORT=\d+ )+)npm run lab:shop$/,
    (settings = "") => {
      const expected = system.services.flatMap(({ name, originalPort }) =>
        originalPort ? [`${portVariable(name)}=${originalPort}`] : [],
      );
      expect(settings.trim().split(" ")).toEqual(expected);
    },
  ],
  [
    /^docker build -f (\S+) -t you\/(\S+):1\.0\.0 (\S+)$/,
    (file, name, context = "") => {
      mustExist(file);
      expect(names).toContain(name);
      expect(join(HOME, context)).toMatch(/^\.\/?$/);
    },
  ],
  [
    /^kind load docker-image (.+)$/,
    (images = "") =>
      expect(images.split(" ").toSorted()).toEqual(
        names.map((each) => `you/${each}:1.0.0`).toSorted(),
      ),
  ],
  [/^kubectl (?:apply|delete) -k (\S+)$/, (folder) => mustExist(`${folder}/kustomization.yaml`)],
  [
    /^kubectl (?:wait --for=condition=available deployment|get pods|delete pod) --selector (\S+)=(\S+)(?: --timeout=\d+s)?$/,
    (key = "", value = "") => {
      const labels = ofKind("Deployment").map(({ spec }) => spec?.template.metadata?.labels?.[key]);
      expect(labels).toContain(value);
    },
  ],
  [/^kubectl logs deployment\/(\S+)$/, (name) => mustBeApplied("Deployment", name)],
  [
    /^kubectl port-forward service\/(\S+) (\d+):\d+$/,
    (name, port) => {
      const service = ofKind("Service").find(({ metadata }) => metadata.name === name);
      expect(String(service?.spec?.ports?.[0]?.port)).toBe(port);
    },
  ],
  [
    /^skaffold (?:dev|run -p (\w+) --port-forward)$/,
    (profile) => profile && expect(profiles.map(({ name }) => name)).toContain(profile),
  ],
];

describe(`The commands in ${PAGE}`, () => {
  it.each(lines)("%s", (line) => {
    const found = CHECKS.flatMap(([pattern, check]) => {
      const match = pattern.exec(line);
      return match ? [[match, check] as const] : [];
    });

    expect(found, "this kind of command is checked").toHaveLength(1);
    for (const [[, ...groups], check] of found) check(...groups);
  });

  it("stand beside the names of all Deployments and Services", () => {
    const text = readFileSync(PAGE, "utf8");

    for (const { metadata } of [...ofKind("Deployment"), ...ofKind("Service")])
      expect(text).toContain(`\`${metadata.name}\``);
  });
});
