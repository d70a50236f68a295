// The process of the readers, which send one GET after the other, and of the clients of query's live stream.

import { Pool } from "undici";
import { clock } from "./event.ts";
import { followTitles } from "./follow-titles.ts";
import { serve } from "./worker.ts";

export interface ReadLoad {
  url: string;
  path: string;
  /** Sends back the ETag of the answer before. */
  withEtag: boolean;
  connections: number;
  forMs: number;
  /** An answer with another status counts as none; otherwise it is a mistake of ours. */
  mayBeRefused?: true;
}

let delays: number[] = [];

const commands = {
  /** Answers a second. One that is neither 200 nor 304 makes it reject, unless that may be. */
  async read(load: ReadLoad): Promise<number> {
    const { url, path, withEtag, connections, forMs, mayBeRefused } = load;
    const pool = new Pool(url, { connections });
    const startedAt = clock();
    const end = startedAt + forMs;
    let answers = 0;

    async function goOn(): Promise<void> {
      let etag: string | undefined;
      while (clock() < end) {
        const headers = {
          "accept-encoding": "gzip",
          ...(withEtag && etag !== undefined && { "if-none-match": etag }),
        };
        const response = await pool.request({ method: "GET", path, headers });
        await response.body.dump({ limit: Number.POSITIVE_INFINITY });
        const isAnswer = response.statusCode === 200 || response.statusCode === 304;
        if (!isAnswer && mayBeRefused) continue;
        if (!isAnswer) throw new Error(`${path} was answered with ${response.statusCode}`);
        etag = response.headers.etag?.toString();
        answers += 1;
      }
    }
    await Promise.all(Array.from({ length: connections }, goOn));
    const perSecond = (answers * 1000) / (clock() - startedAt);
    await pool.close();
    return perSecond;
  },

  /** Opens so many live streams. A title that begins with a time is one that was written then. */
  async listen(url: string, count: number): Promise<void> {
    const onTitle = (title: string) => {
      const writtenAt = /^at ([\d.]+)/.exec(title)?.[1];
      if (writtenAt) delays.push(clock() - Number(writtenAt));
    };
    const following = Array.from({ length: count }, () => followTitles(url, onTitle));
    await Promise.all(following.map(({ opened }) => opened));
  },

  /** The delays of all titles that arrived since the last call, in ms. */
  takeDelays(): number[] {
    const taken = delays;
    delays = [];
    return taken;
  },
};
export type ReaderCommands = typeof commands;
serve(commands);
