// The blog: the course's five services with their ports, in the course's order, and the gateway with its page.

import { contracts } from "@blog/common/events";
import type { System } from "./system.ts";

const comment = { id: "comment-1", postId: "post-1", content: "I like it." };

export const blog = {
  name: "blog",
  title: "Event-driven Blog",
  description: "A blog whose posts and comments travel as events between small services",
  dataFolder: ".data",

  services: [
    {
      name: "event-bus",
      folder: "event-bus",
      entry: "src/main.ts",
      port: 4005,
      firstPath: "/events",
    },
    {
      name: "posts",
      folder: "posts",
      entry: "src/main.ts",
      port: 4000,
      secondPort: 4100,
      keeps: "data",
      firstPath: "/posts",
      without: "nothing accepts posts",
    },
    {
      name: "comments",
      folder: "comments",
      entry: "src/main.ts",
      port: 4001,
      secondPort: 4006, // the course's
      keeps: "data",
      without: "nothing accepts comments",
    },
    {
      name: "query",
      folder: "query",
      entry: "src/main.ts",
      port: 4002,
      secondPort: 4200,
      keeps: "view",
      firstPath: "/posts",
      without: "the page shows no posts",
    },
    {
      name: "moderation",
      folder: "moderation",
      entry: "src/main.ts",
      port: 4003,
      secondPort: 4300,
      without: "comments stay pending",
    },
    {
      name: "client",
      folder: "client",
      entry: "gateway/main.ts",
      port: 3000,
      without: "it has no page",
    },
  ],

  subscribers: ["posts", "comments", "query", "moderation"],

  // As in the course's ingress.
  routes: [
    { methods: ["POST"], paths: ["/posts", "/posts/create"], service: "posts" },
    { methods: ["GET", "HEAD", "POST"], paths: ["/posts/:id/comments"], service: "comments" },
    { methods: ["GET", "HEAD"], paths: ["/posts", "/posts/:id"], service: "query" },
  ],

  contracts,

  travels: {
    PostCreated: {
      summary: "A post was created.",
      publishedBy: "posts",
      consumedBy: ["posts", "comments", "query"],
      example: { id: "post-1", title: "A post" },
    },
    CommentCreated: {
      summary: "A comment was created. It is pending.",
      publishedBy: "comments",
      consumedBy: ["comments", "moderation", "query"],
      example: { ...comment, status: "pending" },
    },
    CommentModerated: {
      summary: "Moderation's verdict on a comment. Nothing changes until comments has handled it.",
      publishedBy: "moderation",
      consumedBy: ["comments"],
      example: { ...comment, status: "approved" },
    },
    CommentUpdated: {
      summary: "What a comment is now, whole.",
      publishedBy: "comments",
      consumedBy: ["comments", "query"],
      example: { ...comment, status: "approved" },
    },
  },
} as const satisfies System<typeof contracts>;

export type BlogService = (typeof blog.services)[number]["name"];
