// The course's comments service, as its hand-outs have it.

import { randomBytes } from "node:crypto";
import axios from "axios";
import cors from "cors";
import express from "express";
import type { Part, Urls } from "./system.ts";

interface Comment {
  id: string;
  content: string;
  status: string;
}

export async function startCourseComments({ eventBus }: Urls): Promise<Part> {
  const commentsByPost: Record<string, Comment[]> = {};
  const app = express();
  app.use(express.json(), cors());

  app.get("/posts/:id/comments", (req, res) => {
    res.send(commentsByPost[req.params.id] ?? []);
  });

  app.post("/posts/:id/comments", async (req, res) => {
    const postId = req.params.id;
    const comment = {
      id: randomBytes(4).toString("hex"),
      content: req.body.content,
      status: "pending",
    };
    const comments = (commentsByPost[postId] ??= []);
    comments.push(comment);
    await axios.post(`${eventBus}/events`, {
      type: "CommentCreated",
      data: { ...comment, postId },
    });
    res.status(201).send(comments);
  });

  app.post("/events", async (req, res) => {
    const { type, data } = req.body;
    if (type === "CommentModerated") {
      const { id, postId, status, content } = data;
      // Fails for a comment it has lost, as the original does.
      const comment = commentsByPost[postId]!.find((known) => known.id === id)!;
      comment.status = status;
      await axios.post(`${eventBus}/events`, {
        type: "CommentUpdated",
        data: { id, status, postId, content },
      });
    }
    res.send({});
  });

  return { app };
}
