// Settings from the environment: checked once, at the start; a wrong one stops the process with a sentence that names it.

import { readSettings, ServiceSettings } from "@blog/common/base/settings";
import { afterEach, describe, expect, it, vi } from "vitest";

afterEach(() => vi.unstubAllEnvs());

const read = (env: Record<string, string>) => {
  for (const name of Object.keys(ServiceSettings.shape)) vi.stubEnv(name, env[name]);
  return readSettings(ServiceSettings);
};

/** Reads settings that are wrong; gives back what was written about them. */
function refuse(env: Record<string, string>): { text: string; code: unknown } {
  const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const exit = vi.spyOn(process, "exit").mockImplementation((code) => {
    throw new Error(`exit ${code}`);
  });
  expect(() => read(env)).toThrow("exit");
  return { text: written.mock.calls.map(([line]) => line).join(""), code: exit.mock.calls[0]?.[0] };
}

describe("Settings that are not there", () => {
  it("have values that fit one machine", () => {
    expect(read({})).toEqual({
      EVENT_BUS_URL: "http://localhost:4005",
      ALLOWED_HOSTS: [],
      WRITES_PER_MINUTE: 600,
    });
  });

  it("are the same as empty ones", () => {
    expect(read({ PORT: "", EVENT_BUS_URL: "", EVENT_BUS_SECRET: "", DATABASE_URL: "" })).toEqual(
      read({}),
    );
  });
});

describe("Settings that are right", () => {
  it("come back as what they mean", () => {
    const settings = read({
      PORT: "4006",
      EVENT_BUS_URL: "http://event-bus-srv:4005/",
      ALLOWED_HOSTS: "posts.com, .Example.org",
      EVENT_BUS_SECRET: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
      DATABASE_URL: "sqlite:/data/posts.db",
      WRITES_PER_MINUTE: "60",
    });

    expect(settings).toEqual({
      PORT: 4006,
      EVENT_BUS_URL: "http://event-bus-srv:4005",
      ALLOWED_HOSTS: ["posts.com", ".example.org"],
      EVENT_BUS_SECRET: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
      DATABASE_URL: "sqlite:/data/posts.db",
      WRITES_PER_MINUTE: 60,
    });
  });
});

describe("Settings that are wrong", () => {
  it.each([
    ["PORT", "four thousand", "must be a port: a whole number from 0 to 65535"],
    ["PORT", "70000", "must be a port: a whole number from 0 to 65535"],
    ["EVENT_BUS_URL", "localhost:4005", "must be an http://, https://, nats:// or amqp:// URL"],
    ["ALLOWED_HOSTS", "https://posts.com", "must be names of hosts, without ports"],
    ["EVENT_BUS_SECRET", "short", "must have at least 16 characters"],
    ["EVENT_BUS_SECRET", "long enough for a secret,short", "must have at least 16 characters"],
    [
      "EVENT_BUS_SECRET",
      "whsec_****************************",
      "must have base64 of at least 24 bytes after whsec_",
    ],
    [
      "EVENT_BUS_SECRET",
      "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS*",
      "must have base64 of at least 24 bytes after whsec_",
    ],
    [
      "EVENT_BUS_SECRET",
      "whsec_YW5vdGhlciBzZWNyZXQ=",
      "must have base64 of at least 24 bytes after whsec_",
    ],
    ["EVENT_BUS_SECRET", "whsec_", "must have base64 of at least 24 bytes after whsec_"],
    ["WRITES_PER_MINUTE", "0", "must be a whole number from 1"],
    ["WRITES_PER_MINUTE", "many", "must be a whole number from 1"],
  ])("end the process with a line that explains it: %s=%s", (name, value, message) => {
    const { text, code } = refuse({ [name]: value });

    expect(text).toBe(`${name}: ${message}\n`);
    expect(code).toBe(78); // EX_CONFIG
  });

  it("are all named at once", () => {
    const { text } = refuse({ PORT: "x", EVENT_BUS_URL: "y" });

    expect(text).toMatch(/^PORT: .+\nEVENT_BUS_URL: .+\n$/);
  });

  it("never repeat a secret", () => {
    expect(refuse({ EVENT_BUS_SECRET: "hunter2" }).text).not.toContain("hunter2");
  });
});
