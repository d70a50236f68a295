// The services as the page sees them, at the edge of the browser: answers to requests, and a stream that tests speak
// through. Each answer can be held back, so that a test decides what arrives first.

import {
  AxiosError,
  type AxiosResponse,
  AxiosHeaders,
  type InternalAxiosRequestConfig,
} from "axios";
import { vi } from "vitest";
import type { BlogPost } from "../../src/blog/api/blog-post.ts";
import { http } from "../../src/http/http.ts";
import { FakeEventSource } from "./fake-event-source.ts";

export interface Reply {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
}

type Answer = (request: {
  path: string;
  params: URLSearchParams;
  body: unknown;
  headers: AxiosHeaders;
}) => Reply | Promise<Reply>;

/** Installs the fake. `answers` is keyed by "METHOD /path"; what is missing there is no network. */
export function installFakeBlog(answers: Record<string, Answer>) {
  const requests: string[] = [];
  FakeEventSource.opened.length = 0;
  vi.stubGlobal("EventSource", FakeEventSource);
  http.defaults.adapter = async (config) => {
    const path = config.url ?? "";
    const name = `${config.method?.toUpperCase()} ${path}`;
    const params = new URLSearchParams(
      Object.entries(config.params ?? {}).filter(([, value]) => value !== undefined) as [
        string,
        string,
      ][],
    );
    requests.push([name, params.get("before")].filter(Boolean).join(" before "));
    const answer = answers[name];
    if (!answer) throw new AxiosError("Network Error", "ERR_NETWORK", config);
    const body: unknown = config.data ? JSON.parse(config.data) : undefined;
    return settle(config, await answer({ path, params, body, headers: config.headers }));
  };
  return { answers, requests, stream: () => FakeEventSource.last("/posts") };
}

function settle(
  config: InternalAxiosRequestConfig,
  { status = 200, body, headers = {} }: Reply,
): AxiosResponse {
  const response = {
    data: body,
    status,
    statusText: "",
    headers: new AxiosHeaders(headers),
    config,
  };
  if (!config.validateStatus || config.validateStatus(status)) return response;
  throw new AxiosError(`status ${status}`, "ERR_BAD_RESPONSE", config, null, response);
}

/** An answer that waits until the test lets it go. */
export function heldAnswer() {
  let release: (reply: Reply) => void = () => {};
  const promise = new Promise<Reply>((resolve) => {
    release = resolve;
  });
  return { answer: () => promise, release };
}

export function post(id: string, title: string, comments: BlogPost["comments"] = []): BlogPost {
  return { id, title, comments };
}

export function comment(id: string, content: string, status = "approved") {
  return { id, content, status };
}
