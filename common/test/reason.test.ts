// Log lines about repeated failures: short, and never empty.

import { reasonOf } from "@blog/common/base/reason";
import { describe, expect, it } from "vitest";

describe("The reason of a failure", () => {
  it("is the message of the error", () => {
    expect(reasonOf(new Error("no such host"))).toBe("no such host");
  });

  it("is what each address answered, when a name has several and none of them works", () => {
    const refused = ["::1", "127.0.0.1"].map((host) => new Error(`connect ECONNREFUSED ${host}`));

    const reason = reasonOf(new AggregateError(refused));

    expect(reason).toBe("connect ECONNREFUSED ::1, connect ECONNREFUSED 127.0.0.1");
  });

  it("is the code of an error without words", () => {
    expect(reasonOf(Object.assign(new Error(""), { code: "ETIMEDOUT" }))).toBe("ETIMEDOUT");
    expect(reasonOf(new TypeError(""))).toBe("TypeError");
  });

  it("is also found in what is no error", () => {
    expect(reasonOf("broken")).toBe("broken");
  });
});
