// The course's moderation service, as its hand-outs have it.

import axios from "axios";
import express from "express";
import type { Part, Urls } from "./system.ts";

export async function startCourseModeration({ eventBus }: Urls): Promise<Part> {
  const app = express();
  app.use(express.json());

  app.post("/events", async (req, res) => {
    const { type, data } = req.body;
    if (type === "CommentCreated") {
      const { id, postId, content } = data;
      const status = content.includes("orange") ? "rejected" : "approved";
      await axios.post(`${eventBus}/events`, {
        type: "CommentModerated",
        data: { id, postId, status, content },
      });
    }
    res.send({});
  });

  return { app };
}
