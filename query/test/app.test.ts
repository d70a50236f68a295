// What query answers: the whole, pages of it, one post; and nothing at all when nothing has changed.

import request from "supertest";
import { describe, expect, it } from "vitest";
import { commentCreated, commentUpdated, createQuery, postCreated } from "./query-service.ts";

const p1 = { id: "p1", title: "Post p1", comments: [] };
const posts = ["p1", "p2", "p3"].map((id) => postCreated(id));

describe("GET /posts", () => {
  it("answers an empty object when there are no posts", async () => {
    const { app } = await createQuery();

    await request(app).get("/posts").expect(200, {});
  });

  it("answers the course's map: each post with its comments and what became of them", async () => {
    const { app, receive } = await createQuery();
    await receive(
      postCreated("p1"),
      commentCreated("c1", "p1"),
      commentUpdated("c1", "p1", "rejected"),
    );

    const { body } = await request(app).get("/posts");

    expect(body).toEqual({
      p1: {
        id: "p1",
        title: "Post p1",
        comments: [{ id: "c1", content: "Comment c1", status: "rejected" }],
      },
    });
  });

  it("may be read by a page from another address", async () => {
    const { app } = await createQuery();

    await request(app).get("/posts").expect("access-control-allow-origin", "*");
  });
});

describe("GET /posts in pages", () => {
  it("answers the newest first, and where to go on", async () => {
    const { app, receive } = await createQuery();
    await receive(...posts);

    const first = await request(app).get("/posts?limit=2");
    const [, next = ""] = /^<(.+)>; rel="next"$/.exec(first.headers.link ?? "") ?? [];
    const second = await request(app).get(next);

    expect(first.body).toMatchObject([{ id: "p3" }, { id: "p2" }]);
    expect(second.body).toEqual([p1]);
    expect(second.headers).not.toHaveProperty("link");
  });

  it("has twenty on a page unless asked for another number", async () => {
    const { app, receive } = await createQuery();
    await receive(...Array.from({ length: 25 }, (_, number) => postCreated(`p${number}`)));

    const { body } = await request(app).get("/posts?before=p24");

    expect(body).toHaveLength(20);
    expect(body[0].id).toBe("p23");
  });

  it("can go on after a post with any id", async () => {
    const { app, receive } = await createQuery();
    await receive(postCreated("older"), postCreated("a&b=c /?"));

    const { headers } = await request(app).get("/posts?limit=1");

    expect(headers.link).toBe('</posts?limit=1&before=a%26b%3Dc%20%2F%3F>; rel="next"');
  });

  it.each([
    ["limit=0", "limit: must be a whole number from 1 to 100"],
    ["limit=101", "limit: must be a whole number from 1 to 100"],
    ["limit=many", "limit: must be a whole number from 1 to 100"],
    ["before=p1&before=p2", "before: must be the id of one post"],
    ["before=nothing", "before: there is no post nothing."],
  ])("explains what is wrong with ?%s", async (query, detail) => {
    const { app, receive } = await createQuery();
    await receive(...posts);

    const answer = await request(app).get(`/posts?${query}`);

    expect(answer.status).toBe(400);
    expect(answer.body.detail).toBe(detail);
  });
});

describe("GET /posts/:id", () => {
  it("answers one post", async () => {
    const { app, receive } = await createQuery();
    await receive(...posts);

    await request(app).get("/posts/p1").expect(200, p1);
  });

  it.each(["nothing", "__proto__", "constructor"])(
    "is a 404 when there is none: %s",
    async (id) => {
      const { app } = await createQuery();

      const answer = await request(app).get(`/posts/${id}`);

      expect(answer.status).toBe(404);
      expect(answer.body.detail).toBe(`There is no post ${id}.`);
    },
  );

  it("is a 404 while only comments on it have been received", async () => {
    const { app, receive } = await createQuery();
    await receive(commentCreated("c1", "p1"));

    await request(app).get("/posts/p1").expect(404);
    await request(app).get("/posts").expect(200, {});
  });
});

describe("Query itself", () => {
  it("takes no posts", async () => {
    const { app } = await createQuery();

    await request(app).post("/posts").send({ title: "wrong door" }).expect(404);
  });
});
