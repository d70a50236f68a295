// Each skaffold.yaml, the blog's and those of the labs, is what Skaffold expects, and its patterns mean files that exist.

import { existsSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { filesOfTheProject } from "../../tests/project-files.ts";
import { readDockerfile } from "./dockerfile.ts";
import { readYaml, violationsOf } from "./yaml-file.ts";

interface Patch {
  op: string;
  path: string;
  value?: string;
}

interface Skaffold {
  build: {
    artifacts: {
      image: string;
      context?: string;
      docker: { dockerfile: string; target: string };
      sync: { manual: { src: string; dest: string }[] };
    }[];
  };
  manifests: { kustomize: { paths: string[] } };
  profiles: { name: string; build: { local: { push: boolean } }; patches: Patch[] }[];
}

const files = filesOfTheProject();
const all = files
  .filter((file) => /^(labs\/[^/]+\/)?skaffold\.yaml$/.test(file))
  .map((file) => ({ file, ...readYaml<Skaffold>(file) }));

describe.each(all)("$file", ({ file, build: { artifacts }, manifests, profiles }) => {
  it("is of the version it declares", () => {
    expect(violationsOf(file, "skaffold-v4beta13.json")).toBe(null);
  });

  it("makes each image up to the stage for development, from the root", () => {
    expect(artifacts.length).toBeGreaterThan(0);
    for (const { docker, context = "." } of artifacts) {
      const stages = readDockerfile(docker.dockerfile).map(({ name }) => name);

      expect(stages, docker.dockerfile).toContain(docker.target);
      expect(posix.join(posix.dirname(file), context)).toMatch(/^\.\/?$/);
    }
  });

  const patterns = artifacts.flatMap(({ image, sync }) =>
    sync.manual.map(({ src, dest }) => [image, src, dest] as const),
  );

  it.each(patterns)("copies what is edited into the container of %s: %s", (image, src, dest) => {
    expect(files.filter((each) => toPattern(src).test(each))).not.toEqual([]);
    // Relative to the working folder of the image, where the root of the project is.
    expect(dest).toBe(".");

    const { docker } = artifacts.find((artifact) => artifact.image === image)!;
    const commands = readDockerfile(docker.dockerfile).flatMap(({ instructions }) => instructions);
    const folder = src.replace(/\/\*\*.*$/, "");
    expect(commands.find(({ rest }) => rest.includes(`"--watch", "${folder}"`))).toBeDefined();
  });

  it("applies what exists, and ships the last stage", () => {
    const removals = artifacts.map((_, index) => ({
      op: "remove",
      path: `/build/artifacts/${index}/docker/target`,
    }));

    expect(profiles[0]).toMatchObject({ name: "local", build: { local: { push: false } } });
    for (const { patches } of profiles) {
      const [replacement, ...rest] = patches;
      expect(replacement).toMatchObject({ op: "replace", path: "/manifests/kustomize/paths/0" });
      expect(rest).toEqual(removals);
    }
    const paths = profiles.map(({ patches }) => patches[0]?.value ?? "");
    for (const path of [...manifests.kustomize.paths, ...paths]) {
      const kustomization = posix.join(posix.dirname(file), path, "kustomization.yaml");
      expect(existsSync(kustomization), kustomization).toBe(true);
    }
  });
});

it("The blog is developed with six images, and shipped to a cluster on this machine or by way of a registry", () => {
  const { build, manifests, profiles } = all.find(({ file }) => file === "skaffold.yaml")!;

  expect(build.artifacts).toHaveLength(6);
  expect(manifests.kustomize.paths).toEqual(["infra/overlays/dev"]);
  expect(
    profiles.map(({ name, build: { local }, patches }) => [name, local.push, patches[0]?.value]),
  ).toEqual([
    ["local", false, "infra/k8s"],
    ["registry", true, "infra/overlays/registry"],
  ]);
});

function toPattern(glob: string): RegExp {
  const pattern = glob.replaceAll(".", "\\.").replaceAll("**/", "<any>").replaceAll("*", "[^/]*");
  return new RegExp(`^${pattern.replaceAll("<any>", "(?:.*/)?")}$`);
}
