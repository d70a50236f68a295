// The bus on the map: the letters of the last events are those of the log, also after the bus has started anew and its stream
// brings only what is new.

import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { openBus } from "./open-bus.tsx";

const types = ["PostCreated", "CommentCreated", "CommentModerated", "CommentUpdated", "Other"];
const log = types.map((type, index) => ({
  position: index + 1,
  id: `id-${index}`,
  type,
  data: {},
}));

it("The bus on the map shows the letters of the log when its stream has brought no event", async () => {
  const { stream } = await openBus({
    answers: {
      "GET /lab/events": ({ params }) => {
        const after = Number(params.get("after"));
        const page = log.slice(after, after + Number(params.get("limit")));
        return { body: page.map((event) => JSON.stringify(event)).join("\n") };
      },
    },
  });
  stream.emit("hello", { run: "two", log: { id: "log", length: types.length }, missed: 0 });

  const bus = await screen.findByRole("button", { name: /^event bus 5 events/ });

  // As many as find room, the last ones.
  await waitFor(() => expect(bus).toHaveTextContent(/^event bus P?C?M?U\? 5 events$/));
});
