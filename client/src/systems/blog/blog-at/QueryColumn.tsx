// What query answers now, and where that differs from the log.

import { isCurrent } from "../../../bus-view/history/bus-state.ts";
import { useBus } from "../../../bus-view/use-bus.ts";
import type { BlogHistory } from "./blog-history.ts";
import { unmarked } from "./compare-posts.ts";
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
const differs = { new: "not in the log", changed: "differs", missing: "not in query yet" };

export function QueryColumn({ history, position }: QueryColumnProps) {
  const { posts, place, problem } = useQueryAnswer();
  const isFile = useBus(({ connection }) => connection === "file");
  // Without the bus, the log may have grown: query's answer is shown, and compared with nothing.
  const logId = useBus((state) => (isCurrent(state) ? state.picture.logId : undefined));
  const tail = useBus(({ picture }) => picture.tail);
  const parked = useBus(
    ({ picture }) =>
      picture.subscribers.find(({ name }) => name === "query")?.fact.parked.length ?? 0,
  );
  if (isFile) return null;

  // What is not read up to there, or is another log, cannot be compared.
  const isComparable =
    place !== undefined && place.log === logId && place.position <= history.last();
  const compare = (at: number) =>
    posts && isComparable && at <= history.last()
      ? compareWithLog(posts, history, at, PAGE_SIZE)
      : undefined;
  const there = place && compare(place.position);
  const gap = compare(position);
  const verdict = judgeQuery({
    problem,
    isAnswered: posts !== undefined,
    place,
    logId,
    shown: position,
    tail,
    differences: there && there.lacks + there.hasMore,
    parked,
  });

  return (
    <PostColumn
      title="What query answers now"
      note={<VerdictNote verdict={verdict} />}
      posts={gap?.posts ?? posts?.map(unmarked) ?? []}
      missing={gap?.missing ?? []}
      isComplete={posts !== undefined}
      words={place && place.position > position ? later : differs}
    />
  );
}
