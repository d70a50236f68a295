// docs/settings.md lists what the code reads from the environment, all of it and nothing else.

import { describe, expect, it } from "vitest";
import { describeVariable, settingsPage, unusedSentences, variables } from "./settings-page.ts";

describe("The page of all settings", () => {
  it.each(variables)("has a sentence on %s (%s)", (variable, section) => {
    expect(describeVariable(variable, section), "write it in settings-page.ts").toBeTruthy();
  });

  it("has no sentence on what nothing reads", () => {
    expect(unusedSentences).toEqual([]);
  });

  it("is written from the schemas (npx vitest run tests/docs/settings.test.ts -u writes it)", async () => {
    await expect(settingsPage()).toMatchFileSnapshot("../../docs/settings.md");
  });
});
