// Writes to the blog as curl would, for tests whose subject is what the page makes of it.

export async function writePost(blogUrl: string, title: string): Promise<string> {
  const { id } = await send<{ id: string }>(`${blogUrl}/posts/create`, { title });
  return id;
}

export async function writeComment(
  blogUrl: string,
  postId: string,
  content: string,
): Promise<void> {
  await send(`${blogUrl}/posts/${postId}/comments`, { content });
}

async function send<T>(url: string, body: unknown): Promise<T> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  // The services' answers are tested elsewhere; here they are taken at their word.
  return (await response.json()) as T;
}
