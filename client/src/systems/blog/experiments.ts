// What a newcomer can do to the blog, so that there is something to see.

import { newId } from "@blog/common/base/ids";
import { createComment } from "../../blog/api/create-comment.ts";
import { createPost } from "../../blog/api/create-post.ts";
import { getPosts } from "../../blog/api/get-posts.ts";
import { changeService } from "../../bus-view/lab/change-service.ts";
import { publishEvent } from "../../bus-view/lab/publish-event.ts";
import { setFaults } from "../../bus-view/lab/set-faults.ts";
import type { Experiment, Step, System } from "../system.ts";

const titles = [
  "Events travel fast",
  "One event, four subscribers",
  "In the log before you know it",
  "One more for the log",
];

/** A title, so that the reader need not think one up. */
function someTitle(): string {
  return titles[Math.floor(Math.random() * titles.length)] ?? "A post";
}

function step(label: string, needs: Step["needs"], does: Step["does"]): Step {
  return { label, needs, does };
}

/** A comment on no post: each service that knows the contract refuses it. */
export const poison: System["poison"] = () => ({
  type: "CommentCreated",
  data: { id: newId(), content: "I belong to no post" },
});

const sendPoison = step("Send a poison event", "control", async () => {
  const { status, position } = await publishEvent(JSON.stringify(poison()));
  if (position === undefined) throw new Error(`the bus answered ${status}`);
  return `It is #${position}. comments, query and moderation refuse it; in about ten seconds it is parked. No redrive will help: in the end it is discarded.`;
});

const breakQuery = step("Break query, write a post", "control", async () => {
  await setFaults("query", { failPercent: 100 }, 30);
  const { title } = await createPost(someTitle());
  return `query will park “${title}” in about ten seconds. Reset the lab, or wait until the fault is over; then redrive it.`;
});

export const parking: System["parking"] = {
  wrongEvent: {
    about:
      "A comment on no post: the bus accepts it, and each service that knows the contract refuses it. Redriven, it is refused again; all that is left is to discard it.",
    step: sendPoison,
  },
  wrongSubscriber: {
    about:
      "For 30 seconds query fails at everything, and a post is written. Redriven after that, the post takes effect, late but whole.",
    step: { ...breakQuery, label: "Make query fail, and write a post" },
  },
};

export const experiments: Experiment[] = [
  {
    title: "See a post travel",
    steps: [
      step("Write a post", "system", async () => {
        const { title } = await createPost(someTitle());
        return `“${title}” is on its way: posts publishes it, the bus delivers it.`;
      }),
    ],
  },
  {
    title: "Kill query, and watch it catch up",
    note: "Its cursor stays; the log grows.",
    steps: [
      step("Kill query", "runner", async () => {
        await changeService("query", "kill");
        return "query is down. Its cursor stays, and what is written now is delivered when it is back.";
      }),
      step("Write 5 posts", "system", async () => {
        for (let n = 1; n <= 5; n += 1) await createPost(`${someTitle()} (${n})`);
        return "Five posts are in the log. Services that are down have not received them.";
      }),
      step("Start query", "runner", async () => {
        await changeService("query", "start");
        return "query starts, reads what it has missed, and goes on.";
      }),
    ],
  },
  {
    title: "Kill the bus, and write all the same",
    note: "The post is stored with its event, in the outbox of posts.",
    steps: [
      step("Kill the bus", "runner", async () => {
        await changeService("event-bus", "kill");
        return "The bus is gone. posts still answers: what it has to publish waits in its outbox.";
      }),
      step("Write without it", "system", async () => {
        const { title } = await createPost(someTitle());
        return `“${title}” is stored, and posts answered 201. Its event is published as soon as there is a bus.`;
      }),
      step("Start the bus", "runner", async () => {
        await changeService("event-bus", "start");
        return "The bus starts. The outbox is published, and query receives the post.";
      }),
    ],
  },
  {
    title: "See a comment pending",
    note: "Moderation receives it late.",
    steps: [
      step("Slow moderation", "control", async () => {
        await setFaults("moderation", { delayMs: 4000 }, 60);
        return "For a minute each delivery to moderation takes four seconds.";
      }),
      step("Write a comment", "system", async () => {
        const { posts } = await getPosts(undefined, AbortSignal.timeout(5000));
        const post = posts[0] ?? (await createPost(someTitle()));
        await createComment({ postId: post.id, content: "What will moderation decide?" });
        return `A comment on “${post.title}”: pending, until moderation has decided on it.`;
      }),
    ],
  },
  {
    title: "Park an event, and redrive it",
    note: "An event that no service can handle is discarded; one that a single service failed on is redriven.",
    steps: [sendPoison, breakQuery, { label: "Parked events", opens: "parked" }],
  },
];
