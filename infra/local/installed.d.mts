// The types of installed.mjs, which is plain JavaScript because nothing is installed yet when it runs.

export function whyNotInstalled(
  root: string,
  machine?: { os: string; cpu: string; libc: string | undefined } | undefined,
): string | undefined;
