// The course app's wire format as one contract: what every posts, comments, query, moderation and event bus must do to be
// interchangeable with the course's own. It takes the addresses of a running system and claims only what is true of an
// original as well as of ours; what ours does beyond that is tested elsewhere.

import { beforeAll, describe, expect, it } from "vitest";
import { until } from "../kit/until.ts";
import { type CourseUrls, testBasics } from "./course-wire-basics.ts";
import { get, post } from "../kit/json-http.ts";

interface Shown {
  id: string;
  title: string;
  comments: { id: string; content: string; status: string }[];
}

type BusEvent = { type: string; data: Record<string, unknown> };

/** `createPath` is what the posts service calls the address for new posts: an original knows one of the two. */
export function testCourseWire(
  system: string,
  start: () => Promise<CourseUrls>,
  { createPath = "/posts/create" } = {},
): void {
  describe(`The course's wire format: ${system}`, () => {
    let urls: CourseUrls;
    beforeAll(async () => {
      urls = await start();
    });

    const writePost = (title: string) => post(urls.posts + createPath, { title });
    const writeComment = (postId: string, content: string) =>
      post(`${urls.comments}/posts/${postId}/comments`, { content });
    const deliver = (service: keyof CourseUrls, type: string, data: object) =>
      post(`${urls[service]}/events`, { type, data });

    /** A new post that every service has received. */
    async function writeKnownPost(title = "A post"): Promise<string> {
      const { id } = (await writePost(title)).body;
      await until(async () => expect(await shownPost(id)).toBeDefined());
      return id;
    }
    const shownPost = async (id: string): Promise<Shown | undefined> =>
      (await get(`${urls.query}/posts`)).body[id];

    it("posts: a post is answered with 201 and its id, and is in the map from then on", async () => {
      const { status, body } = await writePost("Hello");

      expect(status).toBe(201);
      expect(body).toEqual({ id: expect.any(String), title: "Hello" });
      expect((await get(`${urls.posts}/posts`)).body[body.id]).toEqual(body);
    });

    it("comments: a comment is answered with all of its post, the new one last and pending", async () => {
      const postId = await writeKnownPost();
      const first = await writeComment(postId, "first");

      const second = await writeComment(postId, "second");

      expect([first.status, second.status]).toEqual([201, 201]);
      expect(first.body).toEqual([{ id: expect.any(String), content: "first", status: "pending" }]);
      expect(second.body).toHaveLength(2);
      expect(second.body[1]).toMatchObject({ content: "second", status: "pending" });
    });

    it("comments: a post that does not exist has none", async () => {
      const { status, body } = await get(`${urls.comments}/posts/unknown/comments`);

      expect([status, body]).toEqual([200, []]);
    });

    it("query: a post appears with its comments, and each becomes what moderation thinks of it", async () => {
      const id = await writeKnownPost("Fruit");
      await writeComment(id, "I like apples");
      await writeComment(id, "I like oranges");
      await writeComment(id, "I like Oranges");

      await until(async () => expect((await shownPost(id))?.comments).toHaveLength(3));
      await until(async () => {
        expect(byContent((await shownPost(id))?.comments)).toEqual([
          { id: expect.any(String), content: "I like Oranges", status: "approved" },
          { id: expect.any(String), content: "I like apples", status: "approved" },
          { id: expect.any(String), content: "I like oranges", status: "rejected" },
        ]);
      });
      expect(await shownPost(id)).toMatchObject({ id, title: "Fruit" });
      expect(byContent((await get(`${urls.comments}/posts/${id}/comments`)).body)).toMatchObject([
        { status: "approved" },
        { status: "approved" },
        { status: "rejected" },
      ]);
    });

    it("the event bus: its log is a bare array of what was published, in the order of cause and effect", async () => {
      const postId = await writeKnownPost("Published");
      const [{ id }] = (await writeComment(postId, "I like apples")).body;
      const comment = { id, postId, content: "I like apples" };
      const published = async () =>
        ((await get(`${urls.eventBus}/events`)).body as BusEvent[]).filter(
          ({ data }) => data.id === postId || data.postId === postId,
        );

      await until(async () => expect(await published()).toHaveLength(4));

      expect(await published()).toEqual([
        { type: "PostCreated", data: { id: postId, title: "Published" } },
        { type: "CommentCreated", data: { ...comment, status: "pending" } },
        { type: "CommentModerated", data: { ...comment, status: "approved" } },
        { type: "CommentUpdated", data: { ...comment, status: "approved" } },
      ]);
    });

    it("the event bus: what is published is answered with OK, and delivered to every service", async () => {
      const { status, body } = await deliver("eventBus", "PostCreated", {
        id: "from-outside",
        title: "A",
      });

      expect([status, body]).toEqual([200, { status: "OK" }]);
      await until(async () => expect(await shownPost("from-outside")).toBeDefined());
    });

    testBasics(() => urls);
  });
}

/** Services may receive comments in different orders. */
function byContent(comments: Shown["comments"] = []): Shown["comments"] {
  return comments.toSorted((a, b) => (a.content < b.content ? -1 : 1));
}
