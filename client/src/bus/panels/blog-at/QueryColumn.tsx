// What query answers now, and where that is not what the log says.

import { useBus } from "../../use-bus.ts";
import type { BlogHistory } from "./blog-history.ts";
import { PostColumn } from "./PostColumn.tsx";
import { compareWithLog } from "./query-gap.ts";
import { judgeQuery } from "./query-verdict.ts";
import { PAGE_SIZE, useQueryAnswer } from "./use-query-answer.ts";
import { VerdictNote } from "./VerdictNote.tsx";

interface QueryColumnProps {
  history: BlogHistory;
  position: number;
}

const later = { new: "later", changed: "later", missing: "not in query" };
const differs = { new: "not in the log yet", changed: "differs", missing: "not in query yet" };

export function QueryColumn({ history, position }: QueryColumnProps) {
  const { posts, problem } = useQueryAnswer();
  const isFile = useBus(({ connection }) => connection === "file");
  const viewing = useBus((state) => state.viewing);
  const tail = useBus(({ picture }) => picture.tail);
  const query = useBus(
    ({ picture }) => picture.subscribers.find(({ name }) => name === "query")?.fact,
  );
  if (isFile) return null;

  const isReady = history.last() >= position;
  const gap = posts && isReady ? compareWithLog(posts, history, position, PAGE_SIZE) : undefined;
  return (
    <PostColumn
      title="What query answers now"
      note={<VerdictNote verdict={judgeQuery({ gap, problem, query, tail, viewing })} />}
      posts={gap?.posts ?? []}
      missing={gap?.missing ?? []}
      isComplete={gap !== undefined}
      words={viewing === "live" ? differs : later}
    />
  );
}
