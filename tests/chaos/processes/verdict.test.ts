// The verdict over a run of real processes, against records of runs in which something went wrong. No test can make the real
// processes go wrong on demand; their record can be changed.

import { describe, expect, it } from "vitest";
import type { Outcome } from "./collect.ts";
import type { History, Operation } from "./history.ts";
import type { LogLine, Observers } from "./observers.ts";
import { judge, vacuousBecause } from "./verdict.ts";

const comment = { id: "c1", content: "A comment", status: "approved" };
const types = ["PostCreated", "CommentCreated", "CommentModerated", "CommentUpdated"];

function goodLog(): LogLine[] {
  return types.map((type, index) => ({
    position: index + 1,
    id: `e${index + 1}`,
    type,
    data: { id: index === 0 ? "p1" : "c1" },
  }));
}

function goodOutcome(): Outcome {
  const view = [{ id: "p1", title: "post 1", comments: [{ ...comment }] }];
  const byPost = () => new Map([["p1", [{ ...comment }]]]);
  return {
    log: goodLog(),
    effects: goodLog().map(({ type, data, position }) => ({
      id: `${type} ${data.id}`,
      log: "l",
      position,
      isLate: false,
    })),
    cursors: new Map([["journal", 4]]),
    posts: [{ id: "p1", title: "post 1" }],
    comments: new Map([
      ["comments", byPost()],
      ["comments-2", byPost()],
    ]),
    view,
    pages: structuredClone(view),
  };
}

function operation(what: Operation["what"], value: string, answer = { id: "" }): Operation {
  return { process: "w", what, value, ending: "ok", startedAt: 0, answer };
}

function verdictOn(change: (outcome: Outcome, seen: Map<number, string>) => void): string[] {
  const outcome = goodOutcome();
  const positions = new Map([[1, "PostCreated p1"]]);
  const posts = new Map(goodOutcome().view.map((post) => [post.id, post]));
  change(outcome, positions);
  const operations = [operation("post", "post 1"), operation("comment", "A comment")];
  const history = { operations, count: () => ({ ok: 1, fail: 0, info: 0 }) } as object as History;
  const observers = { positions, violations: [], follower: { posts } } as object as Observers;
  return judge(outcome, history, observers).violations;
}

describe("The verdict", () => {
  it("finds nothing where nothing is wrong", () => {
    expect(verdictOn(() => {})).toEqual([]);
  });

  const wrongs: [string, RegExp, Parameters<typeof verdictOn>[0]][] = [
    ["an acknowledged post is gone", /^I1: post/, (o) => void o.view.splice(0)],
    ["a post is shown twice", /^I7: post/, (o) => void o.view.push(o.view[0]!)],
    ["a position changes its event", /^I4: position 1 was/, (_o, seen) => void seen.set(1, "X")],
    ["a position is missing", /^I4: position 2 is missing/, (o) => void o.log.splice(1, 1)],
    ["an event has no effect", /^I9:/, (o) => void o.effects.pop()],
    ["an event takes effect twice", /^I7: an event/, (o) => void o.effects.push(o.effects[3]!)],
    [
      "something took effect that is not in the log",
      /^I2: PostCreated p9 took effect at journal/,
      (o) => void o.effects.push({ ...o.effects[3]!, id: "PostCreated p9", position: 5 }),
    ],
    ["effects are out of order", /^I8:/, (o) => (o.effects = o.effects.toReversed())],
    ["a comment stays pending", /^I10:/, (o) => (o.view[0]!.comments[0]!.status = "pending")],
    ["a replica differs", /^I10: comments-2/, (o) => void o.comments.get("comments-2")!.clear()],
    ["a page is missing", /^I15: query's pages/, (o) => void o.pages.pop()],
    [
      "a fact is published twice",
      /^I3:/,
      (o) => void o.log.push({ ...o.log[3]!, position: 5, id: "e5" }),
    ],
    ["a subscriber stays behind", /^I6:/, (o) => void o.cursors.set("journal", 3)],
    ["the stream differs", /^I15: who has followed/, (o) => (o.view[0]!.title = "another")],
  ];

  it.each(wrongs)("finds it when %s", (_, expected, change) => {
    expect(verdictOn(change)).toContainEqual(expect.stringMatching(expected));
  });

  it("is that a run has shown nothing when a class of accidents never struck, or no client wrote or read", () => {
    const noClient = { count: () => ({ ok: 0, fail: 3, info: 3 }) } as object as History;
    const struck = new Map([
      ["kill", 3],
      ["cut", 0],
    ]);

    const reasons = vacuousBecause(struck, noClient, { resets: 1, resumed: 0 });

    expect(reasons).toContain('no accident of the class "cut" has struck');
    expect(reasons).toContain('no operation "read log" succeeded');
    expect(reasons).toContain("the stream was never interrupted");
    expect(reasons.join()).not.toContain("kill");
  });
});
