// The keys of the cache. Mutations have keys too: their state is what is shown as "on its way".

export const postsKey = ["posts"] as const;
export const postKey = (id: string) => ["post", id] as const;
export const createPostKey = ["create-post"] as const;
export const createCommentKey = (postId: string) => ["create-comment", postId] as const;
