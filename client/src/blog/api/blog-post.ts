// What query answers, as the course has it on the wire.

export interface BlogComment {
  id: string;
  content: string;
  /** pending, approved, rejected; another moderation service may use other words. */
  status: string;
}

export interface BlogPost {
  id: string;
  title: string;
  comments: BlogComment[];
}
