// The list of subscribers, as it stands in the environment.

import { describe, expect, it } from "vitest";
import {
  DEFAULT_SUBSCRIBERS,
  Subscribers,
  subscribersBeside,
} from "../src/delivery/subscribers.ts";

describe("SUBSCRIBERS", () => {
  it("names the course's four services by default, in the course's order", () => {
    const subscribers = Subscribers.parse(DEFAULT_SUBSCRIBERS);

    expect(subscribers).toEqual([
      { name: "posts", url: "http://localhost:4000/events", start: "beginning" },
      { name: "comments", url: "http://localhost:4001/events", start: "beginning" },
      { name: "query", url: "http://localhost:4002/events", start: "beginning" },
      { name: "moderation", url: "http://localhost:4003/events", start: "beginning" },
    ]);
  });

  it("may be nobody", () => {
    expect(Subscribers.parse("none")).toEqual([]);
  });

  it("adds to the four what begins with a +", () => {
    const names = Subscribers.parse("+mine=http://a:1,+other:now=http://b:1, third=http://c:1").map(
      ({ name }) => name,
    );

    expect(names).toEqual([
      ...["posts", "comments", "query", "moderation"],
      ...["mine", "other", "third"],
    ]);
  });

  it("adds to none where the services read a stream themselves", () => {
    const [only, ...others] = subscribersBeside("none").parse("+mine=http://a:1");

    expect([only?.name, others]).toEqual(["mine", []]);
  });

  it("may say that a subscriber starts with what comes next", () => {
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
    ["+query=http://a", '"query" is listed twice'],
    ["a=http://a,+b=http://b", '"+b=http://b" is not name=http://host:port'],
  ])("refuses %s with a sentence", (list, sentence) => {
    const { error } = Subscribers.safeParse(list);

    expect(error?.issues[0]?.message).toBe(sentence);
  });
});
