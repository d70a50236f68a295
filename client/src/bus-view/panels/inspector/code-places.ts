// Where in the code each event is published and handled. A test reads the sources, and finds each of these there.

export interface CodePlace {
  service: string;
  /** From the root of the project. */
  file: string;
  /** As it stands in one of its lines. */
  code: string;
}

export interface EventPlaces {
  contract: CodePlace;
  published: CodePlace[];
  handled: CodePlace[];
}

const posts = { service: "posts", file: "posts/src/app.ts" };
const comments = { service: "comments", file: "comments/src/app.ts" };
const moderation = { service: "moderation", file: "moderation/src/app.ts" };
const query = { service: "query", file: "query/src/view.ts" };

function contractOf(type: string, rest = ""): CodePlace {
  const code = `export const ${type} = z.looseObject({${rest}`;
  return { service: "common", file: "common/src/events.ts", code };
}

export const codePlaces = new Map<string, EventPlaces>([
  [
    "PostCreated",
    {
      contract: contractOf("PostCreated", " id: Id, title: z.string() });"),
      published: [{ ...posts, code: 'outbox.add(tx, "PostCreated"' }],
      handled: [
        { ...posts, code: "async PostCreated({ data }, tx) {" },
        { ...comments, code: "async PostCreated({ data }, tx) {" },
        { ...query, code: 'case "PostCreated":' },
      ],
    },
  ],
  [
    "CommentCreated",
    {
      contract: contractOf("CommentCreated"),
      published: [{ ...comments, code: 'outbox.add(tx, "CommentCreated"' }],
      handled: [
        { ...comments, code: "async CommentCreated({ data }, tx) {" },
        { ...moderation, code: "CommentCreated({ data: { id, postId, content } }, reply) {" },
        { ...query, code: 'case "CommentCreated":' },
      ],
    },
  ],
  [
    "CommentModerated",
    {
      contract: contractOf("CommentModerated"),
      published: [
        { ...moderation, code: 'reply("CommentModerated", { id, postId, status, content });' },
      ],
      handled: [
        { ...comments, code: "async CommentModerated({ data, position }, tx) {" },
        { ...query, code: 'case "CommentModerated":' },
      ],
    },
  ],
  [
    "CommentUpdated",
    {
      contract: contractOf("CommentUpdated"),
      published: [
        {
          ...comments,
          code: 'outbox.add(tx, "CommentUpdated"',
        },
      ],
      handled: [
        { ...comments, code: "async CommentUpdated({ data, position }, tx) {" },
        { ...query, code: 'case "CommentUpdated":' },
      ],
    },
  ],
]);
