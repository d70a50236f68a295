// Rules that every image keeps. That they build and run is what tests/images finds out, where there is Docker.

import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { filesOfTheProject } from "../../tests/project-files.ts";
import { finalInstructions, instructionsOf, readDockerfile, variableOf } from "./dockerfile.ts";

const files = filesOfTheProject().filter((path) => path.endsWith("/Dockerfile"));
const EXEC_FORM = /^(?:--\S+ )*(?:CMD )?\["[^\]]+"\]$/;

describe.each(files)("%s", (file) => {
  const folder = posix.dirname(file);
  const service = posix.basename(folder);
  const stages = readDockerfile(file);
  const all = stages.flatMap(({ instructions }) => instructions);
  const final = finalInstructions(stages);
  const restOf = (name: string) =>
    final.filter((instruction) => instruction.name === name).map(({ rest }) => rest);

  it("begins with one exact version of Node, of the line that .nvmrc names", () => {
    const names = stages.map(({ name }) => name);
    const images = stages.map(({ from }) => from).filter((from) => !names.includes(from));

    const [image = ""] = images;
    expect(new Set(images).size).toBe(1);
    expect(image).toMatch(/^node:\d+\.\d+\.\d+-alpine$/);
    expect(image.startsWith(`node:${readFileSync(".nvmrc", "utf8").trim()}.`)).toBe(true);
  });

  it("installs what the lockfile names, and the nodemon that npm run dev uses", () => {
    const runs = all.filter(({ name, rest }) => name === "RUN" && rest.includes("npm "));
    const others = runs
      .map(({ rest }) => rest)
      .filter((rest) => !/^npm (ci|run build) /.test(rest));

    const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
    const { version } = packages["node_modules/nodemon"];
    const isNodemon = (rest: string) => rest.startsWith(`npm install --global nodemon@${version} `);
    expect(others.filter((rest) => !isNodemon(rest))).toEqual([]);
    const production = final.map(({ rest }) => rest).filter((rest) => rest.startsWith("npm "));
    expect(production).toHaveLength(1);
    // The gateway of a lab is no package: it needs those of the client and of the lab's contracts.
    const itsPackage = `${folder}/package.json`;
    if (!existsSync(itsPackage))
      return expect(production[0]).toMatch(
        /^npm ci --omit=dev --omit=optional( --workspace @[a-z/]+)+ && rm -r ~\/\.npm$/,
      );
    const { name, dependencies } = JSON.parse(readFileSync(itsPackage, "utf8"));
    const parts = Object.keys(dependencies).filter(
      (each) => packages[`node_modules/${each}`]?.link,
    );
    const workspaces = [...parts, name].map((each) => `--workspace ${each}`).join(" ");
    expect(production[0]).toBe(`npm ci --omit=dev --omit=optional ${workspaces} && rm -r ~/.npm`);
  });

  it("copies by name what exists, and nothing as a whole", () => {
    const copies = all.filter(({ name, rest }) => name === "COPY" && !rest.startsWith("--from"));
    const sources = copies.flatMap(({ rest }) => rest.split(" ").slice(0, -1));

    expect(sources.filter((source) => source === "." || !existsSync(source))).toEqual([]);
    expect(all.filter(({ name }) => name === "ADD")).toEqual([]);
  });

  it.each(stages.map((stage) => [stage.name || "the last stage", stage] as const))(
    "lets its user read all that was copied, whatever the umask of the checkout: %s",
    (_name, stage) => {
      const instructions = instructionsOf(stages, stage);
      const user = instructions.findIndex(({ name }) => name === "USER");
      if (user < 0) return;
      const before = instructions.slice(0, user);
      const opening = before.findLastIndex(({ rest }) => rest.startsWith("chmod -R a+rX "));
      const opened = before[opening]?.rest.split(" ").slice(3) ?? [];

      const copies = before.filter(({ name }) => name === "COPY");
      for (const copy of copies.filter(({ rest }) => !rest.startsWith("--from"))) {
        expect(before.indexOf(copy)).toBeLessThan(opening);
        const [target = "", ...sources] = copy.rest.split(" ").toReversed();
        for (const path of target === "./" ? sources : [target])
          expect(opened, copy.rest).toContain(path.split("/")[0]);
      }
    },
  );

  it("runs as a numbered user without rights", () => {
    expect(restOf("USER").at(-1)).toBe("1000:1000");
  });

  it("runs one program, without a shell that would keep signals from it", () => {
    const [command = "", ...others] = restOf("CMD");
    const [program, entry = ""] = JSON.parse(command) as string[];

    expect(others).toEqual([]);
    expect(program).toBe("node");
    expect(existsSync(entry)).toBe(true);
    expect(all.filter(({ name }) => name === "ENTRYPOINT")).toEqual([]);
  });

  it("is asked about its health, without a shell too", () => {
    const checks = restOf("HEALTHCHECK");

    expect(checks).toHaveLength(1);
    expect(checks[0]).toMatch(EXEC_FORM);
    // Its last argument is where it asks when PORT is empty.
    expect(checks[0]).toContain(`"${restOf("EXPOSE").at(-1)}"]`);
    expect(variableOf(final, "PORT")).toBe(restOf("EXPOSE").at(-1));
  });

  it("keeps what it writes in /data, if it writes", () => {
    const keeps = variableOf(final, "DATABASE_URL") !== undefined;

    expect(restOf("VOLUME")).toEqual(keeps ? ["/data"] : []);
    if (keeps) expect(variableOf(final, "DATABASE_URL")).toBe(`sqlite:/data/${service}.db`);
  });

  it("holds no secret, and is no development image", () => {
    const text = final.map(({ rest }) => rest).join("\n");

    expect(text).not.toMatch(/secret|token|passw/i);
    expect(text).not.toContain("nodemon");
    expect(variableOf(final, "NODE_ENV")).toBe("production");
  });

  it("uses nothing that only one builder understands", () => {
    expect(readFileSync(file, "utf8")).not.toMatch(/--mount|--link|<<|^# syntax/m);
  });
});

describe("What images are made from", () => {
  const lines = readFileSync(".dockerignore", "utf8").split("\n");

  it("is nothing but what is named", () => {
    expect(lines.find((line) => line && !line.startsWith("#"))).toBe("*");
    for (const folder of ["node_modules", "dist", "test"]) expect(lines).toContain(`**/${folder}`);
  });
});
