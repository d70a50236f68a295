// How many files and connections a process may hold at once (`ulimit -n`). At the limit a service accepts no more
// connections, and neither it nor the system reports that.

/** The services hold their databases, each other's connections, and one for every page that is open. */
const ENOUGH = 1024;

/** Of this process and those it starts; undefined where there is none, or the system has no such limit. */
export function openFilesLimit(): number | undefined {
  Object.assign(process.report, { excludeNetwork: true }); // that could take seconds
  const report = process.report.getReport() as { userLimits?: { open_files?: { soft: unknown } } };
  const limit = Number(report.userLimits?.open_files?.soft);
  return Number.isFinite(limit) ? limit : undefined;
}

/** In words; nothing where the limit is high enough. */
export function openFilesWarning(limit: number | undefined): string | undefined {
  if (limit === undefined || limit >= ENOUGH) return undefined;
  return `A process may hold ${limit} files and connections here: with more visitors than that, a service does not answer. Before npm start: ulimit -n 4096`;
}
