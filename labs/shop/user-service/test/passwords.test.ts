// How passwords are kept.

import { scryptSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createPasswords } from "../src/passwords.ts";
import { CHEAP } from "./user-scene.ts";

const cheap = createPasswords({ cost: CHEAP });

describe("A hash", () => {
  it("names its function and its parameters, as a PHC string: OWASP's by default", async () => {
    const passwords = createPasswords();

    const hash = await passwords.hash("correct horse");

    expect(hash).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[\w+/]{22}\$[\w+/]{43}$/);
    const [, , , salt = "", key = ""] = hash.split("$");
    const expected = scryptSync("correct horse", Buffer.from(salt, "base64"), 32, {
      ...{ N: 2 ** 15, r: 8, p: 3, maxmem: 2 ** 26 },
    });
    expect(Buffer.from(key, "base64")).toEqual(expected);
  });

  it("is another one each time, and of its password alone", async () => {
    const [one, other] = [await cheap.hash("correct horse"), await cheap.hash("correct horse")];

    expect(one).not.toBe(other);
    expect(await cheap.verify("correct horse", one)).toBe(true);
    expect(await cheap.verify("correct horse", other)).toBe(true);
    expect(await cheap.verify("Correct horse", one)).toBe(false);
    expect(await cheap.verify("", one)).toBe(false);
  });

  it("is verified with its own parameters, also after ours have changed", async () => {
    const later = createPasswords({ cost: { logN: 5, r: 8, p: 1 } });

    expect(await later.verify("correct horse", await cheap.hash("correct horse"))).toBe(true);
  });

  it("is the same for é as one character and as two", async () => {
    expect(await cheap.verify("caf\u{65}\u{301} noir", await cheap.hash("caf\u{e9} noir"))).toBe(
      true,
    );
  });

  it.each(["", "$2b$10$abc", "$scrypt$ln=4$a$b"])(
    "that is none is a bug of ours: %j",
    async (hash) => {
      await expect(cheap.verify("correct horse", hash)).rejects.toThrow("no hash");
    },
  );
});

describe("Without a hash", () => {
  it("no password is right", async () => {
    expect(await cheap.verify("correct horse", undefined)).toBe(false);
  });

  it("the work is the same", async () => {
    const passwords = createPasswords({ cost: { logN: 12, r: 8, p: 1 } });
    const hash = await passwords.hash("correct horse");

    const known = await processorTimeOf(() => passwords.verify("wrong horse", hash));
    const unknown = await processorTimeOf(() => passwords.verify("wrong horse", undefined));

    expect(unknown / known).toBeGreaterThan(0.5);
    expect(unknown / known).toBeLessThan(2);
  });
});

it("So many are hashed at a time, so many wait, and the rest is refused", async () => {
  const passwords = createPasswords({ cost: CHEAP });

  const results = await Promise.allSettled(Array.from({ length: 40 }, () => passwords.hash("x")));

  const refused = results.filter(({ status }) => status === "rejected");
  expect(refused).toHaveLength(40 - 2 - 32);
  expect(refused[0]).toMatchObject({ reason: { status: 503, headers: { "retry-after": "2" } } });
  await passwords.hash("x");
});

/** Of this process, with all its threads: another one that needs the processor meanwhile does not count. */
async function processorTimeOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let run = 0; run < 5; run += 1) await work();
  return process.cpuUsage(before).user;
}
