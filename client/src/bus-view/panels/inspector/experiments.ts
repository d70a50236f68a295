// Small things to do to the blog, so that there is something to see. Each resolves to a sentence: what to look at.

import { newId } from "@blog/common/base/ids";
import { createComment } from "../../../blog/api/create-comment.ts";
import { createPost } from "../../../blog/api/create-post.ts";
import { getPosts } from "../../../blog/api/get-posts.ts";
import { changeService } from "../../lab/change-service.ts";
import { publishEvent } from "../../lab/publish-event.ts";
import { setFaults } from "../../lab/set-faults.ts";

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

export async function writePost(): Promise<string> {
  const { title } = await createPost(someTitle());
  return `“${title}” is on its way: posts publishes it, the bus delivers it.`;
}

export async function writeFivePosts(): Promise<string> {
  for (let n = 1; n <= 5; n += 1) await createPost(`${someTitle()} (${n})`);
  return "Five posts are in the log. Services that are down have not received them.";
}

export async function killQuery(): Promise<string> {
  await changeService("query", "kill");
  return "query is down. Its cursor stays, and what is written now is delivered when it is back.";
}

export async function startQuery(): Promise<string> {
  await changeService("query", "start");
  return "query starts, reads what it has missed, and goes on.";
}

export async function killBus(): Promise<string> {
  await changeService("event-bus", "kill");
  return "The bus is gone. posts still answers: what it has to publish waits in its outbox.";
}

export async function writeWithoutBus(): Promise<string> {
  const { title } = await createPost(someTitle());
  return `“${title}” is stored, and posts answered 201. Its event is published as soon as there is a bus.`;
}

export async function startBus(): Promise<string> {
  await changeService("event-bus", "start");
  return "The bus starts. The outbox is published, and query receives the post.";
}

export async function writeComment(): Promise<string> {
  const { posts } = await getPosts(undefined, AbortSignal.timeout(5000));
  const post = posts[0] ?? (await createPost(someTitle()));
  await createComment({ postId: post.id, content: "What will moderation decide?" });
  return `A comment on “${post.title}”: pending, until moderation has decided on it.`;
}

export async function slowModeration(): Promise<string> {
  await setFaults("moderation", { delayMs: 4000 }, 60);
  return "For a minute each delivery to moderation takes four seconds.";
}

/** A comment on no post: the bus accepts it, and each service that knows the contract refuses it. */
export async function sendPoison(): Promise<string> {
  const event = { type: "CommentCreated", data: { id: newId(), content: "I belong to no post" } };
  const { status, position } = await publishEvent(JSON.stringify(event));
  if (position === undefined) throw new Error(`the bus answered ${status}`);
  return `It is #${position}. comments, query and moderation refuse it; in about ten seconds it is parked. No redrive will help: in the end it is discarded.`;
}

export async function breakQuery(): Promise<string> {
  await setFaults("query", { failPercent: 100 }, 30);
  const { title } = await createPost(someTitle());
  return `query will park “${title}” in about ten seconds. Reset the lab, or wait until the fault is over; then redrive it.`;
}
