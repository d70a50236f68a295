// A service of your own: it receives every event of the bus, counts them, and publishes none. Run it: node my-subscriber.mjs

import { createServer } from "node:http";

const port = Number(process.env.PORT || 4010);
const counts = {};
let last = 0;

createServer(async (req, res) => {
  let body = "";
  for await (const chunk of req) body += chunk;
  const { type, data } = JSON.parse(body);

  // The bus delivers in order, and sometimes twice: what is not beyond the last one is known.
  const position = Number(req.headers["event-bus-position"]);
  if (position > last) {
    last = position;
    counts[type] = (counts[type] ?? 0) + 1;
    console.log(`#${position}`, type, data, counts);
  }

  // 200 means: received. Until then the bus retries.
  res.end();
}).listen(port, "127.0.0.1", () => console.log(`Receiving at http://localhost:${port}/events`));
