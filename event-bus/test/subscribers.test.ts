// The list of subscribers, as it stands in the environment.

import { describe, expect, it } from "vitest";
import { Subscribers } from "../src/delivery/subscribers.ts";

describe("SUBSCRIBERS", () => {
  it("may be empty", () => {
    expect(Subscribers.parse("none")).toEqual([]);
  });

  // Who starts the bus has put them beside the system's own.
  it("takes those that have a + in front, too", () => {
    const names = Subscribers.parse("+mine=http://a:1,+other:now=http://b:1, third=http://c:1").map(
      ({ name }) => name,
    );

    expect(names).toEqual(["mine", "other", "third"]);
  });

  it("may let a subscriber start with what comes next", () => {
    expect(Subscribers.parse("late:now=http://late:4000")).toMatchObject([{ start: "now" }]);
  });

  it.each(["http://a:1", "http://a:1/", "http://a:1/events", " http://a:1"])(
    "takes %j with or without /events, as the course's own lists have it",
    (url) => {
      const [subscriber] = Subscribers.parse(`a=${url.trim()}`);

      expect(subscriber?.url).toBe("http://a:1/events");
    },
  );

  it("may be empty, and may end with a comma", () => {
    expect(Subscribers.parse("")).toEqual([]);
    expect(Subscribers.parse("a=http://a:1, ")).toHaveLength(1);
  });

  it.each([
    ["http://a:1", '"http://a:1" is not name=http://host:port'],
    ["a=a:1", '"a=a:1" is not name=http://host:port'],
    ["a=ftp://a", '"a=ftp://a" is not name=http://host:port'],
    ["A B=http://a", '"A B=http://a" is not name=http://host:port'],
    ["a=http://a,a=http://b", '"a" is listed twice'],
    ["a=http://a,+b=http://b", '"+b=http://b" is not name=http://host:port'],
  ])("refuses %s with a sentence", (list, sentence) => {
    const { error } = Subscribers.safeParse(list);

    expect(error?.issues[0]?.message).toBe(sentence);
  });
});
