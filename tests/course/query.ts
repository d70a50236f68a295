// The course's query service, as its hand-outs have it: it takes events in the order they come, and reads them all again
// when it starts.

import axios from "axios";
import cors from "cors";
import express from "express";
import type { Part, Urls } from "./system.ts";

interface Post {
  id: string;
  title: string;
  comments: { id: string; content: string; status: string }[];
}

export async function startCourseQuery({ eventBus }: Urls): Promise<Part> {
  const posts: Record<string, Post> = {};
  const app = express();
  app.use(express.json(), cors());

  // What the course's code reads out of an event, it takes as given.
  // oxlint-disable-next-line typescript/no-explicit-any
  function handleEvent(type: string, data: any): void {
    if (type === "PostCreated") posts[data.id] = { id: data.id, title: data.title, comments: [] };
    if (type === "CommentCreated") {
      const { id, content, postId, status } = data;
      posts[postId]!.comments.push({ id, content, status });
    }
    if (type === "CommentUpdated") {
      const { id, content, postId, status } = data;
      const comment = posts[postId]!.comments.find((known) => known.id === id)!;
      comment.status = status;
      comment.content = content;
    }
  }

  app.get("/posts", (_req, res) => {
    res.send(posts);
  });

  app.post("/events", (req, res) => {
    handleEvent(req.body.type, req.body.data);
    res.send({});
  });

  return {
    app,
    async start() {
      const { data } = await axios.get(`${eventBus}/events`);
      for (const event of data) handleEvent(event.type, event.data);
    },
  };
}
