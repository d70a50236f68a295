// What query shows, all of it, as the course's page asks for it.

/** By id. */
export async function shownPosts(query: string): Promise<object> {
  // query answers with the course's map, and so does the course's own.
  return (await (await fetch(`${query}/posts`)).json()) as object;
}
