// The headers that forbid a browser to misuse an answer. They are the same for each answer, which is data and
// never a document: those that only documents heed, or browsers of the past, are left out. That is 700 bytes of each answer, and
// 1.2 times the pages of posts a second. Documents have their own: the pages of the client
// (client/gateway/security-headers.ts), and the page about a service's API (api-docs.ts).

import helmet from "helmet";

export const harden = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  },
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  referrerPolicy: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  // frame-ancestors covers it.
  xFrameOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
});

/** What `harden` sets: for answers that are written without Express. */
export function hardeningHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  const res = {
    setHeader: (name: string, value: string) => (headers[name] = value),
    removeHeader() {},
  };
  // It looks at no request, and does no more to an answer than that.
  harden({} as never, res as never, () => {});
  return headers;
}

const NAMES = Object.keys(hardeningHeaders());

/** For a 304: it brings nothing that could be misused, and what it stands for was stored with these headers (RFC 9111, 4.3.4). */
export function removeHardening(res: { removeHeader(name: string): void }): void {
  for (const name of NAMES) res.removeHeader(name);
}
