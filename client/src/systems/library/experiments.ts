// What a newcomer can do to the library, so that there is something to see.

import { newId } from "@blog/common/base/ids";
import { changeService } from "../../bus-view/lab/change-service.ts";
import { publishEvent } from "../../bus-view/lab/publish-event.ts";
import { setFaults } from "../../bus-view/lab/set-faults.ts";
import type { Experiment, Step, System } from "../system.ts";
import { createBook, deleteAuthor, getBooks, renameAuthor, type Way } from "./catalogue.ts";
import { newAuthor, someAuthor } from "./some-author.ts";

function step(label: string, needs: Step["needs"], does: Step["does"]): Step {
  return { label, needs, does };
}

/** A book without a title: each service that knows the contract refuses it. */
export const poison: System["poison"] = () => ({
  type: "BookCreated",
  data: { id: newId(), authorId: newId() },
});

const sendPoison = step("Send a poison event", "control", async () => {
  const { status, position } = await publishEvent(JSON.stringify(poison()));
  if (position === undefined) throw new Error(`the bus answered ${status}`);
  return `It is #${position}. book-service and catalogue refuse it; in about ten seconds it is parked. No redrive will help: in the end it is discarded.`;
});

const breakCatalogue = step("Break catalogue, create an author", "control", async () => {
  await setFaults("catalogue", { failPercent: 100 }, 30);
  const { name } = await newAuthor();
  return `catalogue will park “${name}” in about ten seconds. Reset the lab, or wait until the fault is over; then redrive it.`;
});

export const parking: System["parking"] = {
  wrongEvent: {
    about:
      "A book without a title: the bus accepts it, and each service that knows the contract refuses it. Redriven, it is refused again; all that is left is to discard it.",
    step: sendPoison,
  },
  wrongSubscriber: {
    about:
      "For 30 seconds catalogue fails at everything, and an author is created. Redriven after that, the author takes effect, late but whole.",
    step: { ...breakCatalogue, label: "Make catalogue fail, and create an author" },
  },
};

/** What the catalogue answers in this way, in words: that it cannot is what there is to see. */
async function ask(by: Way): Promise<string> {
  const started = performance.now();
  const answer = await getBooks(by).then(
    ({ books, calls }) =>
      `answered ${books.length} books${by === "rpc" ? ` after ${calls} calls` : ", without a call"}`,
    () => "could not answer",
  );
  const ms = Math.round(performance.now() - started);
  return `By ${by === "rpc" ? "RPC" : "events"}, the catalogue ${answer} (${ms} ms).`;
}

const askBothWays = (label: string) =>
  step(label, "system", async () => `${await ask("rpc")} ${await ask("events")}`);

export const experiments: Experiment[] = [
  {
    title: "See a book travel",
    steps: [
      step("Create an author, and a book", "system", async () => {
        const { id, name } = await newAuthor();
        const book = { title: `Notes by ${name}`, authorId: id, publishedYear: 1843 };
        const { title } = await createBook(book);
        return `“${title}” is on its way: book-service asked author-service by gRPC, and publishes BookCreated.`;
      }),
    ],
  },
  {
    title: "Stop author-service, and ask in both ways",
    note: "One answer needs it now; the other has learned everything before.",
    steps: [
      step("Stop author-service", "runner", async () => {
        await changeService("author-service", "stop");
        return "author-service stops. Its events are in the log, and catalogue has folded them.";
      }),
      askBothWays("Ask in both ways"),
      step("Start author-service", "runner", async () => {
        await changeService("author-service", "start");
        return "author-service starts. In a moment both ways answer again.";
      }),
    ],
  },
  {
    title: "See an answer that is out of date",
    note: "catalogue receives the event late.",
    steps: [
      step("Slow catalogue", "control", async () => {
        await setFaults("catalogue", { delayMs: 4000 }, 60);
        return "For a minute each delivery to catalogue takes four seconds.";
      }),
      step("Rename an author", "system", async () => {
        const { id, name } = await someAuthor();
        const renamed = `${name.replace(/ \(.*\)$/, "")} (renamed ${new Date().toLocaleTimeString("en")})`;
        await renameAuthor(id, renamed);
        return `Now “${renamed}”, by RPC at once; by events in four seconds.`;
      }),
    ],
  },
  {
    title: "Delete an author",
    note: "The last event about an author: nothing that comes later brings the author back.",
    steps: [
      step("Create an author, and delete the author", "system", async () => {
        const { id, name } = await newAuthor();
        await deleteAuthor(id);
        return `“${name}” is gone: author-service asked book-service for books first, and publishes AuthorDeleted.`;
      }),
    ],
  },
  {
    title: "Park an event, and redrive it",
    note: "An event that no service can handle is discarded; one that a single service failed on is redriven.",
    steps: [sendPoison, breakCatalogue, { label: "Parked events", opens: "parked" }],
  },
];
