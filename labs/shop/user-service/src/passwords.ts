// Passwords are kept as hashes that are costly to make: who has stolen the database must pay for each guess. Scrypt with OWASP's
// parameters takes 32 MB and a third of a second, so few run at a time, and few wait: the rest is refused, or a hundred logins at
// once would be the end of the process. A hash names its function and parameters (a PHC string), so that others can follow.

import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { Problem } from "@blog/common/base/problem";
import { fewAtATime } from "@blog/common/http/few-at-a-time";

/** Scrypt's own names: N = 2^`logN`, r and p. */
export interface Cost {
  logN: number;
  r: number;
  p: number;
}

interface PasswordOptions {
  cost?: Cost;
  atATime?: number;
  maxWaiting?: number;
}

export interface Passwords {
  /** Throws a 503 Problem when too many are waiting. */
  hash(password: string): Promise<string>;
  /** Without a hash, false: after the same work, so that no caller learns by the time that there is no such user. As `hash`. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
}

// https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#scrypt
const OWASP: Cost = { logN: 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

export function createPasswords({
  cost = OWASP,
  atATime = 2,
  maxWaiting = 32,
}: PasswordOptions = {}): Passwords {
  const deriveInTurn = fewAtATime(derive, atATime);
  let pending = 0;

  async function work(password: string, salt: Buffer, costOfIt: Cost): Promise<Buffer> {
    if (pending >= atATime + maxWaiting)
      throw new Problem(503, "Too many users sign in at this moment: please try again.", {
        headers: { "retry-after": "2" },
      });
    pending += 1;
    try {
      return await deriveInTurn(password, salt, costOfIt);
    } finally {
      pending -= 1;
    }
  }

  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES);
      return toPhc(cost, salt, await work(password, salt, cost));
    },

    async verify(password, hash) {
      if (hash === undefined) {
        await work(password, randomBytes(SALT_BYTES), cost);
        return false;
      }
      const stored = fromPhc(hash);
      return timingSafeEqual(await work(password, stored.salt, stored.cost), stored.hash);
    },
  };
}

function derive(password: string, salt: Buffer, { logN, r, p }: Cost): Promise<Buffer> {
  // By default, Node refuses what needs more than 32 MB.
  const [N, maxmem] = [2 ** logN, 2 * 128 * r * 2 ** logN];
  // One keyboard writes é as one character and another as two: NFKC makes them one password.
  const text = password.normalize("NFKC");
  return new Promise((resolve, reject) => {
    scrypt(text, salt, HASH_BYTES, { N, r, p, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

// https://github.com/P-H-C/phc-string-format: base64 without its padding.
function toPhc({ logN, r, p }: Cost, salt: Buffer, hash: Buffer): string {
  const [saltText, hashText] = [salt, hash].map((bytes) =>
    bytes.toString("base64").replace(/=+$/, ""),
  );
  return `$scrypt$ln=${logN},r=${r},p=${p}$${saltText}$${hashText}`;
}

function fromPhc(text: string): { cost: Cost; salt: Buffer; hash: Buffer } {
  const parts = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(text);
  if (!parts) throw new Error("This is no hash that was made here.");
  const [, logN, r, p, salt = "", hash = ""] = parts;
  return {
    cost: { logN: Number(logN), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, "base64"),
    hash: Buffer.from(hash, "base64"),
  };
}
