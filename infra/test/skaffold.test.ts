// skaffold.yaml is what Skaffold expects, and its patterns mean files that exist.

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
      docker: { dockerfile: string; target: string };
      sync: { manual: { src: string; dest: string }[] };
    }[];
  };
  manifests: { kustomize: { paths: string[] } };
  profiles: { name: string; build: { local: { push: boolean } }; patches: Patch[] }[];
}

const skaffold = readYaml<Skaffold>("skaffold.yaml");
const { artifacts } = skaffold.build;
const files = filesOfTheProject();

describe("skaffold.yaml", () => {
  it("is of the version it declares", () => {
    expect(violationsOf("skaffold.yaml", "skaffold-v4beta13.json")).toBe(null);
  });

  it("makes six images, each up to the stage for development", () => {
    expect(artifacts).toHaveLength(6);
    for (const { docker } of artifacts) {
      const stages = readDockerfile(docker.dockerfile).map(({ name }) => name);

      expect(stages, docker.dockerfile).toContain(docker.target);
    }
  });

  const patterns = artifacts.flatMap(({ image, sync }) =>
    sync.manual.map(({ src, dest }) => [image, src, dest] as const),
  );

  it.each(patterns)("copies what is edited into the container of %s: %s", (image, src, dest) => {
    expect(files.filter((file) => toPattern(src).test(file))).not.toEqual([]);
    // Relative to the working folder of the image, where the root of the project is.
    expect(dest).toBe(".");

    const { docker } = artifacts.find((artifact) => artifact.image === image)!;
    const commands = readDockerfile(docker.dockerfile).flatMap(({ instructions }) => instructions);
    const folder = src.split("/").slice(0, 2).join("/");
    expect(commands.find(({ rest }) => rest.includes(`"--watch", "${folder}"`))).toBeDefined();
  });

  it("ships the last stage, to a cluster on this machine and to a registry", () => {
    const removals = artifacts.map((_, index) => ({
      op: "remove",
      path: `/build/artifacts/${index}/docker/target`,
    }));
    const replacement = (value: string) => ({
      op: "replace",
      path: "/manifests/kustomize/paths/0",
      value,
    });

    expect(skaffold.manifests.kustomize.paths).toEqual(["infra/overlays/dev"]);
    expect(
      skaffold.profiles.map(({ name, build, patches }) => [name, build.local.push, patches]),
    ).toEqual([
      ["local", false, [replacement("infra/k8s"), ...removals]],
      ["registry", true, [replacement("infra/overlays/registry"), ...removals]],
    ]);
  });
});

function toPattern(glob: string): RegExp {
  const pattern = glob.replaceAll(".", "\\.").replaceAll("**/", "<any>").replaceAll("*", "[^/]*");
  return new RegExp(`^${pattern.replaceAll("<any>", "(?:.*/)?")}$`);
}
