// The course's posts service, as its hand-outs have it: in memory, and it publishes while the caller waits.

import { randomBytes } from "node:crypto";
import axios from "axios";
import cors from "cors";
import express from "express";
import type { Part, Urls } from "./system.ts";

export async function startCoursePosts({ eventBus }: Urls): Promise<Part> {
  const posts: Record<string, { id: string; title: string }> = {};
  const app = express();
  app.use(express.json(), cors());

  app.get("/posts", (_req, res) => {
    res.send(posts);
  });

  app.post("/posts/create", async (req, res) => {
    const id = randomBytes(4).toString("hex");
    const { title } = req.body;
    posts[id] = { id, title };
    await axios.post(`${eventBus}/events`, { type: "PostCreated", data: { id, title } });
    res.status(201).send(posts[id]);
  });

  app.post("/events", (_req, res) => {
    res.send({});
  });

  return { app };
}
